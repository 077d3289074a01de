import { EventEmitter, l10n, type Disposable, type LogOutputChannel } from 'vscode';
import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';
import { labModule } from '../../kernel/labModule';
import type { Engine, FoundLab } from '../../lab';
import type { EarlierAddresses } from './earlierAddresses';
import { LabGuard, type Afterwards } from './guard';
import { isLabError } from '../../kernel/tellError';
import { labSettings, logsBefore } from '../../kernel/settings';
import { labLine } from '../../lab/logs/formats';
import type {
  Differences,
  Disposable as LabDisposable,
  Lab,
  LabNode,
  LabStep,
  LogLine,
  PublishedPort,
} from '../../lab/lab';

export type LabState = 'idle' | 'starting' | 'running' | 'stopping';

export interface StartWishes {
  /** `clusterLab.docker.host`; undefined: whatever the machine's own Docker settings say. */
  readonly host: string | undefined;
  readonly signal: AbortSignal;
  readonly onStep: (step: LabStep) => void;
  /** Whether to start in spite of what the machine lacks, each in a sentence. */
  readonly inSpiteOf: (shortages: readonly string[]) => Promise<boolean>;
}

export type UsableLab = FoundLab & {
  /** Another window or a terminal of this machine uses it, or has used it some seconds ago. */
  readonly used: boolean;
};

/** The one lab of this window. */
export class LabHost implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly lines = new EventEmitter<LogLine>();
  private readonly gone = new EventEmitter<void>();
  private readonly planned = new EventEmitter<{ readonly plan: Deployment; readonly hasRun: boolean }>();
  private subscriptions: LabDisposable[] = [];
  /** A start, or a lab that is being taken over, which nothing cancels, and its end, whatever that is. */
  private starting: { readonly cancel?: () => void; readonly done: Promise<unknown> } | undefined;
  private stopping: Promise<void> | undefined;
  private current: Lab | undefined;
  private guard: LabGuard | undefined;
  private step = '';

  state: LabState = 'idle';
  /** What runs, or is being started. */
  plan: Deployment | undefined;
  /** The engine of the lab that is there. */
  engine: Engine | undefined;
  /** What on disk is not as the lab runs it; undefined where that is not known, or there is no lab. */
  differences: Differences | undefined;
  /** The last start found no engine that it could use. */
  engineMissing = false;
  readonly onDidChange = this.changed.event;
  /** A lab is about to start, or, where it has run before, to be taken over; its first line comes later. */
  readonly onPlan = this.planned.event;
  readonly onLine = this.lines.event;
  /** Somebody else has removed the lab. */
  readonly onGone = this.gone.event;

  constructor(
    private readonly paths: { readonly assets: string; readonly guard: string },
    private readonly log: LogOutputChannel,
    /** `clusterLab.lab.onClose` as it is now. */
    private readonly onClose: () => 'keep' | 'stop' | 'ask',
    private readonly addresses: EarlierAddresses,
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
    return this.plan ? [this.plan.nginx, ...this.plan.tomcats].map(asPlanned) : [];
  }

  /** A word of ours in a node's log. */
  tell(node: string, words: string): void {
    this.lines.fire(labLine(node, words));
  }

  /** Address of a port as a browser on this machine reaches it. */
  urlOf({ scheme, host }: PublishedPort): string {
    const entry = this.current?.urls[0];
    const name = entry ? new URL(entry.url).hostname : '127.0.0.1';
    return new URL(`${scheme}://${name}:${host}/`).href;
  }

  /** Labs on the engine that belong to one of these folders, or to none where there is none. */
  async find(folders: readonly string[], host: string | undefined): Promise<UsableLab[]> {
    const { connect, findLabs, claimants } = labModule();
    const labs = await findLabs(await connect(host === undefined ? {} : { host }));
    const isOurs = ({ folder, own }: FoundLab): boolean =>
      own && (folder === null ? folders.length === 0 : folders.includes(folder));
    return labs.filter(isOurs).map((lab) => ({ ...lab, used: claimants(lab.labId).length > 0 }));
  }

  /** Takes over a lab that runs, with as much of its logs as the settings want. Rejects with a `LabError`. */
  async adopt({ labId }: FoundLab, host: string | undefined): Promise<void> {
    if (this.state !== 'idle') throw new Error(`adoption while ${this.state}`);
    this.to('starting');
    // Before the guard of a window that was reloaded looks.
    this.guardOver(labId, host, 'keep');
    const work = this.takeOver(labId, host);
    // It is over in no time: a stop waits for it.
    this.starting = { done: ended(work) };
    try {
      this.use(await work);
    } catch (error) {
      // It is not ours yet.
      this.guard?.tell('keep');
      this.release();
      this.plan = undefined;
      this.engine = undefined;
      this.to('idle');
      throw error;
    } finally {
      this.starting = undefined;
    }
  }

  private async takeOver(labId: string, host: string | undefined): Promise<Lab> {
    const { adoptLab } = labModule();
    return await adoptLab(await this.connected(host), labId, {
      onPlan: (plan) => {
        this.plan = plan;
        this.planned.fire({ plan, hasRun: true });
      },
      onLine: (line) => this.lines.fire(line),
      logs: logsBefore(),
      addresses: this.addresses.of(labId),
    });
  }

  /** Folder of `client/assets`. */
  get assets(): string {
    return this.paths.assets;
  }

  /** The files on disk have been compared with what the lab runs. */
  compared(differences: Differences | undefined): void {
    if (JSON.stringify(differences) === JSON.stringify(this.differences)) return;
    this.differences = differences;
    this.changed.fire();
  }

  /** Files on disk that a node does not run as they are. */
  changedOn(node: string): number {
    const files = this.differences?.files ?? [];
    return new Set(files.filter((it) => it.node === node).map(({ origin, path }) => origin ?? path)).size;
  }

  /** The same of the lab as a whole: a file that several nodes run counts once. */
  get changedFiles(): readonly string[] {
    return [...new Set((this.differences?.files ?? []).map(({ origin, path }) => origin ?? path))];
  }

  /** Removes a lab that this window does not use. */
  async remove({ labId }: FoundLab, host: string | undefined): Promise<void> {
    const { connect, removeLab } = labModule();
    await removeLab(await connect(host === undefined ? {} : { host }), labId);
  }

  /** What `nginx -t` says of a plan's files beside the running lab, line by line; undefined where no lab runs. */
  async testNginx(plan: Deployment, signal: AbortSignal): Promise<readonly string[] | undefined> {
    if (!this.lab || !this.engine) return undefined;
    const { labId } = this.lab.deployment;
    return await labModule().askNginx(this.engine, labId, plan, { assets: this.paths.assets, signal });
  }

  /** The same where no lab runs; undefined where no engine answers, or it has no such image. */
  async testNginxAlone(
    plan: Deployment,
    host: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    const { connect, askNginxAlone } = labModule();
    const engine = await connect(host === undefined ? {} : { host }).catch(() => undefined);
    return engine && (await askNginxAlone(engine, plan, { assets: this.paths.assets, signal }));
  }

  /** What `catalina.sh configtest` says of one Tomcat of a plan, likewise. */
  async testTomcat(node: ContainerPlan, signal: AbortSignal): Promise<readonly string[] | undefined> {
    if (!this.lab || !this.engine) return undefined;
    const { labId } = this.lab.deployment;
    return await labModule().askTomcat(this.engine, labId, node, { assets: this.paths.assets, signal });
  }

  /** Starts the plan. Rejects with a `LabError`, after everything was removed again. */
  async start(plan: Deployment, { host, signal, onStep, inSpiteOf }: StartWishes): Promise<Lab> {
    if (this.state !== 'idle') throw new Error(`start while ${this.state}`);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal.addEventListener('abort', abort);
    this.plan = plan;
    this.planned.fire({ plan, hasRun: false });
    this.to('starting');
    const work = this.run(plan, { host, signal: controller.signal, onStep, inSpiteOf });
    this.starting = { cancel: abort, done: ended(work) };
    try {
      const lab = await work;
      this.engineMissing = false;
      this.use(lab);
      return lab;
    } catch (error) {
      this.engineMissing =
        isLabError(error) && (error.kind === 'no-engine' || error.kind === 'no-permission');
      this.forget();
      throw error;
    } finally {
      this.starting = undefined;
      signal.removeEventListener('abort', abort);
    }
  }

  /**
   * Cancels a start under way, and removes what runs. Does nothing where there is nothing; where it is stopped already, waits
   * for that.
   */
  stop(onStep: (step: LabStep) => void = () => {}): Promise<void> {
    this.stopping ??= this.end(onStep).finally(() => (this.stopping = undefined));
    return this.stopping;
  }

  private async end(onStep: (step: LabStep) => void): Promise<void> {
    if (this.starting) {
      this.starting.cancel?.();
      await this.starting.done;
    }
    const lab = this.current;
    if (!lab || this.state !== 'running') return;
    this.to('stopping');
    this.guard?.tell('remove');
    try {
      await lab.stop((step) => this.told(step, onStep));
      this.forget();
    } catch (error) {
      // It can be tried again.
      this.to('running');
      this.configured();
      throw error;
    }
  }

  /** What is to become of the lab when this window has gone may have been changed. */
  configured(): void {
    if (this.state === 'running') this.guard?.tell(this.onClose() === 'stop' ? 'remove-later' : 'keep');
  }

  /** The window goes: a start under way is cancelled; a lab that was there is left to its guard, who knows the setting. */
  async leave(): Promise<void> {
    if (this.stopping || this.starting?.cancel) await this.stop();
    else await this.starting?.done;
    this.current?.dispose();
    this.release();
  }

  dispose(): void {
    this.release();
    this.changed.dispose();
    this.lines.dispose();
    this.gone.dispose();
    this.planned.dispose();
  }

  private use(lab: Lab): void {
    this.current = lab;
    this.addresses.keep(lab);
    this.subscriptions = [
      lab.onNodeChange(() => {
        this.addresses.keep(lab);
        this.changed.fire();
      }),
      lab.onGone(() => {
        this.forget();
        this.gone.fire();
      }),
    ];
    this.to('running');
    this.configured();
  }

  /** The lab is gone, and its guard looks once more whether anything of it is left. */
  private forget(): void {
    this.guard?.tell('remove');
    this.release();
    this.current = undefined;
    this.plan = undefined;
    this.engine = undefined;
    this.differences = undefined;
    this.to('idle');
  }

  private guardOver(labId: string, host: string | undefined, afterwards: Afterwards): void {
    this.guard = new LabGuard(this.paths.guard, labId, host, afterwards, this.log);
    const { processId } = this.guard;
    if (processId !== undefined) labModule().claim(labId, processId);
  }

  private release(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.guard?.dispose();
    this.guard = undefined;
  }

  private async run(plan: Deployment, { host, signal, onStep, inSpiteOf }: StartWishes): Promise<Lab> {
    const { startLab, shortages, LabError } = labModule();
    const engine = await this.connected(host);
    const lacking = await shortages(engine, plan);
    if (lacking.length > 0 && !(await inSpiteOf(lacking)))
      throw new LabError(
        'cancelled',
        l10n.t('The start of the lab was cancelled.'),
        l10n.t('You can start it again at any time.'),
      );
    this.guardOver(plan.labId, nameOf(engine), 'remove');
    return await startLab(engine, plan, {
      signal,
      assets: this.paths.assets,
      onStep: (step) => this.told(step, onStep),
      onLine: (line) => this.lines.fire(line),
    });
  }

  private async connected(host: string | undefined): Promise<Engine> {
    const { publish } = labSettings(undefined);
    const engine = await labModule().connect({ ...(host !== undefined && { host }), publish });
    this.engine = engine;
    this.changed.fire();
    return engine;
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

/** By this it is found again, whatever is chosen or set meanwhile: a context's certificates belong to its name. */
const nameOf = ({ address, origin }: Engine): string => /^context (.+)$/.exec(origin)?.[1] ?? address;

/** Resolves when it is over, well or not. */
const ended = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    () => undefined,
  );

const asPlanned = ({ name, role, image }: ContainerPlan): LabNode => ({
  name,
  role,
  image,
  state: 'starting',
  ports: [],
});
