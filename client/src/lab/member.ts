import type { ContainerPlan } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';
import type { ContainerEvent } from './events';
import type { LabNode, LogLine, NodeState, PublishedPort } from './lab';
import { LogFollower } from './logs';
import { Milestones } from './milestones';
import { whyItEnded, type Exit } from './refusal';
import { serves } from './serving';

/** Lines kept of one node, for those who begin to listen later. */
const KEPT_LINES = 10_000;

/** Of those the ones that may tell why it ended. */
const KEPT_WORDS = 500;

export interface MemberEvents {
  onLine(line: LogLine): void;
  onChange(): void;
  onFailure(error: unknown): void;
}

/** One container of a lab: its log, its milestones and its state. */
export class Member implements LabNode {
  state: NodeState = 'created';
  readonly milestones = new Milestones();
  readonly lines: LogLine[] = [];
  private readonly follower: LogFollower;
  private readonly waiting = new Set<() => void>();
  /** What it has said since it was started last. */
  private words: string[] = [];
  private exit: Exit | undefined;
  private ends = 0;
  private earlier: Promise<void> = Promise.resolve();

  constructor(
    readonly plan: ContainerPlan,
    readonly id: string,
    readonly ports: readonly PublishedPort[],
    private readonly engine: Engine,
    private readonly events: MemberEvents,
  ) {
    this.follower = new LogFollower(
      engine,
      id,
      (line) => this.heard(line),
      (error) => events.onFailure(error),
    );
  }

  get name(): string {
    return this.plan.name;
  }
  get role(): 'nginx' | 'tomcat' {
    return this.plan.role;
  }
  get image(): string {
    return this.plan.image;
  }

  async start(): Promise<void> {
    const { ends } = this;
    await this.engine.start(this.id);
    // Its end may be told before the answer of its start has come.
    if (ends === this.ends) this.started();
  }

  /** Told by the engine, whoever has caused it. Ends and starts are taken in their order. */
  happened(event: ContainerEvent): void {
    if (event !== 'started') this.ends++;
    this.earlier = this.earlier.then(() => (event === 'started' ? this.started() : this.ended(event)));
  }

  /** What the state is in truth, where events may have been missed. */
  async catchUp(): Promise<void> {
    const facts = await this.engine.inspect(this.id);
    if (facts?.running) this.happened('started');
    else if (this.state !== 'created')
      this.happened({ code: facts?.exitCode ?? 0, outOfMemory: facts?.outOfMemory ?? false });
  }

  private started(): void {
    if (this.state !== 'starting' && this.state !== 'running') {
      this.exit = undefined;
      this.words = [];
      this.milestones.reset();
      this.to('starting');
    }
    this.follower.resume();
  }

  /** Resolves when its last lines are read. */
  private async ended(exit: Exit): Promise<void> {
    await this.follower.drained();
    if (this.state === 'exited') return;
    this.exit = exit;
    this.to('exited');
  }

  /**
   * Resolves when the condition holds; it is looked at after every line and every change. Rejects with a `LabError` when
   * the container ends or `limitMs` have passed, and with the signal's reason when that aborts.
   */
  until(condition: () => boolean, limitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        signal.removeEventListener('abort', look);
        settle();
      };
      const fail = (): void => end(() => reject(this.why()));
      const look = (): void => {
        if (signal.aborted) end(() => reject(signal.reason as Error));
        else if (condition()) end(resolve);
        else if (this.state === 'exited') fail();
      };
      const timer = setTimeout(fail, limitMs);
      this.waiting.add(look);
      signal.addEventListener('abort', look);
      look();
    });
  }

  /** Resolves once nginx serves in it. */
  async untilServing(limitMs: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const failed = new AbortController();
    let serving = false;
    const asking = serves(this.engine, this, over.signal).then(
      () => {
        serving = true;
        this.look();
      },
      (error: unknown) => failed.abort(error),
    );
    try {
      const alive = (): boolean => serving && this.state !== 'exited';
      await this.until(alive, limitMs, AbortSignal.any([signal, failed.signal]));
      this.running();
    } finally {
      over.abort();
      await asking;
    }
  }

  running(): void {
    if (this.state === 'starting') this.to('running');
  }

  dispose(): void {
    this.follower.dispose();
  }

  /** Why it ended, or does not come up. */
  why(): Error {
    return whyItEnded(this.plan, this.words, this.exit);
  }

  private heard(line: Omit<LogLine, 'node'>): void {
    const whole = { node: this.name, ...line };
    this.lines.push(whole);
    // Cut now and then, since every cut moves all that stay.
    if (this.lines.length > 2 * KEPT_LINES) this.lines.splice(0, this.lines.length - KEPT_LINES);
    this.words.push(line.text);
    if (this.words.length > 2 * KEPT_WORDS) this.words.splice(0, this.words.length - KEPT_WORDS);
    this.milestones.read(line.text);
    if (this.milestones.ready) this.running();
    this.events.onLine(whole);
    this.look();
  }

  private to(state: NodeState): void {
    this.state = state;
    this.events.onChange();
    this.look();
  }

  private look(): void {
    for (const look of Array.from(this.waiting)) look();
  }
}
