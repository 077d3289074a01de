import { t } from '@vscode/l10n';
import { childrenNamed } from '../../../languages/tomcat/components';
import { classOf, simpleName } from '../../../languages/tomcat/values';
import { insertChild, markupOf, removeElement } from '../../../languages/xml/edit';
import { rule } from '../../define';
import { fixIn, valueSpanOf } from '../../support/tomcat';
import { clusterOf, isClass, isPlainValve } from './parts';

/** SimpleTcpCluster.addValve takes a ClusterValve only, and says nothing of others. */
export const valveDropped = rule({
  meta: {
    id: 'tomcat/valve-dropped',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      dropped:
        '{valve} is not a cluster valve, so the Cluster drops it: it never runs, and nothing is logged. Move it into the {parent}.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, report }) {
    const name = classOf(valve, file.properties);
    const cluster = clusterOf(valve, file);
    const container = cluster?.parent;
    if (name === undefined || !isPlainValve(name) || !cluster || !container) return;
    const { document, path } = file;
    const isThere = childrenNamed(container, 'Valve').some((other) => isClass(other, file, name));
    const moving = [
      ...removeElement(document, valve.element),
      ...insertChild(document, container.element, markupOf(document, valve.element), {
        after: ['Cluster', 'Realm', 'Valve'],
      }),
    ];
    const title = t('Move it into the {parent}', { parent: container.name });
    report({
      path,
      span: valueSpanOf(valve, 'className'),
      message: 'dropped',
      data: { valve: simpleName(name), parent: container.name },
      fixes: isThere
        ? [fixIn(file, t('Remove it'), false, removeElement(document, valve.element))]
        : [fixIn(file, title, false, moving)],
    });
  },
});
