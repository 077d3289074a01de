import { insideOf, labelOf, type Resolved, resolveType, type Scope } from './generics';
import { isAnything, isContainer, isNeverSerializable, jdkVerdict } from './jdk';
import {
  hasSerializableSubtype,
  isSerializable,
  type KnownType,
  outerOf,
  saysSerializable,
  type TypeLookup,
} from './resolve';
import type { JavaDocument, JavaField, JavaValue, TypeRef } from './tree';
import { primitives } from './types';

/** What an object writes when it is written. */
export interface Step {
  /** The class that holds it; undefined for a value itself and for its elements. */
  readonly owner: KnownType | undefined;
  /** Undefined for the elements of a class that is a collection, and for the instance around an inner class. */
  readonly field: JavaField | undefined;
  readonly kind: 'value' | 'element' | 'outer';
  /** Surely there, and of the class that is named. */
  readonly sure: boolean;
}

interface Edge extends Step {
  readonly target: Resolved;
}

/** Why a value cannot be written, or not be read again. */
export interface Stop {
  /** The way to it; empty where it is the value itself. */
  readonly steps: readonly Step[];
  readonly qualifiedName: string;
  /** The class, where the workspace holds it. */
  readonly known: KnownType | undefined;
  /** It can be written, and not be read: this superclass has no constructor for that. */
  readonly superclass: KnownType | undefined;
  /** The type of the value. */
  readonly value: string;
  /** Whether each place on the way surely holds what stops it. */
  readonly sure: boolean;
}

/** What must become Serializable. */
export interface Missing {
  readonly classes: readonly KnownType[];
  /** With that all can be written, as far as is known. */
  readonly isEnough: boolean;
}

interface Written {
  readonly edges: readonly Edge[];
  readonly superclass: KnownType | undefined;
}

/** How many classes a walk visits, and how many a fix changes. */
const maxVisits = 50_000;
const maxMissing = 30;

const nothing: Written = { edges: [], superclass: undefined };

/** Annotations of what a container hands in as a proxy that can be written: Jakarta CDI 4.0, 6.6.3, and Enterprise Beans. */
const proxies = /(?:^|\.)(?:EJB|Inject|PersistenceContext|PersistenceUnit|Resource)$/;

/** With these Lombok makes constructors that are not written. */
const lombok =
  /(?:^|\.)(?:AllArgsConstructor|Builder|Data|NoArgsConstructor|RequiredArgsConstructor|SuperBuilder|Value)$/;

/**
 * What objects of the workspace's classes write when they are written, as java.io.ObjectOutputStream goes: along fields that
 * are neither static nor transient, superclasses, elements of collections and arrays, and the instance around an inner
 * class. What is not known ends the way.
 */
export class ObjectGraph {
  private readonly lookup: TypeLookup;
  private readonly verdicts = new Map<string, boolean | undefined>();
  private readonly written = new Map<string, Written>();
  private readonly stops = new Map<string, Stop | undefined>();
  /** What was walked and leads to nothing that stops. */
  private readonly harmless = new Set<string>();

  constructor(private readonly types: ReadonlyMap<string, KnownType>) {
    this.lookup = (name) => types.get(name);
  }

  /** What stops a value on the shortest way; undefined where nothing is known to. */
  stopOf(value: JavaValue, document: JavaDocument, inType: string | undefined): Stop | undefined {
    for (const branch of value.branches ?? []) {
      const stop = this.stopOf(branch, document, inType);
      // A branch that is not Serializable itself is judged by its class.
      if (stop && (stop.steps.length > 0 || stop.superclass)) return stop;
    }
    if (!value.type) return undefined;
    const type = this.resolve(value.type, { document, inType, parameters: new Map() });
    return this.stopFrom(type && { ...type, exact: value.exact === true });
  }

  /** The same of the objects of a class. */
  stopOfClass(qualifiedName: string): Stop | undefined {
    return this.stopFrom({ name: qualifiedName, args: [], dimensions: 0, exact: false });
  }

  /** The classes that must become Serializable, from one that is not; that one first. */
  missingFrom(start: KnownType): Missing {
    const classes: KnownType[] = [];
    const waiting: Resolved[] = [{ name: start.type.qualifiedName, args: [], dimensions: 0, exact: true }];
    const seen = new Set(waiting.map(keyOf));
    let isEnough = true;
    for (const target of waiting) {
      const known = this.lookup(target.name);
      const verdict = this.judge(target);
      if (verdict === 'stops') {
        if (!known || classes.length >= maxMissing) isEnough = false;
        else if (!classes.includes(known)) classes.push(known);
      }
      // A class of a library, or whatever an Object or a Runnable is, may not be.
      if (!known && !isContainer(target.name) && (!jdkVerdict(target.name) || isAnything(target.name)))
        isEnough = false;
      if (!known || verdict === 'ends' || !isEnough) continue;
      const { edges, superclass } = this.writtenBy(known, target.args, verdict === 'stops');
      if (superclass || (verdict === 'stops' && !this.tellsItsFields(known))) isEnough = false;
      for (const edge of edges) {
        const key = keyOf(edge.target);
        if (seen.has(key) || seen.size > maxVisits) continue;
        seen.add(key);
        waiting.push(edge.target);
      }
    }
    return { classes, isEnough };
  }

  private stopFrom(type: Resolved | undefined): Stop | undefined {
    if (!type) return undefined;
    const key = `${keyOf(type)}${'[]'.repeat(type.dimensions)}`;
    if (!this.stops.has(key)) {
      const held = { owner: undefined, field: undefined, sure: false };
      const stop = this.walk([...this.targets(type, held)]);
      this.stops.set(key, stop && { ...stop, value: labelOf(type) });
    }
    return this.stops.get(key);
  }

  private walk(roots: readonly Edge[]): Omit<Stop, 'value'> | undefined {
    const way = roots.map((edge) => ({ edge, before: -1 }));
    const seen = new Set(roots.map(({ target }) => keyOf(target)));
    for (const [i, { edge }] of way.entries()) {
      const { target } = edge;
      if (this.harmless.has(keyOf(target))) continue;
      const verdict = this.judge(target);
      const known = this.lookup(target.name);
      if (verdict === 'ends' || (verdict === 'walks' && !known)) continue;
      const { edges, superclass } =
        verdict === 'stops' || !known ? nothing : this.writtenBy(known, target.args);
      if (verdict === 'stops' || superclass) {
        const steps: Step[] = [];
        for (let at = way[i]; at; at = way[at.before]) steps.unshift(at.edge);
        const own = steps.filter(({ owner, kind }) => owner || kind === 'element');
        const sure = own.every((step) => step.sure);
        return { steps: own, qualifiedName: target.name, known, superclass, sure };
      }
      for (const next of edges) {
        const key = keyOf(next.target);
        if (seen.has(key) || seen.size > maxVisits) continue;
        seen.add(key);
        way.push({ edge: next, before: i });
      }
    }
    if (seen.size <= maxVisits) for (const key of seen) this.harmless.add(key);
    return undefined;
  }

  private judge({ name, exact }: Resolved): 'stops' | 'walks' | 'ends' {
    if (!this.types.has(name)) return isNeverSerializable(name) ? 'stops' : 'ends';
    const verdict = this.isSerializable(name);
    if (verdict !== false) return verdict === true ? 'walks' : 'ends';
    return !exact && hasSerializableSubtype(name, this.types) ? 'ends' : 'stops';
  }

  private isSerializable(name: string): boolean | undefined {
    if (!this.verdicts.has(name)) this.verdicts.set(name, isSerializable(name, this.lookup));
    return this.verdicts.get(name);
  }

  /** What objects of a class write. @param assumed the class will be Serializable */
  private writtenBy(known: KnownType, args: Resolved['args'], assumed = false): Written {
    const key = keyOf({ name: known.type.qualifiedName, args, dimensions: 0, exact: assumed });
    let written = this.written.get(key);
    if (!written) this.written.set(key, (written = this.readWritten(known, args, assumed)));
    return written;
  }

  private readWritten(start: KnownType, args: Resolved['args'], assumed: boolean): Written {
    const edges: Edge[] = [];
    const seen = new Set<string>();
    let known = start;
    let type: Resolved = { name: start.type.qualifiedName, args, dimensions: 0, exact: true };
    for (;;) {
      const { type: declared } = known;
      const { qualifiedName, kind } = declared;
      if (seen.has(qualifiedName) || has(known, 'writeReplace') || has(known, 'writeExternal'))
        return nothing;
      seen.add(qualifiedName);
      if (kind === 'enum') return nothing;
      const scope = insideOf(known, type.args);
      if (!decides(known)) edges.push(...this.ownFields(known, scope));
      const parent = kind === 'class' ? declared.extends[0] : undefined;
      if (!parent) return { edges, superclass: undefined };
      const above = this.resolve(parent, scope);
      if (!above) return nothing;
      const next = this.lookup(above.name);
      if (!next) {
        if (jdkVerdict(above.name) === undefined) return nothing;
        const held = { owner: known, field: undefined, sure: false };
        if (isContainer(above.name)) edges.push(...this.targets(above, held));
        return { edges, superclass: undefined };
      }
      const says = saysSerializable(above.name, this.lookup);
      if (says === undefined) return nothing;
      if (!says) return { edges, superclass: !assumed && !canBeMade(next, known) ? next : undefined };
      known = next;
      type = above;
    }
  }

  private *ownFields(known: KnownType, scope: Scope): Iterable<Edge> {
    const { type } = known;
    for (const field of type.fields) {
      if (field.modifiers.includes('static') || field.modifiers.includes('transient')) continue;
      if (field.annotations.some(({ name }) => proxies.test(name))) continue;
      const { held, sure } = this.heldBy(field, scope);
      if (held) yield* this.targets(held, { owner: known, field, sure });
    }
    const outer = outerOf(known)?.qualifiedName;
    if (type.kind !== 'class' || type.modifiers.includes('static') || outer === undefined) return;
    yield {
      owner: known,
      field: undefined,
      kind: 'outer',
      sure: true,
      target: { name: outer, args: [], dimensions: 0, exact: false },
    };
  }

  /** Whether the type of each field that is written is known: that of a type parameter may be anything. */
  private tellsItsFields(known: KnownType): boolean {
    const scope = insideOf(known, []);
    return known.type.fields.every(
      ({ type, modifiers }) =>
        modifiers.includes('static') ||
        modifiers.includes('transient') ||
        primitives.has(type.name) ||
        this.resolve(type, scope) !== undefined,
    );
  }

  /** What a field holds: what its initialiser makes, or else what it is declared as. */
  private heldBy(field: JavaField, scope: Scope): { held: Resolved | undefined; sure: boolean } {
    const declared = this.resolve(field.type, scope);
    const made = field.made && this.resolve(field.made, scope);
    if (!field.made || !made) return { held: declared, sure: false };
    const sure = field.modifiers.includes('final');
    const isDiamond = field.made.args.length === 0;
    const takesDeclared = isDiamond && (made.name === declared?.name || isContainer(made.name));
    const args = takesDeclared ? (declared?.args ?? []) : made.args;
    return { held: { ...made, args, exact: sure }, sure };
  }

  /** What is written of a value: itself, or its elements where it is a collection or an array. */
  private *targets(
    type: Resolved,
    held: Pick<Step, 'owner' | 'field' | 'sure'>,
    isElement = false,
  ): Iterable<Edge> {
    const inside = isElement || type.dimensions > 0;
    if (!isContainer(type.name) || this.types.has(type.name)) {
      const target = type.dimensions > 0 ? { ...type, dimensions: 0 } : type;
      yield { ...held, sure: held.sure && !inside, kind: inside ? 'element' : 'value', target };
      return;
    }
    for (const argument of type.args) if (argument) yield* this.targets(argument, held, true);
  }

  private resolve(type: TypeRef, scope: Scope): Resolved | undefined {
    return resolveType(type, scope, this.lookup);
  }
}

const has = ({ type }: KnownType, method: string): boolean =>
  type.methods.some(({ name }) => name === method);

/** Methods and a field with which a class decides itself what is written. */
const decides = (known: KnownType): boolean =>
  has(known, 'writeObject') ||
  known.type.fields.some(
    ({ name, modifiers }) => name === 'serialPersistentFields' && modifiers.includes('static'),
  );

/** Whether deserialization finds the constructor without parameters that it calls of a superclass (ObjectStreamClass). */
function canBeMade({ type, document }: KnownType, below: KnownType): boolean {
  if (type.constructors.length === 0 || type.annotations.some(({ name }) => lombok.test(name))) return true;
  const inPackage = document.package === below.document.package;
  return type.constructors.some(
    ({ parameters, modifiers }) =>
      parameters === 0 &&
      !modifiers.includes('private') &&
      (inPackage || modifiers.includes('public') || modifiers.includes('protected')),
  );
}

const keyOf = ({ name, args, exact }: Resolved): string =>
  `${name}${args.length > 0 ? `<${args.map((one) => (one ? keyOf(one) : '?')).join()}>` : ''}${exact ? '!' : ''}`;
