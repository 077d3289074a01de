import { t } from '@vscode/l10n';
import type { ClusterElement, ClusterModel, Intent, NodeGroup, TomcatNode } from '../../cluster/model';
import { sendOptionsOf } from '../../cluster/serverXml';
import type { TextEdit } from '../../languages/text/span';
import { insertChild, setAttribute, uncomment } from '../../languages/xml/edit';
import { childElements, childrenNamed } from '../../languages/xml/query';
import type { XmlDocument } from '../../languages/xml/tree';
import { Edits, indentBefore, lineEndOf } from '../support/edits';
import { rule, type Fix, type Related } from '../define';
import { isAsynchronous, synchronous } from '../support/sendOptions';

/** Without a Cluster, StandardManager keeps sessions in the memory of one Tomcat (cluster-howto.html, "Cluster Basics"). */
export const clusterMissing = rule({
  meta: {
    id: 'cluster/cluster-missing',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      commented:
        'The Cluster of {nodes} is commented out, so a session exists only on the Tomcat that created it, and every other Tomcat starts a new one. Uncomment it on every node.',
      absent:
        'No Cluster is configured on {nodes}, so a session exists only on the Tomcat that created it, and every other Tomcat starts a new one. Add a Cluster on every node.',
      stock:
        'Nothing gives {nodes} a server.xml, and the stock one of the image has no active Cluster, so a session exists only on the Tomcat that created it, and every other Tomcat starts a new one. Mount a server.xml with a Cluster.',
    },
  },
  group(group, context) {
    if (!group.intent) return;
    const lacking = lackingNodes(group);
    const fixes = [fixOf(group, lacking, context.model)];
    for (const [first, ...others] of lacking) {
      if (!first?.engine) continue;
      context.report({
        path: first.engine.path,
        span: first.commentedCluster?.element.span ?? first.engine.element.nameSpan,
        message: first.commentedCluster ? 'commented' : 'absent',
        data: { nodes: [first, ...others].map(({ name }) => name).join(', ') },
        related: relatedOf(group.intent),
        fixes,
      });
    }
    // Where others have one, cluster/some-nodes speaks.
    const stock = group.nodes.some(({ cluster }) => cluster) ? [] : group.nodes.filter(hasStockServerXml);
    const [image] = stock[0]?.connectors ?? [];
    if (!image) return;
    context.report({
      path: image.path,
      span: image.span,
      message: 'stock',
      data: { nodes: stock.map(({ name }) => name).join(', ') },
      related: relatedOf(group.intent),
      fixes: [],
    });
  },
});

/** Whether an official image runs with its own server.xml: then its one connector has no element. */
const hasStockServerXml = ({ serverXml, connectors: [first] }: TomcatNode): boolean =>
  !serverXml && first !== undefined && first.element === undefined;

/**
 * Nodes with a server.xml but no Cluster in it, those together that share the file. One that is not well-formed stops Tomcat, and may
 * have a Cluster where it is broken.
 */
function lackingNodes({ nodes }: NodeGroup): readonly (readonly TomcatNode[])[] {
  const byFile = new Map<string, TomcatNode[]>();
  for (const node of nodes) {
    if (!node.engine || node.cluster || node.serverXml?.document.faults.length !== 0) continue;
    byFile.set(node.engine.path, [...(byFile.get(node.engine.path) ?? []), node]);
  }
  return [...byFile.values()];
}

const relatedOf = ({ evidence }: Intent): readonly Related[] =>
  evidence.map(({ path, span, says }) => ({ path, span, message: says }));

const ELEMENT = '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>';
const SYNCHRONOUS_ELEMENT = ELEMENT.replace('/>', ' channelSendOptions="6"/>');

/** All nodes of a group need the same Cluster: that of the nodes which have one, else their commented-out one, else the bare one. */
function fixOf(group: NodeGroup, lacking: readonly (readonly TomcatNode[])[], model: ClusterModel): Fix {
  const peer = group.nodes.find(({ cluster }) => cluster)?.cluster;
  const edits = new Edits();
  for (const [node] of lacking) {
    if (node?.engine) edits.add(node.engine.path, ...editsOf(node, peer, group, model));
  }
  const isUncommented = !peer && lacking.every(([node]) => node?.commentedCluster);
  return {
    title: titleOf(isUncommented, lacking.length > 1),
    // What a peer's Cluster says of addresses and keys may be right for that peer only, and a peer that is not known here may
    // have such a one; and whether it must be synchronous is not known where lines of the upstream are not seen.
    safe:
      (!peer || childElements(peer.element).length === 0) &&
      group.nodes.length > 1 &&
      group.nodes.every(({ engine }) => engine) &&
      group.links.every(({ upstream }) => upstream.isWhole),
    edits: edits.byPath,
  };
}

/** What gives every node of a group a Cluster, by path; undefined where that cannot be done for all of them. */
export function clusterEdits(group: NodeGroup, model: ClusterModel): Fix['edits'] | undefined {
  const lacking = lackingNodes(group);
  const isAll = group.nodes.every((node) => node.cluster || lacking.some((nodes) => nodes.includes(node)));
  return isAll ? fixOf(group, lacking, model).edits : undefined;
}

function titleOf(isUncommented: boolean, isOnSeveral: boolean): string {
  if (isUncommented)
    return isOnSeveral ? t('Uncomment the Cluster on every node') : t('Uncomment the Cluster');
  return isOnSeveral ? t('Add a Cluster on every node') : t('Add a Cluster');
}

function editsOf(
  { engine, commentedCluster }: TomcatNode,
  peer: ClusterElement | undefined,
  group: NodeGroup,
  model: ClusterModel,
): readonly TextEdit[] {
  const document = engine && documentOf(engine.path, model);
  if (!engine || !document) return [];
  const isSynchronous = group.roundRobin.length > 0 || takesTurnsWithUnknown(group);
  if (commentedCluster) {
    const { span } = commentedCluster.comment;
    if (!peer) return uncommentAll(commentedCluster, document, isSynchronous);
    const separator = lineEndOf(document.text) + (indentBefore(document.text, span.start) ?? '');
    return [{ span, text: linesOf(peer, model).join(separator) }];
  }
  const parent = peer?.parent === 'Host' ? childrenNamed(engine.element, 'Host')[0] : engine.element;
  if (!parent) return [];
  const bare = isSynchronous ? SYNCHRONOUS_ELEMENT : ELEMENT;
  return insertChild(document, parent, peer ? linesOf(peer, model).join('\n') : bare);
}

/** One node is in a group by itself where nginx leads from it to a Tomcat that is not known here. */
const takesTurnsWithUnknown = ({ nodes, links }: NodeGroup): boolean =>
  nodes.length === 1 && links.some(({ upstream }) => !upstream.affinity);

/** Makes the comment live, with options that lose nothing where no affinity makes up for it. */
function uncommentAll(
  { comment, element }: NonNullable<TomcatNode['commentedCluster']>,
  document: XmlDocument,
  isSynchronous: boolean,
): readonly TextEdit[] {
  const options = sendOptionsOf(element);
  const isLossy = isSynchronous && options !== undefined && isAsynchronous(options);
  return [
    ...uncomment(document, comment),
    ...(isLossy ? setAttribute(document, element, 'channelSendOptions', String(synchronous(options))) : []),
  ];
}

/** A peer's element as it stands, its lines indented relative to the first. */
function linesOf({ path, span }: ClusterElement, model: ClusterModel): readonly string[] {
  const text = documentOf(path, model)?.text ?? '';
  const indent = indentBefore(text, span.start) ?? '';
  const [first = '', ...others] = text.slice(span.start, span.end).split(/\r?\n/);
  return [first, ...others.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))];
}

function documentOf(path: string, { files }: ClusterModel): XmlDocument | undefined {
  const file = files.get(path);
  return file?.kind === 'server.xml' ? file.document : undefined;
}
