import { stripVTControlCharacters } from 'node:util';
import { javaLevel, nginxLevel } from './levels';
import type { Level, LogRecord, Message, Program, Request } from './record';

/**
 * `org.apache.juli.OneLineFormatter`: stamp, level, [thread], class.method, message. Months and digits are the locale's:
 * `23-de nov.-2026`, `٢٣-نوفمبر-٢٠٢٦`, and `8` is a year in Japan's own calendar.
 */
const tomcatLine =
  /^(\p{Nd}{1,2}-.{1,40}?-\p{Nd}{1,4} [\p{Nd}:.]{12}) (\S+(?: \S+){0,2}?) \[(.+?)\] ([^\s[\]]+)(?: (.*))?$/u;

/** The lab's own access valve (`server/src/plan/parts.ts`): `ACCESS time host user "request" status bytes duration session`. */
const tomcatAccessLine = /^ACCESS (\S+) (\S+) (\S+) "(.*)" (\d{3}|-) (\S+) \S+ (\S+)$/;

const nginxErrorLine = /^(\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}) \[(\w+)\] (?:\d+#\d+: )?(.*)$/;
/** What nginx says before its log is open, and in `nginx -t`. */
const nginxStartLine = /^nginx: \[(\w+)\] (.*)$/;
/** The head that `combined`, most own formats of nginx and Tomcat's `common` share: host, user, [time], "request", status, bytes. */
const accessLine = /^(\S+) \S+ (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (\S+)(.*)$/;
/** What follows in the lab's own format (`server/src/plan/parts.ts`): where the request went, and with which session. */
const nginxLabFields = /^ upstream=(.+) session=(\S+) time=([\d.]+)$/;

/** What the lab says in a node's log: that the engine went away, and that it is back. */
const LAB = '[cluster-lab] ';

/**
 * One line of a program's log; `before` is the record of the line before it in the same stream. Colours are taken out: no
 * reader of ours shows them.
 */
export function readLine(program: Program, line: string, before?: LogRecord): LogRecord {
  const text = stripVTControlCharacters(line);
  if (text.startsWith(LAB)) return { kind: 'message', level: 'warn', from: 'lab', message: text };
  return program === 'nginx' ? readNginx(text) : readTomcat(text, before);
}

function readTomcat(text: string, before: LogRecord | undefined): LogRecord {
  const access = tomcatAccessLine.exec(text);
  if (access) return tomcatRequest(access);
  const record = readJuli(text);
  if (record) return record;
  if (before && before.kind !== 'request' && continues(text, before))
    return { kind: 'more', level: before.level, message: text };
  return output(text);
}

function readJuli(text: string): Message | undefined {
  const [, time, name = '', thread, logger, message = ''] = tomcatLine.exec(text) ?? [];
  const level = javaLevel(name);
  if (level === undefined || time === undefined || thread === undefined || logger === undefined)
    return undefined;
  return { kind: 'message', level, time, logger, thread, from: 'logger', message };
}

function readNginx(text: string): LogRecord {
  const [, time, level = '', message = ''] = nginxErrorLine.exec(text) ?? [];
  if (time !== undefined)
    return { kind: 'message', level: nginxLevel(level), time, from: 'nginx', ...refusal(level), message };
  const [, first = '', words] = nginxStartLine.exec(text) ?? [];
  if (words !== undefined)
    return { kind: 'message', level: nginxLevel(first), from: 'nginx', ...refusal(first), message: words };
  return readRequest(text) ?? output(text);
}

const refusal = (level: string): { refuses?: true } => (level === 'emerg' ? { refuses: true } : {});

/** A request in `combined`, in Tomcat's `common`, or in the lab's format of nginx. */
function readRequest(text: string): Request | undefined {
  const access = accessLine.exec(text);
  if (!access) return undefined;
  const [, client = '', user = '', time = '', request = '', status = '', bytes = '', rest = ''] = access;
  const head = requestOf({ time, client, user, request, status, bytes });
  const [, upstreams, session, seconds] = nginxLabFields.exec(rest) ?? [];
  if (upstreams === undefined) return { ...head, rest };
  return {
    ...head,
    upstreams: upstreams === '-' ? [] : upstreams.split(/, | : /),
    session: orNull(session),
    milliseconds: Math.round(Number(seconds) * 1000),
  };
}

function tomcatRequest(match: RegExpExecArray): Request {
  const [, time = '', client = '', user = '', request = '', status = '', bytes = '', session] = match;
  return { ...requestOf({ time, client, user, request, status, bytes }), session: orNull(session) };
}

type Written = Readonly<Record<'time' | 'client' | 'user' | 'request' | 'status' | 'bytes', string>>;

const requestOf = ({ time, client, user, request, status, bytes }: Written): Request => ({
  kind: 'request',
  level: levelOf(status),
  time,
  client,
  user: user === '-' ? undefined : user,
  request,
  path: (request.split(' ')[1] ?? '').replace(/\?.*$/, ''),
  status: status === '-' ? undefined : Number(status),
  bytes: bytes === '-' ? undefined : Number(bytes),
});

/** Who asked for what is not there, or may not be seen, is warned of; what broke is an error. */
const levelOf = (status: string): Level =>
  status.startsWith('5') ? 'error' : status.startsWith('4') ? 'warn' : 'info';

const orNull = (session: string | undefined): string | null =>
  session === undefined || session === '-' ? null : session;

const output = (message: string): Message => ({ kind: 'message', level: 'info', from: 'output', message });

/**
 * Juli indents a stack trace, but not the second line of an exception's own message; so once a trace has begun,
 * everything up to the next record belongs to it.
 */
const continues = (text: string, before: LogRecord): boolean =>
  before.kind === 'more' || text === '' || /^\s|^Caused by: /.test(text);
