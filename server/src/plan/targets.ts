import type { Connector, TomcatNode } from '../cluster/model';
import { isSettledFor } from '../cluster/settled';

/** Where a request shall go in the lab: a node's name and the port of its connector. */
export interface Target {
  readonly node: string;
  readonly port: number;
  /** The address leads to no Tomcat that the lab runs; this one takes its place. */
  readonly standIn: boolean;
}

/** A node of the lab: one of the workspace under the name it has in the lab. */
export interface NamedNode {
  readonly name: string;
  readonly node: TomcatNode;
  /** The name of the node that it is a further copy of. */
  readonly copyOf?: string;
}

/** An address as the user's nginx has it. */
export interface Address {
  readonly host: string;
  readonly port: number | undefined;
  readonly scheme: 'http' | 'https';
  /** Its place among the servers of the upstream. */
  readonly index: number;
  /** Whether 127.0.0.1 is the machine on which Compose publishes its ports, and not a container of nginx. */
  readonly loopbackIsHost: boolean;
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;
const HOST = /^(?:host\.docker\.internal|gateway\.docker\.internal)$/;

/**
 * Where an address leads in the lab; undefined: it stays as it is. Loopback means the ports that Compose publishes, or
 * those of Tomcats on this machine. The name of a node stays with whatever port was written, also a wrong one; so does
 * the name of a service with several nodes, which leads to all of them. Any other host is taken for the node at the
 * same place in the upstream.
 */
export function targetOf(nodes: readonly NamedNode[], address: Address): Target | undefined {
  const { host, port, scheme, index } = address;
  if (host.startsWith('unix:') || host.includes('$')) return undefined;
  if (nodes.some(({ name, node }) => host === node.service?.name && host !== name && hasAlias(nodes, node))) {
    return undefined;
  }
  const settled = nodes.find(({ node }) => isSettledFor(node, host, port));
  if (settled) {
    const { connectors } = settled.node;
    const own = connectors.find((connector) => connector.port === port);
    const found = own ?? connectors.find(({ protocol }) => protocol === 'http');
    if (found?.port !== undefined) return { node: settled.name, port: found.port, standIn: false };
  }
  const named = nodes.find(
    ({ name, node }) => host === name || host === node.name || node.service?.aliases?.includes(host),
  );
  if (named) return port === undefined ? undefined : { node: named.name, port, standIn: false };
  if (LOOPBACK.test(host) && !address.loopbackIsHost) return undefined;
  if (LOOPBACK.test(host) || HOST.test(host)) {
    for (const candidate of nodes) {
      const connector = candidate.node.connectors.find(({ published, port: own }) =>
        candidate.node.service ? port !== undefined && published.includes(port) : own === port,
      );
      if (connector?.port !== undefined) {
        return { node: candidate.name, port: connector.port, standIn: false };
      }
    }
  }
  const byPlace = nodes[index % Math.max(nodes.length, 1)];
  return byPlace && standIn(byPlace, port, scheme);
}

/** Whether the name of a node's service is free to be an alias of its nodes: no node of the lab has it for its own. */
export const hasAlias = (nodes: readonly NamedNode[], { service }: TomcatNode): boolean =>
  service !== undefined && !nodes.some(({ name }) => name === service.name);

function standIn(
  { name, node }: NamedNode,
  port: number | undefined,
  scheme: 'http' | 'https',
): Target | undefined {
  const serves = (connector: Connector): boolean =>
    connector.protocol === 'http' && connector.tls === (scheme === 'https') && connector.port !== undefined;
  const connector = node.connectors.find((it) => it.port === port) ?? node.connectors.find(serves);
  const found = connector?.port ?? port;
  return found === undefined ? undefined : { node: name, port: found, standIn: true };
}
