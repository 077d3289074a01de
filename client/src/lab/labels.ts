import { hostname } from 'node:os';
import type { Deployment, ContainerPlan, FilePlan } from '../../../server/src/protocol';
import type { PublishedPort } from './lab';

/** Everything of a lab carries these, so that it is found again, adopted, and removed without a trace. */
export const Label = {
  lab: 'dev.cluster-lab.lab',
  role: 'dev.cluster-lab.role',
  node: 'dev.cluster-lab.node',
  folder: 'dev.cluster-lab.folder',
  title: 'dev.cluster-lab.title',
  /** Name of the machine it was started from: an engine may serve several. */
  machine: 'dev.cluster-lab.machine',
  /** On the network: what the lab was planned to be. */
  plan: 'dev.cluster-lab.plan',
  /** On a container: the ports that were taken, and why. */
  ports: 'dev.cluster-lab.ports',
} as const;

const common = ({ labId, folder, title }: Deployment): Record<string, string> => ({
  [Label.lab]: labId,
  [Label.title]: title,
  [Label.machine]: hostname(),
  ...(folder === null ? {} : { [Label.folder]: folder }),
});

export const networkLabels = (plan: Deployment): Record<string, string> => ({
  ...common(plan),
  [Label.role]: 'network',
  [Label.plan]: JSON.stringify(outlineOf(plan)),
});

export const containerLabels = (
  plan: Deployment,
  container: ContainerPlan,
  ports: readonly PublishedPort[],
): Record<string, string> => ({
  ...common(plan),
  [Label.role]: container.role,
  [Label.node]: container.name,
  [Label.ports]: JSON.stringify(ports),
});

/** Of a container that tests a plan for which no lab runs: one that is left is found, and removed, as a lab would be. */
export const testLabels = (plan: Deployment, { role }: ContainerPlan): Record<string, string> => ({
  ...common(plan),
  [Label.role]: `${role}-test`,
});

/** Name of the lab's network, and the head of its containers' names. */
export const networkName = (labId: string): string => `cluster-lab-${labId}`;

/**
 * A plan without what the containers hold already: no contents of files and no environment, where passwords may be. Of the
 * files those stay that messages lead back to.
 */
function outlineOf(plan: Deployment): Deployment {
  const nothing: FilePlan['content'] = { kind: 'text', text: '' };
  const outline = (container: ContainerPlan): ContainerPlan => ({
    ...container,
    env: {},
    files: container.files.flatMap(({ target, origin }) =>
      origin === undefined ? [] : [{ target, origin, content: nothing }],
    ),
  });
  return {
    ...plan,
    nginx: outline(plan.nginx),
    tomcats: plan.tomcats.map(outline),
    compile: null,
    adaptations: [],
  };
}

/** The plan on a network; undefined where there is none that can be read. */
export function planOn(labels: Readonly<Record<string, string>>): Deployment | undefined {
  const plan = parsed(labels[Label.plan]) as Partial<Deployment> | undefined;
  return plan?.labId !== undefined && plan.nginx && plan.tomcats && plan.entries && plan.probePath
    ? (plan as Deployment)
    : undefined;
}

export const portsOn = (labels: Readonly<Record<string, string>>): readonly PublishedPort[] =>
  (parsed(labels[Label.ports]) as PublishedPort[] | undefined) ?? [];

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    // Somebody else's label, or a later release's: the lab can still be removed.
    return undefined;
  }
}
