import { t } from '@vscode/l10n';
import type { Upstream, UpstreamServer } from '../languages/nginx/http';
import type { App, Balancer, Deployed, Intent, Link, NodeGroup, TomcatNode } from './model';
import { isInside } from '../languages/text/paths';
import { contextOf } from './images';
import type { Place } from './source';

/** Puts things together that belong together, however many steps lie between them. */
export function partition<T>(
  things: readonly T[],
  together: Iterable<readonly T[]>,
): readonly (readonly T[])[] {
  const groups = new Map(things.map((thing) => [thing, [thing]]));
  for (const [first, ...others] of together) {
    if (first === undefined) continue;
    for (const other of others) {
      const left = groups.get(first);
      const right = groups.get(other);
      if (!left || !right || left === right) continue;
      left.push(...right);
      for (const moved of right) groups.set(moved, left);
    }
  }
  return [...new Set(groups.values())].map((group) => things.filter((thing) => group.includes(thing)));
}

/**
 * The nodes in groups of peers, each with its apps, its links and what shows that it is meant to be a cluster.
 * `behindOthers`: the nodes behind each balancer that is none of nginx'.
 */
export function readGroups(
  nodes: readonly TomcatNode[],
  apps: readonly App[],
  balancers: readonly Balancer[],
  links: readonly Link[],
  served = appsByNode(nodes, apps),
  behindOthers: readonly (readonly TomcatNode[])[] = [],
): readonly NodeGroup[] {
  const together: (readonly TomcatNode[])[] = [...behindOthers];
  for (const upstream of new Set(links.map((link) => link.upstream))) {
    together.push(links.filter((link) => link.upstream === upstream).map((link) => link.node));
  }
  const services = new Map<string, TomcatNode[]>();
  for (const node of nodes) {
    for (const key of peerKeys(node)) services.set(key, [...(services.get(key) ?? []), node]);
  }
  together.push(...services.values());

  return partition(nodes, together).map((group) => {
    const own = links.filter((link) => group.includes(link.node));
    const ownApps = apps.filter((app) => group.some((node) => served.get(node)?.includes(app)));
    const roundRobin = roundRobinOf(own, balancers);
    return {
      nodes: group,
      apps: ownApps,
      links: own,
      behindOthers: behindOthers.filter((others) => others.some((node) => group.includes(node))),
      roundRobin,
      intent: intentOf(group, ownApps, roundRobin, own),
    };
  });
}

/** Replicas of one service, and services of one Compose file that serve the same app. */
function peerKeys({ service, deployments }: TomcatNode): readonly string[] {
  if (!service) return [];
  return [
    `${service.project}\n${service.name}`,
    ...deployments.map(({ localPath }) => `${service.project}\n\n${localPath}`),
  ];
}

/** What each node serves. */
export const appsByNode = (
  nodes: readonly TomcatNode[],
  apps: readonly App[],
): ReadonlyMap<TomcatNode, readonly App[]> => new Map(nodes.map((node) => [node, appsOn(node, apps)]));

function appsOn(node: TomcatNode, apps: readonly App[]): readonly App[] {
  const deployed = apps.filter((app) => isDeployed(node, app));
  if (deployed.length > 0) return deployed;
  const context = node.service && contextOf(node.service);
  // What a build brings that is not known here is the app beside it, where there is but one.
  const beside = context === undefined ? [] : apps.filter(({ webRoot }) => isInside(webRoot, context));
  if (beside.length === 1) return beside;
  // The only app of a workspace is whose else than of those that show none.
  return apps.length === 1 && !node.hasApps && node.deployments.length === 0 ? apps : [];
}

const isDeployed = ({ deployments, serves }: TomcatNode, app: App): boolean =>
  serves?.includes(app.webRoot) === true || deployments.some((deployed) => isDeployedAs(deployed, app));

/** Whether what lies in `webapps` is an app of the workspace, or what its build makes. */
export const isDeployedAs = ({ localPath }: Deployed, { webRoot, builds, outputs }: App): boolean =>
  localPath === webRoot ||
  builds.includes(localPath) ||
  outputs.some((folder) => isInside(localPath, folder));

/** Upstreams that a proxy names and that send one client now to this node, now to that. */
function roundRobinOf(links: readonly Link[], balancers: readonly Balancer[]): readonly Upstream[] {
  const used = new Set(balancers.flatMap(({ targets }) => [...targets.values()]));
  return [...new Set(links.map((link) => link.upstream))].filter((upstream) => {
    if (upstream.affinity || !upstream.isWhole || !used.has(upstream)) return false;
    const active = links.filter((link) => link.upstream === upstream && takesRequests(link.server));
    return new Set(active.map((link) => link.node)).size > 1;
  });
}

/**
 * The upstream that leads from a Tomcat to another one, which is not known here: nginx takes the servers of an upstream for
 * the same. One that only stands in when the others fail may be a page of errors.
 */
function leadingToMore(links: readonly Link[]): Upstream | undefined {
  const known = new Set(links.map(({ server }) => server));
  const names = new Set(links.flatMap(({ node }) => namesOf(node)));
  const isAnother = (server: UpstreamServer): boolean =>
    server.host !== undefined && !known.has(server) && !names.has(server.host) && takesRequests(server);
  return links.find(({ upstream }) => upstream.servers.some(isAnother))?.upstream;
}

const namesOf = ({ service }: TomcatNode): readonly string[] =>
  service ? [service.name, ...(service.aliases ?? [])] : [];

const takesRequests = ({ parameters }: UpstreamServer): boolean =>
  !parameters.includes('backup') && !parameters.includes('down');

/** Whether Tomcat keeps the sessions of an app, so that a Cluster would do something for it. */
export const isTomcats = (app: App): boolean => !app.sessionStore && !app.configuredInCode && app.isWhole;

function intentOf(
  nodes: readonly TomcatNode[],
  apps: readonly App[],
  roundRobin: readonly Upstream[],
  links: readonly Link[],
): Intent | undefined {
  if (nodes.some((node) => node.sessionStore || !node.isWhole)) return undefined;
  if (apps.length > 0 && !apps.some(isTomcats)) return undefined;

  const evidence: (Place & { readonly says: string })[] = [];
  for (const { cluster, name } of nodes) {
    if (!cluster || evidence.some((known) => known.path === cluster.path)) continue;
    evidence.push({
      path: cluster.path,
      span: cluster.element.nameSpan,
      says: t('{name} has a Cluster', { name }),
    });
  }
  if (evidence.length > 0) return { reason: 'cluster-element', evidence };
  const more = nodes.length === 1 ? leadingToMore(links) : undefined;
  if (nodes.length === 1 && !more) return undefined;

  for (const { distributable, webXml, name } of apps) {
    if (!distributable || !webXml) continue;
    evidence.push({
      path: webXml.path,
      span: distributable.span,
      says: t('the web app "{name}" is distributable', { name }),
    });
  }
  if (evidence.length > 0) {
    if (more)
      evidence.push({
        ...placeOf(more),
        says: t('{upstream} also balances over other servers', { upstream: more.name }),
      });
    return { reason: 'distributable', evidence };
  }

  const users = apps.filter((app) => app.usesSessions && isTomcats(app));
  if (roundRobin.length === 0 || users.length === 0) return undefined;
  for (const upstream of roundRobin) {
    const behind = new Set(links.filter((link) => link.upstream === upstream).map((link) => link.node.name));
    const says = t('{upstream} balances over {nodes} without affinity', {
      upstream: upstream.name,
      nodes: [...behind].join(', '),
    });
    evidence.push({ ...placeOf(upstream), says });
  }
  for (const app of users) {
    if (app.sessionUse)
      evidence.push({
        ...app.sessionUse,
        says: t('the web app "{app}" keeps data in its sessions', { app: app.name }),
      });
  }
  return { reason: 'sessions-behind-upstream', evidence };
}

const placeOf = ({ placement: { path, directive } }: Upstream): Place => ({
  path,
  span: directive.args[0]?.span ?? directive.name.span,
});
