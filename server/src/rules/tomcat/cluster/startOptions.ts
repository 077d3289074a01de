import type { TomcatFile } from '../../../cluster/model';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { classOf, numberOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { removeFix, valueSpanOf } from '../../support/tomcat';
import { isCluster } from './parts';

/** org.apache.catalina.tribes.Channel: MBR_RX_SEQ and MBR_TX_SEQ; receiver and sender are 1 and 2. */
const MEMBERSHIP = 4 | 8;

const INTERCEPTORS = 'org.apache.catalina.tribes.group.interceptors.';

/** ChannelCoordinator.internalStart starts the membership service for these bits alone; the common 3 is for StaticMembershipInterceptor. */
export const startOptions = rule({
  meta: {
    id: 'tomcat/start-options',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      none: 'channelStartOptions="{value}" does not start the membership service: this node never finds another one, and Tomcat logs nothing about it. Remove the attribute; the default is 15, all services.',
    },
  },
  elements: ['Cluster'],
  component(cluster, { file, report }) {
    const value = numberOf(cluster, 'channelStartOptions', file.properties);
    if (value === undefined || value <= 0 || !isCluster(cluster, file) || !file.isWhole) return;
    if ((value & MEMBERSHIP) !== 0 || mayHaveOtherMembers(cluster, file)) return;
    report({
      path: file.path,
      span: valueSpanOf(cluster, 'channelStartOptions'),
      message: 'none',
      data: { value },
      fixes: [removeFix(file, cluster, 'channelStartOptions', false)],
    });
  },
});

/** Interceptors may bring members: Tomcat's StaticMembershipInterceptor does, of others' nothing is known. */
function mayHaveOtherMembers(cluster: Component, { properties }: TomcatFile): boolean {
  return childrenNamed(cluster, 'Channel')
    .flatMap((channel) => childrenNamed(channel, 'Interceptor'))
    .map((interceptor) => classOf(interceptor, properties))
    .some((name) => !name?.startsWith(INTERCEPTORS) || name === `${INTERCEPTORS}StaticMembershipInterceptor`);
}
