import { t } from '@vscode/l10n';
import type { TomcatNode } from '../../cluster/model';
import { rule } from '../define';
import { circlesOf } from './circles';

/** The server.xml of the official images has its Cluster commented out, as every stock one. */
export const someNodes = rule({
  meta: {
    id: 'cluster/some-nodes',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      stock:
        '{node} runs with the server.xml of its image, in which no Cluster is active, while {other} runs with one: a session of the one is unknown to the other. Mount a server.xml with the same Cluster here, too.',
    },
  },
  group(group, { report }) {
    if (!group.intent) return;
    for (const { nodes } of circlesOf(group)) {
      const first = nodes.find(({ cluster }) => cluster);
      if (!first?.cluster) continue;
      for (const { service, name } of nodes.filter(isStock)) {
        if (!service) continue;
        report({
          path: service.composeFile,
          span: service.nameSpan,
          message: 'stock',
          data: {
            node: service.replicas > 1 ? service.name : name,
            other: first.name,
          },
          related: [
            {
              path: first.cluster.path,
              span: first.cluster.element.nameSpan,
              message: t('the Cluster of {nodes}', { nodes: first.name }),
            },
          ],
        });
      }
    }
  },
});

/** Whether it surely reads the server.xml that comes with its image. */
const isStock = ({ serverXml, connectors }: TomcatNode): boolean =>
  !serverXml && connectors.some(({ element }) => !element);
