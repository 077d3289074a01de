import type { NodeGroup } from '../../cluster/model';
import { all } from '../../languages/text/suggest';
import type { Component } from '../../languages/tomcat/components';
import { isLoopback, isWildcard } from '../../languages/tomcat/connector';
import { attributeOf } from '../../languages/tomcat/values';
import { rule } from '../define';
import { setFix, valueSpanOf } from '../support/tomcat';
import { type Channel, channelOf, hasStaticMembers } from './channels';
import { circlesOf } from './circles';
import { machinesOf } from './machines';
import { peerOf } from './peers';

/** ReceiverBase.getBind: what is written is the address to listen at, and the one that members are told. */
export const receiverLoopback = rule({
  meta: {
    id: 'cluster/receiver-loopback',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      loopback:
        'Only this container itself reaches {address}, where its Receiver listens: {nodes} cannot send to each other, so no session is replicated. Write "auto", the address of the container.',
      wildcard:
        'The Receiver tells other nodes the address {address}, where each finds only itself: {nodes} see each other by multicast and cannot send to each other, so no session is replicated. Write "auto", the address of the container.',
      fixed:
        '{nodes} share this server.xml, and only one of them can have the address {address}: every other one cannot open its Receiver there, and exits. Write "auto", the address of the container.',
    },
  },
  group(group, { model, report }) {
    if (!group.intent) return;
    const machines = machinesOf(model);
    const told = new Set<Component>();
    for (const channel of apart(group)) {
      const { component, address } = channel.receiver;
      if (!component || told.has(component)) continue;
      const nodes = peersOf(channel);
      const sharing = nodes.filter(({ serverXml }) => serverXml?.path === channel.peer.file.path);
      const message = isLoopback(address)
        ? 'loopback'
        : isWildcard(address)
          ? !hasStaticMembers(channel) && 'wildcard'
          : address !== 'auto' && sharing.length > 1 && 'fixed';
      if (!message) continue;
      told.add(component);
      const name =
        attributeOf(component, 'address')?.name ?? attributeOf(component, 'host')?.name ?? 'address';
      report({
        path: channel.peer.file.path,
        span: valueSpanOf(component, name),
        message,
        data: { address, nodes: all((message === 'fixed' ? sharing : nodes).map((node) => node.name)) },
        fixes: [setFix(channel.peer.file, component, name, 'auto', true)],
      });
    }

    /** The channels of nodes in containers with a network of their own, which have a peer. */
    function apart(peers: NodeGroup): readonly Channel[] {
      return peers.nodes.flatMap((node) => {
        const peer = peerOf(node, model);
        const channel = node.service && !node.service.networkMode && peer && channelOf(peer);
        return channel && peersOf(channel).length > 1 ? [channel] : [];
      });
    }

    function peersOf({ peer: { node } }: Channel): NodeGroup['nodes'] {
      const circle = circlesOf(group).find(({ nodes }) => nodes.includes(node));
      return (circle?.nodes ?? []).filter(
        (other) =>
          other.cluster &&
          !machines.some(
            ({ peers }) =>
              other !== node && [node, other].every((one) => peers.some((peer) => peer.node === one)),
          ),
      );
    }
  },
});
