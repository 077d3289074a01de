import type { ContainerPlan, Deployment, Entry } from '../../../server/src/protocol';
import { jsonLines } from './engine/dockerode';
import type { Engine } from './engine/engine';
import { Label } from './labels';
import {
  LabError,
  type Disposable,
  type Lab,
  type LabNode,
  type LabStep,
  type LogLine,
  type PublishedPort,
} from './lab';
import { Member } from './member';
import { removeLab } from './remove';
import { ProbeSource } from './sessions/probe';

/** How long to leave an engine alone that stopped telling of its containers. */
const RETRY_MS = 1_000;

export class RunningLab implements Lab {
  readonly sessions: ProbeSource;
  private readonly members: Member[] = [];
  private readonly lineListeners = new Set<(line: LogLine) => void>();
  private readonly nodeListeners = new Set<(node: LabNode) => void>();
  private readonly closed = new AbortController();
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly engine: Engine,
    readonly deployment: Deployment,
    onLine: ((line: LogLine) => void) | undefined,
  ) {
    if (onLine) this.lineListeners.add(onLine);
    this.sessions = new ProbeSource(engine.host, deployment.probePath, () =>
      this.members.filter(({ role }) => role === 'tomcat'),
    );
  }

  get nodes(): readonly LabNode[] {
    return this.members.map(factsOf);
  }

  get urls(): readonly (Entry & { readonly url: string })[] {
    return this.deployment.entries.flatMap((entry) => {
      const port = this.members
        .find(({ name }) => name === entry.container)
        ?.ports.find(({ container }) => container === entry.port);
      if (!port) return [];
      const usual = port.host === (entry.scheme === 'http' ? 80 : 443);
      const authority = `${this.engine.host}${usual ? '' : `:${port.host}`}`;
      return [{ ...entry, url: `${entry.scheme}://${authority}${entry.path}` }];
    });
  }

  add(plan: ContainerPlan, id: string, ports: readonly PublishedPort[]): void {
    const member: Member = new Member(plan, id, ports, this.engine, {
      onLine: (line) => {
        for (const listener of this.lineListeners) listener(line);
      },
      onChange: () => {
        for (const listener of this.nodeListeners) listener(factsOf(member));
      },
      onFailure: (error) => this.tell(member.name, `The log cannot be followed: ${wordsOf(error)}`),
    });
    this.members.push(member);
    this.members.sort((a, b) => rank(this.deployment, a.name) - rank(this.deployment, b.name));
  }

  member(name: string): Member {
    const member = this.members.find((it) => it.name === name);
    if (member) return member;
    throw new LabError('node-failed', `The lab has no node "${name}".`, 'Choose one of its nodes.');
  }

  /** Begins to hear of ends and starts of the lab's containers, whoever causes them. */
  async watch(): Promise<void> {
    const label = `${Label.lab}=${this.deployment.labId}`;
    const events = await this.engine.events(label, this.closed.signal);
    void this.hear(events);
  }

  onLine(listener: (line: LogLine) => void): Disposable {
    const before = this.members.flatMap(({ lines }) => lines);
    for (const line of before.toSorted((a, b) => (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : 0)))
      listener(line);
    this.lineListeners.add(listener);
    return { dispose: () => this.lineListeners.delete(listener) };
  }

  onNodeChange(listener: (node: LabNode) => void): Disposable {
    this.nodeListeners.add(listener);
    return { dispose: () => this.nodeListeners.delete(listener) };
  }

  async killNode(name: string): Promise<void> {
    const member = this.member(name);
    await this.engine.kill(member.id);
    await member.ended();
  }

  async startNode(name: string): Promise<void> {
    const member = this.member(name);
    await member.start();
    if (member.role === 'nginx') member.running();
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
    this.closed.abort();
    for (const member of this.members) member.dispose();
  }

  private async remove(onStep: (step: LabStep) => void): Promise<void> {
    await removeLab(this.engine, this.deployment.labId, onStep);
    this.dispose();
    this.lineListeners.clear();
    this.nodeListeners.clear();
  }

  private async hear(events: AsyncIterable<unknown>): Promise<void> {
    let stream = events;
    while (!this.closed.signal.aborted) {
      try {
        for await (const event of jsonLines(stream)) this.happened(event);
      } catch (error) {
        if (this.closed.signal.aborted) return;
        this.tell(
          this.deployment.nginx.name,
          `The engine no longer tells of the containers: ${wordsOf(error)}`,
        );
      }
      if (this.closed.signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      try {
        stream = await this.engine.events(`${Label.lab}=${this.deployment.labId}`, this.closed.signal);
      } catch (error) {
        if (this.closed.signal.aborted) return;
        this.tell(this.deployment.nginx.name, wordsOf(error));
        stream = nothing();
      }
    }
  }

  private happened(event: Record<string, unknown>): void {
    const member = this.members.find(({ id }) => id === event['id']);
    if (!member || event['Action'] !== 'die') return;
    member.ended().catch((error: unknown) => {
      if (!this.closed.signal.aborted) this.tell(member.name, wordsOf(error));
    });
  }

  /** A word of the lab's own in a node's log: nobody else would say why it is silent. */
  private tell(node: string, text: string): void {
    const line: LogLine = {
      node,
      stream: 'stderr',
      stamp: new Date().toISOString(),
      text: `[cluster-lab] ${text}`,
    };
    for (const listener of this.lineListeners) listener(line);
  }
}

const factsOf = ({ name, role, image, state, ports }: Member): LabNode => ({
  name,
  role,
  image,
  state,
  ports,
});

const rank = ({ tomcats }: Deployment, name: string): number => tomcats.findIndex((it) => it.name === name);

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function* nothing(): AsyncGenerator<never> {
  // An engine that cannot be reached tells nothing.
}
