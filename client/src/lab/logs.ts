import type { Engine, LogPlace } from './engine/engine';
import { FrameReader, LineJoiner, type Line } from './frames';
import { Overlap } from './overlap';

/**
 * Follows one container's log from its first line, or from a place in it. The stream of the engine ends with the container; `resume` goes on
 * after a start, without loss and without repetition: the log is read again from its last seconds on, and the frames
 * already seen in them are left out. Nothing here asks this machine's clock; an engine may have another.
 */
export class LogFollower {
  private readonly closed = new AbortController();
  private readonly overlap = new Overlap();
  /** Outlives a stream that breaks off: the rest of a long line may come by the next one. */
  private readonly joiner = new LineJoiner();
  private following: Promise<void> | undefined;
  private first: LogPlace = {};

  constructor(
    private readonly engine: Engine,
    private readonly container: string,
    private readonly onLine: (line: Line) => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Leaves out what is before; to be said before the log is followed. */
  beginAt(place: LogPlace): void {
    this.first = place;
  }

  /** Begins, or goes on after the container has started again; nothing where the log is being followed. */
  resume(): void {
    this.following ??= this.follow().then(
      () => {
        this.following = undefined;
      },
      (error: unknown) => {
        this.following = undefined;
        if (!this.closed.signal.aborted) this.onFailure(error);
      },
    );
  }

  /** Resolves when everything logged up to the container's end has been given. */
  async drained(): Promise<void> {
    while (this.following) await this.following;
  }

  dispose(): void {
    this.closed.abort();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closed;
    const known = this.overlap.known();
    const { since } = this.overlap;
    const place = since === undefined ? this.first : { since };
    const stream = await this.engine.followLog(this.container, place, signal);
    const frames = new FrameReader();
    // Taken chunk by chunk: a listener that is slow holds back the engine, and memory stays bounded.
    for await (const chunk of stream) {
      for (const frame of frames.push(chunk)) {
        if (signal.aborted) return;
        if (known.take(frame)) continue;
        this.overlap.add(frame);
        for (const line of this.joiner.push(frame)) this.onLine(line);
      }
    }
    for (const line of this.joiner.flush()) this.onLine(line);
  }
}
