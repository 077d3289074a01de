import type { LogLine } from '../lab';
import { asksBelow, type Level, type LogRecord, type Request } from './record';

/**
 * A line as the command line shows it, and the channel of all nodes: the time that the engine wrote, the level, the node and
 * the words. Undefined of a request that the lab itself has made, below the path of its probe.
 */
export const lineText = ({ stamp, node, record }: LogLine, probePath: string): string | undefined =>
  asksBelow(record, probePath) ? undefined : `${headOf(stamp, record.level, node)} ${describe(record)}`;

/**
 * What stands before the words: `2026-11-23 16:42:12.632 [warning] [tomcat1]`. VS Code filters its own logs by lines of this
 * form (outputChannelModel.ts, `parseLogEntryAt`).
 */
export const headOf = (stamp: string, level: Level, node?: string): string =>
  `${localTime(stamp)} [${levelNames[level]}]${node === undefined ? '' : ` [${node}]`}`;

/** As VS Code writes them in a log. */
const levelNames: Readonly<Record<Level, string>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warning',
  error: 'error',
};

/** What a person reads of a record; time, level and node are left to `headOf`. */
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

/** `2026-11-23 16:42:12.632` by this machine's clock, of an RFC 3339 stamp. */
export function localTime(stamp: string): string {
  const [, second = '', fraction = '', zone = ''] = STAMP.exec(stamp) ?? [];
  if (second + zone !== last.key) last = { key: second + zone, text: localSecond(new Date(second + zone)) };
  return `${last.text}.${fraction.slice(1, 4).padEnd(3, '0')}`;
}

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;
/** Lines come many to a second. */
let last = { key: '', text: '' };

function localSecond(date: Date): string {
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

const two = (number: number): string => String(number).padStart(2, '0');
