import { beginsTrace, EXCEPTION, isOpen, readLine } from './formats';
import { readJson } from './json';
import { javaLevel } from './levels';
import { unwrap } from './prefixes';
import type { Level, LogRecord, Message, Request } from './record';

/** A line of a log that nobody prepared for us, with the container it came from where a prefix names one. */
export interface ForeignLine {
  readonly source: string;
  readonly record: LogRecord;
}

/** First of the two lines of `java.util.logging.SimpleFormatter`, Tomcat's until 7: `Nov 29, 2026 12:00:01 PM org.x.Type method`. */
const TWO_LINES = /^(\S.{7,40}?) ((?:[a-z_]\w*\.){2,}[\w$]+) ([\w$<>]+)$/;
/** Its second: `SEVERE: message`; French puts a blank before the colon. */
const LEVEL_LINE = /^(\p{L}[\p{L} ]{1,20}?) ?: (.*)$/u;
/** Logback's and Log4j's usual layouts: date, then level and thread in either order, then what logs, then the message. */
const LOGBACK =
  /^\[?((?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]? *(?:\[([^\]]{1,80})\] +)?\[?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\]? +(.*)$/;
const LOGBACK_LEVELS: Readonly<Record<string, Level>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
  FATAL: 'error',
};
/** What is between level and message: Spring Boot's `1 --- [app] [thread] logger  :`, or `[thread] logger -`. */
const LOGBACK_HEAD = /^(?:\d+ )?(?:--- )?(?:\[([^\]]*)\] ?)*((?:[\w.$/-][\w.$[\]/-]*)?) +(?:: |- |: - )/;
const ISO = /^\[?(?:\d{4}-\d\d-\d\d[T ]|\d\d:\d\d:\d\d[.,]\d{3} )/;
const JULI = /^\d{1,2}-[^ ]{1,20}-\d{4} \d\d:\d\d:\d\d\.\d{3} \S+(?: \S+){0,2}? \[/;
const NGINX_ERROR = /^\d{4}\/\d\d\/\d\d |^nginx: \[/;
const ACCESS = /^\S+ \S+ \S+ \[\d\d\/|^ACCESS /;

/**
 * Reads lines of any of the logs that a Tomcat, an nginx in front of it, or an app in it write, each by what it looks like:
 * JULI, the two-line format of Tomcat 6 and 7, Logback, JSON, nginx' error log, access logs; with the prefixes of Docker,
 * Compose, Kubernetes and journald. One reader a file.
 */
export class ForeignReader {
  private readonly before = new Map<string, LogRecord>();
  private readonly heads = new Map<string, Head>();

  /** @param readsRequests false: a line of an access log is known for one, and not taken apart */
  constructor(private readonly readsRequests = true) {}

  read(line: string): ForeignLine {
    const { source, stamp, text } = unwrap(line);
    const record = withTime(this.recordOf(source, text), stamp);
    this.before.set(source, record);
    if (this.before.size > SOURCES) this.before.clear();
    return { source, record };
  }

  private recordOf(source: string, text: string): LogRecord {
    const before = this.before.get(source);
    if (before && isOpen(before)) return readLine('nginx', text, before);
    const first = text.charCodeAt(0);
    if (first === TAB || first === BLANK) return readLine('tomcat', text, before);
    const head = this.heads.get(source);
    if (head) {
      this.heads.delete(source);
      const record = secondLine(head, text);
      if (record) return record;
    }
    if (first === OPENING || (first >= ZERO && first <= NINE)) {
      if (JULI.test(text)) return readLine('tomcat', text, before);
      if (NGINX_ERROR.test(text)) return readLine('nginx', text);
      if (ISO.test(text)) return logback(text) ?? readLine('tomcat', text, before);
    }
    if (first === BRACE && text.endsWith('}') && text.length < LONGEST_JSON) {
      const record = readJson(text);
      if (record) return record;
    }
    if (ACCESS.test(text)) {
      if (!this.readsRequests) return SOME_REQUEST;
      return readLine(first === LETTER_A ? 'tomcat' : 'nginx', text, before);
    }
    if (text.startsWith('nginx: [')) return readLine('nginx', text);
    const two = TWO_LINES.exec(text);
    if (two) {
      const [, time = '', type = '', method = ''] = two;
      if (/\d/.test(time)) {
        this.heads.set(source, { time, logger: `${type}.${method}` });
        return { kind: 'message', level: 'info', from: 'output', message: text };
      }
    }
    if (before && before.kind !== 'request' && EXCEPTION.test(text) && !beginsTrace(text, before))
      return { kind: 'more', level: before.level, message: text };
    return readLine('tomcat', text, before);
  }
}

const SOME_REQUEST: Request = {
  kind: 'request',
  level: 'info',
  time: '',
  client: '',
  user: undefined,
  request: '',
  path: '',
  status: undefined,
  bytes: undefined,
};

interface Head {
  readonly time: string;
  readonly logger: string;
}

const TAB = 9;
const BLANK = 32;
const ZERO = 48;
const NINE = 57;
const LETTER_A = 65;
const OPENING = 91;
const BRACE = 123;
const LONGEST_JSON = 256 * 1024;
/** Nobody runs more nodes; a text whose lines look like prefixes must not fill the memory. */
const SOURCES = 1_000;

/** What the program wrote itself is nearer to the event than when Docker read it. */
const withTime = (record: LogRecord, stamp: string | undefined): LogRecord =>
  stamp !== undefined && record.kind === 'message' && record.time === undefined
    ? { ...record, time: stamp }
    : record;

function secondLine({ time, logger }: Head, text: string): Message | undefined {
  const [, name = '', message = ''] = LEVEL_LINE.exec(text) ?? [];
  // Older JDKs write `Grave`.
  const level = javaLevel(name) ?? javaLevel(name.toUpperCase());
  return level && { kind: 'message', level, time, logger, from: 'logger', message };
}

function logback(text: string): Message | undefined {
  const [, time = '', early, level = '', rest = ''] = LOGBACK.exec(text) ?? [];
  const read = LOGBACK_LEVELS[level];
  if (read === undefined) return undefined;
  const [head = '', late, logger] = LOGBACK_HEAD.exec(rest) ?? [];
  const thread = early ?? late?.trim();
  return {
    kind: 'message',
    level: read,
    time,
    ...(logger && { logger }),
    ...(thread && { thread }),
    from: 'logger',
    message: rest.slice(head.length),
  };
}
