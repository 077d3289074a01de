import { t } from '@vscode/l10n';
import type { ClusterModel, NodeGroup, TomcatNode } from '../../cluster/model';
import { all } from '../../languages/text/suggest';
import { componentsIn } from '../../languages/tomcat/components';
import { classOf } from '../../languages/tomcat/values';
import { rule } from '../define';
import { CLUSTER_SINGLE_SIGN_ON } from '../tomcat/cluster/parts';
import { type Channel, channelOf, type Group, groupOf, textOfGroup } from './channels';
import { alignAll } from './differ';
import { joinGroup, memberSpan } from './group-differs';
import { machinesOf } from './machines';
import { peerOf } from './peers';

/** Nodes of two clusters in one multicast group are members of one: DeltaManager sends to all, and asks any of them for its sessions. */
export const groupShared = rule({
  meta: {
    id: 'cluster/group-shared',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      shared:
        'The cluster of {nodes} and that of {others} serve different applications, but are in the same multicast group, {group}: each gets the session messages of the other, and logs "Context manager doesn\'t exist". Give each cluster an address or a port of its own.',
    },
  },
  model(model, { report }) {
    const groups = model.clusters.flatMap((cluster) => cluster.groups).filter(isServing);
    const used = new Set(
      groups.flatMap((group) => channelsOf(group, model)).flatMap((one) => groupOf(one)?.port ?? []),
    );
    for (const [index, group] of groups.entries()) {
      for (const channel of channelsOf(group, model)) {
        const own = groupOf(channel);
        const other =
          own && groups.slice(0, index).flatMap((before) => sharing(before, group, own, model))[0];
        if (!own || !other) continue;
        let port = own.port + 1;
        while (used.has(port)) port++;
        const target = { address: own.address, port };
        report({
          path: channel.peer.file.path,
          span: memberSpan(channel),
          message: 'shared',
          data: {
            nodes: all(other.nodes.map(({ name }) => name)),
            others: all(group.nodes.map(({ name }) => name)),
            group: textOfGroup(own),
          },
          related: [
            {
              path: other.channel.peer.file.path,
              span: memberSpan(other.channel),
              message: t('the multicast group of {nodes}', { nodes: other.channel.peer.node.name }),
            },
          ],
          fixes: [
            alignAll(
              group.nodes,
              model,
              t('Use the multicast group {group} on {nodes}', {
                group: textOfGroup({ ...target, domain: '' }),
                nodes: all(group.nodes.map(({ name }) => name)),
              }),
              (peer) => joinGroup(peer, target),
            ),
          ],
        });
      }
    }
  },
});

/** What nginx leads to, and of which the apps are known. */
const isServing = ({ links, apps }: NodeGroup): boolean => links.length > 0 && apps.length > 0;

/** Of nodes that share a server.xml one. */
function channelsOf({ nodes }: NodeGroup, model: ClusterModel): readonly Channel[] {
  const channels = nodes.flatMap((node) => {
    const peer = peerOf(node, model);
    return (peer && channelOf(peer)) ?? [];
  });
  const files = channels.map(({ peer }) => peer.file);
  return channels.filter(({ peer }, index) => files.indexOf(peer.file) === index);
}

/** The cluster before that has the same multicast group, where the two surely serve something else and hear each other. */
function sharing(
  before: NodeGroup,
  after: NodeGroup,
  group: Group,
  model: ClusterModel,
): readonly { readonly nodes: readonly TomcatNode[]; readonly channel: Channel }[] {
  const names = new Set(before.apps.map(({ name }) => name));
  if (after.apps.some(({ name }) => names.has(name))) return [];
  const channels = [...channelsOf(before, model), ...channelsOf(after, model)];
  if (channels.some(signsOn) || new Set(channels.map(({ peer }) => peer.file)).size < channels.length)
    return [];
  const isHeard = before.nodes.some((node) => after.nodes.some((other) => hear(node, other, model)));
  const channel = channelsOf(before, model).find((one) => {
    const own = groupOf(one);
    return own && textOfGroup(own) === textOfGroup(group);
  });
  return isHeard && channel ? [{ nodes: before.nodes, channel }] : [];
}

/** ClusterSingleSignOn needs the nodes of all apps in one cluster. */
const signsOn = ({ peer: { file } }: Channel): boolean =>
  [...componentsIn(file.document)].some((one) => classOf(one, file.properties) === CLUSTER_SINGLE_SIGN_ON);

/** Whether two nodes are on one machine, or in one network of one Compose file. */
function hear(node: TomcatNode, other: TomcatNode, model: ClusterModel): boolean {
  const [a, b] = [node.service, other.service];
  if (a && b && a.project === b.project && !a.networkMode && !b.networkMode) {
    const networks = a.networks.length > 0 ? a.networks : ['default'];
    const others = b.networks.length > 0 ? b.networks : ['default'];
    return networks.some((name) => others.includes(name));
  }
  return machinesOf(model).some(
    ({ isCertain, peers }) =>
      isCertain && [node, other].every((one) => peers.some((peer) => peer.node === one)),
  );
}
