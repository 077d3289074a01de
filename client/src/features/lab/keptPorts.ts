import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';

type Containers = Pick<Deployment, 'nginx' | 'tomcats'>;

/** A lab that ran just before: its plan, and the host ports that its containers had. */
export interface Before {
  readonly deployment: Deployment;
  readonly portOf: (node: string, container: number) => number | undefined;
}

/** Addresses in a browser's tabs stay good over a restart, but for ports that are planned otherwise now. */
export function withPortsOf<Plan extends Containers>(
  { deployment, portOf }: Pick<Before, 'portOf'> & { readonly deployment: Containers },
  plan: Plan,
): Plan {
  const before = [deployment.nginx, ...deployment.tomcats];
  const keep = (it: ContainerPlan): ContainerPlan => ({
    ...it,
    ports: it.ports.map((port) => {
      const old = before
        .find(({ name }) => name === it.name)
        ?.ports.find(({ container }) => container === port.container);
      const isPlannedSo = port.preferred === null || old?.preferred === port.preferred;
      const taken = isPlannedSo ? portOf(it.name, port.container) : undefined;
      return { ...port, preferred: taken ?? port.preferred };
    }),
  });
  return { ...plan, nginx: keep(plan.nginx), tomcats: plan.tomcats.map(keep) };
}
