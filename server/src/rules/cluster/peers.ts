import type { ClusterModel, TomcatFile, TomcatNode } from '../../cluster/model';
import { type Component, childrenNamed, rootComponent } from '../../languages/tomcat/components';
import { attributeOf, numberOf } from '../../languages/tomcat/values';
import { clustersIn, isCluster } from '../tomcat/cluster/parts';

/** A node and the server.xml that it reads, of which nothing is hidden. */
export interface Peer {
  readonly node: TomcatNode;
  readonly file: TomcatFile;
  readonly server: Component;
}

/** What is known of a node; undefined where it has no server.xml here, or not all of that can be read. */
export function peerOf(node: TomcatNode, { tomcatFiles }: ClusterModel): Peer | undefined {
  const { serverXml } = node;
  const file = serverXml && tomcatFiles.find(({ path }) => path === serverXml.path);
  const server = file && rootComponent(file.document);
  if (!server || server.name !== 'Server' || !file.isWhole || file.document.faults.length > 0)
    return undefined;
  return { node, file, server };
}

/** The one live Cluster of a node, which is of Tomcat's own class; undefined where it has none, several, or one of another class. */
export function clusterOf({ server, file }: Peer): Component | undefined {
  const [cluster, another] = clustersIn(server);
  return cluster && !another && isCluster(cluster, file) ? cluster : undefined;
}

/** The one Channel of a Cluster; `default` where none is written; undefined where that is not known. */
export function channelIn(cluster: Component): Component | 'default' | undefined {
  const [channel, another] = childrenNamed(cluster, 'Channel');
  return another ? undefined : (channel ?? 'default');
}

/** What is added to the ports of Connectors and to the shutdown port; undefined where that is not known. */
export const offsetOf = ({ server, file }: Peer): number | undefined =>
  attributeOf(server, 'portOffset') ? numberOf(server, 'portOffset', file.properties) : 0;
