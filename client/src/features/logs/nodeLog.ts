import type { Disposable, LogLine } from '../../lab/lab';
import { asksBelow } from '../../lab/logs/record';
import { Entries, type Entry } from './entries';

/** Lines that arrive within this time are written together: a stack trace as one entry, a burst in one go. */
const gatherMilliseconds = 50;

/** Gathers what one node says to entries, and hands them on. */
export class NodeLog implements Disposable {
  private readonly entries = new Entries();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** Requests below this path are the extension's own and not shown. */
    private readonly hiddenPath: string,
    private readonly write: (entries: readonly Entry[]) => void,
  ) {}

  add(line: LogLine): void {
    if (asksBelow(line.record, this.hiddenPath)) return;
    this.entries.add(line);
    this.timer ??= setTimeout(() => this.gathered(), gatherMilliseconds);
  }

  /** Hands on at once what there is. */
  flush(): void {
    this.hand(this.entries.takeAll());
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private gathered(): void {
    this.hand(this.entries.takeSettled());
    this.timer = this.entries.size > 0 ? setTimeout(() => this.gathered(), gatherMilliseconds) : undefined;
  }

  private hand(entries: readonly Entry[]): void {
    if (entries.length > 0) this.write(entries);
  }
}
