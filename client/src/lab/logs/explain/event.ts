import type { LogRecord, Message } from '../record';

/** Where a line stands. */
export interface Sighting {
  /** The file, or `-`; in a lab the node. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** As the program wrote it. */
  readonly time?: string;
  /** The container, where a prefix of Compose names it. */
  readonly source?: string;
  /** The line as a channel shows it, in that of all nodes with its node. */
  readonly shown?: (node?: string) => string;
}

/** An exception of a stack trace with the frames below it. */
export interface Trace {
  readonly type: string;
  readonly message: string;
  /** The lines `at …`, as they are written. */
  readonly frames: readonly string[];
}

/** A message of a log with all that continues it. */
export interface Event {
  readonly record: Message;
  readonly at: Sighting;
  /** The exceptions of its stack trace, the outermost first. */
  readonly traces: readonly Trace[];
}

/** Frames that are kept of an exception: the place in the app is not always near its top. */
const FRAMES = 60;
const TRACES = 12;
/** Characters of one line that are looked at. */
const LONGEST = 4_000;

const THROWN =
  /^\s*(?:\d{4}\/\d\d\/\d\d[^[]*)?(?:Exception in thread "[^"]*" )?(?:Caused by: |Suppressed: |Root Cause: )?((?:[a-zA-Z_]\w*\.)+[A-Z][\w$]*)(?:[:;] ?(.*))?$/;
/** A word of that ends like a class that is thrown: a trace may begin with any text. */
const THROWABLE = /(?:Exception|Error|Throwable|Failure)$/;

/** Gathers the records of one program to events. */
export class Gatherer {
  private record: Message | undefined;
  private at: Sighting | undefined;
  private traces: { type: string; message: string; frames: string[] }[] = [];

  /** Takes a record; gives the event before it where it begins another one. */
  add(record: LogRecord, at: Sighting): Event | undefined {
    if (record.kind === 'request') return undefined;
    if (record.kind === 'more') {
      this.more(record.message);
      return undefined;
    }
    const event = this.end();
    this.record = record;
    this.at = record.time === undefined ? at : { ...at, time: record.time };
    // What is printed without a logger may be an exception itself.
    if (record.from === 'output') this.more(record.message);
    for (const line of record.trace?.split('\n') ?? []) this.more(line);
    return event;
  }

  /** What was gathered until now. */
  end(): Event | undefined {
    const { record, at, traces } = this;
    this.record = undefined;
    this.traces = [];
    return record && at && { record, at, traces };
  }

  private more(text: string): void {
    const start = firstLetter(text);
    const last = this.traces.at(-1);
    if (text.startsWith('at ', start)) {
      if (last && last.frames.length < FRAMES) last.frames.push(text.slice(start, LONGEST));
      return;
    }
    const [, type, message = ''] = (text.includes('.') && THROWN.exec(text.slice(0, LONGEST))) || [];
    if (type !== undefined && (THROWABLE.test(type) || start > 0)) {
      if (this.traces.length < TRACES) this.traces.push({ type, message, frames: [] });
    } else if (last && last.frames.length === 0 && last.message.length < LONGEST)
      // A message of several lines.
      last.message += `\n${text.slice(0, LONGEST)}`;
  }
}

function firstLetter(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === 9 || text.charCodeAt(at) === 32) at++;
  return at;
}

/** A frame of the Java stack: `at java.base/java.lang.Thread.run(Thread.java:840)`. */
export interface Frame {
  /** `shop.LoginServlet`. */
  readonly type: string;
  readonly method: string;
  /** `LoginServlet.java`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const FRAME = /^at (?:[^()]*\/)?([\w.$]+)\.([\w$<>]+)\(([\w$-]+\.\w+):(\d+)\)/;

/** Undefined where it names no line of a source. */
export function frameOf(text: string): Frame | undefined {
  const [, type, method = '', file = '', line] = FRAME.exec(text) ?? [];
  return type === undefined ? undefined : { type, method, file, line: Number(line) };
}

const LIBRARIES =
  /^at (?:[^()]*\/)?(?:java|javax|jakarta|jdk|sun|com\.sun|oracle\.jdbc|org\.(?:apache|springframework|hibernate|eclipse|thymeleaf|slf4j|aspectj|jboss|javassist|postgresql|mariadb|mybatis|flywaydb)|ch\.qos|com\.(?:zaxxer|fasterxml|google|mysql|mchange|microsoft\.sqlserver)|io\.(?:netty|micrometer|lettuce)|net\.(?:sf|bytebuddy)|javassist|reactor|redis\.clients|liquibase|kotlin|scala|groovy)\./;

/** The nearest frame that is none of Java, Tomcat and the libraries that are everywhere; made by no proxy. */
export function ownFrame(frames: readonly string[]): Frame | undefined {
  for (const text of frames) {
    if (LIBRARIES.test(text) || text.includes('$$') || text.includes('<generated>')) continue;
    const frame = frameOf(text);
    if (frame) return frame;
  }
  return undefined;
}

/** Whether a trace went through a method, as `StandardSession.setAttribute` or a package `org.apache.catalina.ha.`. */
export const through = ({ frames }: Trace, name: string): boolean =>
  frames.some((frame) => frame.includes(name));
