import {
  classes,
  classesFor,
  connectorClass,
  formFor,
  handlerType,
  linkTo,
  superclasses,
  tomcatLines,
} from './catalogue';
import type { AttributeDocs, AttributeEntry, AttributeForm, ClassData } from './catalogueTypes';

const socketProperties = 'org.apache.tomcat.util.net.SocketProperties';
/** Prefix of attributes that an endpoint sets on its SocketProperties: setProperty in org.apache.tomcat.util.net.AbstractEndpoint. */
const socketPrefix = 'socket.';
/** Names that a Connector replaces by a class: getProtocolHandlerClassName in org.apache.catalina.connector.Connector. */
const protocols: Readonly<Record<string, string>> = {
  'HTTP/1.1': 'org.apache.coyote.http11.Http11NioProtocol',
  'AJP/1.3': 'org.apache.coyote.ajp.AjpNioProtocol',
};

const kept = new Map<string, ReadonlyMap<string, AttributeEntry>>();

function once(
  key: string,
  make: () => ReadonlyMap<string, AttributeEntry>,
): ReadonlyMap<string, AttributeEntry> {
  const known = kept.get(key);
  if (known) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

/**
 * Attributes of a class with those of its superclasses, by the name as Tomcat documents it; of a Connector with those of
 * every protocol. Ask `attributeNamed` for one that somebody wrote.
 */
export const attributesOf = (
  className: string,
  version: string | undefined,
): ReadonlyMap<string, AttributeEntry> =>
  once(`${className} ${version}`, () => {
    // What no line has is asked: a thing that an old one had is not unknown.
    if (version === undefined)
      return merged(tomcatLines.toReversed().map((line) => attributesOf(className, line)));
    return className === connectorClass
      ? merged(
          ['HTTP/1.1', ...classesFor(handlerType, version).map(({ name }) => name)].map((protocol) =>
            connectorAttributes(protocol, version),
          ),
        )
      : ownAndInherited(className, version);
  });

/** What a Connector of this protocol (`HTTP/1.1`, `AJP/1.3` or a class) takes; of a class that is not known its own alone. */
export const connectorAttributes = (
  protocol: string,
  version: string | undefined,
): ReadonlyMap<string, AttributeEntry> =>
  once(`${connectorClass} ${protocol} ${version}`, () => {
    if (version === undefined)
      return merged(tomcatLines.toReversed().map((line) => connectorAttributes(protocol, line)));
    const handler = protocols[protocol] ?? protocol;
    const endpoint = superclasses(handler, version).find((form) => form.endpoint !== undefined)?.endpoint;
    const socket = [...ownAndInherited(socketProperties, version).values()].map((entry) => {
      const name = socketPrefix + entry.name;
      return [name, { ...entry, name }] as const;
    });
    return merged([
      ownAndInherited(connectorClass, version),
      ownAndInherited(handler, version),
      ...(endpoint === undefined ? [] : [ownAndInherited(endpoint, version), new Map(socket)]),
    ]);
  });

/** What stands first counts, but documentation is taken from where it is. */
function merged(maps: readonly ReadonlyMap<string, AttributeEntry>[]): ReadonlyMap<string, AttributeEntry> {
  const all = new Map<string, AttributeEntry>();
  for (const [name, entry] of maps.flatMap((map) => [...map])) {
    const known = all.get(name);
    all.set(name, known ? { ...entry, ...known } : entry);
  }
  return all;
}

function ownAndInherited(
  className: string,
  version: string | undefined,
): ReadonlyMap<string, AttributeEntry> {
  const found = new Map<string, AttributeEntry | undefined>();
  const docs = new Map<string, AttributeDocs>();
  for (let next: string | undefined = className; next !== undefined;) {
    const data: ClassData | undefined = classes.get(next);
    for (const [name, its] of Object.entries(data?.docs ?? {})) if (!docs.has(name)) docs.set(name, its);
    for (const [name, forms] of Object.entries(data?.attributes ?? {})) {
      const form: AttributeForm | undefined =
        typeof forms === 'string' ? { type: forms } : formFor(forms, version);
      if (!form || found.has(name)) continue;
      const { type, ...rest } = form;
      found.set(name, type === 'none' ? undefined : { name, type, ...rest });
    }
    next = formFor(data?.is ?? [], version)?.extends;
  }
  const all = new Map<string, AttributeEntry>();
  const before = className === socketProperties ? socketPrefix : '';
  for (const [name, entry] of found) {
    if (!entry) continue;
    const { section, ...documented } = docs.get(name) ?? {};
    all.set(name, { ...entry, ...documented, ...linkTo(section, before + name) });
  }
  return all;
}

/** The attribute that a written name sets: Tomcat makes its first letter a capital to find the setter. */
export const attributeNamed = (
  attributes: ReadonlyMap<string, AttributeEntry>,
  name: string,
): AttributeEntry | undefined =>
  attributes.get(name) ??
  attributes.get(name.charAt(0).toUpperCase() + name.slice(1)) ??
  attributes.get(name.charAt(0).toLowerCase() + name.slice(1));
