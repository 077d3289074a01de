import { t } from '@vscode/l10n';
import type { TextEdit } from '../../languages/text/span';
import { childrenNamed, type Component } from '../../languages/tomcat/components';
import { textOf } from '../../languages/tomcat/values';
import { setAttribute } from '../../languages/xml/edit';
import { rule } from '../define';
import { valueSpanOf } from '../support/tomcat';
import { alignAll, deviations, namesOf, relatedTo, type Said, severityOf } from './differ';
import { clusterOf, type Peer } from './peers';

interface Named extends Said {
  readonly name: string;
}

/** SimpleTcpCluster.getManagerName puts the name of the Host before that of the Context, where the Cluster is in the Engine. */
export const hostDiffers = rule({
  meta: {
    id: 'cluster/host-differs',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      differs:
        'The Host of {nodes} is called "{name}", that of {others} "{other}". With the Cluster in the Engine, that name is part of the name by which nodes know an application: they see each other, and replicate no session. Give the Host the same name on all nodes.',
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
        data: { nodes: namesOf(from), name: from[0].name, others: namesOf(own), other: at.name },
        related: relatedTo(from, t('the Host of {nodes}', { nodes: namesOf(from) })),
        fixes: [from[0], at].map(({ name }) =>
          alignAll(circle.nodes, model, t('Call the Host "{name}" on all nodes', { name }), (peer) =>
            rename(peer, name),
          ),
        ),
      });
    }
  },
});

/** The one Host of the Engine that has the Cluster. */
function hostOf(peer: Peer): { readonly host: Component; readonly engine: Component } | undefined {
  const engine = clusterOf(peer)?.parent;
  if (engine?.name !== 'Engine') return undefined;
  const [host, another] = childrenNamed(engine, 'Host');
  return host && !another ? { host, engine } : undefined;
}

/** StandardHost.setName makes its letters small. */
function read(peer: Peer): Named | undefined {
  const host = hostOf(peer)?.host;
  const name = host && textOf(host, 'name', peer.file.properties)?.toLowerCase();
  if (!host || name === undefined || name === '') return undefined;
  return { peer, name, key: name, span: valueSpanOf(host, 'name') };
}

function rename(peer: Peer, name: string): readonly TextEdit[] {
  const found = hostOf(peer);
  const now = read(peer)?.name;
  if (!found || now === undefined || now === name) return [];
  const { document, properties } = peer.file;
  const isDefault = textOf(found.engine, 'defaultHost', properties)?.toLowerCase() === now;
  return [
    ...(isDefault ? setAttribute(document, found.engine.element, 'defaultHost', name) : []),
    ...setAttribute(document, found.host.element, 'name', name),
  ];
}
