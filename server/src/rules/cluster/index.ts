import type { Rule } from '../define';
import { affinity } from './affinity';
import { clusterMissing } from './cluster-missing';
import { distributableMissing } from './distributable-missing';
import { portClash } from './port-clash';
import { receiverPort } from './receiver-port';

/** What only several files show. */
export const clusterRules: readonly Rule[] = [
  affinity,
  clusterMissing,
  distributableMissing,
  portClash,
  receiverPort,
];
