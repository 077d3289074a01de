import { t } from '@vscode/l10n';
import type { App, NodeGroup, TomcatNode } from '../../cluster/model';
import type { Place } from '../../cluster/source';
import { all, either } from '../../languages/text/suggest';
import { rule } from '../define';
import { nameFor, settleFix, writtenIn } from './settle';

/** More than anybody chooses from. */
const MOST = 8;

/** Peers that show no app beside apps that no node shows: what these need of a cluster is not judged. */
export const whichApp = rule({
  meta: {
    id: 'project/which-app',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      apps: 'No file says whether {nodes} run {apps}, so what the app needs of a cluster is not checked. Say it in cluster-lab.json.',
    },
  },
  group(group, { model, report }) {
    const { nodes, apps } = group;
    if (nodes.length < 2 || apps.length > 0 || !nodes.every(showsNone)) return;
    const taken = new Set(model.clusters.flatMap((cluster) => cluster.apps));
    const free = model.apps.filter((app) => !taken.has(app));
    const place = placeOf(group);
    if (!place || free.length === 0 || free.length > MOST) return;
    const names = [...new Set(nodes.map((node) => nameFor(node, model)))];
    const sourceOf = (app: App): string => writtenIn(model, app.webRoot);
    report({
      ...place,
      message: 'apps',
      data: { nodes: all(names), apps: either(free.map(sourceOf)) },
      related: free.flatMap(({ webXml, name }) =>
        webXml
          ? [{ path: webXml.path, span: webXml.root.nameSpan, message: t('the web app "{name}"', { name }) }]
          : [],
      ),
      fixes: free.flatMap((app) =>
        settleFix(
          model,
          t('Write cluster-lab.json: {nodes} run {app}', { nodes: all(names), app: sourceOf(app) }),
          { key: 'apps', value: [{ source: sourceOf(app), nodes: names }] },
        ),
      ),
    });
  },
});

const showsNone = ({ hasApps, deployments, serves }: TomcatNode): boolean =>
  !hasApps && deployments.length === 0 && !serves;

function placeOf({ nodes: [node] }: NodeGroup): Place | undefined {
  if (!node) return undefined;
  const { service, serverXml, engine } = node;
  if (service) return { path: service.composeFile, span: service.nameSpan };
  return serverXml && { path: serverXml.path, span: engine?.element.nameSpan ?? serverXml.span };
}
