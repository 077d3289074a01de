import { resolveType } from './generics';
import { isNeverSerializable } from './jdk';
import { hasSerializableSubtype, isSerializable, type KnownType, type TypeLookup } from './resolve';
import type { JavaDocument, JavaValue } from './tree';
import { primitives } from './types';

/** What is known of a value that is put into a session. */
export interface ValueVerdict {
  readonly serializable: boolean | undefined;
  readonly qualifiedName: string | undefined;
  /** Its class, where the workspace holds it. */
  readonly known: KnownType | undefined;
}

const unknown: ValueVerdict = { serializable: undefined, qualifiedName: undefined, known: undefined };

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
  if (value.branches) {
    const all = value.branches.map((branch) => judgeValue(branch, document, inType, types));
    const [first] = all;
    // `null` and what is not known leave the other branch as it is: it is stored too.
    const worst = all.find(({ serializable }) => serializable === false);
    return worst ?? all.find(({ serializable }) => serializable === undefined) ?? first ?? unknown;
  }
  const lookup: TypeLookup = (name) => types.get(name);
  const { type } = value;
  if (!type) return unknown;
  // An array is an instance of Serializable whatever its elements are.
  if (!type.members && (type.arrayDimensions > 0 || primitives.has(type.name)))
    return { ...unknown, serializable: true };
  const resolved = resolveType(type, { document, inType, parameters: new Map() }, lookup);
  if (!resolved) return unknown;
  if (resolved.dimensions > 0) return { ...unknown, serializable: true };
  const qualifiedName = resolved.name;
  let serializable = isSerializable(qualifiedName, lookup);
  if (serializable === false && !value.exact && mayHoldSubclass(qualifiedName, types))
    serializable = undefined;
  return { serializable, qualifiedName, known: lookup(qualifiedName) };
}

/** Whether a variable of a class that is not Serializable may hold an object of a subclass that is. */
const mayHoldSubclass = (qualifiedName: string, types: ReadonlyMap<string, KnownType>): boolean =>
  types.has(qualifiedName)
    ? hasSerializableSubtype(qualifiedName, types)
    : !isNeverSerializable(qualifiedName);
