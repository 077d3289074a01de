import type { Place } from '../../cluster/source';
import { type Belief, type Route, routesOf } from '../../cluster/routes';
import type { ClusterModel, TomcatNode } from '../../cluster/model';
import { placementsNamed, type Placement } from '../../languages/nginx/configuration';
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

/** Whether a line is read in more than one place, so that a change to it changes something else too. */
export const isReadOnce = ({ directive }: Placement, { configurations }: ClusterModel): boolean =>
  configurations
    .flatMap((configuration) => placementsNamed(configuration, directive.name.value))
    .filter((other) => other.directive === directive).length === 1;

/** Whether requests may come to a Tomcat by TLS: through a server that speaks it, or past nginx. */
export function mayComeByTls(node: TomcatNode, model: ClusterModel): boolean {
  if (node.connectors.some(({ tls, published }) => tls && published.length > 0)) return true;
  const routes = routesOf(model);
  return model.balancers.some(({ configuration }) =>
    [...httpOf(configuration).proxies.values()].some((proxy) => {
      const block = enclosing(proxy.level, 'server');
      if (!block || !serverAt(block).listeners.some((listener) => speaksTls(serverAt(block), listener)))
        return false;
      const own = routes.filter(({ passed }) => passed.proxy === proxy);
      return proxy.authority.includes('$') || own.some((route) => route.node.name === node.name);
    }),
  );
}

/** `http://shop.test:8088`, as browsers have it. */
export function originOf({ passed: { browser } }: Route): string | undefined {
  const { scheme, host, port } = browser;
  if (scheme === undefined || port === undefined) return undefined;
  return `${scheme}://${host}${port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`}`;
}
