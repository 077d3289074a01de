import type { ContainerPlan } from '../../../server/src/protocol';
import type { Engine, LogPlace } from './engine/engine';
import type { ContainerEvent } from './events';
import type { LabNode, LogLine, NodeState, PublishedPort } from './lab';
import { LogFollower } from './logs/follow';
import { readLine } from './logs/formats';
import { readLines } from './logs/frames';
import { Milestones } from './logs/milestones';
import type { NodeNames } from './logs/names';
import type { LogRecord } from './logs/record';
import { Recent } from './recent';
import { whyItEnded, type Exit } from './refusal';
import { serves } from './serving';

/** Lines kept of one node, for those who begin to listen later. */
const KEPT_LINES = { count: 10_000, characters: 4_000_000 };

/** Of those the ones that may tell why it ended. */
const KEPT_WORDS = { count: 500, characters: 1_000_000 };

/** Of a log that is taken over so many characters are read for what its node told since it was started, and for no longer. */
const RECALLED = 4_000_000;
const RECALL_LIMIT_MS = 3_000;

/** 128 and the number of SIGKILL. */
const KILLED = 137;

export interface MemberEvents {
  onLine(line: LogLine): void;
  onChange(): void;
  /** It is not paused any more. */
  onResume(): void;
  onFailure(error: unknown): void;
}

/** One container of a lab: its log, its milestones and its state. */
export class Member implements LabNode {
  private phase: Exclude<NodeState, 'paused'> = 'created';
  private paused = false;
  milestones = new Milestones();
  private readonly said = new Recent<LogLine>(KEPT_LINES, ({ text }) => text.length);
  private readonly follower: LogFollower;
  private readonly waiting = new Set<() => void>();
  /** What it has said since it was started last. */
  private readonly words = new Recent<LogLine>(KEPT_WORDS, ({ text }) => text.length);
  private exit: Exit | undefined;
  /** The last line of each stream, which the next one may continue. */
  private readonly before = new Map<string, LogRecord>();
  /** Its last start, where it has had others before we knew it: milliseconds since 1970. */
  private since = 0;
  private ends = 0;
  private earlier: Promise<void> = Promise.resolve();

  constructor(
    /** Its files change while it is there. */
    public plan: ContainerPlan,
    readonly id: string,
    readonly ports: readonly PublishedPort[],
    private readonly engine: Engine,
    private readonly names: NodeNames,
    private readonly events: MemberEvents,
  ) {
    this.follower = new LogFollower(
      engine,
      id,
      ({ stream, stamp, text }) => this.heard(stream, stamp, names.inText(text, stamp)),
      (error) => events.onFailure(error),
    );
  }

  get name(): string {
    return this.plan.name;
  }
  get state(): NodeState {
    return this.paused ? 'paused' : this.phase;
  }
  get role(): 'nginx' | 'tomcat' {
    return this.plan.role;
  }
  /** Its last lines. */
  get lines(): readonly LogLine[] {
    return this.said.items;
  }
  get image(): string {
    return this.plan.image;
  }
  get address(): string | undefined {
    return this.state === 'exited' || this.state === 'created' ? undefined : this.names.addressOf(this.name);
  }

  async start(): Promise<void> {
    const { ends } = this;
    await this.engine.start(this.id);
    // Its end may be told before the answer of its start has come.
    if (ends === this.ends) this.started();
  }

  /** Told by the engine, whoever has caused it. Ends and starts are taken in their order. */
  happened(event: ContainerEvent): void {
    if (typeof event !== 'string') this.ends++;
    this.earlier = this.earlier.then(() => {
      if (event === 'started') return this.started();
      return typeof event === 'string' ? this.freeze(event === 'paused') : this.ended(event);
    });
  }

  /** What the state is in truth, where events may have been missed. */
  async catchUp(): Promise<void> {
    const facts = await this.engine.inspect(this.id);
    if (facts?.running) {
      this.happened('started');
      this.happened(facts.paused ? 'paused' : 'resumed');
    } else if (this.state !== 'created') {
      // What it said while nobody listened is told before its end.
      if (facts && this.state !== 'exited') this.follower.resume();
      this.happened({ code: facts?.exitCode ?? 0, outOfMemory: facts?.outOfMemory ?? false });
    }
  }

  /**
   * Takes over a container that somebody else has made: its state as it is, its log from a place in it. Of its
   * milestones those count that it has reached since it was started last.
   */
  async adopt(log: LogPlace): Promise<void> {
    this.follower.beginAt(log);
    const facts = await this.engine.inspect(this.id);
    // Stamps of whole seconds, as Podman's are, lie before the start itself.
    this.since = Date.parse(facts?.startedAt ?? '') - 1000 || 0;
    // Not all of its log will be given, so what it told since its start is read apart.
    const isPart = log.tail !== undefined || log.since !== undefined;
    const recalled = isPart && facts?.running === true ? await this.recall() : undefined;
    this.happened('started');
    this.earlier = this.earlier.then(() => {
      if (recalled) this.milestones = recalled;
      if (this.milestones.ready) this.running();
    });
    if (facts?.paused === true) this.happened('paused');
    if (facts && !facts.running) this.happened({ code: facts.exitCode, outOfMemory: facts.outOfMemory });
    if (facts?.running && this.role === 'nginx') this.earlier = this.earlier.then(() => this.running());
    await this.earlier;
  }

  /** What it has told since it was started last; of a log that takes too long, or is too long, its beginning. */
  private async recall(): Promise<Milestones> {
    const since = `${Math.max(0, Math.floor(this.since / 1000))}.000000000`;
    const late = AbortSignal.timeout(RECALL_LIMIT_MS);
    const milestones = new Milestones();
    try {
      const log = await this.engine.readLog(this.id, { since }, late);
      milestones.isPart = !(await this.recallFrom(log, milestones));
    } catch (error) {
      if (!late.aborted) throw error;
      milestones.isPart = true;
    }
    return milestones;
  }

  /** Whether that was all. */
  private async recallFrom(log: AsyncIterable<Buffer>, milestones: Milestones): Promise<boolean> {
    const before = new Map<string, LogRecord>();
    let characters = 0;
    for await (const { stream, text } of readLines(log)) {
      const record = readLine(this.role, text, before.get(stream));
      before.set(stream, record);
      milestones.read(record);
      characters += text.length;
      if (characters > RECALLED) return false;
    }
    return true;
  }

  private started(): void {
    if (this.phase !== 'starting' && this.phase !== 'running') {
      this.exit = undefined;
      this.words.clear();
      this.milestones.reset();
      this.to('starting');
    }
    void this.learnAddress().then(() => this.follower.resume());
  }

  /** Before its log is followed, and before others speak of it. */
  async learnAddress(): Promise<void> {
    try {
      const facts = await this.engine.inspect(this.id);
      if (facts?.running) this.names.learn(this.name, facts.addresses, facts.startedAt);
    } catch {
      // An engine that is lost tells it when it is back.
    }
  }

  private freeze(paused: boolean): void {
    if (this.paused === paused) return;
    this.paused = paused;
    this.events.onChange();
    this.look();
    if (!paused) this.events.onResume();
  }

  /** Resolves when its last lines are read. */
  private async ended(exit: Exit): Promise<void> {
    await this.follower.drained();
    if (this.phase === 'exited') return;
    this.exit = exit.code === KILLED && !exit.outOfMemory ? await this.whyKilled(exit) : exit;
    this.to('exited');
  }

  /** Podman has no event of a lack of memory; since 5.0 it tells where it is asked. */
  private async whyKilled(exit: Exit): Promise<Exit> {
    try {
      const facts = await this.engine.inspect(this.id);
      return { ...exit, outOfMemory: facts?.outOfMemory ?? false };
    } catch {
      // An engine that is gone meanwhile has told what it had to tell.
      return exit;
    }
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
    if (this.phase === 'starting') this.to('running');
  }

  dispose(): void {
    this.follower.dispose();
  }

  /** Why it ended, or does not come up. */
  why(): Error {
    return whyItEnded(this.plan, this.words.items, this.exit);
  }

  private heard(stream: LogLine['stream'], stamp: string, text: string): void {
    const record = readLine(this.role, text, this.before.get(stream));
    this.before.set(stream, record);
    const whole = { node: this.name, stream, stamp, text, record };
    this.said.add(whole);
    if (this.since === 0 || Date.parse(stamp) >= this.since) {
      this.words.add(whole);
      const before = this.milestones.members.size;
      this.milestones.read(record);
      if (this.milestones.ready) this.running();
      if (this.milestones.members.size !== before) this.events.onChange();
    }
    this.events.onLine(whole);
    this.look();
  }

  private to(phase: Member['phase']): void {
    this.phase = phase;
    if (phase === 'exited') this.paused = false;
    this.events.onChange();
    this.look();
  }

  private look(): void {
    for (const look of Array.from(this.waiting)) look();
  }
}
