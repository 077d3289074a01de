import { affinity } from './cluster/affinity';
import { clusterMissing } from './cluster/cluster-missing';
import { distributableMissing } from './cluster/distributable-missing';
import { sessionAttributeNotSerializable } from './java/session-attribute-not-serializable';
import { syntax } from './nginx/syntax';
import { underscoreUpstreamHost } from './nginx/underscore-upstream-host';
import type { Rule } from './rule';

/** All rules, in the order of their ids. */
export const rules: readonly Rule[] = [
  affinity,
  clusterMissing,
  distributableMissing,
  sessionAttributeNotSerializable,
  syntax,
  underscoreUpstreamHost,
];
