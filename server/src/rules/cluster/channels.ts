import { type Component, childrenNamed } from '../../languages/tomcat/components';
import { attributeOf, classOf, numberOf, textOf } from '../../languages/tomcat/values';
import {
  interceptorsOf,
  type Interceptor,
  MEMBERSHIP,
  membershipOf,
  type Ports,
  receiverOf,
  saysAll,
  starts,
} from '../tomcat/channel/channel';
import { clusterOf, type Peer } from './peers';

/** How a node takes part in its cluster, where its server.xml says all of it by Tomcat's own classes. */
export interface Channel {
  readonly peer: Peer;
  readonly cluster: Component;
  /** Undefined where none is written: then all is Tomcat's default. */
  readonly channel: Component | undefined;
  readonly membership: Component | undefined;
  /** How it learns of the others. An interceptor of static members may add to it. */
  readonly learnsBy: 'multicast' | 'static' | 'cloud' | 'nothing';
  readonly interceptors: readonly Interceptor[];
  readonly receiver: {
    readonly component: Component | undefined;
    readonly ports: Ports;
    readonly address: string;
  };
}

const SERVICES: Readonly<Record<string, Channel['learnsBy']>> = {
  McastService: 'multicast',
  StaticMembershipService: 'static',
  'cloud.CloudMembershipService': 'cloud',
};

/** Undefined where it has no Cluster, or not all is known that decides. */
export function channelOf(peer: Peer): Channel | undefined {
  const { file } = peer;
  const cluster = clusterOf(peer);
  if (!cluster || !saysAll(cluster, file)) return undefined;
  const [channel, another] = childrenNamed(cluster, 'Channel');
  if (another) return undefined;
  if (!channel)
    return {
      peer,
      cluster,
      channel,
      membership: undefined,
      learnsBy: 'multicast',
      interceptors: [],
      receiver: { component: undefined, ports: { first: 4000, last: 4099 }, address: 'auto' },
    };
  if (classOf(channel, file.properties) !== 'org.apache.catalina.tribes.group.GroupChannel') return undefined;
  const receiver = receiverOf(channel, file);
  const address = receiver && addressOf(receiver.component, peer);
  const [membership, second] = childrenNamed(channel, 'Membership');
  const learnsBy = membership ? SERVICES[membershipOf(membership, file) ?? ''] : 'multicast';
  const isStarted = starts(channel, MEMBERSHIP, file);
  if (!receiver || address === undefined || second || !learnsBy || isStarted === undefined) return undefined;
  return {
    peer,
    cluster,
    channel,
    membership,
    learnsBy: isStarted ? learnsBy : 'nothing',
    interceptors: interceptorsOf(channel, file),
    receiver: { ...receiver, address },
  };
}

/** `host` is what `address` was called before (ReceiverBase.setHost). */
function addressOf(receiver: Component | undefined, { file }: Peer): string | undefined {
  const name = ['address', 'host'].find((one) => receiver && attributeOf(receiver, one));
  return receiver && name !== undefined ? textOf(receiver, name, file.properties)?.trim() : 'auto';
}

/** Whether members stand in a list somewhere, which may name the port of each. */
export const hasStaticMembers = ({ learnsBy, interceptors }: Channel): boolean =>
  learnsBy !== 'multicast' ||
  interceptors.some(({ name }) => name === undefined || name === 'StaticMembershipInterceptor');

/** A multicast group: nodes of one see each other. */
export interface Group {
  readonly address: string;
  readonly port: number;
  readonly domain: string;
}

/** The multicast group of a node (McastService.setDefaults); undefined where it has none, or it is not known. */
export function groupOf({ learnsBy, membership, peer: { file } }: Channel): Group | undefined {
  if (learnsBy !== 'multicast') return undefined;
  const written = (name: string, initial: string): string | undefined =>
    membership && attributeOf(membership, name) ? textOf(membership, name, file.properties) : initial;
  const address = written('address', '228.0.0.4');
  const domain = written('domain', '');
  const port =
    membership && attributeOf(membership, 'port') ? numberOf(membership, 'port', file.properties) : 45564;
  return address === undefined || port === undefined || domain === undefined
    ? undefined
    : { address: address.trim(), port, domain };
}

/** `228.0.0.4:45564`, and the domain where there is one. */
export const textOfGroup = ({ address, port, domain }: Group): string =>
  domain === '' ? `${address}:${port}` : `${address}:${port} (${domain})`;
