import { t } from '@vscode/l10n';
import type { TextEdit } from '../../languages/text/span';
import { childrenNamed, type Component } from '../../languages/tomcat/components';
import { classOf, simpleName } from '../../languages/tomcat/values';
import { insertChild, markupOf, removeElement } from '../../languages/xml/edit';
import { rule } from '../define';
import { valueSpanOf } from '../support/tomcat';
import { saysAll } from '../tomcat/channel/channel';
import { alignAll, deviations, namesOf, relatedTo, type Said, severityOf } from './differ';
import { clusterOf, type Peer } from './peers';

const DELTA = 'org.apache.catalina.ha.session.DeltaManager';
const KNOWN = [DELTA, 'org.apache.catalina.ha.session.BackupManager'];

interface Managed extends Said {
  readonly name: string;
  readonly manager: Component | undefined;
}

/** DeltaManager sends messages to all nodes, BackupManager keeps a replicated map: neither reads the other's. */
export const managerDiffers = rule({
  meta: {
    id: 'cluster/manager-differs',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      differs:
        'Sessions are kept by {name} on {nodes} and by {other} on {others}, and these two do not understand each other: the nodes see each other, and replicate no session. Use the same Manager on all nodes.',
    },
  },
  group(group, { model, report }) {
    for (const deviation of deviations(group, model, managerOf)) {
      const { at, own, from, circle } = deviation;
      report({
        path: at.peer.file.path,
        span: at.span,
        message: 'differs',
        ...severityOf(deviation),
        data: { nodes: namesOf(from), name: from[0].name, others: namesOf(own), other: at.name },
        related: relatedTo(from, t('the Manager of {nodes}', { nodes: namesOf(from) })),
        fixes: [from[0], at].map((one) =>
          alignAll(circle.nodes, model, t('Use {manager} on all nodes', { manager: one.name }), (peer) =>
            manageBy(peer, one),
          ),
        ),
      });
    }
  },
});

/** The Manager of a node's Cluster, where it is one of Tomcat's own; SimpleTcpCluster makes a DeltaManager where none is written. */
export function managerOf(peer: Peer): Managed | undefined {
  const cluster = clusterOf(peer);
  if (!cluster || !saysAll(cluster, peer.file)) return undefined;
  const [manager, another] = childrenNamed(cluster, 'Manager');
  const className = manager ? classOf(manager, peer.file.properties) : DELTA;
  if (another || className === undefined || !KNOWN.includes(className)) return undefined;
  const span = manager ? valueSpanOf(manager, 'className') : cluster.element.nameSpan;
  return { peer, manager, name: simpleName(className), key: className, span };
}

/** Gives a node a Manager like that of another one with all its attributes, or one of a class with none: the two take different ones. */
export function manageBy(peer: Peer, like: Managed | string): readonly TextEdit[] {
  const now = managerOf(peer);
  const cluster = clusterOf(peer);
  if (!cluster || !now || now.key === (typeof like === 'string' ? like : like.key)) return [];
  const { document } = peer.file;
  const markup =
    typeof like === 'string'
      ? `<Manager className="${like}"/>`
      : like.manager && markupOf(like.peer.file.document, like.manager.element);
  if (now.manager)
    return markup === undefined
      ? removeElement(document, now.manager.element)
      : [{ span: now.manager.element.span, text: markup.replace(/\n\s*/g, ' ') }];
  return markup === undefined
    ? []
    : insertChild(document, cluster.element, markup, {
        before: ['Channel', 'Valve', 'Deployer', 'ClusterListener'],
      });
}
