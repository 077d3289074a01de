import type { ContainerPlan, Deployment } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';
import { containerLabels, networkName } from './labels';
import type { PublishedPort } from './lab';

/** Makes one container of a plan, without its files. `mark` tells it from another that stands for the same node. */
export const createContainer = (
  engine: Engine,
  plan: Deployment,
  container: ContainerPlan,
  ports: readonly PublishedPort[],
  mark = '',
): Promise<string> =>
  engine.createContainer({
    name: `${networkName(plan.labId)}-${container.name}${mark}`,
    image: container.image,
    hostname: container.name,
    labels: containerLabels(plan, container, ports),
    env: container.env,
    network: { name: networkName(plan.labId), aliases: [container.name, ...container.aliases] },
    ports,
    memoryBytes: container.memoryBytes,
  });
