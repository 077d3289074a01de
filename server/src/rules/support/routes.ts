import type { Place } from '../../cluster/source';
import { type Belief, type Route, routesOf } from '../../cluster/routes';
import type { ClusterModel, TomcatNode } from '../../cluster/model';
import { placementsNamed, type Placement } from '../../languages/nginx/configuration';
import type { Directive } from '../../languages/nginx/tree';
import { enclosing } from '../../languages/nginx/effective';
import { httpOf, serverAt, speaksTls } from '../../languages/nginx/http';
import { childrenNamed, descendants, localName, textOf } from '../../languages/xml/query';

/** What the rules about the way from a browser to an application have in common. */

/** A route with one application that it leads to, or none that is known. */
export interface Way {
  readonly route: Route;
  readonly belief: Belief;
}

/** All ways of a model; an application whose files are not here is taken for one that sets nothing itself. */
export const waysOf = (model: ClusterModel): readonly Way[] =>
  routesOf(model).flatMap((route) => route.presumed.map((belief) => ({ route, belief })));

/** The ways by the server of nginx that they go through. */
export function waysByServer(model: ClusterModel): ReadonlyMap<Placement, readonly Way[]> {
  const ways = new Map<Placement, Way[]>();
  for (const way of waysOf(model)) {
    const { placement } = way.route.passed.server;
    const known = ways.get(placement);
    if (known) known.push(way);
    else ways.set(placement, [way]);
  }
  return ways;
}

/** Whether an application keeps sessions, as far as its files show; undefined: they are not here. */
export function keepsSessions({ served }: Belief): boolean | undefined {
  const app = served?.app;
  if (!app) return undefined;
  if (app.usesSessions || app.distributable || app.sources.length === 0) return true;
  const { root } = app.webXml ?? {};
  if (!root) return false;
  return (
    childrenNamed(root, 'session-config').some(
      (config) => childrenNamed(config, 'cookie-config').length > 0,
    ) ||
    [...descendants(root)].some(
      (element) => localName(element) === 'auth-method' && textOf(element) === 'FORM',
    )
  );
}

/** `warning` where what Tomcat serves was seen; undefined where a rule should say nothing of it. */
export function severityFor(belief: Belief): 'warning' | 'information' | undefined {
  const keeps = keepsSessions(belief);
  if (keeps === undefined) return 'information';
  return keeps ? 'warning' : undefined;
}

/** The first word behind the name: where a rule about a `proxy_pass` speaks. */
export const addressOf = ({ path, directive }: Placement): Place => ({
  path,
  span: directive.args[0]?.span ?? directive.name.span,
});

const counts = new WeakMap<ClusterModel, Map<string, ReadonlyMap<Directive, number>>>();

/** Whether a line is read in one place alone, so that a change to it changes nothing else. */
export function isReadOnce({ directive }: Placement, model: ClusterModel): boolean {
  const name = directive.name.value;
  const byName = counts.get(model) ?? new Map<string, ReadonlyMap<Directive, number>>();
  counts.set(model, byName);
  let known = byName.get(name);
  if (!known) {
    const made = new Map<Directive, number>();
    for (const configuration of model.configurations)
      for (const one of placementsNamed(configuration, name))
        made.set(one.directive, (made.get(one.directive) ?? 0) + 1);
    byName.set(name, (known = made));
  }
  return known.get(directive) === 1;
}

const byTls = new WeakMap<ClusterModel, ReadonlySet<string> | 'any'>();

/** Whether requests may come to a Tomcat by TLS: through a server that speaks it, or past nginx. */
export function mayComeByTls(node: TomcatNode, model: ClusterModel): boolean {
  if (node.connectors.some(({ tls, published }) => tls && published.length > 0)) return true;
  const known = byTls.get(model) ?? reachedByTls(model);
  byTls.set(model, known);
  return known === 'any' || known.has(node.name);
}

/** The Tomcats behind servers with TLS; any where such a server passes requests on to what a variable names. */
function reachedByTls(model: ClusterModel): ReadonlySet<string> | 'any' {
  const proxies = model.balancers.flatMap(({ configuration }) => [...httpOf(configuration).proxies.values()]);
  const behind = proxies.filter(({ level }) => {
    const block = enclosing(level, 'server');
    const server = block && serverAt(block);
    return server?.listeners.some((listener) => speaksTls(server, listener)) ?? false;
  });
  if (behind.some(({ authority }) => authority.includes('$'))) return 'any';
  const secure = new Set(behind);
  return new Set(
    routesOf(model).flatMap(({ passed, node }) => (secure.has(passed.proxy) ? [node.name] : [])),
  );
}

/** `http://shop.test:8088`, as browsers have it. */
export function originOf({ passed: { browser } }: Route): string | undefined {
  const { scheme, host, port } = browser;
  if (scheme === undefined || port === undefined) return undefined;
  return `${scheme}://${host}${port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`}`;
}
