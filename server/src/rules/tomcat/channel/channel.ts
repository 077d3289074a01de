import type { TomcatFile } from '../../../cluster/model';
import { type Component, childrenNamed, pathOf } from '../../../languages/tomcat/components';
import { classOf, numberOf, valueOf } from '../../../languages/tomcat/values';

/** Where the digester makes a channel of it. */
const CHANNEL = /^Server\/Service\/Engine\/(?:Host\/)?Cluster\/Channel$/;

const TRIBES = 'org.apache.catalina.tribes.';
export const INTERCEPTORS = `${TRIBES}group.interceptors.`;
const MEMBERSHIPS = `${TRIBES}membership.`;

/** The Channel that a component is directly in, where Tomcat reads it so and runs it by its own classes. */
export function channelOf({ parent }: Component, file: TomcatFile): Component | undefined {
  if (!parent?.parent || !CHANNEL.test(pathOf(parent)) || file.document.faults.length > 0) return undefined;
  const isOwn =
    classOf(parent, file.properties) === `${TRIBES}group.GroupChannel` &&
    classOf(parent.parent, file.properties) === 'org.apache.catalina.ha.tcp.SimpleTcpCluster';
  return isOwn ? parent : undefined;
}

export interface Interceptor {
  readonly component: Component;
  /** Its class, where that is one of Tomcat's: `TcpFailureDetector`. */
  readonly name: string | undefined;
}

/** The interceptors of a channel in their order: what is sent passes the first one first. */
export const interceptorsOf = (channel: Component, file: TomcatFile): readonly Interceptor[] =>
  childrenNamed(channel, 'Interceptor').map((component) => ({
    component,
    name: nameIn(INTERCEPTORS, component, file),
  }));

/** The class of a Membership: `McastService`, `StaticMembershipService`, `cloud.CloudMembershipService`; undefined for others. */
export const membershipOf = (component: Component, file: TomcatFile): string | undefined =>
  nameIn(MEMBERSHIPS, component, file);

function nameIn(folder: string, component: Component, { properties }: TomcatFile): string | undefined {
  const name = classOf(component, properties);
  return name?.startsWith(folder) ? name.slice(folder.length) : undefined;
}

/** org.apache.catalina.tribes.Channel: what `channelStartOptions` starts. */
export const RECEIVER = 1;
export const SENDER = 2;
export const MEMBERSHIP = 4 | 8;
const ALL = 15;

/** Whether a Cluster starts any of those parts of its channel; undefined where it is not known. */
export function starts(channel: Component, part: number, file: TomcatFile): boolean | undefined {
  const cluster = channel.parent;
  if (!cluster || valueOf(cluster, 'channelStartOptions', file.properties) === undefined)
    return (ALL & part) !== 0;
  const options = numberOf(cluster, 'channelStartOptions', file.properties);
  return options === undefined ? undefined : (options & part) !== 0;
}
