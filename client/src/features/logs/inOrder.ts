import type { Entry } from './entries';

/** More than this does not wait. */
const MOST = 20_000;

interface Waiting {
  readonly entry: Entry;
  /** Milliseconds of this machine's clock. */
  readonly arrived: number;
}

/**
 * Brings the entries of several nodes into the order of their stamps. An entry goes on when every other node has one that is
 * later, or when it has waited long enough: a node that is silent holds nobody up.
 */
export class InOrder {
  private readonly queues: ReadonlyMap<string, Queue>;
  private count = 0;

  constructor(nodes: readonly string[]) {
    this.queues = new Map(nodes.map((node) => [node, new Queue()]));
  }

  get size(): number {
    return this.count;
  }

  add(entry: Entry, now: number): void {
    const queue = this.queues.get(entry.node);
    if (!queue) return;
    queue.add({ entry, arrived: now });
    this.count++;
  }

  /** Those whose turn has come, where none waits longer than this for another node. */
  take(now: number, longestMs: number): Entry[] {
    const taken: Entry[] = [];
    for (;;) {
      let first: Queue | undefined;
      let silent = false;
      for (const queue of this.queues.values()) {
        if (!queue.head) silent = true;
        else if (!first?.head || isBefore(queue.head.entry, first.head.entry)) first = queue;
      }
      if (!first?.head) return taken;
      if (silent && now - first.head.arrived < longestMs && this.count <= MOST) return taken;
      taken.push(first.head.entry);
      first.drop();
      this.count--;
    }
  }
}

class Queue {
  private items: Waiting[] = [];
  private at = 0;

  get head(): Waiting | undefined {
    return this.items[this.at];
  }

  /** The two streams of a node are stamped by two writers, and may come in another order than their stamps. */
  add(item: Waiting): void {
    let place = this.items.length;
    for (; place > this.at; place--) {
      const before = this.items[place - 1];
      if (!before || !isBefore(item.entry, before.entry)) break;
    }
    if (place === this.items.length) this.items.push(item);
    else this.items.splice(place, 0, item);
  }

  drop(): void {
    this.at++;
    // Cut now and then, since every cut moves all that stay.
    if (this.at < 1024 && this.at < this.items.length) return;
    this.items = this.items.slice(this.at);
    this.at = 0;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => keyOf(a.stamp) < keyOf(b.stamp);

/** Docker writes UTC with nine decimals, Podman whole seconds of the machine's own zone. */
const keyOf = (stamp: string): string => (stamp.endsWith('Z') ? stamp : utcOf(stamp));

function utcOf(stamp: string): string {
  const time = Date.parse(stamp);
  return Number.isNaN(time) ? stamp : new Date(time).toISOString();
}
