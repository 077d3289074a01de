import generated from '../../../data/tomcat.json';
import { isAfter, isWithin, lineOf, type Releases } from '../text/versions';
import type {
  ClassEntry,
  ClassForm,
  ElementEntry,
  In,
  RemovedClass,
  TomcatCatalogue,
  TomcatXml,
} from './catalogueTypes';

export type {
  AttributeEntry,
  AttributeType,
  ClassEntry,
  ElementEntry,
  In,
  RemovedClass,
  TomcatCatalogue,
  TomcatXml,
} from './catalogueTypes';

const isCatalogue = (value: object): value is TomcatCatalogue => 'elements' in value && 'classes' in value;

if (!isCatalogue(generated)) throw new Error('server/data/tomcat.json is no catalogue');

const catalogue: TomcatCatalogue = generated;

/** The place in Tomcat's configuration reference; `#` before an anchor marks one that stands alone. */
export function linkTo(section: number | undefined, attribute?: string): { readonly link?: string } {
  const [, line, page, anchor] = /^(\S+) (\S+) #?(.*)$/.exec(catalogue.sections[section ?? -1] ?? '') ?? [];
  if (line === undefined || page === undefined || anchor === undefined) return {};
  const id = encodeURIComponent(attribute === undefined ? anchor : `${anchor}_${attribute}`);
  return { link: `https://tomcat.apache.org/tomcat-${line}-doc/config/${page}#${id}` };
}

export const connectorClass = 'org.apache.catalina.connector.Connector';
export const handlerType = 'org.apache.coyote.ProtocolHandler';

/** By their full names. */
export const classes = new Map(Object.entries(catalogue.classes));

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
export const formFor = <Form extends In>(
  forms: readonly Form[],
  version: string | undefined,
): Form | undefined => forms.findLast((form) => isIn(form, version) !== false);

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
export function superclasses(name: string, version: string | undefined): readonly ClassForm[] {
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
