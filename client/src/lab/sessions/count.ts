import type { Engine } from '../engine/engine';
import type { FoundLab } from '../find';
import { Label, planOn, portsOn } from '../labels';
import type { LabNode, SessionCount } from '../lab';
import { ProbeSource } from './probe';

const LIMIT_MS = 3_000;

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
  return await source.count(new AbortController().signal);
}
