import type { TomcatFile } from '../../../cluster/model';
import { isA } from '../../../languages/tomcat/catalogue';
import { below, childrenNamed, pathOf, type Component } from '../../../languages/tomcat/components';
import { classOf } from '../../../languages/tomcat/values';

/** Where the digester has a rule for a Cluster: ClusterRuleSet under Engine and Host, in Catalina.createStartDigester. */
const PLACES = new Set(['Server/Service/Engine/Cluster', 'Server/Service/Engine/Host/Cluster']);

/** A live Cluster where Tomcat reads it, of Tomcat's own class: nothing is known of another one. */
export const isCluster = (component: Component, { properties }: TomcatFile): boolean =>
  PLACES.has(pathOf(component)) &&
  classOf(component, properties) === 'org.apache.catalina.ha.tcp.SimpleTcpCluster';

/** The Cluster of Tomcat's own class that a component is a direct part of. */
export function clusterOf({ parent }: Component, file: TomcatFile): Component | undefined {
  return parent && isCluster(parent, file) ? parent : undefined;
}

/** All Clusters of a server.xml where Tomcat reads them, whatever their class. */
export function clustersIn(root: Component): readonly Component[] {
  return [...below(root)].filter((component) => PLACES.has(pathOf(component)));
}

/** The Cluster of an Engine or Host: of several the last, which ContainerBase.setCluster puts in place of the others. */
export const clusterIn = (container: Component): Component | undefined =>
  childrenNamed(container, 'Cluster').at(-1);

export const REPLICATION_VALVE = 'org.apache.catalina.ha.tcp.ReplicationValve';
export const BINDER_VALVE = 'org.apache.catalina.ha.session.JvmRouteBinderValve';
export const CLUSTER_SINGLE_SIGN_ON = 'org.apache.catalina.ha.authenticator.ClusterSingleSignOn';

const CLUSTER_VALVE = 'org.apache.catalina.ha.ClusterValve';

export const isClusterValve = (className: string): boolean =>
  isA(className, CLUSTER_VALVE, undefined) === true;

/** A valve of Tomcat's own that no Cluster takes. */
export const isPlainValve = (className: string): boolean =>
  isA(className, 'org.apache.catalina.Valve', undefined) === true &&
  isA(className, CLUSTER_VALVE, undefined) === false;

export const isClass = (component: Component, { properties }: TomcatFile, name: string): boolean =>
  classOf(component, properties) === name;

/** The root above a component. */
export function rootOf(component: Component): Component {
  let at = component;
  while (at.parent) at = at.parent;
  return at;
}
