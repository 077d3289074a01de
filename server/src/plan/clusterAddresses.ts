import { t } from '@vscode/l10n';
import type { Span, TextEdit } from '../languages/text/span';
import { type Component, componentsIn } from '../languages/tomcat/components';
import { attributeOf, numberOf, textOf } from '../languages/tomcat/values';
import type { XmlAttribute } from '../languages/xml/tree';
import type { Adaptation } from '../protocol';
import { hasAlias, type NamedNode } from './targets';

/** Where a Receiver listens if nothing is written (org.apache.catalina.tribes.transport.ReceiverBase). */
const RECEIVER_PORT = 4000;

/** Addresses that every container has. */
const EVERYWHERE = /^(?:0\.0\.0\.0|\[?::\]?|auto)$/;

/** A value that stands in the file and is known. */
interface Written {
  readonly text: string;
  readonly span: Span;
  readonly attribute: XmlAttribute;
}

type Change = TextEdit & Pick<Adaptation, 'id' | 'title'>;

/**
 * Addresses of machines that a container does not have: a Connector listens on all of them, a Receiver on the one that its
 * container has, multicast leaves by the interface that there is, and static members are the nodes of the lab.
 */
export function addressChanges(own: NamedNode, nodes: readonly NamedNode[]): readonly Change[] {
  const { serverXml } = own.node;
  if (!serverXml) return [];
  const components = [...componentsIn(serverXml.document)];
  const members = components.filter(isStaticMember);
  return [
    ...components.flatMap((component) => ownAddress(component, nodes)),
    ...members.flatMap((member, index) => {
      const to = memberOf(member, index, members.length, own, nodes);
      return to ? memberChanges(member, to) : [];
    }),
  ];
}

/** What is written instead of an address that a container does not have; `undefined`: nothing, the attribute goes. */
interface OwnAddress {
  readonly attributes: readonly string[];
  readonly now: string | undefined;
  readonly id: Adaptation['id'];
  readonly title: (address: string) => string;
}

const OWN_ADDRESSES: Readonly<Record<string, OwnAddress>> = {
  Connector: {
    attributes: ['address'],
    now: '0.0.0.0',
    id: 'listen-address',
    title: (address) =>
      t('The Connector listens on all addresses of its container, not on {address}', { address }),
  },
  Receiver: {
    // `host` is what `address` was called before (ReceiverBase.setHost).
    attributes: ['address', 'host'],
    now: 'auto',
    id: 'cluster-address',
    title: (address) =>
      t('The Receiver listens on the address of its container, not on {address}', { address }),
  },
  Membership: {
    attributes: ['bind'],
    now: undefined,
    id: 'cluster-address',
    title: (address) => t('Multicast uses the network of the container, not {address}', { address }),
  },
};

function ownAddress(component: Component, nodes: readonly NamedNode[]): readonly Change[] {
  const { attributes = [], now, id, title } = OWN_ADDRESSES[component.name] ?? {};
  return attributes.flatMap((name): readonly Change[] => {
    const written = writtenOf(component, name);
    if (!written || !id || !title) return [];
    const { text: address, span, attribute } = written;
    if (EVERYWHERE.test(address) || isResolved(address, nodes)) return [];
    const edit = now === undefined ? { span: attribute.span, text: '' } : { span, text: now };
    return [{ ...edit, id, title: title(address) }];
  });
}

/** Whether a name leads to a node in the network of the lab. */
const isResolved = (host: string, nodes: readonly NamedNode[]): boolean =>
  nodes.some(({ name, node }) => host === name || (host === node.service?.name && hasAlias(nodes, node)));

const isStaticMember = ({ name, parent }: Component): boolean =>
  name === 'Member' && (parent?.name === 'Membership' || parent?.name === 'Interceptor');

/**
 * The node that a member stands for: the one of that name, else the one whose Receiver has the address or, alone, the port,
 * else the one at the same place; a list that is shorter than the nodes leaves out the node itself.
 */
function memberOf(
  member: Component,
  index: number,
  count: number,
  own: NamedNode,
  nodes: readonly NamedNode[],
): NamedNode | undefined {
  const host = writtenOf(member, 'host')?.text;
  if (host === undefined) return undefined;
  const named = nodes.find((node) => isCalled(node, host));
  if (named) return named;
  const port = numberOf(member, 'port');
  const byPort = nodes.filter((node) => receiverOf(node).port === port);
  const byAddress = byPort.find((node) => receiverOf(node).address === host);
  if (byAddress) return byAddress;
  if (byPort.length === 1) return byPort[0];
  return count === nodes.length ? nodes[index] : nodes.filter((node) => node !== own)[index];
}

function memberChanges(member: Component, to: NamedNode): readonly Change[] {
  const host = writtenOf(member, 'host');
  const port = writtenOf(member, 'port');
  if (!host) return [];
  const receives = receiverOf(to).port;
  const address = port ? `${host.text}:${port.text}` : host.text;
  const title = t('The static member {address} is {node}', { address, node: to.name });
  const edits: TextEdit[] = [];
  if (host.text !== to.name) edits.push({ span: host.span, text: to.name });
  if (port && receives !== undefined && Number(port.text) !== receives)
    edits.push({ span: port.span, text: `${receives}` });
  return edits.map((edit) => ({ ...edit, id: 'cluster-address', title }));
}

const isCalled = ({ name, node }: NamedNode, host: string): boolean =>
  host === name ||
  host === node.name ||
  host === node.service?.name ||
  (node.service?.aliases ?? []).includes(host);

/** The address and port of a node's Receiver; the port is undefined where it is not known. */
function receiverOf({ node: { serverXml } }: NamedNode): { address?: string; port?: number } {
  const receiver = serverXml && [...componentsIn(serverXml.document)].find(({ name }) => name === 'Receiver');
  if (!receiver) return { port: RECEIVER_PORT };
  const address = textOf(receiver, 'address');
  const port = attributeOf(receiver, 'port') ? numberOf(receiver, 'port') : RECEIVER_PORT;
  return { ...(address !== undefined && { address }), ...(port !== undefined && { port }) };
}

function writtenOf(component: Component, name: string): Written | undefined {
  const attribute = attributeOf(component, name);
  const text = textOf(component, name)?.trim();
  return attribute?.valueSpan && text !== undefined && text !== ''
    ? { text, span: attribute.valueSpan, attribute }
    : undefined;
}
