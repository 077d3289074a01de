import { stripVTControlCharacters } from 'node:util';
import type { LogLine } from '../lab';
import { javaLevel, nginxLevel } from './levels';
import type { Level, LogRecord, Message, More, Program, Request } from './record';

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
const accessLine = /^(\S+) \S+ (.+?) \[([^[\]]+)\] "([^"]*)" (\d{3}) (\S+)(.*)$/;
/**
 * What follows in the lab's own format (`server/src/plan/parts.ts`): where the request went, and with which session, which
 * is what a client wrote into its cookie.
 */
const nginxLabFields = /^ upstream=((?:(?! session=).)+) session=(.*) time=([\d.]+)$/;

/** So long at most is a message of nginx' error log (ngx_log.h, `NGX_MAX_ERROR_STR`). */
const LONGEST_NGINX = 2048;
/** What nginx says of a connection names its client behind everything that a request can write into it. */
const CLIENT = ', client: ';
const isBroken = (message: string): boolean =>
  message.startsWith('*') && message.includes('"') && !message.includes(CLIENT);

/** What the lab says in a node's log: that the engine went away, and that it is back. */
const LAB = '[cluster-lab] ';

/** A word of the lab's own in a node's log, of now. */
export function labLine(node: string, words: string): LogLine {
  const text = LAB + words;
  const stamp = new Date().toISOString();
  return { node, stream: 'stderr', stamp, text, record: readLine('tomcat', text) };
}

/**
 * One line of a program's log; `before` is the record of the line before it in the same stream. Colours are taken out: no
 * reader of ours shows them. Other control characters are written as their pictures, so that a line stays one line.
 */
export function readLine(program: Program, line: string, before?: LogRecord): LogRecord {
  const text = stripVTControlCharacters(line).replace(CONTROL, pictureOf);
  if (text.startsWith(LAB) && !(before && isOpen(before)))
    return { kind: 'message', level: 'warn', from: 'lab', message: text };
  return program === 'nginx' ? readNginx(text, before) : readTomcat(text, before);
}

/** All but the tab. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\b\n-\x1f\x7f]/g;
/** `␍` of a carriage return. */
const pictureOf = (character: string): string =>
  String.fromCharCode(character === '\x7f' ? 0x2421 : 0x2400 + character.charCodeAt(0));

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

function readNginx(text: string, before: LogRecord | undefined): LogRecord {
  if (before && isOpen(before)) return restOf(text, before);
  const [, time, level = '', message = ''] = nginxErrorLine.exec(text) ?? [];
  if (time !== undefined) {
    const open = isBroken(message) && { open: LONGEST_NGINX - text.length };
    return {
      kind: 'message',
      level: nginxLevel(level),
      time,
      from: 'nginx',
      ...refusal(level),
      message,
      ...open,
    };
  }
  const [, first = '', words] = nginxStartLine.exec(text) ?? [];
  if (words !== undefined)
    return { kind: 'message', level: nginxLevel(first), from: 'nginx', ...refusal(first), message: words };
  return readRequest(text) ?? output(text);
}

/** Whether the line behind it belongs to it, whatever that looks like. */
export const isOpen = (record: LogRecord): record is (Message | More) & { readonly open: number } =>
  record.kind !== 'request' && record.open !== undefined && record.open > 0;

/** nginx writes line breaks of a decoded path as they are: a request can write lines that look like nginx' own. */
function restOf(text: string, { level, open }: { readonly level: Level; readonly open: number }): More {
  const rest = { kind: 'more', level, message: text } as const;
  return text.includes(CLIENT) ? rest : { ...rest, open: open - text.length - 1 };
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
 * everything up to the next record, or to the next trace, belongs to it.
 */
const continues = (text: string, before: LogRecord): boolean =>
  before.kind === 'more' ? !beginsTrace(text, before) : text === '' || /^\s|^Caused by: /.test(text);

/** An exception that somebody else's formatter, or printStackTrace, did not indent. */
export const EXCEPTION =
  /^(?:Exception in thread "[^"]*" )?(?:[a-z_]\w*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)\b/;
const FRAME = /^\s+(?:at |\.\.\. \d)/;

/** Behind the frames of a trace another exception is that of another trace: an app may print one after the other. */
export const beginsTrace = (text: string, before: LogRecord): boolean =>
  before.kind === 'more' && FRAME.test(before.message) && EXCEPTION.test(text);
