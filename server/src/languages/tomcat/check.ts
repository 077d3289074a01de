import { suggest } from '../text/suggest';
import type { XmlAttribute, XmlDocument } from '../xml/tree';
import {
  type AttributeEntry,
  childrenOf,
  classesFor,
  classNamed,
  elementAt,
  type ElementEntry,
  isA,
  isClassIn,
  placesOf,
  type RemovedClass,
  removedClass,
  takesChild,
  type TomcatXml,
} from './catalogue';
import { attributeNamed, attributesOf, connectorAttributes } from './catalogueAttributes';
import { type Component, rootComponent } from './components';
import { attributeOf, isInteger, isOwn, type Properties, simpleName, textOf, valueOf } from './values';

/** What Tomcat's digester refuses, warns of, or passes over. */
export type SchemaFault = { readonly component: Component } & (
  | { readonly kind: 'unknown-element'; readonly names: readonly string[] }
  /** `parents`: names of the elements in which Tomcat knows such a one. */
  | { readonly kind: 'misplaced-element'; readonly parents: readonly string[] }
  /** Right but for capital letters. Without an attribute: the element itself. */
  | { readonly kind: 'case'; readonly attribute?: XmlAttribute; readonly right: string }
  | {
      readonly kind: 'unknown-attribute';
      readonly attribute: XmlAttribute;
      readonly names: readonly string[];
    }
  /** Other releases have it. Without an attribute: the element itself. */
  | { readonly kind: 'version'; readonly attribute?: XmlAttribute; readonly className?: string }
  /** `type`: what its class must be. */
  | { readonly kind: 'class-missing'; readonly type: string | undefined }
  /** Tomcat had it, or has it in other releases, or never had it: `names` are what somebody may have meant. */
  | {
      readonly kind: 'class-removed';
      readonly attribute: XmlAttribute;
      readonly className: string;
      readonly successor?: string;
      readonly until?: string;
    }
  | {
      readonly kind: 'class-unknown';
      readonly attribute: XmlAttribute;
      readonly className: string;
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'class-wrong-type';
      readonly attribute: XmlAttribute;
      readonly className: string;
      readonly type: string;
    }
  /** The class of the parent has no method that takes such an element. */
  | { readonly kind: 'class-takes-none'; readonly className: string; readonly parent: Component }
  | { readonly kind: 'bad-number'; readonly attribute: XmlAttribute }
  /** A number that is no port, where one is opened: by a Connector, or by the Receiver or the multicast of a Cluster. */
  | { readonly kind: 'bad-port'; readonly attribute: XmlAttribute }
  | { readonly kind: 'bad-boolean'; readonly attribute: XmlAttribute }
);

export type FaultOf<Kind extends SchemaFault['kind']> = Extract<SchemaFault, { readonly kind: Kind }>;

export interface Setting {
  readonly file: TomcatXml;
  /** Undefined: not known, and what is said holds for every supported release. */
  readonly version: string | undefined;
  readonly properties: Properties;
}

/**
 * Compares a server.xml or context.xml with what the digester of a Tomcat does with it: org.apache.tomcat.util.digester
 * ObjectCreateRule (classes), SetNextRule (their types), SetPropertiesRule (attributes), and Digester.endElement for elements
 * that no rule matches. What lies in an element that is passed over, or in one whose class cannot be loaded, is not looked at:
 * one cause, one fault.
 */
export function schemaFaultsOf(document: XmlDocument, setting: Setting): readonly SchemaFault[] {
  const found: SchemaFault[] = [];
  const root = rootComponent(document);
  const waiting = root ? [root] : [];
  for (let component = waiting.pop(); component; component = waiting.pop()) {
    const entry = entryAt(component.path, setting.file, setting.version);
    if (!entry) {
      found.push(ofElement(component, setting));
      continue;
    }
    const ofItsClass = classFaultOf(component, entry, setting) ?? parentFaultOf(component, entry, setting);
    if (ofItsClass) found.push(ofItsClass);
    if (ofItsClass?.kind === 'class-removed' || ofItsClass?.kind === 'class-unknown') continue;
    if (!ofItsClass) found.push(...ofAttributes(component, entry, setting));
    for (const child of component.children.toReversed()) waiting.push(child);
  }
  return found;
}

/**
 * What Tomcat does with an element. The object of a context.xml's root is there before ContextConfig reads the file:
 * HostConfig makes it, of the class that is written there, or of this one; it takes `source` of Eclipse without a word.
 */
export function entryAt(
  path: readonly string[],
  file: TomcatXml,
  version: string | undefined,
): ElementEntry | undefined {
  const entry = elementAt(file, path, version);
  return entry && file === 'context.xml' && path.length === 1 ? { ...entry, ...contextRoot } : entry;
}

/** Its attribute `source` is of Eclipse, and a fake one for Tomcat (Catalina.createStartDigester): it is passed over. */
const STANDARD_CONTEXT = 'org.apache.catalina.core.StandardContext';

const contextRoot = {
  defaultClass: STANDARD_CONTEXT,
  sets: true,
  excludes: ['className', 'docBase', 'path', 'source'],
} as const;

/** An element that no rule matches. */
function ofElement(component: Component, { file, version }: Setting): SchemaFault {
  const { name, path, parent } = component;
  if (elementAt(file, path, undefined)) return { component, kind: 'version' };
  const siblings = parent ? childrenOf(file, parent.path, version).map(lastOf) : [];
  const right = siblings.find((one) => one.toLowerCase() === name.toLowerCase());
  if (right !== undefined) return { component, kind: 'case', right };
  const parents = placesOf(file, name, version);
  if (parents.length > 0) return { component, kind: 'misplaced-element', parents };
  return { component, kind: 'unknown-element', names: suggest(name, siblings) };
}

const lastOf = ({ path }: ElementEntry): string => path.slice(path.lastIndexOf('/') + 1);

/** Why the class of an element cannot be made, or not be given to its parent. */
function classFaultOf(
  component: Component,
  { classAttribute, needsClass, type }: ElementEntry,
  { version, properties }: Setting,
): SchemaFault | undefined {
  const value = classAttribute === undefined ? undefined : valueOf(component, classAttribute, properties);
  if (value === 'unknown') return undefined;
  if (value === undefined) return needsClass ? { component, kind: 'class-missing', type } : undefined;
  const { text: className, attribute } = value;
  const gone = removedClass(className, version);
  if (gone || isClassIn(className, version) === false) {
    return { component, kind: 'class-removed', attribute, className, ...released(gone) };
  }
  if (!isOwn(className)) return undefined;
  const known = classNamed(className);
  if (!known) {
    const names = type === undefined ? [] : meantClasses(className, type, version);
    return { component, kind: 'class-unknown', attribute, className, names };
  }
  if (type !== undefined && (known.abstract || isA(className, type, version) === false))
    return { component, kind: 'class-wrong-type', attribute, className, type };
  return undefined;
}

/** SetNextRule.end calls a method of what the parent is: some of its classes have it, others not. */
function parentFaultOf(
  component: Component,
  entry: ElementEntry,
  { file, version, properties }: Setting,
): SchemaFault | undefined {
  const { parent } = component;
  if (!parent) return undefined;
  const above = elementAt(file, parent.path, version);
  const className = above && writtenOrDefault(parent, above, properties);
  if (className === undefined || above?.type === undefined || isA(className, above.type, version) !== true)
    return undefined;
  return takesChild(className, entry, version) === false
    ? { component, kind: 'class-takes-none', className, parent }
    : undefined;
}

const released = (gone: RemovedClass | undefined): Pick<FaultOf<'class-removed'>, 'successor' | 'until'> =>
  gone ? { until: gone.until, ...(gone.successor !== undefined && { successor: gone.successor }) } : {};

/** Classes of a type whose names are like one that there is not. */
function meantClasses(className: string, type: string, version: string | undefined): readonly string[] {
  const all = classesFor(type, version).map(({ name }) => name);
  const last = simpleName(className);
  const same = all.filter((name) => simpleName(name).toLowerCase() === last.toLowerCase());
  if (same.length > 0) return same;
  const near = suggest(last, all.map(simpleName));
  return all.filter((name) => near.includes(simpleName(name)));
}

/** The attributes that can be set on what an element makes; undefined where its class or protocol is not known. */
export function attributesFor(
  component: Component,
  entry: ElementEntry,
  { version, properties }: Pick<Setting, 'version' | 'properties'>,
): ReadonlyMap<string, AttributeEntry> | undefined {
  const className = entry.sets ? writtenOrDefault(component, entry, properties) : undefined;
  if (className === undefined || !classNamed(className)) return undefined;
  return className === CONNECTOR
    ? ofConnector(component, version, properties)
    : attributesOf(className, version);
}

/** Attributes that no setter takes, or not with what is written. */
function ofAttributes(component: Component, entry: ElementEntry, setting: Setting): readonly SchemaFault[] {
  const { version, properties } = setting;
  const now = attributesFor(component, entry, setting);
  const className = writtenOrDefault(component, entry, properties);
  if (!now || className === undefined) return [];
  const known = classNamed(className);
  if (!known || known.dynamic) return [];
  return component.element.attributes.flatMap((attribute): readonly SchemaFault[] => {
    const { name } = attribute;
    if (name === entry.classAttribute || entry.excludes?.includes(name) || isOfXml(name)) return [];
    if (name === 'source' && className === STANDARD_CONTEXT) return [];
    if (known.prefixes?.some((prefix) => name.startsWith(prefix))) return [];
    const own = attributeNamed(now, name);
    if (own) return ofValue(component, attribute, own, properties);
    const right = [...now.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
    if (right !== undefined) return [{ component, kind: 'case', attribute, right }];
    if (version !== undefined && attributeNamed(attributesOf(className, undefined), name))
      return [{ component, kind: 'version', attribute, className }];
    return [{ component, kind: 'unknown-attribute', attribute, names: suggest(name, now.keys()) }];
  });
}

const CONNECTOR = 'org.apache.catalina.connector.Connector';

/** What a Connector takes depends on its protocol; undefined where that is a handler of somebody else's. */
function ofConnector(
  component: Component,
  version: string | undefined,
  properties: Properties,
): ReadonlyMap<string, AttributeEntry> | undefined {
  const value = valueOf(component, 'protocol', properties);
  if (value === 'unknown') return undefined;
  const protocol = value?.text ?? 'HTTP/1.1';
  if (!/^(?:HTTP\/1\.1|AJP\/1\.3)$/.test(protocol) && isClassIn(protocol, version) !== true) return undefined;
  return connectorAttributes(protocol, version);
}

/** Namespaces, and what XML itself gives every element. */
const isOfXml = (name: string): boolean => /^xml(?:ns)?(?::|$)/.test(name);

/** The class of a component; undefined where none is named, or it is not known. */
export function writtenOrDefault(
  component: Component,
  { classAttribute, defaultClass }: ElementEntry,
  properties: Properties,
): string | undefined {
  const value = classAttribute === undefined ? undefined : valueOf(component, classAttribute, properties);
  if (value === 'unknown') return undefined;
  return value?.text ?? defaultClass;
}

/** InetSocketAddress.checkPort */
const LAST_PORT = 0xffff;

/**
 * Whether a port can be opened where it is written (NioEndpoint.initServerSocket, ReceiverBase.bind, McastServiceImpl.start);
 * undefined where it is not opened, or not known.
 */
function opens(component: Component, port: number, properties: Properties): boolean | undefined {
  switch (component.path.slice(-2).join('/')) {
    case 'Service/Connector':
      if (['unixDomainSocketPath', 'useInheritedChannel'].some((name) => attributeOf(component, name)))
        return undefined;
      return port >= 0 && port <= LAST_PORT;
    case 'Channel/Receiver':
      return isJoining(component) ? port <= LAST_PORT : undefined;
    case 'Channel/Membership':
      return textOf(component, 'className', properties)?.endsWith('.McastService') && isJoining(component)
        ? port > 0 && port <= LAST_PORT
        : undefined;
    default:
      return undefined;
  }
}

/** Whether a Cluster starts its channel as a whole: Channel.DEFAULT, if nothing else is written. */
const isJoining = ({ parent }: Component): boolean =>
  parent?.parent?.name === 'Cluster' && !attributeOf(parent.parent, 'channelStartOptions');

/** What people write for true; other words for false are false as they are meant. */
const MEANT_TRUE = /^(?:yes|y|on|1|enabled?|t)$/i;
const MEANT_FALSE = /^(?:no|n|off|0|disabled?|f|none|)$/i;

function ofValue(
  component: Component,
  attribute: XmlAttribute,
  { name, type }: AttributeEntry,
  properties: Properties,
): readonly SchemaFault[] {
  const value = valueOf(component, name, properties);
  if (value === undefined || value === 'unknown' || attributeOf(component, name) !== attribute) return [];
  const { text } = value;
  switch (type) {
    case 'int':
    case 'long':
      if (!isInteger(text, type))
        return /^[A-Z][A-Z_-]*$/.test(text) ? [] : [{ component, kind: 'bad-number', attribute }];
      return name === 'port' && opens(component, Number(text), properties) === false
        ? [{ component, kind: 'bad-port', attribute }]
        : [];
    case 'boolean':
      if (/^(?:true|false)$/i.test(text) || MEANT_FALSE.test(text)) return [];
      return MEANT_TRUE.test(text) || suggest(text, ['true']).length > 0
        ? [{ component, kind: 'bad-boolean', attribute }]
        : [];
    default:
      return [];
  }
}
