import { window, type LogOutputChannel } from 'vscode';
import type { Disposable, LogLine } from '../../lab/lab';
import { readLine } from '../../lab/logs/formats';
import type { LogRecord } from '../../lab/logs/record';
import { Entries, type Entry } from './entries';

/** Lines that arrive within this time are written together: a stack trace as one entry, a burst in one go. */
const gatherMilliseconds = 50;

/** The log of one container in the Output view. */
export class NodeChannel implements Disposable {
  private readonly channel: LogOutputChannel;
  private readonly entries = new Entries();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly node: string,
    private readonly role: 'nginx' | 'tomcat',
    /** Requests below this path are the extension's own and not shown. */
    private readonly hiddenPath: string,
  ) {
    this.channel = window.createOutputChannel(`Cluster Lab: ${node}`, { log: true });
  }

  add({ stream, text }: Pick<LogLine, 'stream' | 'text'>): void {
    const record = readLine(this.role, text, this.entries.before(stream));
    if (this.isHidden(record)) return;
    this.entries.add(stream, record);
    this.timer ??= setTimeout(() => this.gathered(), gatherMilliseconds);
  }

  show(): void {
    this.write(this.entries.takeAll());
    this.channel.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.channel.dispose();
  }

  private gathered(): void {
    this.write(this.entries.takeSettled());
    this.timer = this.entries.size > 0 ? setTimeout(() => this.gathered(), gatherMilliseconds) : undefined;
  }

  private write(entries: readonly Entry[]): void {
    for (const { level, text } of entries) this.channel[level](text);
  }

  private isHidden(record: LogRecord): boolean {
    if (record.kind !== 'request') return false;
    return record.path === this.hiddenPath || record.path.startsWith(`${this.hiddenPath}/`);
  }
}
