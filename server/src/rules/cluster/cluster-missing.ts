import type { ClusterElement, ClusterModel, Intent, NodeGroup, TomcatNode } from '../../cluster/model';
import { sendOptionsOf } from '../../cluster/serverXml';
import { applyEdits, type TextEdit } from '../../languages/text/span';
import { childElements, childrenNamed } from '../../languages/xml/query';
import { Edits, indentBefore, lineEndOf } from '../edits';
import type { Fix, Related, Rule, RuleContext } from '../rule';
import { childIndent, insertChild, setAttribute } from '../xmlEdits';
import { isAsynchronous, synchronous } from './sendOptions';

/** Without a Cluster, StandardManager keeps sessions in the memory of one Tomcat (cluster-howto.html, "Cluster Basics"). */
export const clusterMissing: Rule = {
  meta: {
    id: 'cluster/cluster-missing',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      commented:
        'The Cluster of {nodes} is commented out: a session stays on the Tomcat that made it, and every other starts a new one. Uncomment it on every node.',
      absent:
        '{nodes} without a Cluster: a session stays on the Tomcat that made it, and every other starts a new one. Add it on every node.',
    },
  },
  model(context) {
    for (const { groups } of context.model.clusters) for (const group of groups) check(group, context);
  },
};

function check(group: NodeGroup, context: RuleContext): void {
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
}

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
  const verb = isUncommented ? 'Uncomment the Cluster' : 'Add a Cluster';
  return {
    title: lacking.length > 1 ? `${verb} on every node` : verb,
    // What a peer's Cluster says of addresses and keys may be right for that peer only.
    safe: !peer || childElements(peer.element).length === 0,
    edits: edits.byPath,
  };
}

function editsOf(
  { engine, commentedCluster }: TomcatNode,
  peer: ClusterElement | undefined,
  group: NodeGroup,
  model: ClusterModel,
): readonly TextEdit[] {
  const text = engine && textOf(engine.path, model);
  if (!engine || text === undefined) return [];
  const isSynchronous = group.roundRobin.length > 0;
  if (commentedCluster) {
    const { span } = commentedCluster.comment;
    const live = peer
      ? copyOf(peer, text, indentBefore(text, span.start), model)
      : contentOf(commentedCluster, text, isSynchronous);
    return [{ span, text: live }];
  }
  const parent = peer?.parent === 'Host' ? childrenNamed(engine.element, 'Host')[0] : engine.element;
  if (!parent) return [];
  const element = peer
    ? copyOf(peer, text, childIndent(text, parent), model)
    : isSynchronous
      ? SYNCHRONOUS_ELEMENT
      : ELEMENT;
  return [insertChild(text, parent, element)];
}

/** What stands in the comment, with options that lose nothing where no affinity makes up for it. */
function contentOf(
  { comment: { content }, element }: NonNullable<TomcatNode['commentedCluster']>,
  text: string,
  isSynchronous: boolean,
): string {
  const options = sendOptionsOf(element);
  const isLossy = isSynchronous && options !== undefined && isAsynchronous(options);
  const end = text.slice(0, content.end).trimEnd().length;
  const start = text.length - text.slice(content.start).trimStart().length;
  const edits = isLossy
    ? [setAttribute(text, element, 'channelSendOptions', String(synchronous(options)))]
    : [];
  return applyEdits(text.slice(0, end), edits).slice(start);
}

/** A peer's element as it stands, with its further lines moved to the indentation and line ends of another text. */
function copyOf(
  { path, span }: ClusterElement,
  target: string,
  indent: string | undefined,
  model: ClusterModel,
): string {
  const text = textOf(path, model) ?? '';
  const from = indentBefore(text, span.start) ?? '';
  return text
    .slice(span.start, span.end)
    .split(/\r?\n/)
    .map((line, index) =>
      index > 0 && line.startsWith(from) ? (indent ?? '') + line.slice(from.length) : line,
    )
    .join(lineEndOf(target));
}

function textOf(path: string, { files }: ClusterModel): string | undefined {
  const file = files.get(path);
  return file?.kind === 'server.xml' ? file.document.text : undefined;
}
