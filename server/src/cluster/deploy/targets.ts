import type { Connector, TomcatNode } from '../model';

/** Where a request shall go in the lab: a node's name and the port of its connector. */
export interface Target {
  readonly node: string;
  readonly port: number;
}

/** A node of the lab: one of the workspace under the name it has in the lab. */
export interface NamedNode {
  readonly name: string;
  readonly node: TomcatNode;
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]|host\.docker\.internal)$/;

/**
 * Where an address of the user's nginx leads in the lab. Loopback means the ports that Compose publishes; the name of a
 * node stays, but for its spelling; any other host is taken for the node at the same place in the upstream.
 */
export function targetOf(
  nodes: readonly NamedNode[],
  host: string,
  port: number | undefined,
  scheme: 'http' | 'https',
  index: number,
): Target | undefined {
  if (host.startsWith('unix:') || host.includes('$')) return undefined;
  const byName = nodes.find(
    ({ name, node }) => host === name || host === node.service?.name || host === node.name,
  );
  if (byName) return at(byName, port, scheme);
  if (LOOPBACK.test(host) && port !== undefined) {
    for (const named of nodes) {
      const connector = named.node.connectors.find(({ published }) => published.includes(port));
      if (connector?.port !== undefined) return { node: named.name, port: connector.port };
    }
  }
  const byPlace = nodes[index % Math.max(nodes.length, 1)];
  return byPlace && at(byPlace, port, scheme);
}

function at(
  { name, node }: NamedNode,
  port: number | undefined,
  scheme: 'http' | 'https',
): Target | undefined {
  const serves = (connector: Connector): boolean =>
    connector.protocol === 'http' && connector.tls === (scheme === 'https') && connector.port !== undefined;
  const connector = node.connectors.find((it) => it.port === port) ?? node.connectors.find(serves);
  const found = connector?.port ?? port;
  return found === undefined ? undefined : { node: name, port: found };
}
