import type { Engine, LogPlace } from '../engine/engine';
import { FrameReader, LineJoiner, type Frame, type Line } from './frames';
import { Overlap, type Known } from './overlap';

/** What is asked of an engine here. */
export type LogSource = Pick<Engine, 'losesEndOfLog' | 'inspect' | 'followLog' | 'readLog'>;

/**
 * Follows one container's log from its first line, or from a place in it. The stream of the engine ends with the container;
 * `resume` goes on after a start, without loss and without repetition: the log is read again from its last seconds on, and the
 * frames already seen in them are left out. Nothing here asks this machine's clock; an engine may have another.
 */
export class LogFollower {
  private readonly closed = new AbortController();
  private readonly overlap = new Overlap();
  /** Outlives a stream that breaks off: the rest of a long line may come by the next one. */
  private readonly joiner = new LineJoiner();
  private following: Promise<void> | undefined;
  private first: LogPlace = {};
  /** Ends the stream, and not the follower. */
  private enough = new AbortController();

  constructor(
    private readonly engine: LogSource,
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
    this.work(() => this.follow());
  }

  /**
   * The container has ended: resolves when everything that it has logged has been given. Docker before 23 may end a stream
   * with lines unread that came together with the end (moby, daemon/logger/loggerutils/follow.go, waitRead): what was
   * logged last is read once more.
   */
  async drained(): Promise<void> {
    if (this.engine.losesEndOfLog) this.enough.abort();
    await this.idle();
    if (!this.closed.signal.aborted) this.work(() => this.readRest());
    await this.idle();
  }

  dispose(): void {
    this.closed.abort();
  }

  private async idle(): Promise<void> {
    while (this.following) await this.following;
  }

  /** Only one reads at a time. */
  private work(read: () => Promise<void>): void {
    this.following ??= read().then(
      () => {
        this.following = undefined;
      },
      (error: unknown) => {
        this.following = undefined;
        if (!this.closed.signal.aborted) this.onFailure(error);
      },
    );
  }

  /** Where to read on from. */
  private get place(): LogPlace {
    const { since } = this.overlap;
    return since === undefined ? this.first : { since };
  }

  private async follow(): Promise<void> {
    this.enough = new AbortController();
    const { signal: enough } = this.enough;
    const signal = AbortSignal.any([this.closed.signal, enough]);
    const known = this.overlap.known();
    const frames = new FrameReader();
    try {
      const life = await this.life();
      const stream = await this.engine.followLog(this.container, this.place, signal);
      // Taken chunk by chunk: a listener that is slow holds back the engine, and memory stays bounded.
      for await (const chunk of stream) {
        if (signal.aborted) return;
        if (this.engine.losesEndOfLog && (life === undefined || (await this.life()) !== life)) return;
        this.take(frames.push(chunk), known);
      }
    } catch (error) {
      if (!enough.aborted) throw error;
    }
  }

  /**
   * When the container was started that runs now; undefined where none does. Where an engine drops lines once its
   * container has ended, what came before it is asked is whole if the answer is still the same: what came later is left
   * for `drained`, which reads it in its order.
   */
  private async life(): Promise<string | undefined> {
    if (!this.engine.losesEndOfLog) return undefined;
    const facts = await this.engine.inspect(this.container);
    return facts?.running ? facts.startedAt : undefined;
  }

  private async readRest(): Promise<void> {
    const known = this.overlap.known();
    const log = await this.engine.readLog(this.container, this.place, this.closed.signal);
    const frames = new FrameReader();
    for await (const chunk of log) this.take(frames.push(chunk), known);
    for (const line of this.joiner.flush()) this.onLine(line);
  }

  private take(frames: readonly Frame[], known: Known): void {
    for (const frame of frames) {
      if (this.closed.signal.aborted) return;
      if (known.take(frame)) continue;
      this.overlap.add(frame);
      for (const line of this.joiner.push(frame)) this.onLine(line);
    }
  }
}
