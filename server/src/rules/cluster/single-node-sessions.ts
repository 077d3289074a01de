import { t } from '@vscode/l10n';
import type { App, Balancer, ClusterModel, NodeGroup } from '../../cluster/model';
import type { Upstream } from '../../languages/nginx/http';
import { isTomcats } from '../../cluster/groups';
import { rule, type Fix } from '../define';
import { Edits } from '../support/edits';
import { insertDistributable } from '../support/tomcat';
import { clusterEdits } from './cluster-missing';

/** StandardManager keeps sessions in one Tomcat; it writes them to a file at a stop only for itself (SESSIONS.ser). */
export const singleNodeSessions = rule({
  meta: {
    id: 'cluster/single-node-sessions',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      kept: '"{affinity}" keeps each user on one Tomcat, and only that one has the session: while it is stopped, also to deploy a new version, its users are logged out. To keep them, add a Cluster to every node and <distributable/> to the app.',
    },
  },
  model(model, { report }) {
    for (const balancer of model.balancers) {
      for (const upstream of new Set(balancer.targets.values())) {
        const { affinity, isWhole, servers } = upstream;
        const active = servers.filter(({ parameters }) => !parameters.includes('down'));
        if (!affinity || !isWhole || active.length < 2 || movesUsers(affinity)) continue;
        const group = behind(upstream, balancer, model);
        const app = group?.apps.find((one) => one.usesSessions && one.sessionUse && isTomcats(one));
        if (
          !group ||
          !app?.sessionUse ||
          group.intent ||
          group.apps.some(({ distributable }) => distributable)
        )
          continue;
        if (
          group.nodes.some(
            ({ cluster, sessionStore, isWhole: isKnown }) => cluster || sessionStore || !isKnown,
          )
        )
          continue;
        report({
          path: upstream.placement.path,
          span: affinity.span,
          message: 'kept',
          data: { affinity: affinity.name.value },
          related: [
            {
              ...app.sessionUse,
              message: t('the web app "{app}" keeps data in its sessions', { app: app.name }),
            },
          ],
          fixes: fixesOf(group, app, model),
        });
      }
    }
  },
});

/** Whether new users are moved once more: nginx/hash-empty-cookie speaks of it. */
const movesUsers = ({ name, args }: NonNullable<Upstream['affinity']>): boolean =>
  name.value === 'hash' && args.some(({ value }) => value.includes('$cookie_'));

/** The nodes that an upstream leads to. Of CATALINA_BASEs that listen at one port each it may be any, so then it is all of them. */
function behind(upstream: Upstream, { service }: Balancer, model: ClusterModel): NodeGroup | undefined {
  const groups = model.clusters.flatMap((cluster) => cluster.groups);
  const linked = groups.find(({ links }) => links.some((link) => link.upstream === upstream));
  if (linked) return linked;
  const ports = new Set(upstream.servers.map(({ port }) => port));
  const bases = model.nodes.filter((node) => !node.service);
  const isAll = bases.every(({ connectors }) => connectors.some(({ port }) => ports.has(port)));
  if (service || bases.length !== upstream.servers.length || bases.length !== model.nodes.length || !isAll)
    return undefined;
  return model.apps.length === 1
    ? { nodes: bases, apps: model.apps, links: [], behindOthers: [], roundRobin: [], intent: undefined }
    : undefined;
}

/** Both parts, since either alone does nothing. */
function fixesOf(group: NodeGroup, { webXml }: App, model: ClusterModel): readonly Fix[] {
  const cluster = clusterEdits(group, model);
  if (!cluster || !webXml || webXml.document.faults.length > 0) return [];
  const edits = new Edits();
  for (const [path, own] of cluster) edits.add(path, ...own);
  edits.add(webXml.path, ...insertDistributable(webXml.document, webXml.root));
  return [{ title: t('Add a Cluster on every node and <distributable/>'), safe: false, edits: edits.byPath }];
}
