import { t } from '@vscode/l10n';
import type { Span, TextEdit } from '../../languages/text/span';
import { attributeOf, textOf } from '../../languages/tomcat/values';
import { insertChild, setAttribute } from '../../languages/xml/edit';
import { rule } from '../define';
import { valueSpanOf } from '../support/tomcat';
import { type Channel, channelOf, type Group, groupOf, textOfGroup } from './channels';
import { alignAll, deviations, namesOf, relatedTo, type Said, severityOf } from './differ';
import type { Peer } from './peers';

interface InGroup extends Said {
  readonly group: Group;
  readonly channel: Channel;
}

/** McastServiceImpl hears only what is sent to its own address and port; DomainFilterInterceptor refuses members of another domain. */
export const groupDiffers = rule({
  meta: {
    id: 'cluster/group-differs',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      differs:
        'Peers look for each other in different multicast groups, {nodes} in {group} and {others} in {other}: they never meet, no session is replicated between them, and Tomcat logs no error. Use the same address and port on all nodes.',
    },
  },
  group(group, { model, report }) {
    for (const deviation of deviations(group, model, read)) {
      const { at, own, from, circle } = deviation;
      const titleOf = (one: InGroup): string =>
        t('Use the multicast group {group} on all nodes', { group: textOfGroup(one.group) });
      report({
        path: at.peer.file.path,
        span: memberSpan(at.channel, from[0].group),
        message: 'differs',
        ...severityOf(deviation),
        data: {
          nodes: namesOf(from),
          others: namesOf(own),
          group: textOfGroup(from[0].group),
          other: textOfGroup(at.group),
        },
        related: relatedTo(from, t('the multicast group of {nodes}', { nodes: namesOf(from) })),
        // DomainFilterInterceptor has a domain of its own, which has to go along.
        fixes:
          from[0].group.domain === at.group.domain
            ? [from[0], at].map((one) =>
                alignAll(circle.nodes, model, titleOf(one), (peer) => joinGroup(peer, one.group)),
              )
            : [],
      });
    }
  },
});

function read(peer: Peer): InGroup | undefined {
  const channel = channelOf(peer);
  const group = channel && groupOf(channel);
  if (!channel || !group) return undefined;
  // A list of members brings together what multicast does not.
  if (channel.interceptors.some(({ name }) => name === undefined || name === 'StaticMembershipInterceptor'))
    return undefined;
  const isFiltered = channel.interceptors.some(({ name }) => name === 'DomainFilterInterceptor');
  const { address, port, domain } = group;
  const shown = { address, port, domain: isFiltered ? domain : '' };
  return { peer, channel, group: shown, key: textOfGroup(shown), span: memberSpan(channel) };
}

/** Where a node says in which multicast group it is, and what makes it another one than `unlike`. */
export function memberSpan({ membership, cluster, peer: { file } }: Channel, unlike?: Group): Span {
  if (!membership) return cluster.element.nameSpan;
  const written = (['address', 'port', 'domain'] as const).filter((name) => attributeOf(membership, name));
  const name =
    written.find(
      (one) => unlike && textOf(membership, one, file.properties)?.trim() !== String(unlike[one]),
    ) ?? written[0];
  return name === undefined ? membership.element.nameSpan : valueSpanOf(membership, name);
}

/** Has a node look for its peers at the address and port of a multicast group. */
export function joinGroup(peer: Peer, { address, port }: Omit<Group, 'domain'>): readonly TextEdit[] {
  const channel = channelOf(peer);
  const now = channel && groupOf(channel);
  if (!channel || !now || (now.address === address && now.port === port)) return [];
  const { document } = peer.file;
  const { membership, cluster } = channel;
  if (membership) {
    const values = { address, port: String(port) };
    return (['address', 'port'] as const)
      .filter((name) => String(now[name]) !== values[name])
      .flatMap((name) =>
        setAttribute(document, membership.element, attributeOf(membership, name)?.name ?? name, values[name]),
      );
  }
  const element = `<Membership className="org.apache.catalina.tribes.membership.McastService" address="${address}" port="${port}"/>`;
  return channel.channel
    ? insertChild(document, channel.channel.element, element, {
        before: ['Receiver', 'Sender', 'Interceptor'],
      })
    : insertChild(
        document,
        cluster.element,
        `<Channel className="org.apache.catalina.tribes.group.GroupChannel">\n  ${element}\n</Channel>`,
        { before: ['Valve', 'Deployer', 'ClusterListener'], after: ['Manager'] },
      );
}
