import { t } from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerPlan, Deployment, Entry } from '../../../server/src/protocol';
import { applyPlan, compareLab } from './apply/apply';
import type { ApplyDeps } from './apply/survey';
import type { Engine } from './engine/engine';
import { NodeControl } from './control';
import { Events } from './events';
import { createContainer } from './createContainer';
import { goneAtChange, over } from './gone';
import { Label, portsOn } from './labels';
import {
  LabError,
  type Applied,
  type ApplyOptions,
  type CompareOptions,
  type Differences,
  type Disposable,
  type Lab,
  type LabNode,
  type EngineTerminal,
  type LabStep,
  type LogLine,
  type NodeUsage,
  type PublishedPort,
  type TerminalSize,
} from './lab';
import { labLine } from './logs/formats';
import { NodeNames, type NodeAddress } from './logs/names';
import { Member } from './member';
import { Members } from './members';
import { removeLab } from './remove';
import { ProbeSource } from './sessions/probe';
import { Meter } from './usage';

/** How long to wait for a Tomcat to show that it is up. What takes longer is told by its log. */
const ANSWER_LIMIT_MS = 3_000;
/** How long to leave an engine alone that broke off a log. */
const AGAIN_MS = 1_000;
/** In which the other nodes follow one that is removed with all of the lab. */
const REMOVAL_MS = 2_000;

export class RunningLab implements Lab {
  readonly sessions: ProbeSource;
  private readonly members: Members;
  private readonly lineListeners = new Set<(line: LogLine) => void>();
  private readonly nodeListeners = new Set<(node: LabNode) => void>();
  private readonly goneListeners = new Set<() => void>();
  private readonly closed = new AbortController();
  private readonly label: string;
  private readonly events: Events;
  private readonly meter: Meter;
  private readonly control: NodeControl;
  private stopping: Promise<void> | undefined;
  /** IDs of containers that this lab has made anew. */
  private readonly made = new Set<string>();
  /** Changes of files, one after another. */
  private earlier: Promise<void> = Promise.resolve();
  /** By the node whose ports they bring here. */
  private readonly tunnels = new Map<string, Disposable>();
  readonly names = new NodeNames();

  constructor(
    private readonly engine: Engine,
    public deployment: Deployment,
    onLine: ((line: LogLine) => void) | undefined,
  ) {
    if (onLine) this.lineListeners.add(onLine);
    this.label = `${Label.lab}=${deployment.labId}`;
    const nodes = [deployment.nginx, ...deployment.tomcats].map(({ name }) => name);
    this.members = new Members(engine, this.label, nodes);
    this.sessions = new ProbeSource(engine.host, deployment.probePath, () => this.members.tomcats);
    this.meter = new Meter(engine);
    this.control = new NodeControl(engine, (member) => this.openPorts(member), this.closed.signal);
    this.events = new Events(engine, this.label, this.closed.signal);
  }

  /** Every container was removed, and not by `stop`. */
  get isGone(): boolean {
    return this.members.areGone;
  }

  get addresses(): readonly NodeAddress[] {
    return this.names.addresses;
  }

  get nodes(): readonly LabNode[] {
    return this.members.all.map((member) => this.factsOf(member));
  }

  get urls(): readonly (Entry & { readonly url: string })[] {
    return this.deployment.entries.flatMap((entry) => {
      const port = this.members.all
        .find(({ name }) => name === entry.container)
        ?.ports.find(({ container }) => container === entry.port);
      if (!port) return [];
      const usual = port.host === (entry.scheme === 'http' ? 80 : 443);
      const authority = `${this.engine.host}${usual ? '' : `:${port.host}`}`;
      return [{ ...entry, url: `${entry.scheme}://${authority}${entry.path}` }];
    });
  }

  add(plan: ContainerPlan, id: string, ports: readonly PublishedPort[]): Member {
    const member = this.memberOf(plan, id, ports);
    this.members.add(member);
    return member;
  }

  private memberOf(plan: ContainerPlan, id: string, ports: readonly PublishedPort[]): Member {
    const member: Member = new Member(plan, id, ports, this.engine, this.names, {
      onLine: (line) => {
        for (const listener of this.lineListeners) listener(line);
      },
      onChange: () => {
        for (const listener of this.nodeListeners) listener(this.factsOf(member));
      },
      onResume: () => void this.notice(member),
      onFailure: (error) => void this.followAgain(member, error),
    });
    return member;
  }

  member(name: string): Member {
    return this.members.named(name);
  }

  /** Whether somebody else has removed all that was made, or is just doing so. */
  isRemoved(): Promise<boolean> {
    return this.members.areRemoved();
  }

  /** A node that was up before we knew it shows that by its answer: its log may have told so long ago. */
  async notice(member: Member): Promise<void> {
    if (member.state !== 'starting' || member.role === 'nginx') return;
    if (await this.sessions.answers(member, ANSWER_LIMIT_MS)) member.running();
  }

  /** Makes the ports of a node that was started reachable from here, wherever the engine is. */
  async openPorts({ name, ports }: Member): Promise<void> {
    if (this.tunnels.has(name)) return;
    const tunnel = await this.engine.forward(ports.map(({ host }) => host));
    if (this.closed.signal.aborted || this.tunnels.has(name)) tunnel.dispose();
    else this.tunnels.set(name, tunnel);
  }

  /** Begins to hear of ends and starts of the lab's containers, whoever causes them. */
  async watch(): Promise<void> {
    await this.events.listen({
      onEvent: (id, event) => {
        const member = this.members.withId(id);
        if (member) member.happened(event);
        else if (event === 'started' && !this.made.has(id)) void this.take(id);
      },
      onRemoved: (id) => this.lost(id),
      onReconnect: async () => {
        const there = await this.engine.listContainers(this.label);
        for (const { id } of this.members.all) if (!there.some((it) => it.id === id)) this.lost(id);
        if (this.isGone) return;
        await Promise.all(this.members.all.map((member) => member.catchUp()));
        for (const { name } of this.members.all) this.tell(name, t('The Docker Engine is back.'));
      },
      onFailure: (error) => {
        for (const { name } of this.members.all) this.tell(name, wordsOf(error));
      },
    });
  }

  onLine(listener: (line: LogLine) => void): Disposable {
    const before = this.members.all.flatMap(({ lines }) => lines);
    for (const line of before.toSorted((a, b) => (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : 0)))
      listener(line);
    this.lineListeners.add(listener);
    return { dispose: () => this.lineListeners.delete(listener) };
  }

  onNodeChange(listener: (node: LabNode) => void): Disposable {
    this.nodeListeners.add(listener);
    return { dispose: () => this.nodeListeners.delete(listener) };
  }

  onGone(listener: () => void): Disposable {
    this.goneListeners.add(listener);
    return { dispose: () => this.goneListeners.delete(listener) };
  }

  async killNode(name: string): Promise<void> {
    await this.control.kill(this.member(name));
  }

  async startNode(name: string): Promise<void> {
    await this.control.start(this.member(name));
  }

  async stopNode(name: string): Promise<void> {
    await this.control.stop(this.member(name));
  }

  async restartNode(name: string): Promise<void> {
    await this.control.restart(this.member(name));
  }

  async pauseNode(name: string): Promise<void> {
    await this.control.pause(this.member(name));
  }

  async unpauseNode(name: string): Promise<void> {
    const member = this.member(name);
    await this.control.unpause(member);
    await this.notice(member);
  }

  async dumpThreads(name: string): Promise<string> {
    return await this.control.dump(this.member(name));
  }

  async openShell(name: string, size: TerminalSize): Promise<EngineTerminal> {
    return await this.control.shell(this.member(name), size);
  }

  usage(): Promise<NodeUsage[]> {
    return this.meter.read(this.members.all.filter(({ state }) => state !== 'exited'));
  }

  async compare(plan: Deployment, options: CompareOptions): Promise<Differences | undefined> {
    return await this.orGone(() => compareLab(this.applying, plan, options));
  }

  apply(plan: Deployment, options: ApplyOptions): Promise<Applied> {
    const work = this.earlier.then(() => this.orGone(() => applyPlan(this.applying, plan, options)));
    this.earlier = work.then(
      () => this.planned(),
      () => this.planned(),
    );
    return work;
  }

  stop(onStep: (step: LabStep) => void = () => {}): Promise<void> {
    this.stopping ??= this.remove(onStep).catch((error: unknown) => {
      this.stopping = undefined;
      throw error;
    });
    return this.stopping;
  }

  /** Lets go of the engine; the containers stay. */
  dispose(): void {
    this.closed.abort(over());
    for (const tunnel of this.tunnels.values()) tunnel.dispose();
    for (const member of this.members.all) member.dispose();
  }

  /** Lines of a node from now on. */
  private onNewLine(node: string, heard: (line: LogLine) => void): Disposable {
    const listener = (line: LogLine): void => {
      if (line.node === node) heard(line);
    };
    this.lineListeners.add(listener);
    return { dispose: () => this.lineListeners.delete(listener) };
  }

  /** What a Tomcat tells of the other nodes since it was started last, where that is read from its first line on. */
  private seenBy({ role, milestones, state }: Member): readonly string[] | undefined {
    if (!this.deployment.clustered || role !== 'tomcat' || state === 'exited') return undefined;
    if (!milestones.ready || milestones.isPart) return undefined;
    const nameOf = (address: string): string =>
      this.members.all.find((it) => it.address === address)?.name ?? address;
    return [...milestones.members].map(nameOf).toSorted();
  }

  private factsOf(member: Member): LabNode {
    const { name, role, image, state, ports, address } = member;
    return { name, role, image, state, ports, address, sees: this.seenBy(member) };
  }

  private get applying(): ApplyDeps {
    const { engine, deployment, sessions } = this;
    return {
      engine,
      host: engine.host,
      running: deployment,
      probePath: deployment.probePath,
      clustered: deployment.clustered,
      sessions,
      nginx: this.member(deployment.nginx.name),
      tomcats: this.members.tomcats,
      openPorts: (member) => this.openPorts(member),
      stop: (member) => this.control.stop(member),
      create: async (plan, ports) => {
        const mark = `-${randomBytes(2).toString('hex')}`;
        const id = await createContainer(engine, deployment, plan, ports, mark);
        this.made.add(id);
        return this.memberOf(plan, id, ports);
      },
      swap: (out, into) => this.members.swap(out, into),
      hear: (node, listener) => this.onNewLine(node, listener),
      closed: this.closed.signal,
    };
  }

  /** Another window, or a terminal, has made a node's container anew. */
  private async take(id: string): Promise<void> {
    let node: string | undefined;
    try {
      const found = (await this.engine.listContainers(this.label)).find((it) => it.id === id);
      const member = this.members.all.find(({ name }) => name === found?.labels[Label.node]);
      if (!found || !member || member.id === id) return;
      node = member.name;
      const next = this.memberOf(member.plan, id, portsOn(found.labels));
      this.members.swap(member, next);
      member.dispose();
      await next.learnAddress();
      await next.adopt({});
      await this.openPorts(next);
      await this.notice(next);
    } catch (error) {
      // That the engine is lost is told by the events.
      if (node !== undefined) this.tell(node, wordsOf(error));
    }
  }

  /** The plan as its containers run it by now. */
  private planned(): void {
    const { deployment } = this;
    const now = (plan: ContainerPlan): ContainerPlan =>
      this.members.all.find(({ name }) => name === plan.name)?.plan ?? plan;
    this.deployment = {
      ...deployment,
      nginx: now(deployment.nginx),
      tomcats: deployment.tomcats.map(now),
    };
  }

  /** Whatever fails while somebody removes the lab fails for that reason. */
  private async orGone<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.stopping || this.isGone || (await this.isRemoved())) throw goneAtChange(error);
      throw error;
    }
  }

  private async remove(onStep: (step: LabStep) => void): Promise<void> {
    this.dispose();
    await removeLab(this.engine, this.deployment.labId, onStep);
    this.lineListeners.clear();
    this.nodeListeners.clear();
    this.goneListeners.clear();
  }

  private lost(id: string): void {
    if (this.members.lose(id)) {
      this.dispose();
      for (const listener of this.goneListeners) listener();
    } else void this.tellRemoved(id);
  }

  /** A node alone was removed; the others do not follow. */
  private async tellRemoved(id: string): Promise<void> {
    try {
      await pause(REMOVAL_MS, undefined, { signal: this.closed.signal });
      const member = this.members.withId(id);
      if (member) this.tell(member.name, wordsOf(member.why()));
    } catch {
      // All of the lab is gone.
    }
  }

  /** A log that breaks off while its container runs. That the engine is lost is told once, and not by every log. */
  private async followAgain(member: Member, error: unknown): Promise<void> {
    const lost = error instanceof LabError && error.kind === 'engine-lost';
    try {
      await pause(AGAIN_MS, undefined, { signal: this.closed.signal });
      if (lost) await member.catchUp();
      else if (!member.isRemoved)
        this.tell(member.name, t('The log cannot be followed: {words}', { words: wordsOf(error) }));
    } catch {
      // The engine is still away, or the lab is over: whoever watches the containers knows.
    }
  }

  /** A word of the lab's own in a node's log: nobody else would say why it is silent. */
  private tell(node: string, words: string): void {
    const line = labLine(node, words);
    for (const listener of this.lineListeners) listener(line);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
