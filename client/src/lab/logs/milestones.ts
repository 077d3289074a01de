import { addressOfBytes } from './names';
import type { LogRecord } from './record';

/**
 * What a Tomcat tells of itself in its log. Read by `class.method`, which is the same in every language Tomcat speaks;
 * the words behind it are not.
 */
export class Milestones {
  /** "Server startup in [929] milliseconds"; 8.5: "in 580 ms". The SEVERE line of the same method names no number. */
  ready = false;
  /** Done with, or without need of, the state transfer (`DeltaManager.getAllClusterSessions`). */
  transferred = false;
  /** By their names, where their addresses are known, else by these. */
  readonly members = new Set<string>();
  /** What it starts without, by its name, and the cause: a connector whose certificate is missing, an app. */
  readonly dead = new Map<string, string>();
  /** Not all that it told since its start is known: the members may have changed. */
  isPart = false;
  /** Paths of apps that did not start, as a mistake in a web.xml brings it about: Tomcat is up without them. */
  readonly lostApps = new Set<string>();
  private dying: string | undefined;

  read(record: LogRecord): void {
    if (record.kind === 'request') return;
    if (record.kind === 'more') {
      const cause = CAUSE.exec(record.message)?.[1];
      if (cause !== undefined && this.dying !== undefined) this.dead.set(this.dying, cause);
      return;
    }
    const { logger = '', message } = record;
    this.dying = logger.endsWith('.LifecycleBase.handleSubClassException')
      ? DEAD.exec(message)?.[1]
      : undefined;
    if (this.dying !== undefined) this.dead.set(this.dying, '');
    const change = /\.SimpleTcpCluster\.(memberAdded|memberDisappeared)$/.exec(logger)?.[1];
    const member = change && MEMBER.exec(message)?.[1];
    if (member) {
      const address = addressOf(member);
      if (change === 'memberAdded') this.members.add(address);
      else this.members.delete(address);
    } else if (saysReady(record)) this.ready = true;
    else if (logger.endsWith('.DeltaManager.getAllClusterSessions')) this.transferred = true;
    else if (logger === CONTEXT_START && record.level === 'error') {
      const path = /\[([^\]]*)\]/.exec(message)?.[1];
      if (path !== undefined) this.lostApps.add(path);
    }
  }

  /** Before the container starts again. */
  reset(): void {
    this.ready = false;
    this.transferred = false;
    this.isPart = false;
    this.members.clear();
    this.dead.clear();
    this.lostApps.clear();
    this.dying = undefined;
  }
}

/** "Context [/shop] startup failed due to previous errors" */
const CONTEXT_START = 'org.apache.catalina.core.StandardContext.startInternal';
/** Digits as the locale groups them. */
const DURATION = /[[ ]\p{Nd}[\p{Nd}.,'’\s]*[\] ]/u;
export const saysReady = (record: LogRecord): boolean =>
  record.kind === 'message' &&
  record.logger === 'org.apache.catalina.startup.Catalina.start' &&
  DURATION.test(record.message);
/** "Failed to initialize component [Connector["https-jsse-nio-8443"]]", and of an app "[…StandardContext[/shop]]". */
const DEAD = /\[((?:\w+\[[^\]]*\]\.?)+)\]/;
const CAUSE = /^\s+Caused by: (.+)/;
const MEMBER = /tcp:\/\/(\{[^}]*\}|(?:[\da-f]+:){7}[\da-f]+|[^:\]]+):\d+/;

/** Newer releases write `172.18.0.3`. */
const addressOf = (text: string): string => (text.startsWith('{') ? addressOfBytes(text) : text);
