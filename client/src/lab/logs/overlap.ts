import type { Frame } from './frames';

/**
 * The frames of a log's last seconds, by a hash each, so that a log that is read again from there on is joined without
 * loss and without repetition. One stamp is no safe place to join at: standard output and error are stamped by two writers
 * and may come in another order than their stamps, and Podman's stamps have whole seconds.
 */
export class Overlap {
  private zone = 'Z';
  private before: Second | undefined;
  private now: Second | undefined;

  /** As the engine's `since` takes it; undefined before the first frame: everything that is seen and not older is known here. */
  get since(): string | undefined {
    const second = (this.before ?? this.now)?.second;
    return second === undefined ? undefined : `${Date.parse(second + this.zone) / 1000}.000000000`;
  }

  add(frame: Frame): void {
    const second = secondOf(frame.stamp);
    this.zone = frame.stamp.endsWith('Z') ? 'Z' : frame.stamp.slice(-6);
    if (!this.now) this.now = { second, hashes: [] };
    else if (second > this.now.second) {
      this.before = this.now;
      this.now = { second, hashes: [] };
    }
    const late = second < this.now.second && this.before;
    (late || this.now).hashes.push(hashOf(frame));
  }

  /** What is known now, to be taken out of what comes again. */
  known(): Known {
    return new Known([...(this.before?.hashes ?? []), ...(this.now?.hashes ?? [])]);
  }
}

interface Second {
  readonly second: string;
  readonly hashes: number[];
}

/** Frames that have been seen, each as often as it was. */
export class Known {
  private readonly counts = new Map<number, number>();

  constructor(hashes: readonly number[]) {
    for (const hash of hashes) this.counts.set(hash, (this.counts.get(hash) ?? 0) + 1);
  }

  /** Whether the frame was seen before; says so as often as it was seen. */
  take(frame: Frame): boolean {
    if (this.counts.size === 0) return false;
    const hash = hashOf(frame);
    const count = this.counts.get(hash);
    if (count === undefined) return false;
    if (count === 1) this.counts.delete(hash);
    else this.counts.set(hash, count - 1);
    return true;
  }
}

/** `2026-01-02T03:04:05` of `2026-01-02T03:04:05.000000006Z`; Podman writes the machine's own zone. */
const secondOf = (stamp: string): string => stamp.slice(0, 19);

/**
 * Two hashes of 32 bits (FNV-1a, and one by 31) in one number of 53. The stamp makes two equal lines two; a stamp of whole
 * seconds needs the line as well, since others of that second may have been rotated away.
 */
function hashOf({ stream, stamp, body }: Frame): number {
  let one = stream === 'stdout' ? 0x811c9dc5 : 0x01000193;
  let two = 17;
  for (let at = 0; at < stamp.length; at++) {
    const code = stamp.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    two = (Math.imul(two, 31) + code) | 0;
  }
  const told = stamp.includes('.') ? 0 : body.length;
  for (let at = 0; at < told; at++) {
    const byte = body[at] ?? 0;
    one = Math.imul(one ^ byte, 0x01000193);
    two = (Math.imul(two, 31) + byte) | 0;
  }
  return (one >>> 0) * 0x200000 + ((two ^ (two >>> 11)) & 0x1fffff);
}
