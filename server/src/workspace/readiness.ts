import { t } from '@vscode/l10n';
import type { App, ClusterModel, NodeGroup, TomcatNode } from '../cluster/model';
import { routesOf } from '../cluster/routes';
import { homeOf } from '../cluster/links';
import type { Place } from '../cluster/source';
import { routeTablesOf } from '../cluster/stickiness';
import { all } from '../languages/text/suggest';
import type { Fix } from '../rules/define';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { Check } from './check';
import { distinct } from './ties';

/** How ready some Tomcats are to be one cluster, point by point. */
export interface Readiness {
  /** Tells it from others of its project whose nodes have the same names. */
  readonly id: string;
  readonly nodes: readonly string[];
  readonly points: readonly Point[];
}

export interface Point {
  readonly id: PointId;
  /** What must be so, in a few words. */
  readonly title: string;
  readonly state: 'holds' | 'lacks' | 'unknown';
  /** Why, in a sentence. */
  readonly says: string;
  /** Where it is decided. */
  readonly places: readonly Place[];
  readonly fix: Fix | undefined;
}

/** The eight points of Tomcat's "Clustering/Session Replication How-To", "Cluster Basics", then ours. */
export type PointId =
  | 'serializable'
  | 'cluster'
  | 'replication-valve'
  | 'receiver-port'
  | 'distributable'
  | 'jvm-route'
  | 'time'
  | 'sticky'
  | 'one-group'
  | 'alike'
  | 'reached'
  | 'cookie';

/** What the files show, where no rule finds a fault. */
interface Shown {
  readonly state: 'holds' | 'unknown';
  readonly says: string;
  readonly places?: readonly Place[];
}

interface Definition {
  readonly id: PointId;
  readonly title: () => string;
  /** The rules that speak where it lacks. */
  readonly rules: RegExp;
  /** The rule that asks for what it takes to tell; its quick fixes answer. */
  readonly asks?: string;
  readonly shown: (group: NodeGroup, model: ClusterModel) => Shown;
}

/** The groups of nodes of a project that are, or are meant to be, a cluster. */
export function readinessOf({ model, diagnostics }: Check): readonly Readiness[] {
  return model.clusters
    .flatMap(({ groups }) => groups)
    .filter(({ nodes, intent }) => intent !== undefined || nodes.length > 1)
    .map((group) => {
      const paths = pathsOf(group, model);
      const about = diagnostics.filter(({ path }) => paths.has(path));
      const own = about.filter(({ severity }) => severity === 'error' || severity === 'warning');
      // An address that leads nowhere yet may be in the file of any balancer.
      const questions = [...about, ...diagnostics.filter(({ code }) => code === 'project/which-node')];
      return {
        id: [...new Set(group.nodes.flatMap((node) => [homeOf(node), node.name]))].join('\n'),
        nodes: group.nodes.map(({ name }) => name),
        points: POINTS.map((definition) => pointOf(definition, group, model, own, questions)),
      };
    });
}

/** The point that a rule speaks of; undefined for what makes no difference to a cluster. */
export const pointFor = (code: string): PointId | undefined =>
  POINTS.find(({ rules }) => rules.test(code))?.id;

const MALFORMED = 'tomcat/malformed-xml';
/** Where it cannot be read, Tomcat does not start the app; its Cluster it has all the same. */
const isOfApp = (path: string): boolean => /\/(?:WEB|META)-INF\//.test(path);

function pointOf(
  { id, title, rules, asks, shown }: Definition,
  group: NodeGroup,
  model: ClusterModel,
  diagnostics: readonly Diagnostic[],
  questions: readonly Diagnostic[],
): Point {
  const found = diagnostics.filter(({ code, path }) =>
    code === MALFORMED && isOfApp(path) ? id === 'distributable' : rules.test(code),
  );
  const [first] = found;
  if (first)
    return {
      id,
      title: title(),
      state: 'lacks',
      says: first.message,
      places: found.map(({ path, span }) => ({ path, span })),
      fix: first.fixes[0],
    };
  const { state, says, places = [] } = shown(group, model);
  const question = state === 'unknown' ? questions.find(({ code }) => code === asks) : undefined;
  if (question) {
    const { message, path, span, fixes } = question;
    // Of several answers one is chosen where the question stands.
    const fix = fixes.length === 1 ? fixes[0] : undefined;
    return { id, title: title(), state, says: message, places: [{ path, span }], fix };
  }
  return { id, title: title(), state, says, places, fix: undefined };
}

/** The files that say something of a group: those of its nodes and apps, and of the balancers that lead to it. */
function pathsOf(group: NodeGroup, { balancers, files, tomcatFiles }: ClusterModel): ReadonlySet<string> {
  const { nodes, apps, links } = group;
  const upstreams = new Set(links.map(({ upstream }) => upstream));
  const leading = balancers.filter(({ targets }) => [...targets.values()].some((one) => upstreams.has(one)));
  const workers = [...files.values()].flatMap(({ kind, path }) =>
    kind === 'workers.properties' || kind === 'httpd' ? [path] : [],
  );
  return new Set([
    ...workers,
    ...nodes.flatMap(({ serverXml, service }) => [serverXml?.path ?? [], service?.composeFile ?? []].flat()),
    ...tomcatFiles.flatMap((file) => (file.nodes.some((node) => nodes.includes(node)) ? [file.path] : [])),
    ...apps.flatMap(({ sources, webXml, contextXml, webRoot }) => [
      ...sources,
      ...[webXml?.path ?? [], contextXml ?? []].flat(),
      ...tomcatFiles.flatMap(({ path }) => (path.startsWith(`${webRoot}/`) ? [path] : [])),
    ]),
    ...leading.flatMap((balancer) => balancer.files),
  ]);
}

const holds = (says: string, places: readonly Place[] = []): Shown => ({ state: 'holds', says, places });
const unknown = (says: string, places: readonly Place[] = []): Shown => ({ state: 'unknown', says, places });

/** Nodes whose server.xml is not here. */
const unseen = ({ nodes }: NodeGroup): readonly string[] =>
  nodes.filter(({ serverXml }) => !serverXml).map(({ name }) => name);

const notSeen = (names: readonly string[]): Shown =>
  unknown(
    t(
      'The server.xml of {nodes} is not in this workspace. Start a lab: its session tree shows whether sessions are replicated.',
      {
        nodes: all(names),
      },
    ),
  );

const clusterPlaces = ({ nodes }: NodeGroup): readonly Place[] =>
  distinct(
    nodes.flatMap(({ cluster }) => (cluster ? [{ path: cluster.path, span: cluster.element.nameSpan }] : [])),
  );

/** The same for what every node needs in its server.xml. */
function inEachServerXml(group: NodeGroup, says: string): Shown {
  const missing = unseen(group);
  if (missing.length > 0) return notSeen(missing);
  if (group.nodes.every(({ cluster }) => cluster)) return holds(says, clusterPlaces(group));
  return unknown(t('There is no active Cluster that says it.'));
}

const POINTS: readonly Definition[] = [
  {
    id: 'serializable',
    title: () => t('All session attributes are Serializable'),
    rules: /^java\/session-/,
    asks: 'project/which-app',
    shown: ({ apps }, model) => serializable(apps, model),
  },
  {
    id: 'cluster',
    title: () => t('Every node has an active Cluster'),
    rules: /^cluster\/(?:cluster-missing|some-nodes)$|^tomcat\/(?:cluster-|malformed-xml|class-)/,
    shown: (group) => inEachServerXml(group, t('Every server.xml has it.')),
  },
  {
    id: 'replication-valve',
    title: () => t('Valves of your own stand beside a ReplicationValve'),
    rules: /^tomcat\/(?:replication-|valve-dropped)/,
    shown: (group) =>
      inEachServerXml(
        group,
        t('The ReplicationValve is there, or Tomcat adds it, because no valve is written.'),
      ),
  },
  {
    id: 'receiver-port',
    title: () => t('Receivers on one machine have ports of their own'),
    rules: /^cluster\/(?:receiver-port|port-clash)$|^tomcat\/receiver-/,
    shown: (group) =>
      group.nodes.every(({ service }) => service && service.networkMode !== 'host')
        ? holds(
            t('Each node runs in a container of its own, with a network of its own.'),
            composePlaces(group),
          )
        : inEachServerXml(group, t('No two Receivers want the same port, or they look for a free one.')),
  },
  {
    id: 'distributable',
    title: () => t('The apps are distributable'),
    rules: /^cluster\/(?:distributable-missing|fragment-not-distributable)$|^tomcat\/distributable-/,
    asks: 'project/which-app',
    shown: ({ apps }) => {
      if (apps.length === 0) return unknown(t('No source of an app on these nodes is in this workspace.'));
      const places = apps.flatMap(({ webXml, distributable }) =>
        webXml && distributable ? [{ path: webXml.path, span: distributable.span }] : [],
      );
      return places.length === apps.length
        ? holds(t('Each web.xml has <distributable/>.'), places)
        : unknown(t('Nothing shows that the sessions of all apps matter, so their web.xml was not judged.'));
    },
  },
  {
    id: 'jvm-route',
    title: () => t('Each node has a jvmRoute of its own, where the balancer routes by it'),
    rules: /^cluster\/route-|^tomcat\/route-|^nginx\/route-regex$/,
    shown: ({ nodes }, model) => routes(nodes, model),
  },
  {
    id: 'time',
    title: () => t('All nodes have the same time'),
    rules: /^cluster\/time-zone$/,
    shown: (group) =>
      new Set(group.nodes.map(({ service }) => service?.project)).size === 1 && group.nodes[0]?.service
        ? holds(t('Containers of one machine share its clock.'), composePlaces(group))
        : unknown(t('Files do not tell what time a machine has. Keep their clocks in step with NTP.')),
  },
  {
    id: 'sticky',
    title: () => t('The balancer keeps a client on one node, or replication is synchronous'),
    rules:
      /^cluster\/(?:affinity|affinity-behind-vip|single-node-sessions)$|^tomcat\/send-options$|^nginx\/(?:hash-empty-cookie|ip-hash-behind-proxy)$/,
    asks: 'project/which-node',
    shown: (group, model) => sticky(group, model),
  },
  {
    id: 'one-group',
    title: () => t('The nodes find each other'),
    rules:
      /^cluster\/(?:group-|multicast-unreachable|receiver-loopback|too-many-nodes)|^tomcat\/(?:membership-|cloud-|interceptor-|encrypt-|start-options)/,
    shown: (group) =>
      inEachServerXml(
        group,
        t(
          'Membership and Receivers agree. Whether the network passes their messages on, only a start tells.',
        ),
      ),
  },
  {
    id: 'alike',
    title: () => t('The nodes are alike: names of Engine and Host, Manager, encryption, apps'),
    rules: /^cluster\/(?:placement|host|manager|encryption|apps)-differs?$|^cluster\/image-version$/,
    shown: (group) => inEachServerXml(group, t('Nothing differs that they must have in common.')),
  },
  {
    id: 'reached',
    title: () => t('The balancer reaches every node'),
    rules:
      /^cluster\/(?:upstream-|loopback-upstream|host-not-found|start-order)|^nginx\/underscore-upstream-host$/,
    asks: 'project/which-node',
    shown: ({ nodes, links }, { otherBalancers }) => {
      const others = otherBalancers
        .flatMap(({ members }) => members)
        .filter(({ node }) => nodes.includes(node));
      const places = distinct([
        ...links.map(({ server: { placement } }) => ({
          path: placement.path,
          span: placement.directive.span,
        })),
        ...others.map(({ path, span }) => ({ path, span })),
      ]);
      const reached = new Set([...links, ...others].map(({ node }) => node));
      const left = nodes.filter((node) => !reached.has(node)).map(({ name }) => name);
      if (left.length === 0)
        return holds(
          others.length > 0 ? t('A balancer leads to each.') : t('A server of an upstream leads to each.'),
          places,
        );
      return unknown(t('Nothing in this workspace leads to {nodes}.', { nodes: all(left) }), places);
    },
  },
  {
    id: 'cookie',
    title: () => t('Browsers send the session cookie back'),
    rules:
      /^cluster\/(?:secure-cookie-over-http|cookie-path|context-path|route-cookie-name)$|^tomcat\/(?:remote-ip-|connector-scheme|same-site)/,
    shown: ({ nodes }, model) => {
      const own = routesOf(model).filter(({ node }) => nodes.includes(node));
      const returns = own.flatMap(({ beliefs }) => beliefs.map(({ cookie }) => cookie.returns));
      const isKnown = own.length > 0 && own.every(({ beliefs }) => beliefs.length > 0);
      return isKnown && returns.every((one) => one?.verdict === 'yes')
        ? holds(t('Its path, its name and its Secure suit the addresses at which browsers come.'))
        : unknown(
            t(
              'Not all that decides is in this workspace: the address of browsers, the apps, or the proxies in front.',
            ),
          );
    },
  },
];

const composePlaces = ({ nodes }: NodeGroup): readonly Place[] =>
  distinct(
    nodes.flatMap(({ service }) => (service ? [{ path: service.composeFile, span: service.nameSpan }] : [])),
  );

function serializable(apps: readonly App[], { files }: ClusterModel): Shown {
  if (apps.length === 0) return unknown(t('No source of an app on these nodes is in this workspace.'));
  const verdicts = apps.flatMap((app) =>
    app.sources.flatMap((path) => {
      const file = files.get(path);
      if (file?.kind !== 'java') return [];
      return file.document.sessionWrites.map((write) => ({
        place: { path, span: write.span },
        isKnown: app.verdictOf(write, file.document).serializable === true,
      }));
    }),
  );
  const open = verdicts.filter(({ isKnown }) => !isKnown).map(({ place }) => place);
  if (open.length > 0)
    return unknown(
      t(
        'What {count} of {all} calls put into the session cannot be told from the sources. The log of a lab names a class that fails.',
        {
          count: open.length,
          all: verdicts.length,
        },
      ),
      open,
    );
  return holds(
    verdicts.length > 0
      ? t('All {count} values that are put into the session are.', { count: verdicts.length })
      : t('The sources put nothing into the session.'),
    verdicts.map(({ place }) => place),
  );
}

function routes(nodes: readonly TomcatNode[], model: ClusterModel): Shown {
  const isRouted = routeTablesOf(model).some(({ entries }) =>
    entries.some(({ node }) => nodes.includes(node)),
  );
  if (!isRouted) return holds(t('Nothing here routes by session ID, so none is needed.'));
  const open = nodes.filter(({ jvmRoute }) => typeof jvmRoute !== 'object').map(({ name }) => name);
  if (open.length > 0)
    return unknown(t('What the jvmRoute of {nodes} is, is decided elsewhere.', { nodes: all(open) }));
  return holds(
    t('Each has its own, and the balancer knows them.'),
    distinct(
      nodes.flatMap(({ jvmRoute, serverXml }) =>
        serverXml && typeof jvmRoute === 'object' && jvmRoute.attribute
          ? [{ path: serverXml.path, span: jvmRoute.attribute.span }]
          : [],
      ),
    ),
  );
}

function sticky({ nodes, links, roundRobin }: NodeGroup, { otherBalancers }: ClusterModel): Shown {
  const upstreams = [...new Set(links.map(({ upstream }) => upstream))];
  const others = otherBalancers.filter(({ members }) => members.some(({ node }) => nodes.includes(node)));
  if (others.length > 0 && roundRobin.length === 0)
    return others.every((one) => one.sticky)
      ? holds(
          t('No balancer sends a client from node to node.'),
          others.flatMap((one) => one.sticky ?? []),
        )
      : unknown(
          t('Nothing here says that {name} keeps a client on one node.', { name: others[0]?.name ?? '' }),
        );
  if (upstreams.length === 0) return unknown(t('No balancer of this workspace leads to these nodes.'));
  if (roundRobin.length === 0) {
    const kept = upstreams.flatMap(({ affinity, placement }) =>
      affinity ? [{ path: placement.path, span: affinity.span }] : [],
    );
    return holds(t('No upstream sends a client from node to node.'), kept);
  }
  if (!nodes.every(({ cluster }) => cluster))
    return unknown(
      t('Clients change nodes, and there is no active Cluster whose replication they could wait for.'),
    );
  return holds(t('Clients change nodes, and replication waits for the other nodes, so nothing is lost.'));
}
