import { t } from '@vscode/l10n';
import { all } from '../../languages/text/suggest';
import { isLoopback, isWildcard } from '../../languages/tomcat/connector';
import type { Component } from '../../languages/tomcat/components';
import { attributeOf } from '../../languages/tomcat/values';
import { rule, type Fix } from '../define';
import { setFix, valueSpanOf } from '../support/tomcat';
import { RECEIVER, starts } from '../tomcat/channel/channel';
import { type Channel, channelOf, hasStaticMembers } from './channels';
import { machinesOf, portsOn } from './machines';

/** ReceiverBase.bind tries `autoBind` ports in turn, and fails where none is free: then the Cluster does not start, and Tomcat exits. */
export const receiverPort = rule({
  meta: {
    id: 'cluster/receiver-port',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      refused:
        'The Receivers of {nodes} have port {port} on one machine, and with autoBind="{autoBind}" this one tries no other: where the port is taken, its Tomcat exits ("Address already in use"). Give each node its own port.',
      likely:
        'The HTTP ports of {nodes} differ, as on one machine, but their Receivers have the same port {port}, and with autoBind="{autoBind}" this one tries no other: there, its Tomcat exits if the port is taken ("Address already in use"). Give each node its own port.',
      moved:
        'The Receivers of {nodes} ask for the same port {port} on one machine: the one that starts second takes the next free one, so which node has which port depends on the order. Give each its own port where a firewall or a list of members names it.',
    },
  },
  model(model, { report }) {
    for (const machine of machinesOf(model)) {
      const { peers, isCertain, isWhole } = machine;
      const channels = peers.flatMap((peer) => channelOf(peer) ?? []).filter(isReceiving);
      const taken = portsOn(machine);
      const told = new Set<Component>();
      for (const [index, channel] of channels.entries()) {
        const { peer, receiver } = channel;
        const { component, ports } = receiver;
        const isOnly = ports.first === ports.last;
        // Of two the second is told, but for one that tries no other port.
        const other = channels.find(
          (one, place) =>
            one !== channel &&
            (isOnly || one.peer.file !== peer.file) &&
            meets(one, channel) &&
            (isOnly ? place < index || one.receiver.ports.last > ports.last : place < index),
        );
        if (!component || !other || told.has(component)) continue;
        told.add(component);
        const isShared = other.receiver.component === component;
        const before = channels.slice(0, index).filter((one) => meets(one, channel));
        const nodes = all(
          [...(before.length > 0 ? before : [other]), channel].map(({ peer: { node } }) => node.name),
        );
        const isRefusedOther = other.receiver.ports.first === other.receiver.ports.last;
        if (!isOnly && (isRefusedOther || !isCertain || !attributeOf(component, 'port'))) continue;
        report({
          path: peer.file.path,
          span: valueSpanOf(component, attributeOf(component, 'port') ? 'port' : 'autoBind'),
          ...(isOnly ? { severity: isCertain ? 'error' : 'warning' } : {}),
          ...(isOnly
            ? {
                message: isCertain ? 'refused' : 'likely',
                data: {
                  nodes,
                  port: ports.first,
                  autoBind: attributeOf(component, 'autoBind')?.value ?? '',
                },
              }
            : { message: 'moved', data: { nodes, port: ports.first } }),
          related: isShared
            ? []
            : [
                {
                  path: other.peer.file.path,
                  span: valueSpanOf(other.receiver.component ?? other.cluster, 'port'),
                  message: t('the same port'),
                },
              ],
          fixes: isShared ? [] : fixesOf(channel, isOnly && isCertain && isWhole, taken),
        });
      }
    }
  },
});

const isReceiving = ({ channel, peer, receiver }: Channel): boolean =>
  receiver.ports.first > 0 && (!channel || starts(channel, RECEIVER, peer.file) === true);

function meets({ receiver: a }: Channel, { receiver: b }: Channel): boolean {
  if (a.ports.first !== b.ports.first) return false;
  if (isWildcard(a.address) || isWildcard(b.address)) return true;
  return a.address === b.address || (isLoopback(a.address) && isLoopback(b.address));
}

/** A list of members names the ports of nodes, and a cloud provider takes them all to be the same. */
function fixesOf(channel: Channel, isSafe: boolean, taken: Set<number>): readonly Fix[] {
  const { component, ports } = channel.receiver;
  if (!component || hasStaticMembers(channel)) return [];
  let free = ports.first + 1;
  while (taken.has(free)) free++;
  taken.add(free);
  return [
    setFix(
      channel.peer.file,
      component,
      attributeOf(component, 'port')?.name ?? 'port',
      String(free),
      isSafe,
    ),
  ];
}
