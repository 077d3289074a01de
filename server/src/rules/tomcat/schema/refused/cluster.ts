import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../../cluster/model';
import type { Component } from '../../../../languages/tomcat/components';
import { attributeOf, isInteger, numberOf } from '../../../../languages/tomcat/values';
import { isBelow, isFrom, isOutside, type Refusal } from './refusal';

/** java.util.concurrent.ThreadPoolExecutor takes no fewer than 1 thread, and no maximum below the minimum. */
function hasThreads(receiver: Component, { properties }: TomcatFile): boolean {
  const most = attributeOf(receiver, 'maxThreads') ? numberOf(receiver, 'maxThreads', properties) : 15;
  const least = attributeOf(receiver, 'minThreads') ? numberOf(receiver, 'minThreads', properties) : 6;
  return most === undefined || least === undefined || (most > 0 && least <= most);
}

/** What a Cluster and the parts of its Channel do not take. */
export const ofClusters: readonly Refusal[] = [
  {
    element: 'Cluster',
    className: 'SimpleTcpCluster',
    name: 'channelStartOptions',
    outcome: 'stops',
    accepts: (value) => !/^[+-]?0+$/.test(value),
    wanted: () => t('"15", which starts all services of the channel'),
  },
  ...['replayWindowMessageCount', 'replayWindowTime'].map((name): Refusal => ({
    element: 'Interceptor',
    className: 'EncryptInterceptor',
    name,
    outcome: 'default',
    accepts: (value) => !isBelow(value, 1),
    wanted: () => t('a number from 1 on'),
  })),
  {
    element: 'Membership',
    className: 'McastService',
    name: 'frequency',
    outcome: 'stops',
    // McastServiceImpl.setupSocket gives it to the socket as its timeout.
    accepts: (value) => !isBelow(value, 0),
    wanted: () => t('milliseconds, such as {example}', { example: '"500"' }),
  },
  {
    element: 'Membership',
    className: 'McastService',
    name: 'ttl',
    outcome: 'stops',
    // java.net.MulticastSocket.setTimeToLive; McastServiceImpl leaves those below 0 to the system.
    accepts: (value) => !isOutside(value, -1, 255) || isBelow(value, 0),
    wanted: () => t('a number from 0 to 255'),
  },
  ...['connectTimeout', 'readTimeout', 'expirationTime'].map((name): Refusal => ({
    element: 'Membership',
    className: 'CloudMembershipService',
    name,
    outcome: 'stops',
    // CloudMembershipProvider.init hands them to Integer.parseInt.
    accepts: (value) => isInteger(value),
    wanted: () => t('milliseconds, such as {example}', { example: '"5000"' }),
  })),
  ...['maxThreads', 'minThreads'].map((name): Refusal => ({
    element: 'Receiver',
    name,
    outcome: 'stops',
    accepts: (_, receiver, file) =>
      // One of both is enough to tell, and 8.5 has a pool that takes any number.
      (name === 'minThreads' && attributeOf(receiver, 'maxThreads') !== undefined) ||
      !isFrom(file, '9.0') ||
      hasThreads(receiver, file),
    wanted: () => t('a maxThreads from 1 on that is not below minThreads (6 if it is not written)'),
  })),
];
