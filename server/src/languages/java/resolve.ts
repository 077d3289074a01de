import { jdkVerdict } from './jdk';
import type { JavaDocument, JavaType } from './tree';

/** A type of the workspace and the file that declares it. */
export interface KnownType {
  readonly document: JavaDocument;
  readonly type: JavaType;
}

/** The type of a qualified name, where the workspace holds it: `(name) => model.types.get(name)`. */
export type TypeLookup = (qualifiedName: string) => KnownType | undefined;

/** How many supertypes are followed: more than any real type has. */
const maxSupertypes = 1000;

/**
 * The qualified name of a type as it is written at a place, by Java's order: types around it, imports, package,
 * wildcard imports and java.lang. Undefined for type parameters and for what cannot be told.
 * @param inType qualified name of the type around that place
 */
export function resolveName(
  name: string,
  document: JavaDocument,
  inType: string | undefined,
  lookup: TypeLookup,
): string | undefined {
  const { types, single, onDemand } = indexOf(document);
  const known = (wanted: string): boolean => types.has(wanted) || lookup(wanted) !== undefined;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  const suffix = dot < 0 ? '' : name.slice(dot);
  for (const outer of around(document, inType)) {
    if (outer.type.typeParameters.includes(first)) return undefined;
    const isOwner = ({ type }: KnownType): boolean => known(`${type.qualifiedName}.${first}`);
    const owner = isOwner(outer) ? outer : workspaceSupertypes(outer, lookup).find(isOwner);
    if (owner) return `${owner.type.qualifiedName}.${first}${suffix}`;
    if (outer.type.name === first) return outer.type.qualifiedName + suffix;
  }
  const prefix = document.package === undefined ? '' : `${document.package}.`;
  if (types.has(prefix + first)) return prefix + first + suffix;
  const imported = single.get(first);
  if (imported !== undefined) return imported + suffix;
  if (known(prefix + first)) return prefix + first + suffix;
  if (dot >= 0 && /^[a-z]/.test(first)) return name;
  const found = onDemand
    .map((scope) => `${scope}.${first}`)
    .filter((candidate) => known(candidate) || jdkVerdict(candidate));
  return found.length === 1 ? found[0] + suffix : undefined;
}

/**
 * Whether every object of a class can be told to be Serializable. False only where all its supertypes are known;
 * undefined for interfaces and abstract classes that do not say so, since what implements them may.
 */
export function isSerializable(qualifiedName: string, lookup: TypeLookup): boolean | undefined {
  const says = saysSerializable(qualifiedName, lookup);
  const type = lookup(qualifiedName)?.type;
  if (says !== false || !type) return says;
  const isConcrete =
    type.kind === 'record' || (type.kind === 'class' && !type.modifiers.includes('abstract'));
  return isConcrete ? false : undefined;
}

/** Whether a type is Serializable itself, whatever extends it. */
export function saysSerializable(qualifiedName: string, lookup: TypeLookup): boolean | undefined {
  const start = lookup(qualifiedName);
  if (!start) {
    const verdict = jdkVerdict(qualifiedName);
    return verdict === undefined || verdict === 'interface' ? undefined : verdict === 'serializable';
  }
  const waiting = [start];
  const seen = new Set([qualifiedName]);
  let complete = true;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { type, document } = next;
    if (type.kind === 'enum') return true;
    for (const { name } of [...type.extends, ...type.implements]) {
      const parent = resolveName(name, document, type.qualifiedName, lookup);
      if (parent === undefined) complete = false;
      else if (!seen.has(parent)) {
        seen.add(parent);
        const found = lookup(parent);
        const verdict = found ? undefined : jdkVerdict(parent);
        if (verdict === 'serializable') return true;
        if (found && seen.size < maxSupertypes) waiting.push(found);
        else if (!verdict) complete = false;
      }
    }
  }
  return complete ? false : undefined;
}

/** Whether some type of the workspace below this one is, or may be, Serializable. */
export function hasSerializableSubtype(
  qualifiedName: string,
  types: ReadonlyMap<string, KnownType>,
): boolean {
  const index = subtypesOf(types);
  const waiting = [...(index.get(qualifiedName) ?? [])];
  const seen = new Set(waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next !== qualifiedName && isSerializable(next, (name) => types.get(name)) !== false) return true;
    for (const below of index.get(next) ?? []) {
      if (seen.has(below)) continue;
      seen.add(below);
      waiting.push(below);
    }
  }
  return false;
}

const subtypesByTypes = new WeakMap<ReadonlyMap<string, KnownType>, ReadonlyMap<string, readonly string[]>>();

/** The types that extend or implement one, by its qualified name. Names are resolved without member types of supertypes. */
function subtypesOf(types: ReadonlyMap<string, KnownType>): ReadonlyMap<string, readonly string[]> {
  const known = subtypesByTypes.get(types);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const [qualifiedName, { type, document }] of types) {
    for (const { name } of [...type.extends, ...type.implements]) {
      const parent = resolveName(name, document, undefined, (wanted) => types.get(wanted));
      if (parent === undefined) continue;
      const below = found.get(parent);
      if (below) below.push(qualifiedName);
      else found.set(parent, [qualifiedName]);
    }
  }
  subtypesByTypes.set(types, found);
  return found;
}

/** What the names in a document may mean. */
interface NameIndex {
  /** Its types by qualified name; of several with one name the first. */
  readonly types: ReadonlyMap<string, JavaType>;
  /** What is imported by its name, by that name. */
  readonly single: ReadonlyMap<string, string>;
  /** The packages and types whose members are imported all. */
  readonly onDemand: readonly string[];
}

const indexes = new WeakMap<JavaDocument, NameIndex>();

function indexOf(document: JavaDocument): NameIndex {
  const known = indexes.get(document);
  if (known) return known;
  const single = new Map<string, string>();
  const onDemand = new Set(['java.lang']);
  for (const { name, wildcard } of document.imports) {
    const simple = name.slice(name.lastIndexOf('.') + 1);
    if (wildcard) onDemand.add(name);
    else if (!single.has(simple)) single.set(simple, name);
  }
  const types = new Map(document.types.toReversed().map((type) => [type.qualifiedName, type]));
  const index = { types, single, onDemand: [...onDemand] };
  indexes.set(document, index);
  return index;
}

/** The type that one is a member of; undefined for a type of its own. */
export function outerOf({ type, document }: KnownType): JavaType | undefined {
  return indexOf(document).types.get(type.qualifiedName.slice(0, -type.name.length - 1));
}

/** The types around a place, innermost first. */
function around(document: JavaDocument, inType: string | undefined): KnownType[] {
  const { types } = indexOf(document);
  const found: KnownType[] = [];
  for (let name = inType ?? ''; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const type = types.get(name);
    if (type) found.push({ document, type });
  }
  return found;
}

/** All supertypes that the workspace holds. Names are resolved without member types of supertypes: that would loop. */
function workspaceSupertypes(start: KnownType, lookup: TypeLookup): readonly KnownType[] {
  if (start.type.extends.length + start.type.implements.length === 0) return [];
  let known = supertypes.get(lookup);
  if (!known) supertypes.set(lookup, (known = new Map()));
  let found = known.get(start.type);
  if (!found) known.set(start.type, (found = findSupertypes(start, lookup)));
  return found;
}

/** By the types that they were found among. */
const supertypes = new WeakMap<TypeLookup, Map<JavaType, readonly KnownType[]>>();

function findSupertypes(start: KnownType, lookup: TypeLookup): readonly KnownType[] {
  const found: KnownType[] = [];
  const seen = new Set([start.type.qualifiedName]);
  const waiting = [start];
  for (let next = waiting.pop(); next && found.length < maxSupertypes; next = waiting.pop()) {
    for (const { name } of [...next.type.extends, ...next.type.implements]) {
      const parent = resolveName(name, next.document, undefined, lookup);
      const known = parent === undefined ? undefined : lookup(parent);
      if (!known || seen.has(known.type.qualifiedName)) continue;
      seen.add(known.type.qualifiedName);
      found.push(known);
      waiting.push(known);
    }
  }
  return found;
}
