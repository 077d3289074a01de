import { t } from '@vscode/l10n';
import type { ClusterModel, TomcatNode } from '../../cluster/model';
import { valueOf } from '../../cluster/facts';
import { cookieNamesOf, routesOf } from '../../cluster/routes';
import { type RouteEntry, type RouteTable, routeTablesOf } from '../../cluster/stickiness';
import type { TextEdit } from '../../languages/text/span';
import { all } from '../../languages/text/suggest';
import { setAttribute } from '../../languages/xml/edit';
import type { XmlAttribute } from '../../languages/xml/tree';
import { rule, type Fix, type Related } from '../define';
import { circlesOf } from './circles';

/** Engine jvmRoute: "identifier which must be used in load balancing scenarios to enable session affinity" (config/engine.html). */
export const routeMissing = rule({
  meta: {
    id: 'cluster/route-missing',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      engine:
        'Without jvmRoute, the session IDs of {nodes} do not end in a route by which {balancer} finds their Tomcat, so the next request of a client may go to another one. Set jvmRoute.',
    },
  },
  model(model, { report }) {
    const told = new Set<object>();
    for (const table of routeTablesOf(model)) {
      for (const { node, route, path, span } of table.entries) {
        const { engine, jvmRoute } = node;
        if (!engine || jvmRoute !== undefined || told.has(engine.element)) continue;
        told.add(engine.element);
        const sharing = sharersOf(node, model);
        report({
          path: engine.path,
          span: engine.element.nameSpan,
          message: 'engine',
          data: { balancer: nameOf(table), nodes: all(sharing.map(({ name }) => name)) },
          related: [{ path, span, message: t('the route of {name}', { name: node.name }) }],
          // What starts a Tomcat outside of Compose may give it the property jvmRoute, which nobody here sees.
          fixes:
            route !== undefined && sharing.length === 1
              ? setRoute(node, route, model, table.isWhole && node.service !== undefined)
              : [],
        });
      }
    }
  },
});

/** The route must be unique among the nodes (config/engine.html): two of one route take each other's sessions. */
export const routeDuplicate = rule({
  meta: {
    id: 'cluster/route-duplicate',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      routed:
        '{nodes} have the same jvmRoute "{route}", by which {balancer} finds the Tomcat of a session: it sends the sessions of one to the other. Give each node its own.',
      unused:
        '{nodes} have the same jvmRoute "{route}", which must be unique: nothing tells whose session an ID is. Give each node its own.',
    },
  },
  group(group, { model, report }) {
    const told = new Set<object>();
    for (const { nodes } of circlesOf(group).filter(({ isBalanced }) => isBalanced)) {
      for (const [route, same] of byRoute(nodes)) {
        const last = same.at(-1);
        const attribute = last && attributeOf(last);
        if (!last?.serverXml || !attribute || same.length < 2 || told.has(attribute)) continue;
        told.add(attribute);
        const table = routeTablesOf(model).find(({ entries }) =>
          entries.some(({ node }) => same.includes(node)),
        );
        const data = { nodes: all(same.map(({ name }) => name)), route };
        const others = new Set(same.map(attributeOf));
        report({
          path: last.serverXml.path,
          span: attribute.valueSpan ?? attribute.span,
          ...(table
            ? { message: 'routed', data: { ...data, balancer: nameOf(table) }, severity: 'error' as const }
            : { message: 'unused', data }),
          related: same.flatMap((node): readonly Related[] => {
            const own = attributeOf(node);
            return node.serverXml && own && own !== attribute
              ? [{ path: node.serverXml.path, span: own.span, message: t('the same route') }]
              : [];
          }),
          // Where they share the file a value of its own for each comes from outside of it.
          fixes: others.size === same.length ? setRoute(last, freeRoute(last, nodes), model, false) : [],
        });
      }
    }
  },
});

/** A session whose route no line names is balanced like a new one. */
export const routeMismatch = rule({
  meta: {
    id: 'cluster/route-mismatch',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      map: 'Session IDs of {node} end in ".{route}", and no line of {balancer} that leads there takes them: their requests go to any Tomcat. Use the same name on both sides.',
      server:
        'The jvmRoute of {node} is "{route}" and not "{written}": {balancer} does not find the Tomcat of its sessions, and their requests go to any. Use the same name on both sides.',
    },
  },
  model(model, { report }) {
    for (const table of routeTablesOf(model)) {
      if (!table.isWhole) continue;
      for (const [node, entries] of byNode(table)) {
        const { jvmRoute, serverXml } = node;
        const [entry] = entries;
        if (typeof jvmRoute !== 'object' || !entry) continue;
        // Two of one route are cluster/route-duplicate.
        if (table.entries.some((other) => other.node !== node && hasRoute(other.node, jvmRoute.value)))
          continue;
        if (entries.some(({ takes }) => takes(jvmRoute.value) !== false)) continue;
        const data = { node: node.name, route: jvmRoute.value, balancer: nameOf(table) };
        const isShared = sharersOf(node, model).length > 1;
        report({
          path: entry.path,
          span: entry.span,
          ...(entry.route === undefined
            ? { message: 'map', data }
            : { message: 'server', data: { ...data, written: entry.route } }),
          related:
            serverXml && jvmRoute.attribute
              ? [
                  {
                    path: serverXml.path,
                    span: jvmRoute.attribute.valueSpan ?? jvmRoute.attribute.span,
                    message: t('the jvmRoute of {name}', { name: node.name }),
                  },
                ]
              : [],
          fixes: [
            ...writeRoute(entry, jvmRoute.value, model),
            ...(entry.route !== undefined && !isShared && jvmRoute.attribute
              ? setRoute(node, entry.route, model, false)
              : []),
          ],
        });
      }
    }
  },
});

/** `sessionCookieName` of a Context, `<cookie-config>` of web.xml: whoever reads JSESSIONID then finds nothing. */
export const routeCookieName = rule({
  meta: {
    id: 'cluster/route-cookie-name',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      other:
        '{balancer} reads the route from the cookie {cookie}, and the session cookie of {node} is {name}: no session is sent back to its Tomcat. Read the cookie {name}.',
    },
  },
  model(model, { report }) {
    const routes = routesOf(model);
    for (const table of routeTablesOf(model)) {
      const { balancer, cookie, entries, isWhole } = table;
      if (!cookie || !isWhole) continue;
      const nodes = new Set(entries.map(({ node }) => node));
      const ofRoutes = routes
        .filter(({ node }) => nodes.has(node))
        .flatMap(({ node, beliefs }) =>
          beliefs.map(({ cookie: { set } }) => ({ node, place: set.name, name: valueOf(set.name) })),
        );
      const names =
        balancer === 'nginx'
          ? ofRoutes
          : entries.flatMap(({ node, connector }) =>
              cookieNamesOf(node, connector, model).map(({ name }) => ({
                node,
                place: name,
                name: valueOf(name),
              })),
            );
      const [first] = names;
      const isOther = names.every(({ name }) => name !== undefined && name.toLowerCase() !== cookie.name);
      if (!first?.name || !isOther) continue;
      const place = typeof first.place === 'object' ? first.place.place : undefined;
      report({
        path: cookie.path,
        span: cookie.span,
        message: 'other',
        data: {
          balancer: balancer === 'nginx' ? 'nginx' : nameOf(table),
          cookie: cookie.name,
          node: first.node.name,
          name: first.name,
        },
        related: place ? [{ ...place, message: t('the name of the cookie') }] : [],
      });
    }
  },
});

const nameOf = ({ balancer, name }: RouteTable): string =>
  balancer === 'nginx'
    ? t('nginx ({name})', { name })
    : balancer === 'httpd'
      ? t('httpd ({name})', { name })
      : t('mod_jk ({name})', { name });

/** The Tomcats that read the same server.xml. */
const sharersOf = ({ serverXml }: TomcatNode, { nodes }: ClusterModel): readonly TomcatNode[] =>
  nodes.filter((one) => one.serverXml?.path === serverXml?.path);

const attributeOf = ({ jvmRoute }: TomcatNode): XmlAttribute | undefined =>
  typeof jvmRoute === 'object' ? jvmRoute.attribute : undefined;

const hasRoute = ({ jvmRoute }: TomcatNode, route: string): boolean =>
  typeof jvmRoute === 'object' && jvmRoute.value === route;

function byRoute(nodes: readonly TomcatNode[]): ReadonlyMap<string, readonly TomcatNode[]> {
  const found = new Map<string, TomcatNode[]>();
  for (const node of nodes) {
    const { jvmRoute } = node;
    if (typeof jvmRoute === 'object') found.set(jvmRoute.value, [...(found.get(jvmRoute.value) ?? []), node]);
  }
  return found;
}

function byNode({ entries }: RouteTable): ReadonlyMap<TomcatNode, readonly RouteEntry[]> {
  const found = new Map<TomcatNode, RouteEntry[]>();
  for (const entry of entries) found.set(entry.node, [...(found.get(entry.node) ?? []), entry]);
  return found;
}

/** The name of a node that no other has for its route. */
function freeRoute({ name }: TomcatNode, nodes: readonly TomcatNode[]): string {
  const taken = new Set(byRoute(nodes).keys());
  const plain = name.replaceAll(/[^\w-]+/g, '-');
  let free = plain;
  for (let number = 2; taken.has(free); number++) free = `${plain}-${number}`;
  return free;
}

function setRoute(
  { engine, serverXml }: TomcatNode,
  route: string,
  model: ClusterModel,
  safe: boolean,
): readonly Fix[] {
  const file = serverXml && model.files.get(serverXml.path);
  if (!engine || file?.kind !== 'server.xml') return [];
  const edits: readonly TextEdit[] = setAttribute(file.document, engine.element, 'jvmRoute', route);
  return [
    {
      title: t('Set {attribute}', { attribute: `jvmRoute="${route}"` }),
      safe,
      edits: new Map([[file.path, edits]]),
    },
  ];
}

/** Writes the route of the Tomcat into the table, where the table has one that is written out. */
function writeRoute({ path, span, route }: RouteEntry, to: string, model: ClusterModel): readonly Fix[] {
  const text = model.textOf(path).slice(span.start, span.end);
  const at = route === undefined ? -1 : text.lastIndexOf(route);
  if (route === undefined || at < 0 || !/^[\w-]+$/.test(to)) return [];
  const start = span.start + at;
  const edits = [{ span: { start, end: start + route.length }, text: to }];
  return [{ title: t('Write {route} here', { route: to }), safe: false, edits: new Map([[path, edits]]) }];
}
