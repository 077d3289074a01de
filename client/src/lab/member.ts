import { connect } from 'node:net';
import type { ContainerPlan } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';
import type { LabNode, LogLine, NodeState, PublishedPort } from './lab';
import { LogFollower } from './logs';
import { Milestones } from './milestones';
import { whyItEnded } from './refusal';

/** Lines kept of one node, for those who begin to listen later. */
const KEPT_LINES = 10_000;
/** A port that the container does not serve is closed at once by the engine's forwarder; one that stays open is served. */
const SERVED_AFTER_MS = 50;

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
  private exit: { code: number; outOfMemory: boolean } | undefined;

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
    this.exit = undefined;
    this.milestones.reset();
    await this.engine.start(this.id);
    this.to('starting');
    this.follower.resume();
  }

  /** Told by the engine: the container has ended. Resolves when its last lines are read. */
  async ended(): Promise<void> {
    const { exitCode, outOfMemory, running } = await this.engine.inspect(this.id);
    if (running) return;
    await this.follower.drained();
    this.exit = { code: exitCode, outOfMemory };
    this.to('exited');
  }

  /**
   * Resolves when the condition holds; it is looked at after every line and every change. Rejects when the container
   * ends, after `limitMs`, or when the signal aborts.
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

  /** Resolves once nginx keeps a connection open; nothing is sent, so that no request appears in a log. */
  async untilServing(host: string, limitMs: number, signal: AbortSignal): Promise<void> {
    const port = this.ports[0]?.host;
    let serving = port === undefined;
    const over = new AbortController();
    const tries = async (): Promise<void> => {
      while (!serving && !over.signal.aborted) {
        serving = await staysOpen(host, port ?? 0);
        this.look();
      }
    };
    const trying = tries();
    try {
      await this.until(() => serving, limitMs, signal);
      this.running();
    } finally {
      over.abort();
      await trying;
    }
  }

  running(): void {
    this.to('running');
  }

  why(): Error {
    return whyItEnded(
      this.plan,
      this.lines.map(({ text }) => text),
      this.exit,
    );
  }

  dispose(): void {
    this.follower.dispose();
  }

  private heard(line: Omit<LogLine, 'node'>): void {
    const whole = { node: this.name, ...line };
    this.lines.push(whole);
    if (this.lines.length > KEPT_LINES) this.lines.splice(0, this.lines.length - KEPT_LINES);
    this.milestones.read(line.text);
    if (this.state === 'starting' && this.milestones.ready) this.to('running');
    this.events.onLine(whole);
    this.look();
  }

  private to(state: NodeState): void {
    if (state === this.state) return;
    this.state = state;
    this.events.onChange();
    this.look();
  }

  private look(): void {
    for (const look of Array.from(this.waiting)) look();
  }
}

const staysOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (open: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      if (open) resolve(true);
      else setTimeout(() => resolve(false), SERVED_AFTER_MS);
    };
    let timer: NodeJS.Timeout | undefined;
    socket.once('connect', () => {
      timer = setTimeout(() => settle(true), SERVED_AFTER_MS);
    });
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.resume();
  });
