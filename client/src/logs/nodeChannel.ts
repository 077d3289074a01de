import { window, type LogOutputChannel } from 'vscode';
import type { Disposable } from '../lab/lab';
import { parseNginxLine, parseTomcatLine, type Level, type ParsedLine } from './parseLine';

/** Lines that arrive within this time are written together: a stack trace as one entry, a burst in one go. */
const gatherMilliseconds = 50;

interface Entry {
  readonly level: Level;
  text: string;
}

/** The log of one container in the Output view. */
export class NodeChannel implements Disposable {
  private readonly channel: LogOutputChannel;
  private pending: Entry[] = [];
  private before: ParsedLine | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly node: string,
    private readonly role: 'nginx' | 'tomcat',
    /** Requests below this path are the extension's own and not shown. */
    private readonly hiddenPath: string,
  ) {
    this.channel = window.createOutputChannel(`Cluster Lab: ${node}`, { log: true });
  }

  add(line: string): void {
    const parsed = this.role === 'nginx' ? parseNginxLine(line) : parseTomcatLine(line, this.before);
    if (this.isHidden(parsed.requestPath)) return;
    this.before = parsed;
    const last = this.pending.at(-1);
    if (parsed.continues && last) last.text += `\n${parsed.text}`;
    else this.pending.push({ level: parsed.level, text: parsed.text });
    this.timer ??= setTimeout(() => this.flush(), gatherMilliseconds);
  }

  show(): void {
    this.flush();
    this.channel.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.channel.dispose();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { level, text } of this.pending.splice(0)) this.channel[level](text);
  }

  private isHidden(path: string | undefined): boolean {
    return path === this.hiddenPath || path?.startsWith(`${this.hiddenPath}/`) === true;
  }
}
