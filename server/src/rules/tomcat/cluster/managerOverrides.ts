import { t } from '@vscode/l10n';
import type { App, ClusterModel, TomcatFile, TomcatNode } from '../../../cluster/model';
import { readSessionStore } from '../../../cluster/serverXml';
import { folderOf } from '../../../languages/text/paths';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { removeElement } from '../../../languages/xml/edit';
import { rule, type ContextOf, type Fix } from '../../define';
import { fixIn, setFix } from '../../support/tomcat';
import { clusterFor } from './inEffect';
import { DELTA_MANAGER, managerClass, PERSISTENT_MANAGER, STANDARD_MANAGER } from './managers';

const messages = {
  cluster:
    'This Manager takes the place of the Cluster\'s: Tomcat keeps these sessions in its own memory, replicates none, and logs "does not implement ClusterManager". Remove it.',
  store:
    'This Manager takes the place of the one that keeps sessions outside of this Tomcat: they stay in its memory, and nothing is logged. Remove it.',
} as const;

/** StandardContext.startInternal asks the Cluster for a manager only where the Context has none; of several Managers the last one read counts. */
export const managerOverrides = rule({
  meta: { id: 'tomcat/manager-overrides', severity: 'warning', refusedBy: 'none', fix: 'unsafe', messages },
  elements: ['Manager'],
  component(manager, context) {
    const { file } = context;
    const name = managerClass(manager, file);
    if (manager.parent?.name !== 'Context' || !file.isWhole) return;
    const hasStore = childrenNamed(manager, 'Store').length > 0;
    if (name !== STANDARD_MANAGER && (name !== PERSISTENT_MANAGER || hasStore)) return;
    if (!reportStore(manager, context)) reportCluster(manager, name, context);
  },
});

type Told = ContextOf<typeof messages> & { readonly file: TomcatFile };

/** conf/context.xml is read before the Context of an app, in whatever file that is. */
function reportStore(manager: Component, { file, model, report }: Told): boolean {
  const isInner = file.role === 'app' || file.role === 'descriptor' || file.kind === 'server.xml';
  const stores = file.nodes.map((node) => storeOf(node, model));
  const [store] = stores;
  if (!isInner || !store || !stores.every(Boolean)) return false;
  report({
    path: file.path,
    span: manager.element.nameSpan,
    message: 'store',
    related: [{ path: store.path, span: store.span, message: t('the Manager that it replaces') }],
    fixes: [remove(file, manager)],
  });
  return true;
}

function reportCluster(manager: Component, name: string, { file, model, report }: Told): void {
  const found = manager.parent && clusterFor(manager.parent, file, model);
  if (!found || found === 'none') return;
  const apps = appsOf(manager, file, model);
  // An app that is not distributable has no manager of the Cluster.
  if (apps?.every((app) => app.webXml && !app.distributable && app.isWhole)) return;
  const isCertain = apps?.some(({ distributable }) => distributable);
  report({
    path: file.path,
    span: manager.element.nameSpan,
    message: 'cluster',
    ...(isCertain ? { severity: 'error' } : {}),
    related: [
      {
        path: found.file.path,
        span: found.cluster.element.nameSpan,
        message: t('the Cluster that is not used'),
      },
    ],
    fixes: [
      remove(file, manager),
      ...(name === STANDARD_MANAGER ? [setFix(file, manager, 'className', DELTA_MANAGER, false)] : []),
    ],
  });
}

/** The Manager for all apps of a Tomcat that keeps sessions outside of it. */
function storeOf(node: TomcatNode, { tomcatFiles }: ClusterModel): ReturnType<typeof readSessionStore> {
  const outer = tomcatFiles.find(
    ({ kind, role, nodes }) => kind === 'context.xml' && role === 'default' && nodes.includes(node),
  );
  return outer && readSessionStore(outer.path, outer.document);
}

const remove = (file: TomcatFile, { element }: Component): Fix =>
  fixIn(file, t('Remove the Manager'), false, removeElement(file.document, element));

/** The apps that a Context is for; undefined where that is not known. */
function appsOf(manager: Component, file: TomcatFile, { apps }: ClusterModel): readonly App[] | undefined {
  if (file.role === 'app') {
    const root = folderOf(folderOf(file.path));
    const own = apps.filter(({ webRoot }) => webRoot === root);
    return own.length > 0 ? own : undefined;
  }
  const deployed = file.nodes.flatMap(({ deployments }) => deployments);
  const wanted =
    file.role === 'default'
      ? deployed
      : deployed.filter(({ contextPath }) => contextPath === pathFor(manager, file));
  const found = wanted.map(({ localPath }) =>
    apps.find(({ webRoot, builds }) => webRoot === localPath || builds.includes(localPath)),
  );
  const known = found.flatMap((app) => app ?? []);
  return known.length > 0 && known.length === found.length ? known : undefined;
}

/** The context path by the name of the descriptor (org.apache.catalina.util.ContextName), or as a Context of server.xml has it. */
function pathFor(manager: Component, { path, kind }: TomcatFile): string | undefined {
  if (kind === 'server.xml')
    return manager.parent?.element.attributes.find(({ name }) => name === 'path')?.value;
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.xml$/, '')
    .replace(/##.*$/, '');
  return name === 'ROOT' ? '' : `/${name.replaceAll('#', '/')}`;
}
