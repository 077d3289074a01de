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

  read(text: string): void {
    const member = MEMBER.exec(text);
    if (member) {
      const address = addressOf(member[2] ?? '');
      if (member[1] === 'memberAdded') this.members.add(address);
      else this.members.delete(address);
    } else if (READY.test(text)) this.ready = true;
    else if (TRANSFERRED.test(text)) this.transferred = true;
  }

  /** Before the container starts again. */
  reset(): void {
    this.ready = false;
    this.transferred = false;
    this.members.clear();
  }
}

/** Digits as the locale groups them. */
const READY = /\borg\.apache\.catalina\.startup\.Catalina\.start .*?[[ ]\p{Nd}[\p{Nd}.,'’\s]*[\] ]/u;
const TRANSFERRED = /\bDeltaManager\.getAllClusterSessions\b/;
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
