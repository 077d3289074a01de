import type { LogLine } from '../../lab/lab';
import { describe } from '../../lab/logs/describe';
import type { Level } from '../../lab/logs/record';

/** One entry of a channel: a line with all that continue it. */
export interface Entry {
  readonly node: string;
  /** Of its first line. */
  readonly stamp: string;
  readonly level: Level;
  text: string;
}

interface Pending extends Entry {
  /** A line came to it since it was looked at last, so that more may follow. */
  fresh: boolean;
  taken: boolean;
}

/** A trace or a dump that is longer goes on in an entry of its own. */
const LONGEST_ENTRY = 64 * 1024;

/**
 * Gathers the lines of a node to entries until they are taken. A line that continues belongs to the last entry of its own
 * stream: what an app prints comes between the lines of a stack trace, and is none of it.
 */
export class Entries {
  private pending: Pending[] = [];
  private readonly last = new Map<string, Pending>();

  get size(): number {
    return this.pending.length;
  }

  add({ node, stream, stamp, record }: LogLine): void {
    const before = this.last.get(stream);
    const text = describe(record);
    if (record.kind === 'more' && before && !before.taken && before.text.length < LONGEST_ENTRY) {
      before.text += `\n${text}`;
      before.fresh = true;
      return;
    }
    const entry = { node, stamp, level: record.level, text, fresh: true, taken: false };
    this.pending.push(entry);
    this.last.set(stream, entry);
  }

  /** Everything, in its order. */
  takeAll(): Entry[] {
    return this.take(this.pending.length);
  }

  /** What is complete: all up to the first entry that had a line since the last call and may have more. */
  takeSettled(): Entry[] {
    const open = new Set(this.last.values());
    const end = this.pending.findIndex(
      (entry) => entry.fresh && open.has(entry) && entry.text.length < LONGEST_ENTRY,
    );
    for (const entry of open) entry.fresh = false;
    return this.take(end < 0 ? this.pending.length : end);
  }

  private take(count: number): Entry[] {
    const taken = this.pending.splice(0, count);
    for (const entry of taken) entry.taken = true;
    return taken;
  }
}
