import type { Rule } from '../define';
import { affinity } from './affinity';
import { clusterMissing } from './cluster-missing';
import { contextPath } from './context-path';
import { cookiePath } from './cookie-path';
import { distributableMissing } from './distributable-missing';
import { encryptionDiffers } from './encryption-differs';
import { forwardedHeaders } from './forwarded-headers';
import { groupDiffers } from './group-differs';
import { groupShared } from './group-shared';
import { hostDiffers } from './host-differs';
import { limits } from './limits';
import { managerDiffers } from './manager-differs';
import { multicastUnreachable } from './multicast-unreachable';
import { placementDiffers } from './placement-differs';
import { portClash } from './port-clash';
import { receiverPort } from './receiver-port';
import { secureCookieOverHttp } from './secure-cookie-over-http';
import { someNodes } from './some-nodes';
import { routeCookieName, routeDuplicate, routeMismatch, routeMissing } from './routes';
import {
  loopbackUpstream,
  upstreamAjpPort,
  upstreamNoNode,
  upstreamPublishedPort,
  upstreamScheme,
  upstreamWrongPort,
} from './upstreams';
import { affinityBehindVip } from './affinity-behind-vip';
import { appsDiffer } from './apps-differ';
import { fragmentNotDistributable } from './fragment-not-distributable';
import { receiverLoopback } from './receiver-loopback';
import { singleNodeSessions } from './single-node-sessions';
import { timeouts } from './timeouts';
import { tooManyNodes } from './too-many-nodes';
import { appNotDeployed } from './app-not-deployed';
import { hostNotFound } from './host-not-found';
import { imageVersion } from './image-version';
import { startOrder } from './start-order';
import { storeHost } from './store-host';
import { timeZone } from './time-zone';
import { configNotMounted } from '../compose/config-not-mounted';

/** What only several files show. */
export const clusterRules: readonly Rule[] = [
  affinity,
  affinityBehindVip,
  clusterMissing,
  contextPath,
  cookiePath,
  distributableMissing,
  encryptionDiffers,
  forwardedHeaders,
  groupDiffers,
  groupShared,
  hostDiffers,
  limits,
  managerDiffers,
  multicastUnreachable,
  placementDiffers,
  portClash,
  receiverPort,
  secureCookieOverHttp,
  someNodes,
  routeCookieName,
  routeDuplicate,
  routeMismatch,
  routeMissing,
  loopbackUpstream,
  upstreamAjpPort,
  upstreamNoNode,
  upstreamPublishedPort,
  upstreamScheme,
  upstreamWrongPort,
  appsDiffer,
  fragmentNotDistributable,
  receiverLoopback,
  singleNodeSessions,
  timeouts,
  tooManyNodes,
  appNotDeployed,
  hostNotFound,
  imageVersion,
  startOrder,
  storeHost,
  timeZone,
  configNotMounted,
];
