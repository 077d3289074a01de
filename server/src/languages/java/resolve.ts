import { jdkVerdict } from './jdk';
import type { JavaDocument, JavaType, JavaValue } from './tree';
import { primitives } from './types';

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
  const known = knownIn(document, lookup);
  const [first = '', ...rest] = name.split('.');
  const suffix = rest.map((part) => `.${part}`).join('');
  for (const outer of around(document, inType)) {
    if (outer.type.typeParameters.includes(first)) return undefined;
    const owner = [outer, ...workspaceSupertypes(outer, lookup)].find(({ type }) =>
      known(`${type.qualifiedName}.${first}`),
    );
    if (owner) return `${owner.type.qualifiedName}.${first}${suffix}`;
    if (outer.type.name === first) return outer.type.qualifiedName + suffix;
  }
  const prefix = document.package === undefined ? '' : `${document.package}.`;
  if (document.types.some(({ qualifiedName }) => qualifiedName === prefix + first))
    return prefix + first + suffix;
  const single = document.imports.find((one) => !one.wildcard && one.name.endsWith(`.${first}`));
  if (single) return single.name + suffix;
  if (known(prefix + first)) return prefix + first + suffix;
  if (rest.length > 0 && /^[a-z]/.test(first)) return name;
  const onDemand = ['java.lang', ...document.imports.filter((one) => one.wildcard).map((one) => one.name)]
    .map((scope) => `${scope}.${first}`)
    .filter((candidate) => known(candidate) || jdkVerdict(candidate));
  return new Set(onDemand).size === 1 ? onDemand[0] + suffix : undefined;
}

/**
 * Whether every object of a class can be told to be Serializable. False only where all its supertypes are known;
 * undefined for interfaces and abstract classes that do not say so, since what implements them may.
 */
export function isSerializable(qualifiedName: string, lookup: TypeLookup): boolean | undefined {
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
  const { kind, modifiers } = start.type;
  const isConcrete = (kind === 'class' || kind === 'record') && !modifiers.includes('abstract');
  return complete && isConcrete ? false : undefined;
}

/** What is known of a value that is put into a session. */
export interface ValueVerdict {
  readonly serializable: boolean | undefined;
  readonly qualifiedName: string | undefined;
  /** Its class, where the workspace holds it. */
  readonly known: KnownType | undefined;
}

/**
 * Whether a value can be kept in a session that is distributed. False only where it certainly cannot: a variable of a
 * type that some subclass in the workspace makes Serializable may hold that subclass.
 * @param inType the type around the place where the value stands
 */
export function judgeValue(
  value: JavaValue,
  document: JavaDocument,
  inType: string | undefined,
  types: ReadonlyMap<string, KnownType>,
): ValueVerdict {
  const lookup: TypeLookup = (name) => types.get(name);
  const nothing: ValueVerdict = { serializable: undefined, qualifiedName: undefined, known: undefined };
  const { type } = value;
  if (!type) return nothing;
  // An array is an instance of Serializable whatever its elements are.
  if (type.arrayDimensions > 0 || primitives.has(type.name)) return { ...nothing, serializable: true };
  const qualifiedName = resolveName(type.name, document, inType, lookup);
  if (qualifiedName === undefined) return nothing;
  let serializable = isSerializable(qualifiedName, lookup);
  if (serializable === false && !value.exact && hasSerializableSubtype(qualifiedName, types))
    serializable = undefined;
  return { serializable, qualifiedName, known: lookup(qualifiedName) };
}

/** Whether some type of the workspace below this one is, or may be, Serializable. */
export function hasSerializableSubtype(
  qualifiedName: string,
  types: ReadonlyMap<string, KnownType>,
): boolean {
  const lookup: TypeLookup = (name) => types.get(name);
  for (const [name, candidate] of types) {
    if (name === qualifiedName || candidate.type.extends.length + candidate.type.implements.length === 0)
      continue;
    if (
      workspaceSupertypes(candidate, lookup).some(({ type }) => type.qualifiedName === qualifiedName) &&
      isSerializable(name, lookup) !== false
    )
      return true;
  }
  return false;
}

function knownIn(document: JavaDocument, lookup: TypeLookup): (name: string) => boolean {
  return (name) =>
    lookup(name) !== undefined || document.types.some(({ qualifiedName }) => qualifiedName === name);
}

/** The types around a place, innermost first. */
function around(document: JavaDocument, inType: string | undefined): KnownType[] {
  if (inType === undefined) return [];
  return document.types
    .filter(({ qualifiedName }) => qualifiedName === inType || inType.startsWith(`${qualifiedName}.`))
    .toSorted((a, b) => b.qualifiedName.length - a.qualifiedName.length)
    .map((type) => ({ document, type }));
}

/** All supertypes that the workspace holds. Names are resolved without member types of supertypes: that would loop. */
function workspaceSupertypes(start: KnownType, lookup: TypeLookup): KnownType[] {
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
