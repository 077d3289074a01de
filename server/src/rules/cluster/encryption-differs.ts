import { t } from '@vscode/l10n';
import type { Span, TextEdit } from '../../languages/text/span';
import { attributeOf, textOf } from '../../languages/tomcat/values';
import { insertChild, markupOf, setAttribute } from '../../languages/xml/edit';
import { rule, type ContextOf } from '../define';
import { nameSpanOf } from '../support/tomcat';
import { INTERCEPTORS, type Interceptor } from '../tomcat/channel/channel';
import { type Channel, channelOf } from './channels';
import { alignAll, deviations, namesOf, relatedTo, type Said, severityOf } from './differ';
import type { NodeGroup } from '../../cluster/model';
import type { Peer } from './peers';

const messages = {
  missing:
    'What nodes send to each other is encrypted on {nodes} and not on {others}, so neither can read the other: applications wait a minute for sessions when they start, no session is replicated, and the log says "Failed to decrypt message" at most. Add the same EncryptInterceptor on all nodes.',
  key: 'The encryptionKey differs between {nodes} and {others}, so neither can read what the other sends: applications wait a minute for sessions when they start, no session is replicated, and the log says "Failed to decrypt message". Use the same encryptionKey on all nodes.',
  algorithm:
    'The encryptionAlgorithm is {name} on {nodes} and {other} on {others}, so neither can read what the other sends: applications wait a minute for sessions when they start, no session is replicated, and the log says "Failed to decrypt message". Use the same encryptionAlgorithm on all nodes.',
} as const;

/** EncryptInterceptor.messageReceived drops what it cannot decrypt. */
export const encryptionDiffers = rule({
  meta: { id: 'cluster/encryption-differs', severity: 'warning', refusedBy: 'none', fix: 'unsafe', messages },
  group(group, context) {
    if (reportMissing(group, context)) return;
    const { model, report } = context;
    for (const [name, message] of [
      ['encryptionKey', 'key'],
      ['encryptionAlgorithm', 'algorithm'],
    ] as const) {
      for (const deviation of deviations(group, model, (peer) => written(peer, name))) {
        const { at, own, from, circle } = deviation;
        const place = {
          path: at.peer.file.path,
          span: at.span,
          ...severityOf(deviation),
          related: relatedTo(from, t('what {nodes} have', { nodes: namesOf(from) })),
          fixes: [from[0], at].map((one) =>
            alignAll(
              circle.nodes,
              model,
              t('Use the {attribute} of {node} on all nodes', { attribute: name, node: one.peer.node.name }),
              (peer) => set(peer, name, one),
            ),
          ),
        };
        const nodes = { nodes: namesOf(from), others: namesOf(own) };
        if (message === 'key') report({ ...place, message, data: nodes });
        else report({ ...place, message, data: { ...nodes, name: from[0].value, other: at.value } });
      }
    }
  },
});

interface Written extends Said {
  readonly value: string;
}

/** The interceptor of a node that encrypts; undefined where it has none, `unknown` where a class of somebody else may do it. */
function encryptOf({ interceptors }: Channel): Interceptor | 'unknown' | undefined {
  const own = interceptors.filter(({ name }) => name === 'EncryptInterceptor');
  if (own.length > 1 || interceptors.some(({ name }) => name === undefined)) return 'unknown';
  return own[0];
}

interface Encrypting extends Said {
  readonly interceptor: Interceptor | undefined;
}

function reportMissing(group: NodeGroup, { model, report }: ContextOf<typeof messages>): boolean {
  let found = false;
  for (const deviation of deviations(group, model, encrypting)) {
    const { at, own, from, circle } = deviation;
    const [with_, without] = at.interceptor ? [own, from] : [from, own];
    const [first] = without;
    const [like] = with_;
    if (!first || !like) continue;
    found = true;
    report({
      path: first.peer.file.path,
      span: first.span,
      message: 'missing',
      ...severityOf(deviation),
      data: { nodes: namesOf(with_), others: namesOf(without) },
      related: relatedTo(with_, t('the EncryptInterceptor of {nodes}', { nodes: namesOf(with_) })),
      fixes: [
        alignAll(
          circle.nodes,
          model,
          t('Encrypt on all nodes as {node} does', { node: like.peer.node.name }),
          (peer) => encryptLike(peer, like),
        ),
      ],
    });
  }
  return found;
}

function encrypting(peer: Peer): Encrypting | undefined {
  const channel = channelOf(peer);
  const interceptor = channel && encryptOf(channel);
  if (!channel || interceptor === 'unknown') return undefined;
  const place = interceptor?.component ?? channel.channel ?? channel.cluster;
  return { peer, interceptor, key: interceptor ? 'yes' : 'no', span: place.element.nameSpan };
}

/** Keys are hexadecimal, in either case; algorithms have no default that all releases share. */
function written(peer: Peer, name: 'encryptionKey' | 'encryptionAlgorithm'): Written | undefined {
  const channel = channelOf(peer);
  const interceptor = channel && encryptOf(channel);
  if (!interceptor || interceptor === 'unknown') return undefined;
  const value = textOf(interceptor.component, name, peer.file.properties)?.trim();
  const span: Span = nameSpanOf(interceptor.component, name);
  return value === undefined || value === '' ? undefined : { peer, value, key: value.toLowerCase(), span };
}

function set(peer: Peer, name: 'encryptionKey' | 'encryptionAlgorithm', like: Written): readonly TextEdit[] {
  const now = written(peer, name);
  const channel = channelOf(peer);
  const interceptor = channel && encryptOf(channel);
  if (!now || !interceptor || interceptor === 'unknown' || now.key === like.key) return [];
  const present = attributeOf(interceptor.component, name);
  return setAttribute(peer.file.document, interceptor.component.element, present?.name ?? name, like.value);
}

/** It comes before all others; without others Tomcat adds two of its own, which it does no longer where one is written. */
function encryptLike(peer: Peer, { interceptor, peer: from }: Encrypting): readonly TextEdit[] {
  const channel = channelOf(peer);
  if (!interceptor || !channel || encryptOf(channel) !== undefined) return [];
  const { document } = peer.file;
  const copy = markupOf(from.file.document, interceptor.component.element);
  const others = ['TcpFailureDetector', 'MessageDispatchInterceptor'].map(
    (name) => `<Interceptor className="${INTERCEPTORS}${name}"/>`,
  );
  const lines = channel.interceptors.length > 0 ? [copy] : [copy, ...others];
  if (channel.channel)
    return insertChild(document, channel.channel.element, lines.join('\n'), {
      before: ['Interceptor'],
      after: ['Membership', 'Receiver', 'Sender'],
    });
  const inner = lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`);
  return insertChild(
    document,
    channel.cluster.element,
    ['<Channel className="org.apache.catalina.tribes.group.GroupChannel">', ...inner, '</Channel>'].join(
      '\n',
    ),
    { before: ['Valve', 'Deployer', 'ClusterListener'], after: ['Manager'] },
  );
}
