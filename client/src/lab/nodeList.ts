import { setTimeout as pause } from 'node:timers/promises';
import { adoptLab } from './adopt';
import type { Engine } from './engine/engine';
import type { LabNode, NodeUsage, SessionCount } from './lab';

/** Between two readings of the processors. */
const MEASURED_MS = 500;

export interface ListedNode extends LabNode {
  readonly usage?: NodeUsage;
  readonly sessions?: SessionCount;
}

/** The nodes of a lab as they are at this moment, without taking it over. */
export async function listNodes(engine: Engine, labId: string): Promise<ListedNode[]> {
  const lab = await adoptLab(engine, labId, { logs: { tail: 0 } });
  try {
    await lab.usage();
    const [counts] = await Promise.all([
      lab.sessions.count(new AbortController().signal),
      pause(MEASURED_MS),
    ]);
    const usage = await lab.usage();
    return lab.nodes.map((node) => {
      const own = usage.find((it) => it.node === node.name);
      const sessions = counts.find((it) => it.node === node.name);
      return { ...node, ...(own && { usage: own }), ...(sessions && { sessions }) };
    });
  } finally {
    lab.dispose();
  }
}
