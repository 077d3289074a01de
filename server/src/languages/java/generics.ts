import { isContainer } from './jdk';
import { type KnownType, resolveName, type TypeLookup } from './resolve';
import { element, type JavaDocument, type JavaMethod, type Member, type TypeRef } from './tree';
import { primitives } from './types';

/** A type with the types that stand for its type parameters. */
export interface Resolved {
  readonly name: string;
  readonly args: readonly (Resolved | undefined)[];
  readonly dimensions: number;
  /** Surely of this very class and of no subclass. */
  readonly exact: boolean;
}

/** The place where a type is written, and what stands for the type parameters there. */
export interface Scope {
  readonly document: JavaDocument;
  readonly inType: string | undefined;
  readonly parameters: ReadonlyMap<string, Resolved | undefined>;
}

/** How deep type arguments are followed, and how many supertypes are searched for a member. */
const maxArguments = 4;
const maxSupertypes = 200;

/** What a type means, and what comes of what is asked of it. Undefined for primitives and for what cannot be told. */
export function resolveType(
  type: TypeRef,
  scope: Scope,
  lookup: TypeLookup,
  depth = 0,
): Resolved | undefined {
  let resolved = withoutMembers(type, scope, lookup, depth);
  for (const member of type.members ?? []) resolved = resolved && memberOf(resolved, member, lookup);
  return resolved;
}

function withoutMembers(
  { name, args, arrayDimensions: dimensions }: TypeRef,
  scope: Scope,
  lookup: TypeLookup,
  depth: number,
): Resolved | undefined {
  if (primitives.has(name)) return undefined;
  if (scope.parameters.has(name)) {
    const stands = scope.parameters.get(name);
    return stands && (dimensions === 0 ? stands : { ...stands, dimensions: stands.dimensions + dimensions });
  }
  const qualified = resolveName(name, scope.document, scope.inType, lookup);
  if (qualified === undefined) return undefined;
  const known = depth < maxArguments ? args.map((one) => resolveType(one, scope, lookup, depth + 1)) : [];
  return { name: qualified, args: known.map((one) => shallow(one, depth + 1)), dimensions, exact: false };
}

/** Type arguments of a type that stands for a parameter would grow without end in a class that names itself with more. */
function shallow(type: Resolved | undefined, depth: number): Resolved | undefined {
  if (!type || type.args.length === 0) return type;
  if (depth >= maxArguments) return { ...type, args: [] };
  return { ...type, args: type.args.map((one) => shallow(one, depth + 1)) };
}

/** The scope inside a class of which the type parameters are known. */
export const insideOf = ({ document, type }: KnownType, args: Resolved['args']): Scope => ({
  document,
  inType: type.qualifiedName,
  parameters: new Map(type.typeParameters.map((name, index) => [name, args[index]])),
});

/** `List<RSAUtil>[]`, with simple names. */
export function labelOf({ name, args, dimensions }: Resolved): string {
  const simple = name.slice(name.lastIndexOf('.') + 1);
  const known = args.map((one) => (one ? labelOf(one) : '?'));
  return `${simple}${known.length > 0 ? `<${known.join(', ')}>` : ''}${'[]'.repeat(dimensions)}`;
}

function memberOf(type: Resolved, member: Member, lookup: TypeLookup): Resolved | undefined {
  if (type.dimensions > 0)
    return member.name === element ? { ...type, dimensions: type.dimensions - 1 } : undefined;
  const waiting = [type];
  const seen = new Set([type.name]);
  for (const next of waiting) {
    const known = lookup(next.name);
    if (!known) {
      const result = ofJdk(next, member);
      if (result) return result;
      continue;
    }
    const scope = insideOf(known, next.args);
    const found = declaredMember(known, member);
    if (found) return found === 'several' ? undefined : resolveType(found, scope, lookup);
    for (const parent of [...known.type.extends, ...known.type.implements]) {
      const above = resolveType(parent, scope, lookup);
      if (!above || seen.has(above.name) || seen.size > maxSupertypes) continue;
      seen.add(above.name);
      waiting.push(above);
    }
  }
  return undefined;
}

/** The type of a member that a class declares; `several` where it cannot be told which one is meant. */
function declaredMember({ type }: KnownType, { name, count }: Member): TypeRef | 'several' | undefined {
  const fieldOf = (wanted: string): TypeRef | undefined =>
    type.fields.find((one) => one.name === wanted)?.type;
  if (count === undefined) return fieldOf(name);
  const named = type.methods.filter((method) => method.name === name);
  const fitting = named.filter(({ parameters }) => parameters.length === count);
  const [first] = fitting;
  if (first) {
    const isOne =
      !named.some(({ variable }) => variable) && fitting.every((one) => one === first || isSame(one, first));
    return isOne && !first.typeParameters.includes(first.returns.name) ? first.returns : 'several';
  }
  if (named.some(({ variable }) => variable)) return 'several';
  if (count > 0) return undefined;
  if (type.kind === 'record') return fieldOf(name);
  const property = /^(?:get|is)([A-Z])(.*)$/.exec(name);
  const field =
    property && type.fields.find((one) => one.name === `${property[1]?.toLowerCase()}${property[2]}`);
  return field && [...type.annotations, ...field.annotations].some((one) => getter.test(one.name))
    ? field.type
    : undefined;
}

/** With these Lombok makes getters. */
const getter = /(?:^|\.)(?:Data|Getter|Value)$/;

const isSame = (one: JavaMethod, other: JavaMethod): boolean =>
  one.returns.name === other.returns.name &&
  one.returns.arrayDimensions === other.returns.arrayDimensions &&
  one.returns.args.length === 0 &&
  other.returns.args.length === 0;

const names = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Methods of the JDK's generic types with what they return: the number of a type argument, or the type of the same arguments. */
const jdkMembers: readonly {
  readonly of: (name: string, args: number) => boolean;
  readonly methods: ReadonlySet<string>;
  readonly gives: number | string;
}[] = [
  {
    of: (name) => name === 'java.util.Optional',
    methods: names('get/0 orElseThrow/0 orElseThrow/1 orElse/1 orElseGet/1'),
    gives: 0,
  },
  {
    of: (name) => name === 'java.util.Optional',
    methods: names('filter/1 or/1'),
    gives: 'java.util.Optional',
  },
  {
    of: (name, args) => isContainer(name) && args === 1,
    methods: names(
      'get/1 getFirst/0 getLast/0 elementAt/1 firstElement/0 lastElement/0 first/0 last/0 peek/0 poll/0 pop/0 ' +
        'element/0 take/0 peekFirst/0 peekLast/0 pollFirst/0 pollLast/0',
    ),
    gives: 0,
  },
  {
    of: (name, args) => isContainer(name) && args === 1,
    methods: names('iterator/0'),
    gives: 'java.util.Iterator',
  },
  {
    of: (name, args) => isContainer(name) && args === 1,
    methods: names('stream/0 parallelStream/0'),
    gives: 'java.util.stream.Stream',
  },
  {
    of: (name, args) => isContainer(name) && args === 1,
    methods: names('subList/2'),
    gives: 'java.util.List',
  },
  {
    of: (name, args) => isContainer(name) && args === 2,
    methods: names('get/1 getOrDefault/2 put/2 putIfAbsent/2 computeIfAbsent/2 getValue/0'),
    gives: 1,
  },
  {
    of: (name, args) => isContainer(name) && args === 2,
    methods: names('getKey/0 firstKey/0 lastKey/0'),
    gives: 0,
  },
  {
    of: (name) => name === 'java.util.stream.Stream',
    methods: names('filter/1 sorted/0 sorted/1 distinct/0 limit/1 skip/1 peek/1'),
    gives: 'java.util.stream.Stream',
  },
  {
    of: (name) => name === 'java.util.stream.Stream',
    methods: names('findFirst/0 findAny/0 min/1 max/1'),
    gives: 'java.util.Optional',
  },
  { of: (name) => name === 'java.util.stream.Stream', methods: names('toList/0'), gives: 'java.util.List' },
  {
    of: (name) =>
      /^java\.util\.(?:Iterator|ListIterator|Enumeration|function\.Supplier|concurrent\.Callable|concurrent\.atomic\.AtomicReference)$/.test(
        name,
      ),
    methods: names('next/0 nextElement/0 get/0 call/0'),
    gives: 0,
  },
];

function ofJdk({ name, args }: Resolved, member: Member): Resolved | undefined {
  const key = `${member.name}/${member.count}`;
  const found = jdkMembers.find((one) => one.of(name, args.length) && one.methods.has(key));
  if (!found) return undefined;
  return typeof found.gives === 'number'
    ? args[found.gives]
    : { name: found.gives, args, dimensions: 0, exact: false };
}
