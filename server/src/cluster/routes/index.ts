import type { Placement } from '../../languages/nginx/configuration';
import { enclosing } from '../../languages/nginx/effective';
import { type Proxy, serverAt, type Upstream } from '../../languages/nginx/http';
import { hasPlaceholder } from '../../languages/text/placeholders';
import { attribute } from '../../languages/xml/query';
import type { Balancer, ClusterModel, Connector, Link, TomcatNode } from '../model';
import { type Belief, beliefsOf } from './belief';
import { type Container, containerOf } from './container';
import { entriesOf, type Entry } from './entries';
import { type PathMap, pathMapOf } from './paths';
import { peersOf } from './peers';
import type { Browser, Passed } from './request';

export { cookieNamesOf } from './belief';
export type { Belief, Redirect } from './belief';
export type { Returns } from './browser';
export type { Cookie } from './cookie';

/** The whole way of a request: from where browsers come to nginx, over a proxy_pass, to a Tomcat. */
export interface Route {
  readonly balancer: Balancer;
  readonly entry: Entry;
  readonly passed: Passed;
  /** Undefined: the proxy_pass stands in none. */
  readonly location: Placement | undefined;
  readonly node: TomcatNode;
  readonly connector: Connector;
  readonly paths: PathMap | undefined;
  /** Where it ends in nothing; undefined: nowhere, as far as is known. */
  readonly breaks: Break | undefined;
  /** What Tomcat believes of it, an application each; none where the way breaks. */
  readonly beliefs: readonly Belief[];
  /** The same, with applications whose files are not here taken for such as set nothing themselves. */
  readonly presumed: readonly Belief[];
  /** What Tomcat would believe of a browser at another address. */
  readonly believedAt: (browser: Browser, presumes?: boolean) => readonly Belief[];
}

/** The connector speaks AJP; nginx speaks TLS and it does not; it does and nginx does not. */
export type Break = 'ajp' | 'plain' | 'tls';

const known = new WeakMap<ClusterModel, readonly Route[]>();

/** All routes of a model, made when they are first asked for. */
export function routesOf(model: ClusterModel): readonly Route[] {
  let routes = known.get(model);
  if (!routes) {
    const behind = new Map<Upstream, Link[]>();
    for (const link of model.clusters.flatMap(({ links }) => links))
      behind.set(link.upstream, [...(behind.get(link.upstream) ?? []), link]);
    routes = model.balancers.flatMap((balancer) =>
      balancer.proxies.flatMap((proxy) => routesThrough(balancer, proxy, behind, model)),
    );
    known.set(model, routes);
  }
  return routes;
}

function routesThrough(
  balancer: Balancer,
  proxy: Proxy,
  behind: ReadonlyMap<Upstream, readonly Link[]>,
  model: ClusterModel,
): readonly Route[] {
  const { level } = proxy;
  const block = enclosing(level, 'server');
  if (!level || !block || !proxy.scheme) return [];
  const upstream = balancer.targets.get(proxy.placement);
  const links = upstream ? (behind.get(upstream) ?? []) : [];
  if (links.length === 0) return [];
  const server = serverAt(block);
  const paths = pathMapOf(proxy, level);
  const location = enclosing(level, 'location');
  return entriesOf(balancer, server, level, model).flatMap((entry) =>
    links.map(({ node, connector, server: { host = '' } }) => {
      const { port, isTls, browser } = entry;
      const passed = { configuration: balancer.configuration, server, proxy, level, port, isTls, browser };
      const breaks = breakOf(proxy, connector);
      const common = { balancer, entry, passed, location, node, connector, paths, breaks };
      return withBeliefs(common, host, model);
    }),
  );
}

type Common = Omit<Route, 'beliefs' | 'presumed' | 'believedAt'>;

/** Beliefs are found when they are first asked for. */
function withBeliefs(common: Common, host: string, model: ClusterModel): Route {
  const { balancer, passed, paths, node, connector, breaks } = common;
  let behind:
    { readonly container: Container | undefined; readonly peers: readonly string[] | undefined } | undefined;
  const believedAt = (browser: Browser, assumesPlain = false): readonly Belief[] => {
    if (breaks) return [];
    behind ??= {
      container: containerOf(node, connector, model),
      peers: peersOf(balancer, node, host, model),
    };
    const { container, peers } = behind;
    return container
      ? beliefsOf({ passed: { ...passed, browser }, container, paths, peers, assumesPlain }, model)
      : [];
  };
  let beliefs: readonly Belief[] | undefined;
  let presumed: readonly Belief[] | undefined;
  return {
    ...common,
    believedAt,
    get beliefs() {
      return (beliefs ??= believedAt(passed.browser));
    },
    get presumed() {
      return (presumed ??= believedAt(passed.browser, true));
    },
  };
}

/** Where a proxy that speaks so ends at a connector; one without an element is the stock one of an image. */
export function breakOf(
  { scheme }: Pick<Proxy, 'scheme'>,
  { protocol, tls, element }: Connector,
): Break | undefined {
  if (!element) return scheme === 'https' ? 'plain' : undefined;
  if (protocol === 'ajp') return 'ajp';
  if (protocol === 'other' || hasPlaceholder(attribute(element, 'SSLEnabled')?.value ?? '')) return undefined;
  if (scheme === 'https') return tls ? undefined : 'plain';
  return tls ? 'tls' : undefined;
}
