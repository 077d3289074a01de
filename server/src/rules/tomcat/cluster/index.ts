import type { Rule } from '../../define';
import { deployerDirectories, deployerEngine } from './deployer';
import { backgroundDelay, channelHeartbeat } from './heartbeat';
import { replicationFilterHitsApp } from './filterHitsApp';
import { managerOverrides } from './managerOverrides';
import {
  managerExpiresOnShutdown,
  managerFilter,
  managerMaxActive,
  managerTransferTimeout,
} from './managerSettings';
import { managerStore } from './managerStore';
import { managerNeedsListener, managerWithoutCluster, managerWrongType } from './managers';
import { clusterMisplaced, clusterTwice } from './placement';
import { replicationFilterRegex, replicationValveOutside } from './replicationValve';
import { sendOptions } from './sendOptions';
import { singleSignOn } from './singleSignOn';
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
  replicationFilterHitsApp,
  managerOverrides,
  managerWrongType,
  managerWithoutCluster,
  managerNeedsListener,
  managerExpiresOnShutdown,
  managerTransferTimeout,
  managerMaxActive,
  managerFilter,
  managerStore,
  sendOptions,
  deployerEngine,
  deployerDirectories,
  backgroundDelay,
  channelHeartbeat,
  singleSignOn,
];
