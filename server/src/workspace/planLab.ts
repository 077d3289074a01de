import { existsSync } from 'node:fs';
import { deploy, localCandidates } from '../plan';
import type { ClusterModel } from '../cluster/model';
import type { DeploymentAnswer, DeploymentWishes } from '../protocol';

/** Plans a lab from a model, with the builds, mounts and certificates that are there on this machine. */
export function planLab(model: ClusterModel | undefined, wishes: DeploymentWishes): DeploymentAnswer {
  const present = new Set(model ? localCandidates(model).filter((path) => existsSync(path)) : []);
  return deploy(model, wishes, present);
}
