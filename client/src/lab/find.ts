import { hostname } from 'node:os';
import type { ContainerSummary, Engine } from './engine/engine';
import { Label, planOn } from './labels';

export interface FoundLab {
  readonly labId: string;
  readonly title: string;
  readonly folder: string | null;
  /** Whether it was started from this machine. */
  readonly own: boolean;
  /** `incomplete`: its start is under way, or was cut off; or parts of it were removed. */
  readonly state: 'running' | 'stopped' | 'incomplete';
  readonly containers: readonly {
    readonly name: string;
    readonly role: string;
    readonly image: string;
    readonly running: boolean;
    readonly ports: readonly { readonly container: number; readonly host: number }[];
  }[];
}

/** Every lab on the engine, by its labels; `labId` asks for one alone. */
export async function findLabs(engine: Engine, labId?: string): Promise<FoundLab[]> {
  const label = labId === undefined ? Label.lab : `${Label.lab}=${labId}`;
  const [containers, networks] = await Promise.all([
    engine.listContainers(label),
    engine.listNetworks(label),
  ]);
  const ids = [...new Set([...containers, ...networks].map(({ labels }) => labels[Label.lab] ?? ''))];
  return ids.toSorted().map((id) => {
    const isOwn = ({ labels }: { labels: Record<string, string> }): boolean => labels[Label.lab] === id;
    return describe(id, engine, containers.filter(isOwn), networks.filter(isOwn));
  });
}

function describe(
  labId: string,
  { local }: Engine,
  all: readonly ContainerSummary[],
  networks: readonly { labels: Record<string, string> }[],
): FoundLab {
  // The compiler's container belongs to no node.
  const containers = all.filter(({ labels }) => labels[Label.node] !== undefined);
  const labels = [...networks, ...all].map((it) => it.labels);
  const named = labels.find((it) => it[Label.title] !== undefined);
  const plan = networks.map((it) => planOn(it.labels)).find((it) => it !== undefined);
  const complete =
    plan !== undefined &&
    [plan.nginx, ...plan.tomcats].every(({ name }) =>
      containers.some((it) => it.labels[Label.node] === name && it.phase === 'used'),
    );
  return {
    labId,
    title: named?.[Label.title] ?? labId,
    folder: named?.[Label.folder] ?? null,
    own: local || named?.[Label.machine] === hostname(),
    state: !complete ? 'incomplete' : containers.some(({ running }) => running) ? 'running' : 'stopped',
    containers: containers
      .map(({ labels: { [Label.node]: name = '', [Label.role]: role = '' }, image, running, ports }) => ({
        name,
        role,
        image,
        running,
        ports,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
