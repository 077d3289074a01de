import { t } from '@vscode/l10n';
import { breakOf } from '../../cluster/routes';
import type { ServiceImage } from '../../cluster/images';
import type { ClusterModel, Connector, TomcatNode } from '../../cluster/model';
import { listensOn } from '../../languages/nginx/http';
import { all } from '../../languages/text/suggest';
import { rule, type Fix, type Related } from '../define';
import { shareNetwork } from '../support/compose';
import {
  fitting,
  knowsConnectors,
  leadsToItself,
  namedNodes,
  type UpstreamTarget,
  upstreamTargets,
  withAddress,
} from './upstreamTargets';

/** In a container, 127.0.0.1 is that container; with one process in the official image only nginx can listen there. */
export const loopbackUpstream = rule({
  meta: {
    id: 'cluster/loopback-upstream',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      itself:
        '{address} is the container of nginx itself, where nothing listens on port {port}, so nginx answers 502. Use the name of a Compose service and the port of its container.',
      service:
        '{address} is the container of nginx itself, where nothing listens on port {port}, so nginx answers 502. Use the Compose service and the port of its container: {target}.',
    },
  },
  model(model, { report }) {
    for (const target of upstreamTargets(model)) {
      const { balancer, host, port, word, server } = target;
      const { image, service } = balancer.service ?? {};
      if (!leadsToItself(target) || !image || !runsNginxAlone(image)) continue;
      const listeners = balancer.servers.flatMap((one) => one.listeners);
      const knowsAll = balancer.configuration.isWhole && listeners.every(({ ports }) => ports);
      if (!knowsAll || listeners.some((one) => listensOn(one, port))) continue;
      const [found, ...others] = model.nodes
        .filter(({ service: at }) => at && service?.project === at.project && shareNetwork(service, at))
        .flatMap((node) =>
          node.connectors
            .filter(({ published }) => published.includes(port))
            .map((connector) => `${node.service?.name}:${connector.port}`),
        );
      const isSure = found !== undefined && others.every((other) => other === found);
      report({
        path: server.placement.path,
        span: word.span,
        ...(isSure
          ? { message: 'service', data: { address: `${host}:${port}`, port, target: found } }
          : { message: 'itself', data: { address: `${host}:${port}`, port } }),
        fixes: isSure ? fixesOf(target, found, true) : [],
      });
    }
  },
});

/** Compose's network reaches a container at the ports that its programs open, whatever the host publishes. */
export const upstreamPublishedPort = rule({
  meta: {
    id: 'cluster/upstream-published-port',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      published:
        '{port} is the port under which Compose publishes {node} on the host; inside the network it listens on {inside}, so nginx gets "Connection refused" and answers 502. Write {target}.',
    },
  },
  model(model, { report }) {
    for (const { target, node } of missedIn(model)) {
      const connector = node.connectors.find(({ published }) => published.includes(target.port));
      if (connector?.port === undefined) continue;
      const address = `${target.host}:${connector.port}`;
      report({
        path: target.server.placement.path,
        span: target.word.span,
        message: 'published',
        data: { port: target.port, node: target.host, inside: connector.port, target: address },
        related: [shown(connector, node)],
        fixes: fixesOf(target, address, true),
      });
    }
  },
});

/** What connects where nobody listens is refused at once, and nginx logs `connect() failed (111: Connection refused)`. */
export const upstreamWrongPort = rule({
  meta: {
    id: 'cluster/upstream-wrong-port',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      none: 'No Connector of {node} listens on port {port}: it has {ports}. nginx gets "Connection refused" and answers 502. Write the port of a Connector.',
    },
  },
  model(model, { report }) {
    for (const { target, node } of missedIn(model)) {
      if (node.connectors.some(({ published }) => published.includes(target.port))) continue;
      if (mayListen(node, target.port, model)) continue;
      const http = fitting(node, target.scheme);
      report({
        path: target.server.placement.path,
        span: target.word.span,
        message: 'none',
        data: { node: target.host, port: target.port, ports: all(node.connectors.map(nameOf)) },
        related: node.connectors.slice(0, 1).map((connector) => shown(connector, node)),
        fixes: http.flatMap(({ port }) => fixesOf(target, `${target.host}:${port}`, false)),
      });
    }
  },
});

/** nginx has no AJP: what it sends there is no message of it (org.apache.coyote.ajp.AjpMessage.processHeader). */
export const upstreamAjpPort = rule({
  meta: {
    id: 'cluster/upstream-ajp-port',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      ajp: 'Port {port} of {node} is an AJP Connector, and nginx speaks HTTP only: Tomcat closes the connection, and nginx answers 502. Write the port of an HTTP Connector.',
    },
  },
  model(model, { report }) {
    for (const { target, node, connector } of reachedIn(model)) {
      if (breakOf(target, connector) !== 'ajp') continue;
      const [only, ...others] = fitting(node, target.scheme);
      report({
        path: target.server.placement.path,
        span: target.word.span,
        message: 'ajp',
        data: { port: target.port, node: node.name },
        related: [shown(connector, node)],
        fixes: only ? fixesOf(target, `${target.host}:${only.port}`, others.length === 0) : [],
      });
    }
  },
});

/** Tomcat answers plain HTTP on a port of TLS with 400 (SecureNioChannel), and TLS on a plain one is no method name. */
export const upstreamScheme = rule({
  meta: {
    id: 'cluster/upstream-scheme',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      plain:
        'nginx speaks plain HTTP to port {port} of {node}, whose Connector wants TLS: Tomcat answers 400, "This combination of host and port requires TLS." Use https:// here, or the port of a Connector without TLS.',
      tls: 'nginx speaks TLS to port {port} of {node}, whose Connector has none: the handshake fails ("wrong version number"), and nginx answers 502. Use http:// here, or the port of a Connector with TLS.',
    },
  },
  model(model, { report }) {
    const told = new Set<object>();
    for (const { target, node, connector } of reachedIn(model)) {
      const { balancer, upstream, scheme } = target;
      const breaks = breakOf(target, connector);
      if (scheme === undefined || (breaks !== 'plain' && breaks !== 'tls') || told.has(upstream)) continue;
      told.add(upstream);
      for (const { placement } of balancer.proxies) {
        const [word] = placement.directive.args;
        if (balancer.targets.get(placement) !== upstream || !word) continue;
        const start = word.span.start + (word.quote ? 1 : 0);
        const other = scheme === 'https' ? 'http' : 'https';
        report({
          path: placement.path,
          span: word.span,
          message: breaks === 'tls' ? 'plain' : 'tls',
          data: { port: target.port, node: node.name },
          related: [shown(connector, node)],
          fixes: [
            {
              title: t('Use {scheme}://', { scheme: other }),
              safe: false,
              edits: new Map([
                [placement.path, [{ span: { start, end: start + scheme.length }, text: other }]],
              ]),
            },
          ],
        });
      }
    }
  },
});

/** Between servers of one upstream nginx takes the next one by turns: one of another port is a slip. */
export const upstreamNoNode = rule({
  meta: {
    id: 'cluster/upstream-no-node',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      none: 'Nothing here listens on {address}, while the other servers of "{upstream}" are Tomcats of this workspace: every request that nginx sends there fails first. Write an address of {nodes}.',
    },
  },
  model(model, { report }) {
    const linked = new Set(model.clusters.flatMap(({ links }) => links.map(({ server }) => server)));
    const used = new Set(model.clusters.flatMap(({ links }) => links.map(({ connector }) => connector)));
    for (const target of upstreamTargets(model)) {
      const { balancer, upstream, server, host, port, word } = target;
      const others = upstream.servers.filter((one) => linked.has(one));
      const behind = model.nodesBehind(upstream);
      if (balancer.runsIn !== 'host' || linked.has(server) || others.length === 0) continue;
      // Another port of this machine, where the ports of all Tomcats are known.
      if (others.some((one) => one.host !== host) || !model.nodes.every(knowsConnectors)) continue;
      const free = model.nodes.flatMap((node) =>
        fitting(node, target.scheme).flatMap((connector) => {
          const [open] = node.service ? connector.published : [connector.port];
          return open === undefined || used.has(connector) || !behind.some((one) => isPeer(one, node))
            ? []
            : [{ node, open }];
        }),
      );
      if (free.length === 0) continue;
      report({
        path: server.placement.path,
        span: word.span,
        message: 'none',
        data: {
          address: `${host}:${port}`,
          upstream: upstream.name,
          nodes: all(free.map(({ node, open }) => `${node.name} (${host}:${open})`)),
        },
        fixes: free.flatMap(({ open }) => fixesOf(target, `${host}:${open}`, false)),
      });
    }
  },
});

/** What brings other programs into an image: a supervisor, or a Tomcat beside nginx. */
const INSTALLS = /\b(?:apt|apt-get|apk|yum|dnf|microdnf|curl|wget|pip3?|npm)\b/;

const runsNginxAlone = ({ official, modified, command, runs }: ServiceImage): boolean =>
  official === 'nginx' && !modified && command === undefined && !runs.some((run) => INSTALLS.test(run));

/** Another Tomcat that may take its place: of the same Compose project, or another CATALINA_BASE. */
const isPeer = (one: TomcatNode, other: TomcatNode): boolean =>
  one !== other && one.service?.project === other.service?.project;

interface Reached {
  readonly target: UpstreamTarget;
  readonly node: TomcatNode;
}

/** Addresses that name a Tomcat, none of whose Connectors listens there. */
const missedIn = (model: ClusterModel): readonly Reached[] =>
  upstreamTargets(model).flatMap((target) => {
    const nodes = namedNodes(target, model);
    const isMissed = nodes.every(
      (node) => knowsConnectors(node) && node.connectors.every(({ port }) => port !== target.port),
    );
    return isMissed ? nodes.slice(0, 1).map((node) => ({ target, node })) : [];
  });

/** Addresses with the Connector that listens there. */
const reachedIn = (model: ClusterModel): readonly (Reached & { readonly connector: Connector })[] => {
  const links = model.clusters.flatMap((cluster) => cluster.links);
  return upstreamTargets(model).flatMap((target) =>
    links
      .filter(({ server }) => server === target.server)
      .slice(0, 1)
      .map(({ node, connector }) => ({ target, node, connector })),
  );
};

/** Whether something else in the container may listen there: an agent of the JVM, a program beside Tomcat, such as nginx. */
const mayListen = ({ service }: TomcatNode, port: number, { balancers }: ClusterModel): boolean =>
  service === undefined ||
  balancers.some((one) => one.service?.service === service) ||
  service.ports.some(({ container }) => container === undefined || container === port) ||
  [...service.environment.values(), service.command ?? ''].some(
    (text) => text === undefined || text.includes(String(port)),
  );

const nameOf = ({ port, protocol, tls }: Connector): string =>
  protocol === 'ajp'
    ? t('{port} with AJP', { port: String(port) })
    : tls
      ? t('{port} with TLS', { port: String(port) })
      : String(port);

const shown = ({ path, span, element }: Connector, { name }: TomcatNode): Related => ({
  path,
  span: element?.nameSpan ?? span,
  message: element ? t('a Connector of {name}', { name }) : t('the image of {name}', { name }),
});

function fixesOf(target: UpstreamTarget, address: string, safe: boolean): readonly Fix[] {
  const edit = withAddress(target, address);
  if (!edit) return [];
  const edits = new Map([[target.server.placement.path, [edit]]]);
  return [{ title: t('Write {address}', { address }), safe: safe && !target.isShared, edits }];
}
