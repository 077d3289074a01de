import { t } from '@vscode/l10n';
import type { TextEdit } from '../../languages/text/span';
import { childrenNamed } from '../../languages/tomcat/components';
import { insertChild, markupOf, removeElement } from '../../languages/xml/edit';
import { rule } from '../define';
import { alignAll, deviations, namesOf, relatedTo, type Said, severityOf } from './differ';
import { clusterOf, type Peer } from './peers';

interface Placed extends Said {
  readonly parent: 'Engine' | 'Host';
}

/** SimpleTcpCluster.getManagerName: in an Engine the manager of /app is called localhost#/app, in a Host /app. */
export const placementDiffers = rule({
  meta: {
    id: 'cluster/placement-differs',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      differs:
        'The Cluster of {nodes} is in the {parent}, that of {others} in the {other}, so the same application has different names for them, "/app" and "localhost#/app": the nodes see each other and replicate no session. Put the Cluster in the same place on all nodes.',
    },
  },
  group(group, { model, report }) {
    for (const deviation of deviations(group, model, read)) {
      const { at, own, from, circle } = deviation;
      report({
        path: at.peer.file.path,
        span: at.span,
        message: 'differs',
        ...severityOf(deviation),
        data: { nodes: namesOf(from), parent: from[0].parent, others: namesOf(own), other: at.parent },
        related: relatedTo(from, t('the Cluster of {nodes}', { nodes: namesOf(from) })),
        fixes: [from[0], at]
          .map(({ parent }) =>
            alignAll(
              circle.nodes,
              model,
              t('Move the Cluster into the {parent} on all nodes', { parent }),
              (peer) => moveTo(peer, parent) ?? [],
            ),
          )
          .filter(({ edits }) => edits.size > 0),
      });
    }
  },
});

function read(peer: Peer): Placed | undefined {
  const cluster = clusterOf(peer);
  const parent = cluster?.parent?.name;
  if (parent !== 'Engine' && parent !== 'Host') return undefined;
  return { peer, parent, key: parent, span: cluster?.element.nameSpan ?? peer.server.element.nameSpan };
}

/** Undefined where it cannot be moved: an Engine with several Hosts, a deployer that works in a Host alone. */
function moveTo(peer: Peer, parent: Placed['parent']): readonly TextEdit[] | undefined {
  const cluster = clusterOf(peer);
  const now = cluster?.parent;
  const engine = now?.name === 'Host' ? now.parent : now;
  const [host, another] = engine ? childrenNamed(engine, 'Host') : [];
  if (!cluster || !engine || now?.name === parent || !host || another) return undefined;
  if (parent === 'Engine' && childrenNamed(cluster, 'Deployer').length > 0) return undefined;
  const { document } = peer.file;
  const to = parent === 'Engine' ? engine : host;
  return [
    ...removeElement(document, cluster.element),
    ...insertChild(document, to.element, markupOf(document, cluster.element), {
      before: parent === 'Engine' ? ['Host'] : [],
    }),
  ];
}
