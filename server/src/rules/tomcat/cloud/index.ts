import type { Rule } from '../../define';
import { cloudDns, cloudLabels, cloudNamespace } from './members';
import { cloudPort, cloudRights, cloudStart } from './pods';

/** A Cluster whose nodes are pods, and what their manifests say. */
export const cloudRules: readonly Rule[] = [
  cloudDns,
  cloudLabels,
  cloudNamespace,
  cloudPort,
  cloudRights,
  cloudStart,
];
