import type { Deployment, ContainerPlan } from '../../../server/src/protocol';

/** Everything of a lab carries these, so that it is found again and removed without a trace. */
export const Label = {
  lab: 'dev.cluster-lab.lab',
  role: 'dev.cluster-lab.role',
  node: 'dev.cluster-lab.node',
  folder: 'dev.cluster-lab.folder',
  title: 'dev.cluster-lab.title',
} as const;

const common = ({ labId, folder, title }: Deployment): Record<string, string> => ({
  [Label.lab]: labId,
  [Label.title]: title,
  ...(folder === null ? {} : { [Label.folder]: folder }),
});

export const networkLabels = (plan: Deployment): Record<string, string> => ({
  ...common(plan),
  [Label.role]: 'network',
});

export const containerLabels = (plan: Deployment, container: ContainerPlan): Record<string, string> => ({
  ...common(plan),
  [Label.role]: container.role,
  [Label.node]: container.name,
});

/** Name of the lab's network, and the head of its containers' names. */
export const networkName = (labId: string): string => `cluster-lab-${labId}`;
