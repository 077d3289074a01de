import type { LogRecord, Request } from '../../lab/logs/record';

/** What a person reads of a record; the stamp and the level are left to the channel. */
export function describe(record: LogRecord): string {
  if (record.kind === 'request') return describeRequest(record);
  if (record.kind === 'more') return record.message;
  const { from, logger = '', thread, message } = record;
  if (from === 'logger') return `[${shortLogger(logger)}] [${thread}] ${message}`;
  return from === 'nginx' ? `[nginx] ${message}` : message;
}

function describeRequest(record: Request): string {
  const { client, user, status, bytes, upstreams, session, milliseconds, rest } = record;
  const who = `${client}${user === undefined ? '' : ` (${user})`}`;
  const parts = [
    upstreams && `upstream ${upstreams.join(', ') || '-'}`,
    session === undefined ? undefined : session === null ? 'no session' : `session ${session}`,
    milliseconds !== undefined && `${milliseconds} ms`,
    who,
    rest !== undefined && `${bytes ?? '-'} bytes`,
    rest?.replace(/ "-"/g, '').trim(),
  ];
  const what = record.request.replace(/ HTTP\/[\d.]+$/, '');
  return `[access] ${what} → ${status ?? '-'} · ${parts.filter(Boolean).join(' · ')}`;
}

/** `o.a.c.startup.Catalina.start` for `org.apache.catalina.startup.Catalina.start`: a panel is narrow. */
function shortLogger(logger: string): string {
  const known = shortened.get(logger);
  if (known !== undefined) return known;
  const names = logger.split('.');
  const short = names.map((name, index) => (index < names.length - 3 ? name.slice(0, 1) : name)).join('.');
  if (shortened.size >= LOGGERS) shortened.clear();
  shortened.set(logger, short);
  return short;
}

/** A node has some hundreds of them, and thousands of lines of each. */
const LOGGERS = 1_000;
const shortened = new Map<string, string>();
