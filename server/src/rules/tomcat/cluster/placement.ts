import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { elementAt } from '../../../languages/tomcat/catalogue';
import { childrenNamed, pathOf, type Component } from '../../../languages/tomcat/components';
import { insertChild, markupOf, removeElement } from '../../../languages/xml/edit';
import { rule, type Fix } from '../../define';
import { fixIn } from '../../support/tomcat';
import { clusterIn } from './parts';

/** Where Tomcat reads what is around it, but has no rule for a Cluster: "No rules found matching". */
function isMisplaced({ path, parent }: Component, { kind }: TomcatFile): boolean {
  return (
    parent !== undefined && !elementAt(kind, path, undefined) && !!elementAt(kind, parent.path, undefined)
  );
}

export const clusterMisplaced = rule({
  meta: {
    id: 'tomcat/cluster-misplaced',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      misplaced:
        'Tomcat ignores a Cluster in a {parent}, with a warning in its log, and replicates no session. Put it into the Engine or a Host.',
    },
  },
  elements: ['Cluster'],
  component(cluster, { file, report }) {
    const { parent } = cluster;
    if (!parent || !isMisplaced(cluster, file)) return;
    report({
      path: file.path,
      span: cluster.element.nameSpan,
      message: 'misplaced',
      data: { parent: parent.name },
      fixes: moveFix(file, cluster, parent),
    });
  },
});

function moveFix(file: TomcatFile, { element }: Component, parent: Component): readonly Fix[] {
  const engines = childrenNamed(parent, 'Engine');
  const [target] = pathOf(parent) === 'Server/Service' ? engines : [parent.parent];
  if (!target || engines.length > 1 || !['Engine', 'Host'].includes(target.name) || clusterIn(target))
    return [];
  const { document } = file;
  return [
    fixIn(file, t('Move it into the {parent}', { parent: target.name }), false, [
      ...removeElement(document, element),
      ...insertChild(document, target.element, markupOf(document, element)),
    ]),
  ];
}

export const clusterTwice = rule({
  meta: {
    id: 'tomcat/cluster-twice',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      replaced:
        'This {parent} has another Cluster below, which replaces this one: Tomcat never starts it, and logs nothing. Keep one of them.',
    },
  },
  elements: ['Engine', 'Host'],
  component(container, { file, report }) {
    const clusters = childrenNamed(container, 'Cluster');
    const last = clusters.at(-1);
    if (!last) return;
    for (const { element } of clusters.slice(0, -1)) {
      report({
        path: file.path,
        span: element.nameSpan,
        message: 'replaced',
        data: { parent: container.name },
        related: [{ path: file.path, span: last.element.nameSpan, message: t('the Cluster that is used') }],
        fixes: [fixIn(file, t('Remove this Cluster'), false, removeElement(file.document, element))],
      });
    }
  },
});
