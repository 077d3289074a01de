import { EventEmitter, type Disposable, type LogOutputChannel } from 'vscode';
import type { ContainerPlan, Deployment } from '../../server/src/protocol';
import type * as LabModule from './lab';
import { LabGuard } from './labGuard';
import { isLabError } from './labErrors';
import type { Disposable as LabDisposable, Lab, LabNode, LabStep, LogLine, PublishedPort } from './lab/lab';

export type LabState = 'idle' | 'starting' | 'running' | 'stopping';

export interface StartWishes {
  /** `clusterLab.docker.host`; undefined: whatever the machine's own Docker settings say. */
  readonly host: string | undefined;
  readonly signal: AbortSignal;
  readonly onStep: (step: LabStep) => void;
}

/** The one lab of this window. Loads the lab engine on first use, so that a window without a lab never pays for it. */
export class LabHost implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly lines = new EventEmitter<LogLine>();
  private subscriptions: LabDisposable[] = [];
  private starting: { readonly controller: AbortController; readonly done: Promise<unknown> } | undefined;
  private current: Lab | undefined;
  private guard: LabGuard | undefined;
  private step = '';

  state: LabState = 'idle';
  /** What runs, or is being started. */
  plan: Deployment | undefined;
  /** The last start found no engine that it could use. */
  engineMissing = false;
  readonly onDidChange = this.changed.event;
  readonly onLine = this.lines.event;

  constructor(
    private readonly paths: { readonly assets: string; readonly guard: string },
    private readonly log: LogOutputChannel,
  ) {}

  /** The running lab; undefined while there is none. */
  get lab(): Lab | undefined {
    return this.state === 'running' ? this.current : undefined;
  }

  /** Last step told while starting or stopping. */
  get lastStep(): string {
    return this.step;
  }

  /** The containers as they are; while the lab starts as they are planned. */
  get nodes(): readonly LabNode[] {
    if (this.current) return this.current.nodes;
    return this.plan ? [this.plan.nginx, ...this.plan.tomcats].map(planned) : [];
  }

  /** Address of a port as a browser on this machine reaches it. */
  urlOf({ scheme, host }: PublishedPort): string {
    const entry = this.current?.urls[0];
    const name = entry ? new URL(entry.url).hostname : '127.0.0.1';
    return new URL(`${scheme}://${name}:${host}/`).href;
  }

  /** Starts the plan. Rejects with a `LabError`, after everything was removed again. */
  async start(plan: Deployment, { host, signal, onStep }: StartWishes): Promise<Lab> {
    if (this.state !== 'idle') throw new Error(`start while ${this.state}`);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal.addEventListener('abort', abort);
    this.plan = plan;
    this.to('starting');
    const work = this.run(plan, host, controller.signal, onStep);
    this.starting = {
      controller,
      done: work.then(
        () => undefined,
        () => undefined,
      ),
    };
    try {
      this.current = await work;
      this.engineMissing = false;
      this.subscriptions = [this.current.onNodeChange(() => this.changed.fire())];
      this.to('running');
      return this.current;
    } catch (error) {
      this.release();
      this.plan = undefined;
      this.engineMissing =
        isLabError(error) && (error.kind === 'no-engine' || error.kind === 'no-permission');
      this.to('idle');
      throw error;
    } finally {
      this.starting = undefined;
      signal.removeEventListener('abort', abort);
    }
  }

  /** Cancels a start under way, and removes what runs. Does nothing where there is nothing. */
  async stop(onStep: (step: LabStep) => void = () => {}): Promise<void> {
    if (this.starting) {
      const { controller, done } = this.starting;
      controller.abort();
      await done;
    }
    const lab = this.current;
    if (!lab || this.state !== 'running') return;
    this.to('stopping');
    try {
      await lab.stop((step) => this.told(step, onStep));
      this.current = undefined;
      this.plan = undefined;
      this.release();
      this.to('idle');
    } catch (error) {
      // It can be tried again.
      this.to('running');
      throw error;
    }
  }

  dispose(): void {
    this.release();
    this.changed.dispose();
    this.lines.dispose();
  }

  /** Lets go of a lab that is gone, or that its guard will remove. */
  private release(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.guard?.dispose();
    this.guard = undefined;
  }

  private async run(
    plan: Deployment,
    host: string | undefined,
    signal: AbortSignal,
    onStep: (step: LabStep) => void,
  ): Promise<Lab> {
    const { connect, startLab }: typeof LabModule = require('./lab.js');
    const engine = await connect(host === undefined ? {} : { host });
    this.guard = new LabGuard(this.paths.guard, plan.labId, host, this.log);
    return await startLab(engine, plan, {
      signal,
      assets: this.paths.assets,
      onStep: (step) => this.told(step, onStep),
      onLine: (line) => this.lines.fire(line),
    });
  }

  private told(step: LabStep, onStep: (step: LabStep) => void): void {
    this.step = step.message;
    onStep(step);
    this.changed.fire();
  }

  private to(state: LabState): void {
    this.state = state;
    this.step = '';
    this.changed.fire();
  }
}

const planned = ({ name, role, image }: ContainerPlan): LabNode => ({
  name,
  role,
  image,
  state: 'starting',
  ports: [],
});
