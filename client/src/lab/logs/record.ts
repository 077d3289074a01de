/** Levels as `LogOutputChannel` knows them. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** A program that writes a log. */
export type Program = 'nginx' | 'tomcat';

/** What a program, or an app in it, says. */
export interface Message {
  readonly kind: 'message';
  readonly level: Level;
  /** The time as the program wrote it, in its own zone and locale; absent where it wrote none. */
  readonly time?: string;
  /** Tomcat: `org.apache.catalina.startup.Catalina.start`. */
  readonly logger?: string;
  /** Tomcat: `http-nio-8080-exec-1`. */
  readonly thread?: string;
  /** Who speaks where no logger is named: nginx' own log, the lab itself, or an app that prints. */
  readonly from: 'logger' | 'nginx' | 'lab' | 'output';
  /** nginx' `[emerg]`: it does not take its configuration. */
  readonly refuses?: true;
  readonly message: string;
  /** nginx: the line breaks off in the midst of it, and so many characters of it may follow. */
  readonly open?: number;
  /** Its stack trace, line by line, where the line itself has it, as in JSON. */
  readonly trace?: string;
}

/** A line of an access log. */
export interface Request {
  readonly kind: 'request';
  readonly level: Level;
  readonly time: string;
  readonly client: string;
  readonly user: string | undefined;
  /** As the client wrote it, `GET /login.do?user=duke HTTP/1.1`. */
  readonly request: string;
  /** Of the request, without what follows a `?`; empty where it has none. */
  readonly path: string;
  /** Undefined where nothing was answered. */
  readonly status: number | undefined;
  /** Of the body; undefined where there was none. */
  readonly bytes: number | undefined;
  /** Undefined where the log does not tell. */
  readonly milliseconds?: number;
  /** Null: none; undefined: the log does not tell. */
  readonly session?: string | null;
  /** nginx: the addresses that it asked, in their order. */
  readonly upstreams?: readonly string[];
  /** What a format of somebody's own tells besides. */
  readonly rest?: string;
}

/** A line of a log, read once. A stack trace, or the rest of a message of several lines, is of kind `more`. */
export type LogRecord = Message | Request | More;

/** Whether it is a request for a path or what is below it. */
export const asksBelow = (record: LogRecord, path: string): boolean =>
  record.kind === 'request' && (record.path === path || record.path.startsWith(`${path}/`));

export interface More {
  readonly kind: 'more';
  /** That of the record it belongs to. */
  readonly level: Level;
  readonly message: string;
  /** As of a message: it is not at its end yet. */
  readonly open?: number;
}
