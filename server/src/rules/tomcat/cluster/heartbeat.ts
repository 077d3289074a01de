import type { TomcatFile } from '../../../cluster/model';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { attributeOf, classOf, isTrue, numberOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { removeFix, setFix, valueSpanOf } from '../../support/tomcat';
import { clusterOf, isClass, isCluster } from './parts';

/** ContainerBase.threadStart: the background thread of an Engine, or of a container with a delay of its own above 0. */
export const backgroundDelay = rule({
  meta: {
    id: 'tomcat/background-delay',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      deployer:
        'With backgroundProcessorDelay="{value}" no background thread runs here, and FarmWarDeployer in the Cluster never looks into its watchDir: nothing is deployed, and nothing is logged. Remove the attribute; the default of an Engine is 10 seconds.',
      heartbeat:
        'With backgroundProcessorDelay="{value}" no background thread runs here, and with heartbeatBackgroundEnabled the heartbeat of the Cluster needs it: it never beats, and nothing is logged. Remove the attribute; the default of an Engine is 10 seconds.',
    },
  },
  elements: ['Cluster'],
  component(cluster, { file, report }) {
    const { parent } = cluster;
    const engine = parent?.name === 'Host' ? parent.parent : parent;
    if (!parent || !engine || !isCluster(cluster, file) || !file.isWhole) return;
    const value = delayOf(engine, file);
    if (value === undefined || value > 0) return;
    // A Host with a value that is not known may have a thread of its own.
    if (
      parent !== engine &&
      attributeOf(parent, 'backgroundProcessorDelay') &&
      !((delayOf(parent, file) ?? 1) <= 0)
    )
      return;
    const need = needOf(cluster, parent, file);
    if (!need) return;
    report({
      path: file.path,
      span: valueSpanOf(engine, 'backgroundProcessorDelay'),
      message: need,
      data: { value },
      fixes: [removeFix(file, engine, 'backgroundProcessorDelay', false)],
    });
  },
});

const delayOf = (container: Component, { properties }: TomcatFile): number | undefined =>
  numberOf(container, 'backgroundProcessorDelay', properties);

/** In an Engine a deployer does nothing anyway. */
function needOf(
  cluster: Component,
  parent: Component,
  file: TomcatFile,
): 'deployer' | 'heartbeat' | undefined {
  if (isTrue(cluster, 'heartbeatBackgroundEnabled', file.properties)) return 'heartbeat';
  const isFarming = childrenNamed(cluster, 'Deployer').some(
    (deployer) =>
      isClass(deployer, file, 'org.apache.catalina.ha.deploy.FarmWarDeployer') &&
      isTrue(deployer, 'watchEnabled', file.properties),
  );
  return isFarming && parent.name === 'Host' ? 'deployer' : undefined;
}

/** Services that learn by the heartbeat alone who is there: StaticMembershipProvider.heartbeat, CloudMembershipProvider.heartbeat. */
const BY_HEARTBEAT: ReadonlySet<string | undefined> = new Set([
  'org.apache.catalina.tribes.membership.StaticMembershipService',
  'org.apache.catalina.tribes.membership.cloud.CloudMembershipService',
]);

export const channelHeartbeat = rule({
  meta: {
    id: 'tomcat/channel-heartbeat',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      blind:
        'Without its heartbeat, {membership} never notices that a node has failed: Tomcat goes on sending to it. Remove heartbeat="false", or set heartbeatBackgroundEnabled="true" at the Cluster.',
      off: 'Without its heartbeat the Channel does not look again at nodes that it suspects, and replicated maps do not check their members. Remove heartbeat="false", or set heartbeatBackgroundEnabled="true" at the Cluster.',
    },
  },
  elements: ['Channel'],
  component(channel, { file, report }) {
    const cluster = clusterOf(channel, file);
    const { path, properties } = file;
    if (!cluster || isTrue(channel, 'heartbeat', properties) !== false) return;
    if (
      attributeOf(cluster, 'heartbeatBackgroundEnabled') &&
      isTrue(cluster, 'heartbeatBackgroundEnabled', properties) !== false
    )
      return;
    if (!isClass(channel, file, 'org.apache.catalina.tribes.group.GroupChannel')) return;
    const place = {
      path,
      span: valueSpanOf(channel, 'heartbeat'),
      fixes: [
        removeFix(file, channel, 'heartbeat', false),
        setFix(file, cluster, 'heartbeatBackgroundEnabled', 'true', false),
      ],
    };
    const membership = childrenNamed(channel, 'Membership').at(-1);
    const name = membership && classOf(membership, properties);
    // A StaticMembershipService with `useThread` asks by itself.
    if (membership && name !== undefined && BY_HEARTBEAT.has(name) && !attributeOf(membership, 'useThread'))
      report({
        ...place,
        message: 'blind',
        severity: 'error',
        data: { membership: name.slice(name.lastIndexOf('.') + 1) },
      });
    else report({ ...place, message: 'off' });
  },
});
