import { t } from '@vscode/l10n';
import type { XmlDocument } from '../../xml/tree';
import { type Component, componentsIn, rootComponent } from '../components';
import { protocolOf } from '../connector';
import { isTrue, numberOf } from '../values';
import type { KnownValue } from './values';

/** StandardServer, NioReceiver: what they open where nothing is written. */
const defaults: Readonly<Record<string, number>> = { Server: 8005, Receiver: 4000 };

/** Ports that may be written for a component: the next that no server.xml of the workspace opens, and the next of its own file. */
export function portValues(component: Component, servers: readonly XmlDocument[]): readonly KnownValue[] {
  const usual = usualPort(component);
  if (usual === undefined) return [];
  const root = rootOf(component);
  const own = servers.find((document) => rootComponent(document) === root);
  const offset = offsetFor(component, root);
  const free = (documents: readonly XmlDocument[]): string => {
    const taken = new Set(documents.flatMap((document) => [...opened(document, component)]));
    let port = usual;
    while (taken.has(port + offset)) port++;
    return String(port);
  };
  const anywhere = free(servers);
  const here = free(own ? [own] : []);
  return [
    { value: anywhere, detail: t('free in the workspace') },
    ...(here === anywhere ? [] : [{ value: here, detail: t('free in this file') }]),
    ...(component.name === 'Server' ? [{ value: '-1', detail: t('no shutdown port') }] : []),
  ];
}

function usualPort(component: Component): number | undefined {
  if (component.name !== 'Connector') return defaults[component.name];
  if (protocolOf(component) === 'ajp') return 8009;
  return isTrue(component, 'SSLEnabled') ? 8443 : 8080;
}

const rootOf = (component: Component): Component => (component.parent ? rootOf(component.parent) : component);

/** `portOffset` moves the ports of the server and its connectors, and no Receiver's. */
const offsetFor = ({ name }: Component, root: Component): number =>
  name === 'Receiver' ? 0 : (numberOf(root, 'portOffset') ?? 0);

/** The ports that a server.xml opens beside those of a component. */
function* opened(document: XmlDocument, beside: Component): Generator<number> {
  const root = rootComponent(document);
  if (!root) return;
  for (const component of componentsIn(document)) {
    const { name, element } = component;
    if (!/^(?:Server|Connector|Receiver)$/.test(name)) continue;
    if (element === beside.element) continue;
    const isWritten = element.attributes.some((one) => one.name === 'port');
    const port = isWritten ? numberOf(component, 'port') : defaults[name];
    if (port !== undefined && port > 0) yield port + offsetFor(component, root);
  }
}
