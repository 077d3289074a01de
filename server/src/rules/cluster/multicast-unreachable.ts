import { t } from '@vscode/l10n';
import type { ClusterModel, NodeGroup, TomcatNode } from '../../cluster/model';
import type { TextEdit } from '../../languages/text/span';
import { isBefore } from '../../languages/text/versions';
import { isOverlaid } from '../support/compose';
import { all } from '../../languages/text/suggest';
import { insertChild } from '../../languages/xml/edit';
import { rule, type ContextOf, type Fix, type Related } from '../define';
import { hasSeveral, runningOf } from '../support/kubernetes';
import { fixIn, valueSpanOf } from '../support/tomcat';
import { CLOUD } from '../tomcat/channel/channel';
import { type Channel, channelOf, groupOf, hasStaticMembers } from './channels';
import { circlesOf } from './circles';
import { peerOf } from './peers';

const messages = {
  kubernetes:
    'This Cluster looks for its other nodes by multicast, which hardly any network of Kubernetes passes on: each pod stays alone, and Tomcat logs no error. Use CloudMembershipService, which asks Kubernetes or DNS for the other pods.',
  overlay:
    '{nodes} look for each other by multicast, which overlay networks of Docker do not pass on: each stays alone, and Tomcat logs no error. Use CloudMembershipService with the dns provider, or a list of static members.',
} as const;

/** McastServiceImpl joins a group and hears nothing: "No members active in cluster group" is all that is logged. */
export const multicastUnreachable = rule({
  meta: {
    id: 'cluster/multicast-unreachable',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages,
  },
  tomcatFile(file, context) {
    const { model } = context;
    const node =
      file.kind === 'server.xml'
        ? model.nodes.find(({ serverXml }) => serverXml?.path === file.path)
        : undefined;
    const peer = node && peerOf(node, model);
    const channel = peer && channelOf(peer);
    if (!channel || !isMulticasting(channel)) return;
    const running = runningOf(file, model);
    if (!running || running.workload.isOnHostNetwork || !hasSeveral(running, model)) return;
    report(channel, context, 'kubernetes', [
      {
        path: running.path,
        span: running.object.span,
        message: t('it runs in {workload}', {
          workload: `${running.object.kind} ${running.object.name ?? ''}`.trim(),
        }),
      },
    ]);
  },
  group(group, context) {
    const told = new Set<string>();
    for (const { nodes } of circlesOf(group)) {
      const overlaid = channelsOf(
        nodes.filter((node) => isOverlaid(node, context.model)),
        context.model,
      );
      const names = overlaid.map(({ peer: { node } }) => node.name);
      for (const channel of overlaid) {
        const { path } = channel.peer.file;
        if (overlaid.length < 2 || told.has(path)) continue;
        told.add(path);
        report(channel, context, 'overlay', overlayOf(channel.peer.node), names);
      }
    }
  },
});

const isMulticasting = (channel: Channel): boolean =>
  groupOf(channel) !== undefined && !hasStaticMembers(channel);

const channelsOf = (nodes: NodeGroup['nodes'], model: ClusterModel): readonly Channel[] =>
  nodes.flatMap((node) => {
    const peer = peerOf(node, model);
    const channel = peer && channelOf(peer);
    return channel && isMulticasting(channel) ? [channel] : [];
  });

const overlayOf = ({ service }: TomcatNode): readonly Related[] =>
  service
    ? [{ path: service.composeFile, span: service.nameSpan, message: t('its networks are overlays') }]
    : [];

function report(
  channel: Channel,
  context: ContextOf<typeof messages>,
  message: keyof typeof messages,
  related: readonly Related[],
  nodes: readonly string[] = [],
): void {
  const { membership, cluster, peer } = channel;
  const said = {
    path: peer.file.path,
    span: membership ? valueSpanOf(membership, 'className') : cluster.element.nameSpan,
    related,
    fixes: fixesOf(channel, message),
  };
  if (message === 'overlay') context.report({ ...said, message, data: { nodes: all(nodes) } });
  else context.report({ ...said, message });
}

/** CloudMembershipService is there since 9.0.13. */
function fixesOf(channel: Channel, message: keyof typeof messages): readonly Fix[] {
  const { file } = channel.peer;
  if (isBefore(file.version, '9.0') === true) return [];
  const service = `<Membership className="${CLOUD}CloudMembershipService"`;
  const dns = fixIn(
    file,
    t('Ask DNS for the other nodes (needs DNS_MEMBERSHIP_SERVICE_NAME in the environment)'),
    false,
    editsFor(channel, `${service} membershipProviderClassName="dns"/>`),
  );
  const kubernetes = fixIn(
    file,
    t('Ask Kubernetes for the other pods (needs KUBERNETES_NAMESPACE and the right to list pods)'),
    false,
    editsFor(channel, `${service} membershipProviderClassName="kubernetes"/>`),
  );
  return message === 'kubernetes' ? [kubernetes, dns] : [dns];
}

function editsFor({ membership, channel, cluster, peer }: Channel, element: string): readonly TextEdit[] {
  const { document } = peer.file;
  if (membership) return [{ span: membership.element.span, text: element }];
  return channel
    ? insertChild(document, channel.element, element, { before: ['Receiver', 'Sender', 'Interceptor'] })
    : insertChild(
        document,
        cluster.element,
        `<Channel className="org.apache.catalina.tribes.group.GroupChannel">\n  ${element}\n</Channel>`,
        { before: ['Valve', 'Deployer', 'ClusterListener'], after: ['Manager'] },
      );
}
