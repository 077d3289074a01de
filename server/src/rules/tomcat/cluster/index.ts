import type { Rule } from '../../define';
import { managerOverrides } from './managerOverrides';
import { managerNeedsListener, managerWithoutCluster, managerWrongType } from './managers';
import { clusterMisplaced, clusterTwice } from './placement';
import { replicationFilterRegex, replicationValveOutside } from './replicationValve';
import { startOptions } from './startOptions';
import { clusterTwoGroups } from './twoGroups';
import { valveDropped } from './valveDropped';
import { binderValveMissing, replicationValveMissing } from './valves';

/** The Cluster, its managers and its valves. */
export const clusterRules: readonly Rule[] = [
  clusterMisplaced,
  clusterTwice,
  clusterTwoGroups,
  startOptions,
  replicationValveMissing,
  binderValveMissing,
  valveDropped,
  replicationValveOutside,
  replicationFilterRegex,
  managerOverrides,
  managerWrongType,
  managerWithoutCluster,
  managerNeedsListener,
];
