import type { ClusterModel, TomcatFile } from '../../../cluster/model';
import { attributeOf, textOf } from '../../../languages/tomcat/values';
import { type Channel, channelOf } from '../../cluster/channels';
import { peerOf } from '../../cluster/peers';
import { manifestsOf, type Running, runningOf } from '../../support/kubernetes';
import { CLOUD } from '../channel/channel';

/** A Cluster that learns of its nodes from Kubernetes or DNS, and the pods that it runs in. */
export interface InCloud {
  readonly channel: Channel;
  readonly running: Running;
  readonly provider: 'kubernetes' | 'dns';
}

const PROVIDER = 'membershipProviderClassName';

/** The Channel of a server.xml that learns of its nodes from a cloud provider of Tomcat's own. */
export function cloudChannelOf(
  file: TomcatFile,
  model: ClusterModel,
): Pick<InCloud, 'channel' | 'provider'> | undefined {
  const node = model.nodes.find(({ serverXml }) => serverXml?.path === file.path);
  const peer = node && file.kind === 'server.xml' ? peerOf(node, model) : undefined;
  const channel = peer && channelOf(peer);
  const membership = channel?.learnsBy === 'cloud' ? channel.membership : undefined;
  if (!channel || !membership) return undefined;
  const written = attributeOf(membership, PROVIDER)
    ? textOf(membership, PROVIDER, file.properties)
    : 'kubernetes';
  if (written === 'kubernetes' || written === `${CLOUD}KubernetesMembershipProvider`)
    return { channel, provider: 'kubernetes' };
  return written === 'dns' || written === `${CLOUD}DNSMembershipProvider`
    ? { channel, provider: 'dns' }
    : undefined;
}

/** The same with its pods; undefined where these are not known. */
export function inCloud(file: TomcatFile, model: ClusterModel): InCloud | undefined {
  const found = cloudChannelOf(file, model);
  const running = found && runningOf(file, model);
  return found && running && { ...found, running };
}

/** What is set for pods; `unknown` where something that is not read may set it. */
type Setting = { readonly value: string } | 'unknown';

/** Undefined where surely nothing sets any of these variables. */
export function environmentOf(
  { container }: Running,
  names: readonly string[],
  model: ClusterModel,
): Setting | undefined {
  for (const name of names) {
    if (!container.environment.has(name)) continue;
    const value = container.environment.get(name);
    if (value !== '') return value === undefined ? 'unknown' : { value };
  }
  const isElsewhere =
    container.hasEnvFrom ||
    container.hasCommand ||
    manifestsOf(model).some(({ object: { kind } }) => kind === 'Kustomization') ||
    [...model.files.values()].some(
      ({ kind, language: { text } }) => kind !== 'kubernetes' && names.some((name) => text.includes(name)),
    );
  return isElsewhere ? 'unknown' : undefined;
}
