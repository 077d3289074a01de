import type { TomcatFile } from '../../../cluster/model';
import { classesFor } from '../../../languages/tomcat/catalogue';
import { type Component, childrenNamed, pathOf } from '../../../languages/tomcat/components';
import { isBefore } from '../../../languages/text/versions';
import { attributeOf, classOf, isOwn, numberOf, valueOf } from '../../../languages/tomcat/values';

/** Where the digester makes a channel of it. */
const CHANNEL = /^Server\/Service\/Engine\/(?:Host\/)?Cluster\/Channel$/;

const TRIBES = 'org.apache.catalina.tribes.';
export const INTERCEPTORS = `${TRIBES}group.interceptors.`;
const MEMBERSHIPS = `${TRIBES}membership.`;
export const CLOUD = `${MEMBERSHIPS}cloud.`;

/** The Channel that a component is directly in, where Tomcat reads it so and runs it by its own classes. */
export function channelOf({ parent }: Component, file: TomcatFile): Component | undefined {
  if (!parent?.parent || !CHANNEL.test(pathOf(parent))) return undefined;
  const isTomcats =
    classOf(parent, file.properties) === `${TRIBES}group.GroupChannel` &&
    classOf(parent.parent, file.properties) === 'org.apache.catalina.ha.tcp.SimpleTcpCluster';
  return isTomcats ? parent : undefined;
}

let known: ReadonlySet<string> | undefined;

/** The interceptors that a Tomcat has; read from the catalogue when the first one is asked for. */
const isKnown = (className: string): boolean =>
  (known ??= new Set(classesFor(`${TRIBES}ChannelInterceptor`, undefined).map(({ name }) => name))).has(
    className,
  );

export interface Interceptor {
  readonly component: Component;
  /** Its class, where that is one of Tomcat's: `TcpFailureDetector`. Undefined for others, also for one that is misspelt. */
  readonly name: string | undefined;
}

/** The interceptors of a channel in their order: what is sent passes the first one first. */
export const interceptorsOf = (channel: Component, file: TomcatFile): readonly Interceptor[] =>
  childrenNamed(channel, 'Interceptor').map((component) => {
    const name = nameIn(INTERCEPTORS, component, file);
    return { component, name: name !== undefined && isKnown(INTERCEPTORS + name) ? name : undefined };
  });

/** An interceptor of a channel that Tomcat runs by its own classes, with those before and behind it. */
export interface InChannel extends Interceptor {
  readonly channel: Component;
  readonly before: readonly Interceptor[];
  readonly after: readonly Interceptor[];
}

/** Undefined for what is none. */
export function inChannel(component: Component, file: TomcatFile): InChannel | undefined {
  const channel = channelOf(component, file);
  const all = channel ? interceptorsOf(channel, file) : [];
  const place = all.findIndex((one) => one.component === component);
  const self = all[place];
  return channel && self && { ...self, channel, before: all.slice(0, place), after: all.slice(place + 1) };
}

/**
 * The class of a Membership: `McastService`, `StaticMembershipService`, `cloud.CloudMembershipService`; undefined for those
 * of others, and where this Tomcat does not have it.
 */
export function membershipOf(component: Component, file: TomcatFile): string | undefined {
  const name = nameIn(MEMBERSHIPS, component, file);
  return name !== 'McastService' && isBefore(file.version, '9.0') === true ? undefined : name;
}

function nameIn(folder: string, component: Component, { properties }: TomcatFile): string | undefined {
  const name = classOf(component, properties);
  return name?.startsWith(folder) ? name.slice(folder.length) : undefined;
}

/** org.apache.catalina.tribes.Channel: what `channelStartOptions` starts. */
export const RECEIVER = 1;
export const SENDER = 2;
export const MEMBERSHIP_RECEIVER = 4;
export const MEMBERSHIP = MEMBERSHIP_RECEIVER | 8;
const ALL = 15;

/** Whether a Cluster starts any of those parts of its channel; undefined where it is not known. */
export function starts(channel: Component, part: number, file: TomcatFile): boolean | undefined {
  const cluster = channel.parent;
  if (!cluster || valueOf(cluster, 'channelStartOptions', file.properties) === undefined)
    return (ALL & part) !== 0;
  const options = numberOf(cluster, 'channelStartOptions', file.properties);
  return options === undefined ? undefined : (options & part) !== 0;
}

/** Whether nothing but what is seen stands in an element; text in it is a mark that another program replaces by elements. */
export const saysAll = ({ element }: Component, file: TomcatFile): boolean =>
  file.isWhole && element.children.every((child) => child.kind !== 'text' || child.value.trim() === '');

/** Ports from the first up to the last, both included. */
export interface Ports {
  readonly first: number;
  readonly last: number;
}

/** Where a Receiver listens: undefined where that is not known. */
export function receiverOf(
  channel: Component,
  file: TomcatFile,
): { readonly component: Component | undefined; readonly ports: Ports } | undefined {
  const [component, another] = childrenNamed(channel, 'Receiver');
  if (another || !saysAll(channel, file)) return undefined;
  // ReceiverBase: port = 4000, autoBind = 100.
  if (!component) return { component, ports: { first: 4000, last: 4099 } };
  const className = classOf(component, file.properties);
  if (className === undefined || !isOwn(className)) return undefined;
  const first = attributeOf(component, 'port') ? numberOf(component, 'port', file.properties) : 4000;
  const tries = attributeOf(component, 'autoBind') ? numberOf(component, 'autoBind', file.properties) : 100;
  if (first === undefined || tries === undefined) return undefined;
  return { component, ports: { first, last: first + Math.max(tries, 1) - 1 } };
}
