import type { Tokens } from './lexer';
import { decodeText } from './literals';
import type {
  JavaAnnotation,
  JavaConstructor,
  JavaField,
  JavaImport,
  JavaMethod,
  JavaParameter,
  JavaType,
  TypeRef,
} from './tree';
import {
  commaOrEnd,
  dimensionsEnd,
  isName,
  modifiers as modifierWords,
  readType,
  skipAnnotation,
  skipAnnotations,
  skipBracket,
  typeEnd,
  typeParameters,
} from './types';

/** A type with what the search for session attributes needs to know of its body. */
export interface TypeBody {
  readonly type: JavaType;
  readonly fields: ReadonlyMap<string, FieldFact>;
  readonly methods: readonly JavaMethod[];
}

export interface FieldFact {
  readonly type: TypeRef;
  /** The value of a `static final String` with a literal. */
  readonly constant: string | undefined;
}

/** What one file declares. Bodies and places are by token. */
export interface Declarations {
  readonly package: { readonly name: string; readonly first: number; readonly last: number } | undefined;
  readonly imports: readonly JavaImport[];
  readonly types: readonly JavaType[];
  /** By the token of the opening brace. */
  readonly bodies: ReadonlyMap<number, TypeBody>;
  /** Opening braces of enum constants with a body of their own. */
  readonly constantBodies: ReadonlySet<number>;
  /** Type parameters of all types and methods: names that stand for no class. */
  readonly typeParameters: ReadonlySet<string>;
}

/** What stands before a declaration. */
interface Prefix {
  readonly words: readonly string[];
  readonly annotations: readonly JavaAnnotation[];
  readonly next: number;
}

const noAnnotations: readonly JavaAnnotation[] = [];
const noNames: readonly string[] = [];

type Growing<T> = { -readonly [K in keyof T]: T[K] };

interface Parameter extends JavaParameter {
  readonly nameAt: number;
  readonly variable: boolean;
}

/** Types nested deeper than this are left out. */
const maxDepth = 40;

export function readDeclarations(tokens: Tokens): Declarations {
  return new Reader(tokens).read();
}

class Reader {
  private readonly types: JavaType[] = [];
  private readonly bodies = new Map<number, TypeBody>();
  private readonly constantBodies = new Set<number>();
  private readonly parameterNames = new Set<string>();

  constructor(private readonly tokens: Tokens) {}

  read(): Declarations {
    const { tokens } = this;
    const imports: JavaImport[] = [];
    let packageAt: Declarations['package'];
    for (let i = 0; i < tokens.count;) {
      if (tokens.is(i, 'package') && !packageAt) {
        const { name, next } = this.dotted(i + 1);
        packageAt = name ? { name, first: i, last: tokens.is(next, ';') ? next : next - 1 } : undefined;
        i = next;
      } else if (tokens.is(i, 'import')) i = this.import(i, imports);
      else i = this.typeOrNext(i, packageAt?.name);
    }
    return {
      package: packageAt,
      imports,
      types: this.types,
      bodies: this.bodies,
      constantBodies: this.constantBodies,
      typeParameters: this.parameterNames,
    };
  }

  private dotted(from: number): { name: string; next: number } {
    const { tokens } = this;
    let i = from;
    let name = '';
    while (isName(tokens, i)) {
      name += tokens.at(i);
      i++;
      if (!tokens.is(i, '.')) break;
      if (isName(tokens, i + 1)) name += '.';
      i++;
    }
    return { name, next: Math.max(i, from) };
  }

  private import(start: number, imports: JavaImport[]): number {
    const { tokens } = this;
    const isStatic = tokens.is(start + 1, 'static');
    const { name, next } = this.dotted(start + (isStatic ? 2 : 1));
    const wildcard = tokens.is(next, '*') && tokens.is(next - 1, '.');
    const end = wildcard ? next + 1 : next;
    const closed = tokens.is(end, ';');
    // A line without its semicolon still counts; `import module java.base;` names no type.
    if (name && (closed || !tokens.isWord(end) || tokens.is(end, 'import')))
      imports.push({ span: tokens.span(start, closed ? end : end - 1), name, wildcard, static: isStatic });
    return Math.max(end, start + 1);
  }

  private typeOrNext(start: number, packageName: string | undefined): number {
    const prefix = this.modifiers(start);
    const { next } = prefix;
    if (this.isTypeDeclaration(next))
      return this.type(prefix, packageName === undefined ? '' : `${packageName}.`, false, 0);
    if (next > start) return next;
    return skipBracket(this.tokens, start, this.tokens.count) + 1;
  }

  private modifiers(from: number): Prefix {
    const { tokens } = this;
    const words: string[] = [];
    let annotations: JavaAnnotation[] | undefined;
    let i = from;
    for (;;) {
      const annotation = skipAnnotation(tokens, i);
      if (annotation > i) {
        const name = this.dotted(i + 1).name;
        (annotations ??= []).push({ name, span: tokens.span(i, annotation - 1) });
        i = annotation;
      } else if (tokens.is(i, 'non') && tokens.is(i + 1, '-') && tokens.is(i + 2, 'sealed')) i += 3;
      else if (tokens.isWord(i) && modifierWords.has(tokens.at(i))) words.push(tokens.at(i++));
      else return { words, annotations: annotations ?? noAnnotations, next: i };
    }
  }

  private isTypeDeclaration(at: number): boolean {
    const { tokens } = this;
    if (tokens.is(at, '@')) return tokens.is(at + 1, 'interface') && isName(tokens, at + 2);
    if (!isName(tokens, at + 1)) return false;
    if (tokens.is(at, 'record')) return tokens.is(at + 2, '(') || tokens.is(at + 2, '<');
    return tokens.is(at, 'class') || tokens.is(at, 'interface') || tokens.is(at, 'enum');
  }

  /** Reads a type declaration whose keyword stands behind the prefix; the index behind its body. */
  private type(
    { words, annotations, next: keyword }: Prefix,
    outer: string,
    inInterface: boolean,
    depth: number,
  ): number {
    const { tokens } = this;
    const annotation = tokens.is(keyword, '@');
    const nameAt = keyword + (annotation ? 2 : 1);
    const kind = annotation ? 'annotation' : kindOf(tokens.at(keyword));
    const name = tokens.at(nameAt);
    let i = nameAt + 1;
    let parameters: string[] = [];
    if (tokens.is(i, '<') && tokens.partner(i) < tokens.count) {
      parameters = this.parameters(i);
      i = tokens.partner(i) + 1;
    }
    let components: JavaField[] = [];
    if (kind === 'record' && tokens.is(i, '(')) {
      components = this.components(i);
      i = tokens.partner(i) + 1;
    }
    let insertAt = tokens.end(i - 1);
    const supers = { extends: [] as TypeRef[], implements: [] as TypeRef[] };
    for (; i < tokens.count && !tokens.is(i, '{');) {
      const word = tokens.at(i);
      if (word === 'extends' || word === 'implements') {
        const list = this.typeList(i + 1);
        supers[word].push(...list.types);
        if (word === 'extends') insertAt = tokens.end(list.next - 1);
        i = list.next;
      } else if (/^(?:[;}]|class|interface|enum)$/.test(word)) return i;
      else i++;
    }
    if (i >= tokens.count) return i;
    const fields: JavaField[] = [...components];
    const methods: JavaMethod[] = [];
    const constructors: JavaConstructor[] = [];
    const type: Growing<JavaType> = {
      kind,
      name,
      qualifiedName: outer + name,
      nameSpan: tokens.span(nameAt, nameAt),
      modifiers: inInterface ? [...words, 'public', 'static'] : words,
      annotations,
      typeParameters: parameters,
      ...supers,
      implementsInsertAt: insertAt,
      bodyStart: tokens.start(i),
      fields,
      constructors,
      methods,
    };
    this.types.push(type);
    const facts = new Map<string, FieldFact>(
      components.map((field) => [field.name, { type: field.type, constant: undefined }]),
    );
    const body = { type, fields: facts, constructors, methods };
    this.bodies.set(i, body);
    const close = tokens.partner(i);
    let at = kind === 'enum' ? this.enumConstants(i + 1, close) : i + 1;
    while (at < close) {
      const next = this.member(at, close, body, fields, depth);
      at = next > at ? next : at + 1;
    }
    return close + 1;
  }

  private parameters(open: number): string[] {
    const names = typeParameters(this.tokens, open);
    for (const name of names) this.parameterNames.add(name);
    return names;
  }

  private typeList(from: number): { types: TypeRef[]; next: number } {
    const { tokens } = this;
    const types: TypeRef[] = [];
    let i = from;
    for (;;) {
      const read = readType(tokens, i);
      if (!read) return { types, next: i };
      types.push(read.type);
      i = read.next;
      if (!tokens.is(i, ',')) return { types, next: i };
      i++;
    }
  }

  private components(open: number): JavaField[] {
    return this.parameterList(open).map(({ type, nameAt }) => ({
      name: this.tokens.at(nameAt),
      nameSpan: this.tokens.span(nameAt, nameAt),
      type,
      modifiers: ['private', 'final'],
      annotations: noAnnotations,
      made: undefined,
    }));
  }

  /** Parameters of a method or components of a record, as far as they are complete. */
  private parameterList(open: number): Parameter[] {
    const { tokens } = this;
    const close = tokens.partner(open);
    const found: Parameter[] = [];
    if (!tokens.is(close, ')')) return found;
    for (let i = open + 1; i < close; i = commaOrEnd(tokens, i, close) + 1) {
      const { annotations, next } = this.modifiers(i);
      const read = readType(tokens, next);
      if (!read || !isName(tokens, read.next)) continue;
      const type = withDimensions(read.type, dimensionsEnd(tokens, read.next + 1).count);
      found.push({ type, annotations, nameAt: read.next, variable: tokens.is(read.next - 1, '...') });
    }
    return found;
  }

  private enumConstants(from: number, close: number): number {
    const { tokens } = this;
    let i = from;
    for (; i < close && !tokens.is(i, ';'); i++) {
      if (tokens.is(i, '{')) this.constantBodies.add(i);
      i = skipBracket(tokens, i, close);
    }
    return i;
  }

  /** Reads one member of a type body; the index behind it. */
  private member(
    start: number,
    close: number,
    body: MutableBody,
    fields: JavaField[],
    depth: number,
  ): number {
    const { tokens } = this;
    const prefix = this.modifiers(start);
    const { words, next } = prefix;
    const inInterface = body.type.kind === 'interface' || body.type.kind === 'annotation';
    let i = next;
    if (this.isTypeDeclaration(i)) {
      if (depth < maxDepth) return this.type(prefix, `${body.type.qualifiedName}.`, inInterface, depth + 1);
      const brace = this.braceOrEnd(i, close);
      return tokens.partner(brace) + 1;
    }
    let own: readonly string[] = noNames;
    if (tokens.is(i, '<') && tokens.partner(i) < close) {
      own = this.parameters(i);
      i = skipAnnotations(tokens, tokens.partner(i) + 1);
    }
    // A constructor, compact in a record.
    if (isName(tokens, i) && (tokens.is(i + 1, '(') || tokens.is(i + 1, '{'))) {
      if (tokens.is(i + 1, '(') && tokens.is(i, body.type.name))
        body.constructors.push({ parameters: this.parameterList(i + 1).length, modifiers: words });
      return this.bodyEnd(i + 1, close);
    }
    const returnsNothing = tokens.is(i, 'void');
    const end = returnsNothing ? i + 1 : typeEnd(tokens, i);
    if (end < 0 || !isName(tokens, end)) return i > start ? i : skipBracket(tokens, i, close) + 1;
    if (tokens.is(end + 1, '(')) return this.method({ ...prefix, own }, i, end, close, body);
    return this.fields(i, end, close, { ...prefix, inInterface }, body, fields);
  }

  private method(
    { words, annotations, own }: Prefix & { readonly own: readonly string[] },
    typeAt: number,
    nameAt: number,
    close: number,
    body: MutableBody,
  ): number {
    const { tokens } = this;
    const parameters = this.parameterList(nameAt + 1);
    const dimensions = dimensionsEnd(tokens, Math.min(tokens.partner(nameAt + 1) + 1, tokens.count)).count;
    const read = readType(tokens, typeAt);
    const nothing = { span: tokens.span(typeAt, typeAt), name: 'void', args: [], arrayDimensions: 0 };
    body.methods.push({
      name: tokens.at(nameAt),
      modifiers: words,
      annotations,
      typeParameters: own,
      parameters,
      variable: parameters.some(({ variable }) => variable),
      returns: read ? withDimensions(read.type, dimensions) : nothing,
    });
    return this.bodyEnd(nameAt + 1, close);
  }

  /** From the parameters of a method to behind its body or its semicolon. */
  private bodyEnd(from: number, close: number): number {
    const { tokens } = this;
    for (let i = from; i < close; i++) {
      if (tokens.is(i, ';')) return i + 1;
      if (tokens.is(i, '{')) return tokens.partner(i) + 1;
      i = skipBracket(tokens, i, close);
    }
    return close;
  }

  private braceOrEnd(from: number, close: number): number {
    for (let i = from; i < close; i++) if (this.tokens.is(i, '{')) return i;
    return close;
  }

  private fields(
    typeAt: number,
    nameAt: number,
    close: number,
    { words, annotations, inInterface }: Prefix & { readonly inInterface: boolean },
    body: MutableBody,
    fields: JavaField[],
  ): number {
    const { tokens } = this;
    const modifiers = inInterface ? [...words, 'public', 'static', 'final'] : words;
    const constant = modifiers.includes('static') && modifiers.includes('final');
    const type = readType(tokens, typeAt)?.type;
    let i = nameAt;
    if (!type) return nameAt;
    while (isName(tokens, i)) {
      const dimensions = dimensionsEnd(tokens, i + 1);
      const { next } = dimensions;
      const field = {
        name: tokens.at(i),
        nameSpan: tokens.span(i, i),
        type: withDimensions(type, dimensions.count),
        modifiers,
        annotations,
        made: this.made(next, close),
      };
      const literal = constant && tokens.kind(next + 1) === 'text' && /^[;,]$/.test(tokens.at(next + 2));
      fields.push(field);
      body.fields.set(field.name, {
        type: field.type,
        constant: literal ? decodeText(tokens.at(next + 1)) : undefined,
      });
      i = this.initialiserEnd(next, close);
      if (!tokens.is(i, ',')) break;
      i++;
    }
    return tokens.is(i, ';') ? i + 1 : i;
  }

  /** `new T(…)` and nothing more, behind the `=` of a field. */
  private made(equals: number, close: number): TypeRef | undefined {
    const { tokens } = this;
    if (!tokens.is(equals, '=') || !tokens.is(equals + 1, 'new')) return undefined;
    const read = readType(tokens, equals + 2);
    if (!read || read.type.arrayDimensions > 0 || !tokens.is(read.next, '(')) return undefined;
    const end = tokens.partner(read.next) + 1;
    return end < close && /^[;,]$/.test(tokens.at(end)) ? read.type : undefined;
  }

  /** The `,` or `;` behind a field's initialiser. A member that begins without them ends it too: one is missing. */
  private initialiserEnd(from: number, close: number): number {
    const { tokens } = this;
    for (let i = from; i < close; i++) {
      if (tokens.is(i, ';') || tokens.is(i, ',')) return i;
      if (tokens.is(i, 'public') || tokens.is(i, 'private') || tokens.is(i, 'protected')) return i;
      i = skipBracket(tokens, i, close);
    }
    return close;
  }
}

interface MutableBody {
  readonly type: JavaType;
  readonly constructors: JavaConstructor[];
  readonly fields: Map<string, FieldFact>;
  readonly methods: JavaMethod[];
}

export function withDimensions(type: TypeRef, more: number): TypeRef {
  return more === 0 ? type : { ...type, arrayDimensions: type.arrayDimensions + more };
}

function kindOf(keyword: string): JavaType['kind'] {
  return keyword === 'interface' || keyword === 'enum' || keyword === 'record' ? keyword : 'class';
}
