import type { Engine } from './engine/engine';
import { FrameReader, LineJoiner, type Frame, type Line } from './frames';

/**
 * Follows one container's log from its first line. The stream of the engine ends with the container; `resume` goes on
 * after a start, without loss and without repetition: the log is read again from the last stamp on, and the frames
 * already seen at that stamp are left out.
 */
export class LogFollower {
  private readonly closed = new AbortController();
  private last = '';
  /** Frames seen at the last stamp: engines with coarse clocks give many the same one. */
  private seen: Frame[] = [];
  private following: Promise<void> | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly container: string,
    private readonly onLine: (line: Line) => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Begins, or goes on after the container has started again; nothing where the log is being followed. */
  resume(): void {
    this.following ??= this.follow()
      .catch((error: unknown) => {
        if (!this.closed.signal.aborted) this.onFailure(error);
      })
      .finally(() => {
        this.following = undefined;
      });
  }

  /** Resolves when everything logged up to the container's end has been given. */
  async drained(): Promise<void> {
    await this.following;
  }

  dispose(): void {
    this.closed.abort();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closed;
    const from = this.last;
    const known = countOf(this.seen);
    const since = from ? unixTime(from) : undefined;
    const stream = await this.engine.followLog(this.container, since, signal);
    const frames = new FrameReader();
    const joiner = new LineJoiner();
    // Taken chunk by chunk: a listener that is slow holds back the engine, and memory stays bounded.
    for await (const chunk of stream) {
      for (const frame of frames.push(chunk)) {
        if (signal.aborted) return;
        if (frame.stamp === from && takeOne(known, keyOf(frame))) continue;
        this.remember(frame);
        for (const line of joiner.push(frame)) this.onLine(line);
      }
    }
    for (const line of joiner.flush()) this.onLine(line);
  }

  private remember(frame: Frame): void {
    if (frame.stamp !== this.last) {
      this.last = frame.stamp;
      this.seen = [];
    }
    this.seen.push(frame);
  }
}

const keyOf = ({ stream, body }: Frame): string => `${stream} ${body.toString('latin1')}`;

function countOf(frames: readonly Frame[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of frames.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function takeOne(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count > 0) counts.set(key, count - 1);
  return count > 0;
}

/** `2026-01-02T03:04:05.000000006Z` as the `since` parameter takes it: `seconds.nanoseconds`, as text. */
function unixTime(stamp: string): string {
  const [, whole = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(stamp) ?? [];
  return `${Date.parse(`${whole}Z`) / 1000}.${fraction.padEnd(9, '0')}`;
}
