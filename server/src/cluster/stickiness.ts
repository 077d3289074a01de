import { placementsNamed, type Placement } from '../languages/nginx/configuration';
import { hasGap, written } from '../languages/nginx/effective';
import { httpOf, type Upstream } from '../languages/nginx/http';
import type { Word } from '../languages/nginx/tree';
import { soleVariable } from '../languages/nginx/variables';
import { regexOf } from '../languages/nginx/whichLocation/regex';
import { valueOf } from './facts';
import { connectorsAt } from './links';
import type { Balancer, ClusterModel, Connector, TomcatNode } from './model';
import type { OtherBalancer } from './otherBalancers';
import { cookieNamesOf, routesOf } from './routes';
import type { Place } from './source';

/**
 * What sends a session back to its Tomcat by the route at the end of its ID: `sticky route` and maps of nginx, sticky load
 * balancers of mod_jk.
 */
export interface RouteTable {
  readonly balancer: 'nginx' | OtherBalancer['kind'];
  /** The map's variable, the upstream or the worker. */
  readonly name: string;
  /** Whose value holds the session ID, in lower case, with where it is named; undefined: it cannot be told. */
  readonly cookie: (Place & { readonly name: string }) | undefined;
  readonly entries: readonly RouteEntry[];
  /** Whether all that it says is here. */
  readonly isWhole: boolean;
}

/** One route of a table, and where it leads. */
export interface RouteEntry extends Place {
  readonly node: TomcatNode;
  /** Where it leads to, if that is known by itself. */
  readonly connector?: Connector;
  /** Where it is one text and no expression. */
  readonly route: string | undefined;
  /** Whether it takes a session with this route; undefined: it cannot be told. */
  readonly takes: (route: string) => boolean | undefined;
}

const known = new WeakMap<ClusterModel, readonly RouteTable[]>();

/** Every table of a model that leads to Tomcats of it. */
export function routeTablesOf(model: ClusterModel): readonly RouteTable[] {
  let tables = known.get(model);
  if (!tables) {
    const all = [
      ...model.balancers.flatMap((balancer) => nginxTables(balancer, model)),
      ...otherTables(model),
    ];
    tables = all.filter((table) => table.entries.length > 0 && isOfSessions(table, model));
    known.set(model, tables);
  }
  return tables;
}

/** Whether a cookie is the one that Tomcat sets; others choose a group of nodes by other means. */
const isOfSessions = ({ cookie, entries }: RouteTable, model: ClusterModel): boolean =>
  cookie === undefined ||
  cookie.name === 'jsessionid' ||
  entries.some(({ node, connector }) =>
    cookieNamesOf(node, connector, model).some(({ name }) => valueOf(name)?.toLowerCase() === cookie.name),
  ) ||
  routesOf(model).some(({ beliefs }) =>
    beliefs.some((belief) => valueOf(belief.cookie.set.name)?.toLowerCase() === cookie.name),
  );

function nginxTables(balancer: Balancer, model: ClusterModel): readonly RouteTable[] {
  const maps = mapsOf(balancer);
  return [
    ...balancer.upstreams.flatMap((upstream) => stickyTable(upstream, maps, model) ?? []),
    ...[...maps.values()].flatMap((map) => mapTable(map, balancer, maps, model) ?? []),
  ];
}

/** A map of http by the variable that it makes. */
interface RouteMap {
  readonly placement: Placement;
  readonly source: Word;
  readonly name: string;
}

const mapsOf = ({ configuration }: Balancer): ReadonlyMap<string, RouteMap> =>
  new Map(
    placementsNamed(configuration, 'map').flatMap((placement): readonly (readonly [string, RouteMap])[] => {
      const [source, variable] = placement.directive.args;
      const name = soleVariable(variable?.value ?? '');
      return placement.context === 'http' && source && name !== undefined
        ? [[name.toLowerCase(), { placement, source, name }]]
        : [];
    }),
  );

/** The cookie that a variable has its value from, through maps. */
function cookieOf(
  word: Word,
  path: string,
  maps: ReadonlyMap<string, RouteMap>,
  depth = 0,
): RouteTable['cookie'] {
  const name = soleVariable(word.value)?.toLowerCase();
  if (name === undefined || depth > 5) return undefined;
  const cookie = /^cookie_(\w+)$/.exec(name)?.[1];
  if (cookie !== undefined) return { path, span: word.span, name: cookie };
  const map = maps.get(name);
  return map && cookieOf(map.source, map.placement.path, maps, depth + 1);
}

/** `sticky route $variable …` with `server … route=name` (ngx_http_upstream_module). */
function stickyTable(
  upstream: Upstream,
  maps: ReadonlyMap<string, RouteMap>,
  model: ClusterModel,
): RouteTable | undefined {
  const [sticky] = written(upstream.placement, 'sticky');
  const [kind, ...words] = sticky?.directive.args ?? [];
  if (!sticky || kind?.value !== 'route') return undefined;
  const cookies = words.map((word) => cookieOf(word, sticky.path, maps));
  return {
    balancer: 'nginx',
    name: upstream.name,
    cookie: cookies.find((cookie) => cookie !== undefined),
    entries: upstream.servers.flatMap((server) => {
      const { path, directive } = server.placement;
      const word = directive.args.find(({ value }) => value.startsWith('route='));
      const node = soleNode(upstream, model, [server]);
      const route = word?.value.slice('route='.length);
      return word && node && route !== undefined
        ? [{ path, span: word.span, node, route, takes: (one: string) => one === route }]
        : [];
    }),
    isWhole: upstream.isWhole,
  };
}

/** The one Tomcat that some servers of an upstream lead to; undefined where they lead to several, or elsewhere too. */
function soleNode(
  upstream: Upstream,
  { clusters }: ClusterModel,
  servers = upstream.servers.filter(
    ({ parameters }) => !parameters.includes('backup') && !parameters.includes('down'),
  ),
): TomcatNode | undefined {
  if (!upstream.isWhole) return undefined;
  const links = clusters.flatMap((cluster) => cluster.links).filter((link) => link.upstream === upstream);
  const nodes = servers.map((server) =>
    links.filter((link) => link.server === server).map(({ node }) => node),
  );
  const [first] = nodes[0] ?? [];
  return first && nodes.every((own) => own.length === 1 && own[0] === first) ? first : undefined;
}

/** A map from session IDs, or from routes that another map took out of them, to what a proxy_pass names. */
function mapTable(
  { placement, source, name }: RouteMap,
  balancer: Balancer,
  maps: ReadonlyMap<string, RouteMap>,
  model: ClusterModel,
): RouteTable | undefined {
  const isUsed = balancer.proxies.some(({ authority }) => soleVariable(authority) === name);
  const variable = soleVariable(source.value)?.toLowerCase() ?? '';
  const cookie = cookieOf(source, placement.path, maps);
  if (!isUsed || !cookie) return undefined;
  const isOfId = variable.startsWith('cookie_');
  return {
    balancer: 'nginx',
    name: `$${name}`,
    cookie,
    entries: placement.children.flatMap(({ directive, path }): readonly RouteEntry[] => {
      const { name: key, args } = directive;
      const [target] = args;
      if (!target || key.value === 'default' || key.value === 'hostnames') return [];
      const node = nodeNamed(target.value, balancer, model);
      return node ? [{ path, span: key.span, node, ...takenBy(key, isOfId) }] : [];
    }),
    isWhole: !hasGap(placement),
  };
}

/** As many characters as a session ID of Tomcat has (SessionIdGeneratorBase, 16 bytes). */
const ID = '0123456789ABCDEF0123456789ABCDEF';

function takenBy({ value }: Word, isOfId: boolean): Pick<RouteEntry, 'route' | 'takes'> {
  if (!value.startsWith('~')) {
    const text = value.replace(/^\\/, '').toLowerCase();
    return {
      route: isOfId ? undefined : value,
      takes: (route) => !isOfId && text === route.toLowerCase(),
    };
  }
  const expression = regexOf(value.replace(/^~\*?/, ''), value.startsWith('~*'));
  const [, literal] = /\\\.\(?([\w-]+)\)?\$?$/.exec(value) ?? [];
  return {
    route: literal,
    takes: (route) => expression?.test(isOfId ? `${ID}.${route}` : route),
  };
}

/** The one Tomcat that a value of a map leads to: the name of an upstream, or an address. */
function nodeNamed(value: string, balancer: Balancer, model: ClusterModel): TomcatNode | undefined {
  const upstream = httpOf(balancer.configuration).upstreams.get(value.toLowerCase());
  if (upstream) return soleNode(upstream, model);
  const [, host, port] = /^([^:/$]+):(\d+)$/.exec(value) ?? [];
  if (host === undefined) return undefined;
  const found = connectorsAt({ host, port: Number(port) }, balancer, model.nodes);
  return found.length === 1 ? found[0]?.node : undefined;
}

/** Sticky balancers of Apache httpd and mod_jk. */
const otherTables = ({ otherBalancers }: ClusterModel): readonly RouteTable[] =>
  otherBalancers.flatMap(({ kind, name, members, sticky, isWhole }): readonly RouteTable[] => {
    if (!sticky) return [];
    const { path, span } = sticky;
    const cookie =
      sticky.cookie === undefined ? undefined : { path, span, name: sticky.cookie.toLowerCase() };
    const entries = members.map((member) => ({ ...member, takes: (one: string) => one === member.route }));
    return [{ balancer: kind, name, cookie, entries, isWhole }];
  });
