import generated from '../../../data/tomcat.json';
import { isAfter, isWithin, lineOf, type Releases } from '../text/versions';

export type TomcatXml = 'server.xml' | 'context.xml' | 'web.xml' | 'web-fragment.xml' | 'tomcat-users.xml';

/**
 * Releases that have a thing, a word a line: `9.0` (all), `9.0.13+`, `-9.0.55`, `9.0.13-9.0.55`. Left out: all releases of
 * all lines.
 */
export interface In {
  readonly in?: string;
}

/** An element that Tomcat reads: what its digester does at this path. */
export interface ElementEntry extends In {
  /** `Server/Service/Engine` */
  readonly path: string;
  /** The class that it makes where the class attribute is not written. */
  readonly defaultClass?: string;
  /** It makes a class, and Tomcat does not start where none is named. */
  readonly needsClass?: boolean;
  /** The attribute that names the class; left out where none may. */
  readonly classAttribute?: string;
  /** What the class must be, so that its parent takes it. */
  readonly type?: string;
  /** The method of the parent that takes it; a class without it cannot have such a child. */
  readonly adds?: string;
  /** Its attributes are set on the object. */
  readonly sets?: boolean;
  /** Of attributes that it cannot set Tomcat says nothing. */
  readonly silent?: boolean;
  /** Attributes that are not set but are no mistake either. */
  readonly excludes?: readonly string[];
  /** It is read for its text. */
  readonly text?: boolean;
  /** Of a file whose elements make no classes: the attributes that Tomcat reads. */
  readonly attributes?: readonly string[];
}

/**
 * How IntrospectionUtils.setProperty of org.apache.tomcat.util reads a value: `int` and `long` as Integer.valueOf and
 * Long.valueOf do, else the attribute is not set; `boolean` as Boolean.valueOf, so that all but `true` is false; `address` as
 * InetAddress.getByName; `object`: whatever is written, null is set, and Tomcat says nothing.
 */
export type AttributeType = 'string' | 'int' | 'long' | 'boolean' | 'address' | 'object';

export interface AttributeEntry extends In {
  readonly name: string;
  readonly type: AttributeType;
  /** What an object that was just made has. */
  readonly default?: string;
  readonly deprecated?: boolean;
  readonly required?: boolean;
  readonly values?: readonly string[];
  readonly doc?: string;
  readonly link?: string;
}

export interface ClassEntry {
  readonly name: string;
  readonly deprecated?: boolean;
  /** It takes whatever attribute somebody writes. */
  readonly dynamic?: boolean;
  /** It takes whatever attribute begins so. */
  readonly prefixes?: readonly string[];
  /** It cannot be named in a file: an interface, or a class that is only extended. */
  readonly abstract?: boolean;
  readonly doc?: string;
  readonly link?: string;
}

export interface RemovedClass {
  readonly name: string;
  /** The last line that has it. */
  readonly until: string;
  readonly successor?: string;
}

/** What a class is in some releases. */
interface ClassForm extends In {
  readonly extends?: string;
  readonly implements?: readonly string[];
  readonly interface?: boolean;
  readonly abstract?: boolean;
  readonly deprecated?: boolean;
  readonly dynamic?: string;
  /** Methods by which it takes children, with their type: `addValve org.apache.catalina.Valve`. */
  readonly takes?: readonly string[];
  /** Of a protocol handler: what it hands attributes on to. */
  readonly endpoint?: string;
}

/** `none`: in these releases it lacks what its superclass has. */
interface AttributeForm extends In {
  readonly type: AttributeType | 'none';
  readonly default?: string;
  readonly deprecated?: boolean;
}

interface AttributeDocs {
  readonly doc?: string;
  readonly required?: boolean;
  /** Number of the section of the reference. */
  readonly section?: number;
  readonly values?: readonly string[];
}

interface ClassData {
  readonly is: readonly ClassForm[];
  /** The type alone where it is so in all releases, and no more is known. */
  readonly attributes?: Readonly<Record<string, AttributeForm['type'] | readonly AttributeForm[]>>;
  readonly docs?: Readonly<Record<string, AttributeDocs>>;
  readonly doc?: string;
  readonly section?: number;
}

export interface TomcatCatalogue {
  /** Line → the newest release that was read. */
  readonly lines: Readonly<Record<string, string>>;
  readonly elements: Readonly<Record<string, readonly ElementEntry[]>>;
  readonly classes: Readonly<Record<string, ClassData>>;
  readonly removed: readonly RemovedClass[];
  /** Line, page and anchor, which for an attribute is followed by its name: `11.0 http.html Attributes_Common Attributes`. */
  readonly sections: readonly string[];
}

const isCatalogue = (value: object): value is TomcatCatalogue => 'elements' in value && 'classes' in value;

if (!isCatalogue(generated)) throw new Error('server/data/tomcat.json is no catalogue');

const catalogue: TomcatCatalogue = generated;

/** The place in Tomcat's configuration reference; `#` before an anchor marks one that stands alone. */
function linkTo(section: number | undefined, attribute?: string): { readonly link?: string } {
  const [, line, page, anchor] = /^(\S+) (\S+) #?(.*)$/.exec(catalogue.sections[section ?? -1] ?? '') ?? [];
  if (line === undefined || page === undefined || anchor === undefined) return {};
  const id = encodeURIComponent(attribute === undefined ? anchor : `${anchor}_${attribute}`);
  return { link: `https://tomcat.apache.org/tomcat-${line}-doc/config/${page}#${id}` };
}

const classes = new Map(Object.entries(catalogue.classes));

/** Lines of releases that the catalogue knows, from the oldest: `8.5`, `9.0`, … */
export const tomcatLines: readonly string[] = Object.keys(catalogue.lines);

/** The newest release of a line that was read. */
export const newestRead = (line: string): string | undefined => catalogue.lines[line];

/** The lines that a version may be of, those of a major for `10`; undefined where one is not known or none was read. */
function linesOf(version: string | undefined): readonly string[] | undefined {
  if (version === undefined) return undefined;
  const line = lineOf(version);
  const found = tomcatLines.filter((known) =>
    line === undefined ? known.startsWith(`${version}.`) : known === line,
  );
  return found.length > 0 ? found : undefined;
}

/** Whether the catalogue can say anything of a version. */
export const isKnownVersion = (version: string | undefined): boolean => linesOf(version) !== undefined;

/** Releases of a line; all of them where nothing else is said. */
export interface LineReleases extends Releases {
  readonly line: string;
}

const parsed = new Map<string, readonly LineReleases[]>();

/** The releases that have a thing, by line; empty where all have it. */
export const releasesOf = ({ in: text }: In): readonly LineReleases[] =>
  text === undefined ? [] : parse(text);

function parse(text: string): readonly LineReleases[] {
  const known = parsed.get(text);
  if (known) return known;
  const made = text.split(' ').map((word): LineReleases => {
    const [since, until] = word.split(/[-+]/);
    const line = lineOf(since || (until ?? '')) ?? '';
    if (since === line) return { line };
    return { line, ...(since && { since }), ...(until && { until }) };
  });
  parsed.set(text, made);
  return made;
}

/** Whether a version has a thing; undefined where it may, or nothing is known of the version. */
function isIn({ in: text }: In, version: string | undefined): boolean | undefined {
  const lines = linesOf(version);
  if (!lines) return undefined;
  if (text === undefined) return true;
  const answers = lines.map((line) => isInLine(parse(text), line, version));
  return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
}

function isInLine(
  releases: readonly LineReleases[],
  line: string,
  version: string | undefined,
): boolean | undefined {
  const within = releases.filter((one) => one.line === line).map((one) => isWithin(one, version));
  if (within.includes(true)) return true;
  return within.includes(undefined) ? undefined : false;
}

/** The newest of the forms that a version may have. */
const formFor = <Form extends In>(forms: readonly Form[], version: string | undefined): Form | undefined =>
  forms.findLast((form) => isIn(form, version) !== false);

const elements = new Map<string, Map<string, ElementEntry[]>>();
const children = new Map<string, Map<string, string[]>>();
for (const [file, entries] of Object.entries(catalogue.elements)) {
  const byPath = new Map<string, ElementEntry[]>();
  const below = new Map<string, string[]>();
  for (const entry of entries) {
    const forms = byPath.get(entry.path);
    if (forms) {
      forms.push(entry);
      continue;
    }
    byPath.set(entry.path, [entry]);
    const parent = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/')));
    below.set(parent, [...(below.get(parent) ?? []), entry.path]);
  }
  elements.set(file, byPath);
  children.set(file, below);
}

const elementOf = (file: TomcatXml, path: string, version: string | undefined): ElementEntry | undefined =>
  formFor(elements.get(file)?.get(path) ?? [], version);

/** What Tomcat does with an element; undefined where it has no rule for it. Without a version: in any line. */
export const elementAt = (
  file: TomcatXml,
  path: readonly string[],
  version: string | undefined,
): ElementEntry | undefined => elementOf(file, path.join('/'), version);

/** The elements that may stand in one; of an empty path the roots. */
export const childrenOf = (
  file: TomcatXml,
  path: readonly string[],
  version: string | undefined,
): readonly ElementEntry[] =>
  (children.get(file)?.get(path.join('/')) ?? []).flatMap((child) => elementOf(file, child, version) ?? []);

/** The names of the elements in which one of this name may stand; the nearest to the root first. */
export function placesOf(file: TomcatXml, name: string, version: string | undefined): readonly string[] {
  const paths = [...(elements.get(file)?.keys() ?? [])].filter(
    (path) => path.endsWith(`/${name}`) && elementOf(file, path, version),
  );
  const parents = paths.map((path) => path.split('/').at(-2) ?? '');
  return [...new Set(parents)];
}

const entries = new Map<string, ClassEntry>();

/** Undefined for a class that no line has, and for everybody else's. */
export function classNamed(name: string): ClassEntry | undefined {
  const data = classes.get(name);
  const newest = data?.is.at(-1);
  if (!data || !newest) return undefined;
  const before = entries.get(name);
  if (before) return before;
  const entry: ClassEntry = {
    name,
    ...(newest.deprecated && { deprecated: true }),
    ...dynamicOf(name),
    ...((newest.abstract ?? newest.interface) && { abstract: true }),
    ...(data.doc !== undefined && { doc: data.doc }),
    ...linkTo(data.section),
  };
  entries.set(name, entry);
  return entry;
}

/** By its class: what its setProperty(String, String) takes, where that is not everything. */
const prefixes: Readonly<Record<string, readonly string[]>> = {
  'org.apache.catalina.valves.ErrorReportValve': ['errorCode.', 'exceptionType.'],
};

function dynamicOf(name: string): Pick<ClassEntry, 'dynamic' | 'prefixes'> {
  if (name === connectorClass || isA(name, handlerType, undefined) === true) return {};
  const above = [name, ...superclasses(name, undefined).flatMap((form) => form.extends ?? [])];
  const limited = above.flatMap((one) => prefixes[one] ?? []);
  if (limited.length > 0) return { prefixes: limited };
  return superclasses(name, undefined).some(({ dynamic }) => dynamic !== undefined) ? { dynamic: true } : {};
}

/** Whether a version has a class; undefined where it may, or the class is known in no line. */
export function isClassIn(name: string, version: string | undefined): boolean | undefined {
  const data = classes.get(name);
  if (!data) return undefined;
  const answers = data.is.map((form) => isIn(form, version));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** What a version has of a class; undefined where it has not. */
export const formOf = (name: string, version: string): In | undefined =>
  formFor(classes.get(name)?.is ?? [], version);

/** A class and what it extends, from itself upwards. */
function superclasses(name: string, version: string | undefined): readonly ClassForm[] {
  const found: ClassForm[] = [];
  let next: string | undefined = name;
  while (next !== undefined) {
    const form: ClassForm | undefined = formFor(classes.get(next)?.is ?? [], version);
    if (!form) break;
    found.push(form);
    next = form.extends;
  }
  return found;
}

/** Whether a class is, extends or implements a type; undefined where either is not known. */
export function isA(className: string, type: string, version: string | undefined): boolean | undefined {
  if (className === type) return true;
  if (!classes.has(className) || !classes.has(type)) return undefined;
  const key = `${className} ${type} ${version ?? ''}`;
  if (relations.has(key)) return relations.get(key);
  const answer = findRelation(className, type, version);
  relations.set(key, answer);
  return answer;
}

/** What was found before, by class, type and version: as many as the catalogue has. */
const relations = new Map<string, boolean | undefined>();

function findRelation(className: string, type: string, version: string | undefined): boolean | undefined {
  const form = formFor(classes.get(className)?.is ?? [], version);
  if (!form) return undefined;
  return [...(form.extends === undefined ? [] : [form.extends]), ...(form.implements ?? [])].some(
    (above) => isA(above, type, version) === true,
  );
}

/** The classes that may be named where a type is wanted. */
export const classesFor = (type: string, version: string | undefined): readonly ClassEntry[] =>
  [...classes.keys()].flatMap((name) => {
    if (isClassIn(name, version) === false || isA(name, type, version) !== true) return [];
    const entry = classNamed(name);
    return entry && !entry.abstract ? [entry] : [];
  });

/**
 * Whether an object of a class takes a child by the method that the child's element calls; undefined where the class is not
 * known. Tomcat does not start where it does not.
 */
export function takesChild(
  className: string,
  { adds, type }: ElementEntry,
  version: string | undefined,
): boolean | undefined {
  if (adds === undefined || !classes.has(className)) return undefined;
  return superclasses(className, version).some(({ takes }) => takes?.includes(`${adds} ${type ?? ''}`));
}

const connectorClass = 'org.apache.catalina.connector.Connector';
const handlerType = 'org.apache.coyote.ProtocolHandler';
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

const removed = new Map(catalogue.removed.map((one) => [one.name, one]));

/**
 * A class of Tomcat that older lines had and this version surely lacks, with what to name instead. Without a version: one that no
 * line of the catalogue has.
 */
export function removedClass(name: string, version: string | undefined): RemovedClass | undefined {
  const known = removed.get(name);
  const line = known?.until;
  if (!known || line === undefined) return undefined;
  if (version === undefined) return classes.has(name) ? undefined : known;
  return isAfterLine(version, line) ? known : undefined;
}

const isAfterLine = (version: string, line: string): boolean =>
  isAfter(version, `${line}.${Number.MAX_SAFE_INTEGER}`) === true;
