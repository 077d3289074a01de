import {
  childrenOf,
  classesFor,
  classNamed,
  elementAt,
  takesChild,
  type AttributeEntry,
  type ElementEntry,
  type TomcatXml,
} from '../../../server/src/languages/tomcat/catalogue';
import {
  attributeNamed,
  attributesOf,
  connectorAttributes,
} from '../../../server/src/languages/tomcat/catalogueAttributes';

/** What is asked of Tomcat in one document, and what the catalogue expects of it. */
export interface Probe {
  readonly file: TomcatXml;
  readonly text: string;
  /** Path of the element that is asked about. */
  readonly path: string;
  /** The class that the element makes. */
  readonly made?: string;
  /** Attribute → whether Tomcat has a setter for it. */
  readonly attributes: ReadonlyMap<string, boolean>;
  /** Child element → whether Tomcat has rules for it. */
  readonly children: ReadonlyMap<string, boolean>;
}

const connectorClass = 'org.apache.catalina.connector.Connector';
const files: readonly TomcatXml[] = ['server.xml', 'context.xml'];

/** Every class at one place of each file, with every attribute that any line has there; every element under every other. */
export function probes(version: string): readonly Probe[] {
  return files.flatMap((file) => {
    const paths = everyPath(file, version);
    return [
      ...classProbes(file, paths, version),
      ...paths.filter((entry) => canBeMade(entry, version)).map((entry) => childProbe(file, entry, version)),
    ];
  });
}

function everyPath(file: TomcatXml, version: string): readonly ElementEntry[] {
  const below = (path: string): readonly ElementEntry[] =>
    childrenOf(file, path === '' ? [] : path.split('/'), version).flatMap((entry) => [
      entry,
      ...below(entry.path),
    ]);
  return below('');
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Classes whose objects cannot be made without a server around them, or that do something when they are. */
function classesAt(entry: ElementEntry, version: string): readonly (string | undefined)[] {
  if (entry.classAttribute === undefined || entry.type === undefined) return [entry.defaultClass];
  const named = classesFor(entry.type, version).map(({ name }) => name);
  return entry.defaultClass === undefined ? named : [undefined, ...named];
}

/** Of some types no Tomcat has a class itself. */
const canBeMade = ({ needsClass, type }: ElementEntry, version: string): boolean =>
  !needsClass || type === undefined || classesFor(type, version).length > 0;

function classProbes(file: TomcatXml, paths: readonly ElementEntry[], version: string): readonly Probe[] {
  const done = new Set<string>();
  return paths.flatMap((entry) =>
    !entry.sets
      ? []
      : classesAt(entry, version).flatMap((made) => {
          const key = `${nameOf(entry.path)} ${made}`;
          if (done.has(key)) return [];
          done.add(key);
          const protocols =
            entry.defaultClass === connectorClass
              ? [
                  'HTTP/1.1',
                  'AJP/1.3',
                  ...classesFor('org.apache.coyote.ProtocolHandler', version).map((its) => its.name),
                ]
              : [undefined];
          return protocols.map((protocol) => classProbe(file, entry, made, protocol, version));
        }),
  );
}

/** Contexts without a path refuse what is given to them. */
const usual: Readonly<Record<string, string>> = { Context: 'path="/a" docBase="a"' };

const misspelt = (name: string): string => `${name}x`;

function classProbe(
  file: TomcatXml,
  entry: ElementEntry,
  named: string | undefined,
  protocol: string | undefined,
  version: string,
): Probe {
  const made = named ?? entry.defaultClass ?? '';
  const has = protocol === undefined ? attributesOf(made, version) : connectorAttributes(protocol, version);
  const any =
    protocol === undefined ? attributesOf(made, undefined) : attributesOf(connectorClass, undefined);
  const skipped = new Set(['className', 'protocol', 'type', 'executor', ...(entry.excludes ?? [])]);
  const isTaken = (name: string): boolean =>
    entry.silent === true || classNamed(made)?.dynamic === true || attributeNamed(has, name) !== undefined;
  const values = new Map<string, string>();
  const expected = new Map<string, boolean>();
  for (const attribute of any.values()) {
    const { name } = attribute;
    if (skipped.has(name)) continue;
    values.set(name, valueOf(attributeNamed(has, name) ?? attribute));
    expected.set(name, isTaken(name));
  }
  for (const name of [...any.keys()].slice(0, 10).map(misspelt)) {
    values.set(name, '1');
    expected.set(name, isTaken(name));
  }
  const own = [
    ...(named !== undefined && entry.classAttribute !== undefined
      ? [`${entry.classAttribute}="${named}"`]
      : []),
    ...(protocol === undefined ? [] : [`protocol="${protocol}"`]),
    ...[...values].map(([name, value]) => `${name}="${value}"`),
  ].join(' ');
  return {
    file,
    path: entry.path,
    made: protocol ?? made,
    text: wrapped(file, entry, `<${nameOf(entry.path)} ${own}/>`, version),
    attributes: expected,
    children: new Map(),
  };
}

function valueOf({ type }: AttributeEntry): string {
  if (type === 'boolean') return 'true';
  return type === 'address' ? '127.0.0.1' : '1';
}

/** Puts an element inside those above it, each with a class that takes the next. */
function wrapped(file: TomcatXml, entry: ElementEntry, text: string, version: string): string {
  const parent = parentOf(entry.path);
  const above = parent === '' ? undefined : elementAt(file, parent.split('/'), version);
  if (!above) return text;
  return wrapped(file, above, `${openTag(above, entry, version)}${text}</${nameOf(parent)}>`, version);
}

function openTag(element: ElementEntry, child: ElementEntry | undefined, version: string): string {
  const name = nameOf(element.path);
  const fits = (made: string): boolean => !child || takesChild(made, child, version) !== false;
  const plain = `<${[name, ...(element.sets && element.path !== 'Context' ? [usual[name] ?? []].flat() : [])].join(' ')}>`;
  if (element.classAttribute === undefined || element.type === undefined) return plain;
  if (element.defaultClass !== undefined && fits(element.defaultClass)) return plain;
  const made = classesFor(element.type, version).findLast((its) => fits(its.name));
  return `<${name} ${element.classAttribute}="${made?.name}">`;
}

/** Under one element: all names of elements that there are, those that it has rules for left out. */
function childProbe(file: TomcatXml, entry: ElementEntry, version: string): Probe {
  const names = [...new Set(everyPath(file, version).map(({ path }) => nameOf(path)))];
  const path = entry.path.split('/');
  const unknown = names.filter((name) => !elementAt(file, [...path, name], version));
  const inner = unknown.map((name) => `<${name}/>`).join('');
  return {
    file,
    path: entry.path,
    text: wrapped(
      file,
      entry,
      `${openTag(entry, undefined, version)}${inner}</${nameOf(entry.path)}>`,
      version,
    ),
    attributes: new Map(),
    children: new Map(unknown.map((name) => [name, false])),
  };
}
