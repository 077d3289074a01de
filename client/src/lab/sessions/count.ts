import type { Engine } from '../engine/engine';
import type { FoundLab } from '../find';
import { Label, planOn, portsOn } from '../labels';
import type { LabNode } from '../lab';
import { ProbeSource } from './probe';

const LIMIT_MS = 3_000;

/** How many sessions a Tomcat holds and owns, over all its contexts. */
export interface SessionCount {
  readonly node: string;
  readonly count: number;
  readonly owned: number;
  /** Why it could not be asked, in words. */
  readonly error?: string;
}

/** Counts the sessions of a lab that was found, node by node. */
export async function countSessions(engine: Engine, { labId }: FoundLab): Promise<SessionCount[]> {
  const label = `${Label.lab}=${labId}`;
  const [networks, containers] = await Promise.all([
    engine.listNetworks(label),
    engine.listContainers(label),
  ]);
  const plan = networks.map(({ labels }) => planOn(labels)).find((it) => it !== undefined);
  if (!plan) return [];
  const nodes = plan.tomcats.flatMap(({ name, role, image }): LabNode[] => {
    const found = containers.find(({ labels }) => labels[Label.node] === name);
    const state = found?.running === true ? 'running' : 'exited';
    return found ? [{ name, role, image, state, ports: portsOn(found.labels) }] : [];
  });
  const source = new ProbeSource(engine.host, plan.probePath, () => nodes, LIMIT_MS);
  const answers = await source.read(new AbortController().signal, { limit: 0 });
  return answers.map(({ node, error, contexts }) => ({
    node,
    count: contexts.reduce((sum, { count }) => sum + count, 0),
    owned: contexts.reduce((sum, { owned }) => sum + owned, 0),
    ...(error !== undefined && { error }),
  }));
}
