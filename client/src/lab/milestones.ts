/**
 * What a Tomcat tells of itself in its log. Read by `class.method`, which is the same in every language Tomcat speaks;
 * the words behind it are not.
 */
export class Milestones {
  /** "Server startup in [929] milliseconds"; 8.5: "in 580 ms". The SEVERE line of the same method names no number. */
  ready = false;
  /** Done with, or without need of, the state transfer (`DeltaManager.getAllClusterSessions`). */
  transferred = false;
  readonly members = new Set<string>();
  /** What it starts without, by its name, and the cause: a connector whose certificate is missing, an app. */
  readonly dead = new Map<string, string>();
  private dying: string | undefined;

  read(text: string): void {
    const member = MEMBER.exec(text);
    const cause = CAUSE.exec(text)?.[1];
    const dead = cause === undefined ? DEAD.exec(text)?.[1] : undefined;
    if (cause !== undefined) {
      if (this.dying !== undefined) this.dead.set(this.dying, cause);
    } else if (!/^\s/.test(text)) this.dying = dead;
    if (dead !== undefined) this.dead.set(dead, '');
    if (member) {
      const address = addressOf(member[2] ?? '');
      if (member[1] === 'memberAdded') this.members.add(address);
      else this.members.delete(address);
    } else if (saysReady(text)) this.ready = true;
    else if (TRANSFERRED.test(text)) this.transferred = true;
  }

  /** Before the container starts again. */
  reset(): void {
    this.ready = false;
    this.transferred = false;
    this.members.clear();
    this.dead.clear();
    this.dying = undefined;
  }
}

/** Digits as the locale groups them. */
const READY = /\borg\.apache\.catalina\.startup\.Catalina\.start .*?[[ ]\p{Nd}[\p{Nd}.,'’\s]*[\] ]/u;
export const saysReady = (text: string): boolean => READY.test(text);
const TRANSFERRED = /\bDeltaManager\.getAllClusterSessions\b/;
/** "Failed to initialize component [Connector["https-jsse-nio-8443"]]", and of an app "[…StandardContext[/shop]]". */
const DEAD = /\bLifecycleBase\.handleSubClassException .*?\[((?:\w+\[[^\]]*\]\.?)+)\]/;
const CAUSE = /^\s+Caused by: (.+)/;
const MEMBER = /\bSimpleTcpCluster\.(memberAdded|memberDisappeared) .*?tcp:\/\/(\{[^}]*\}|[^:\]]+):\d+/;

/** `{10, -43, 7, 10}` are signed bytes; newer releases write `172.18.0.3`. */
const addressOf = (text: string): string =>
  text.startsWith('{')
    ? text
        .slice(1, -1)
        .split(',')
        .map((byte) => Number(byte) & 255)
        .join('.')
    : text;
