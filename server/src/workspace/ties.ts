import { t } from '@vscode/l10n';
import type { ClusterModel, Link, NodeGroup, TomcatNode } from '../cluster/model';
import type { Place } from '../cluster/source';
import { routeTablesOf } from '../cluster/stickiness';
import type { Span } from '../languages/text/span';
import { all } from '../languages/text/suggest';
import { attribute, childrenNamed } from '../languages/xml/query';
import { channelOf, groupOf, textOfGroup } from '../rules/cluster/channels';
import { peerOf } from '../rules/cluster/peers';
import { isAsynchronous } from '../rules/support/sendOptions';

/** What a place has to do with places in other files. */
export interface Tie {
  readonly span: Span;
  readonly title: string;
  readonly targets: readonly Place[];
}

/** What stands above the Clusters of a server.xml and the `<distributable/>` of a web.xml. */
export function lensesIn(model: ClusterModel, path: string): readonly Tie[] {
  const groups = model.clusters.flatMap((cluster) => cluster.groups);
  return groups.flatMap((group) => [...clusterLenses(group, path, model), ...appLenses(group, path)]);
}

/** "2 of 3 nodes · group 228.0.0.4:45564 · DeltaManager, asynchronous" */
function clusterLenses({ nodes }: NodeGroup, path: string, model: ClusterModel): readonly Tie[] {
  const here = nodes.filter(({ cluster }) => cluster?.path === path);
  const [first] = here;
  if (!first?.cluster) return [];
  const { element, sendOptions } = first.cluster;
  const clustered = nodes.filter(({ cluster }) => cluster);
  const peer = peerOf(first, model);
  const channel = peer && channelOf(peer);
  const group = channel && groupOf(channel);
  const [manager] = childrenNamed(element, 'Manager');
  const className = manager ? attribute(manager, 'className')?.value : undefined;
  const parts = [
    clustered.length === nodes.length
      ? t('{count} nodes', { count: nodes.length })
      : t('{count} of {all} nodes', { count: clustered.length, all: nodes.length }),
    ...(group ? [t('group {group}', { group: textOfGroup(group) })] : []),
    [
      manager ? (className ?? '').slice((className ?? '').lastIndexOf('.') + 1) : 'DeltaManager',
      ...(sendOptions === undefined
        ? []
        : [isAsynchronous(sendOptions) ? t('asynchronous') : t('synchronous')]),
    ].join(', '),
  ];
  return [{ span: element.nameSpan, title: parts.join(' · '), targets: placesOf(nodes, path) }];
}

/** "replicated on 3 nodes" */
function appLenses({ nodes, apps }: NodeGroup, path: string): readonly Tie[] {
  const clustered = nodes.filter(({ cluster }) => cluster);
  return apps.flatMap(({ webXml, distributable }) => {
    if (webXml?.path !== path || !distributable || nodes.length < 2) return [];
    const title =
      clustered.length === 0
        ? t('not replicated: none of {nodes} has a Cluster', { nodes: all(nodes.map(({ name }) => name)) })
        : t('replicated on {nodes}', { nodes: all(clustered.map(({ name }) => name)) });
    return [{ span: distributable.nameSpan, title, targets: placesOf(clustered, path) }];
  });
}

/** Where nodes are, seen from a file: each in its server.xml, or, where that is this file or not here, in its Compose file. */
function placesOf(nodes: readonly TomcatNode[], from: string): readonly Place[] {
  const places = nodes.flatMap(({ cluster, engine, service }): readonly Place[] => {
    const own = cluster
      ? { path: cluster.path, span: cluster.element.nameSpan }
      : engine && { path: engine.path, span: engine.element.nameSpan };
    if (own && own.path !== from) return [own];
    return service ? [{ path: service.composeFile, span: service.nameSpan }] : [];
  });
  return distinct(places);
}

/** Each place once. */
export const distinct = (places: readonly Place[]): readonly Place[] => [
  ...new Map(places.map((place) => [`${place.path}:${place.span.start}`, place])).values(),
];

/** What stands behind the addresses of upstreams that do not name a node, and behind each jvmRoute. */
export function hintsIn(model: ClusterModel, path: string): readonly Tie[] {
  const servers = linksIn(model, path).flatMap(({ server, node, connector }): readonly Tie[] => {
    const [word] = server.placement.directive.args;
    if (!word || server.host === node.name || server.host === node.service?.name) return [];
    return [{ span: word.span, title: node.name, targets: [connector] }];
  });
  const routes = routeTablesOf(model).flatMap(({ entries, name }) =>
    entries.flatMap(({ node: { jvmRoute, serverXml }, path: table, span }): readonly Tie[] =>
      serverXml?.path === path && typeof jvmRoute === 'object' && jvmRoute.attribute
        ? [{ span: jvmRoute.attribute.span, title: name, targets: [{ path: table, span }] }]
        : [],
    ),
  );
  const found = [...servers, ...routes];
  return found.filter(({ span, title }, index) =>
    found.slice(0, index).every((other) => other.span.start !== span.start || other.title !== title),
  );
}

const linksIn = ({ clusters }: ClusterModel, path: string): readonly Link[] =>
  clusters.flatMap(({ links }) => links).filter(({ server }) => server.placement.path === path);
