import { EventEmitter, type Disposable, type LogOutputChannel } from 'vscode';
import type { Lab, NodeUsage, SessionCount } from '../../lab';
import type { LabHost } from '../lab/host';

/** Between two readings; the next begins so long after the last has ended. */
const PAUSE_MS = 3_000;
const LIMIT_MS = 15_000;

/** What is known of a node beyond its state. */
export interface Figures {
  readonly usage?: NodeUsage | undefined;
  readonly sessions?: SessionCount | undefined;
}

/** Memory, processor and sessions of the nodes, read every few seconds while somebody looks, and by nobody else. */
export class FigureReader implements Disposable {
  private readonly read = new EventEmitter<void>();
  private readonly known = new Map<string, Figures>();
  private timer: NodeJS.Timeout | undefined;
  private reading: AbortController | undefined;
  private seen = false;
  /** The lab whose sessions are counted, by whatever view reads them. */
  private lab: Lab | undefined;
  private counting: { dispose(): void } | undefined;
  readonly onDidRead = this.read.event;

  constructor(
    private readonly host: LabHost,
    private readonly log: LogOutputChannel,
  ) {}

  of(node: string): Figures {
    return this.known.get(node) ?? {};
  }

  /** Whether somebody looks at them. */
  look(seen: boolean): void {
    this.seen = seen;
    this.follow();
  }

  /** The lab has come, gone or changed. */
  follow(): void {
    if (this.lab !== this.host.lab) {
      this.lab = this.host.lab;
      this.known.clear();
      this.counting?.dispose();
      this.counting = this.lab?.sessions.onCount((counts) => this.take(counts));
    }
    if (!this.host.lab || !this.seen) this.pause();
    else if (!this.reading && !this.timer) void this.readAll(this.host.lab);
  }

  dispose(): void {
    this.pause();
    this.counting?.dispose();
    this.read.dispose();
  }

  private pause(): void {
    this.reading?.abort();
    this.reading = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async readAll(lab: Lab): Promise<void> {
    this.timer = undefined;
    const reading = new AbortController();
    this.reading = reading;
    const signal = AbortSignal.any([reading.signal, AbortSignal.timeout(LIMIT_MS)]);
    try {
      // Each is shown as it comes: a node that hangs holds up its own sessions, and nobody's memory.
      await Promise.all([this.readUsage(lab, signal), lab.sessions.count(signal)]);
    } catch (error) {
      if (!reading.signal.aborted) this.log.debug(`Figures of the nodes could not be read: ${String(error)}`);
    }
    if (reading.signal.aborted) return;
    this.reading = undefined;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.follow();
    }, PAUSE_MS);
  }

  private async readUsage(lab: Lab, signal: AbortSignal): Promise<void> {
    const usages = await lab.usage();
    if (signal.aborted) return;
    for (const { name } of lab.nodes)
      this.known.set(name, { ...this.of(name), usage: usages.find(({ node }) => node === name) });
    this.read.fire();
  }

  private take(counts: readonly SessionCount[]): void {
    for (const sessions of counts) this.known.set(sessions.node, { ...this.of(sessions.node), sessions });
    this.read.fire();
  }
}
