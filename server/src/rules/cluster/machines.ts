import type { Balancer, ClusterModel, TomcatNode } from '../../cluster/model';
import { folderOf } from '../../languages/text/paths';
import { componentsIn } from '../../languages/tomcat/components';
import { isLoopback } from '../../languages/tomcat/connector';
import { numberOf } from '../../languages/tomcat/values';
import { partition } from '../../cluster/groups';
import { offsetOf, type Peer, peerOf } from './peers';

/** Nodes that share the ports of one machine or of one container. */
export interface Machine {
  /** In the order of the model; those of which all of server.xml is known. */
  readonly peers: readonly Peer[];
  /** Whether that is sure; else only their ports show it. */
  readonly isCertain: boolean;
  /** Whether all of its nodes that are here are among the peers, so that what they leave is free. */
  readonly isWhole: boolean;
}

/** The machines of a workspace on which more than one of its nodes runs. Containers of a network have ports of their own. */
export function machinesOf(model: ClusterModel): readonly Machine[] {
  const certain = partition(model.nodes, [
    ...sharedNetworks(model.nodes),
    ...model.balancers.map((balancer) => behindLoopback(balancer, model)),
  ]);
  const isAlone = (node: TomcatNode): boolean => certain.some(([one, other]) => one === node && !other);
  return [
    ...certain.map((nodes) => {
      const peers = peersOf(nodes, model);
      return { peers, isCertain: true, isWhole: peers.length === nodes.length };
    }),
    ...siblings(
      peersOf(
        model.nodes.filter((node) => !node.service && isAlone(node)),
        model,
      ),
    ).map((peers) => ({ peers, isCertain: false, isWhole: false })),
  ].filter(({ peers }) => peers.length > 1);
}

const peersOf = (nodes: readonly TomcatNode[], model: ClusterModel): readonly Peer[] =>
  nodes.flatMap((node) => peerOf(node, model) ?? []);

/** Services on the network of the host, and those that use the network of another service. */
function sharedNetworks(nodes: readonly TomcatNode[]): readonly (readonly TomcatNode[])[] {
  const byNetwork = new Map<string, TomcatNode[]>();
  for (const node of nodes) {
    const { service } = node;
    if (!service) continue;
    const of = /^service:(.+)$/.exec(service.networkMode ?? '')?.[1];
    const network = service.networkMode === 'host' ? '' : (of ?? service.name);
    // Each replica of a service on a network of containers is a container of its own.
    if (network !== '' && service.replicas > 1) continue;
    const key = `${service.project}\n${network}`;
    byNetwork.set(key, [...(byNetwork.get(key) ?? []), node]);
  }
  return [...byNetwork.values()];
}

/** Tomcats without containers that nginx reaches at its own loopback address. */
const behindLoopback = (
  { runsIn, upstreams }: Balancer,
  { clusters }: ClusterModel,
): readonly TomcatNode[] =>
  runsIn === 'container'
    ? []
    : clusters.flatMap(({ links }) =>
        links
          .filter(
            ({ upstream, server, node, connector }) =>
              !node.service &&
              isLoopback(server.host ?? '') &&
              // A port that leads to another one does not end here.
              connector.port === server.port &&
              upstreams.includes(upstream),
          )
          .map(({ node }) => node),
      );

/**
 * CATALINA_BASEs side by side, each with a Cluster or a jvmRoute, that somebody gave ports of their own: on machines of their own
 * they would not need them.
 */
function siblings(peers: readonly Peer[]): readonly (readonly Peer[])[] {
  const members = peers.filter(({ node: { cluster, jvmRoute } }) => cluster ?? jvmRoute);
  const together = members.flatMap((one) =>
    members.filter((other) => other !== one && areSiblings(one, other)).map((other) => [one, other]),
  );
  return partition(members, together);
}

const areSiblings = ({ node: a }: Peer, { node: b }: Peer): boolean =>
  homeOf(a) === homeOf(b) && hasOwnPorts(a, b);

const homeOf = ({ serverXml }: TomcatNode): string => folderOf(folderOf(folderOf(serverXml?.path ?? '')));

/** Whether the HTTP ports of two nodes are known and all differ. */
function hasOwnPorts(a: TomcatNode, b: TomcatNode): boolean {
  const [own, others] = [httpPorts(a), httpPorts(b)];
  return own.length > 0 && others.length > 0 && own.every((port) => !others.includes(port));
}

const httpPorts = ({ connectors }: TomcatNode): readonly (number | undefined)[] =>
  connectors.some(({ port }) => port === undefined)
    ? []
    : connectors.filter(({ protocol }) => protocol === 'http').map(({ port }) => port);

/** All ports that are named in the files of a machine. */
export function portsOn({ peers }: Machine): Set<number> {
  const taken = new Set([4000, 8005]);
  for (const peer of peers) {
    for (const component of componentsIn(peer.file.document)) {
      for (const name of ['port', 'redirectPort']) {
        const port = numberOf(component, name, peer.file.properties);
        if (port !== undefined) taken.add(port).add(port + (offsetOf(peer) ?? 0));
      }
    }
  }
  return taken;
}
