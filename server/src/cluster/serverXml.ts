import { t } from '@vscode/l10n';
import {
  attribute,
  childElements,
  childrenNamed,
  descendants,
  elements,
  holdsEntities,
  localName,
} from '../languages/xml/query';
import type { XmlDocument, XmlElement } from '../languages/xml/tree';
import type { ClusterElement, Connector, TomcatNode } from './model';
import { type Properties, resolved } from '../languages/tomcat/values';
import type { Place } from './source';

/** What one server.xml says, before it is known who runs it. */
export type ServerXml = Pick<TomcatNode, 'engine' | 'cluster' | 'commentedCluster' | 'isWhole'> & {
  readonly connectors: readonly (Omit<Connector, 'published' | 'port'> & {
    readonly portOf: (properties: Properties) => number | undefined;
  })[];
  readonly sessionStore: (Place & { readonly says: string }) | undefined;
  readonly hosts: readonly HostPlace[];
};

/** Where a Host has its apps, with the defaults of config/host.html. */
export interface HostPlace {
  readonly engine: string;
  readonly name: string;
  readonly appBase: string;
  /** Its Contexts that say where their app lies. */
  readonly contexts: readonly { readonly path: string; readonly docBase: string }[];
}

/** Tomcat's default: org.apache.catalina.ha.tcp.SimpleTcpCluster channelSendOptions = Channel.SEND_OPTIONS_ASYNCHRONOUS. */
const DEFAULT_SEND_OPTIONS = 8;

/** org.apache.catalina.tribes.Channel.getSendOptionValue: the names that Tomcat 9 and later take. */
const SEND_OPTIONS: Readonly<Record<string, number>> = {
  byte: 1,
  byte_message: 1,
  use_ack: 2,
  sync: 4,
  synchronized_ack: 4,
  async: 8,
  asynchronous: 8,
  secure: 16,
  udp: 32,
  multicast: 64,
};

/** Reads the facts of a server.xml; a document with another root element has none. */
export function readServerXml(path: string, document: XmlDocument): ServerXml {
  const root = document.root && localName(document.root) === 'Server' ? document.root : undefined;
  const all = root ? [...descendants(root)] : [];
  const engine = all.find((element) => localName(element) === 'Engine');
  const cluster = all.find((element) => localName(element) === 'Cluster');
  return {
    engine: engine && {
      path,
      span: engine.span,
      element: engine,
    },
    cluster: cluster && readCluster(path, cluster),
    commentedCluster: cluster ? undefined : findCommentedCluster(path, document),
    connectors: root
      ? all
          .filter((element) => localName(element) === 'Connector')
          .map((element) => readConnector(path, element, root))
      : [],
    sessionStore: readSessionStore(path, document),
    hosts: all.filter((element) => localName(element) === 'Host').map(readHost),
    isWhole: !root || !holdsEntities(root),
  };
}

function readHost(host: XmlElement): HostPlace {
  const name = attribute(host, 'name')?.value ?? 'localhost';
  return {
    engine: (host.parent && attribute(host.parent, 'name')?.value) ?? 'Catalina',
    name: name.toLowerCase(),
    appBase: attribute(host, 'appBase')?.value ?? 'webapps',
    contexts: childrenNamed(host, 'Context').flatMap((context) => {
      const docBase = attribute(context, 'docBase')?.value;
      return docBase === undefined ? [] : [{ path: attribute(context, 'path')?.value ?? '', docBase }];
    }),
  };
}

/** The port of a Connector with what the Server adds to it; undefined where it cannot be told. */
function portOf(element: XmlElement, server: XmlElement, properties: Properties): number | undefined {
  const [port, offset] = [
    attribute(element, 'port')?.value ?? '',
    attribute(server, 'portOffset')?.value ?? '0',
  ].map((written) => resolved(written, properties));
  return port !== undefined && offset !== undefined && /^\d+$/.test(port) && /^\d+$/.test(offset)
    ? Number(port) + Number(offset)
    : undefined;
}

function readConnector(
  path: string,
  element: XmlElement,
  server: XmlElement,
): ServerXml['connectors'][number] {
  const protocol = attribute(element, 'protocol')?.value ?? 'HTTP/1.1';
  return {
    path,
    span: element.span,
    element,
    portOf: (properties) => portOf(element, server, properties),
    protocol: /^HTTP|\.http11\./i.test(protocol) ? 'http' : /^AJP|\.ajp\./i.test(protocol) ? 'ajp' : 'other',
    tls: attribute(element, 'SSLEnabled')?.value.toLowerCase() === 'true',
  };
}

function readCluster(path: string, element: XmlElement): ClusterElement {
  const parent = element.parent && localName(element.parent);
  return {
    path,
    span: element.span,
    element,
    parent: parent === 'Engine' || parent === 'Host' ? parent : 'other',
    sendOptions: sendOptionsOf(element),
  };
}

/** `channelSendOptions` of a Cluster element, live or commented out. */
export function sendOptionsOf(cluster: XmlElement): number | undefined {
  const written = attribute(cluster, 'channelSendOptions')?.value.trim();
  if (written === undefined) return DEFAULT_SEND_OPTIONS;
  if (/^\d+$/.test(written)) return Number(written);
  let sum = 0;
  for (const name of written.split(',')) {
    const value = SEND_OPTIONS[name.trim()];
    if (value === undefined) return undefined;
    sum |= value;
  }
  return sum;
}

/** A Cluster of Tomcat's own kind that stands in a comment below an Engine or Host. */
function findCommentedCluster(path: string, document: XmlDocument): TomcatNode['commentedCluster'] {
  for (const comment of document.comments) {
    const parent = comment.parent && localName(comment.parent);
    const element = comment.elements.find((candidate) => localName(candidate) === 'Cluster');
    if (element && (parent === 'Engine' || parent === 'Host')) return { comment, element, path };
  }
  return undefined;
}

/** Session managers that come with Tomcat and keep sessions in its own memory. */
const TOMCAT_MANAGERS = /^org\.apache\.catalina\.(session\.StandardManager|ha\.session\.\w+)$/;

/**
 * A `<Manager>` of a Context that keeps sessions outside of Tomcat: Redisson, memcached-session-manager, Hazelcast, a
 * PersistentManager with a store, or a class of the user's own, of which nothing is known.
 */
export function readSessionStore(
  path: string,
  document: XmlDocument,
): (Place & { readonly says: string }) | undefined {
  for (const element of elements(document)) {
    if (localName(element) !== 'Manager' || (element.parent && localName(element.parent) !== 'Context'))
      continue;
    const className = attribute(element, 'className')?.value;
    if (className === undefined || TOMCAT_MANAGERS.test(className)) continue;
    const isPersistent = /^org\.apache\.catalina\.session\.PersistentManager$/.test(className);
    if (isPersistent && !childElements(element).some((child) => localName(child) === 'Store')) continue;
    return { path, span: element.nameSpan, says: t('sessions are kept by {className}', { className }) };
  }
  return undefined;
}
