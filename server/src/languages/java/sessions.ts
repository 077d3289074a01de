import { type Declarations, withDimensions } from './declarations';
import { sessionAttributesOf } from './beans';
import { SessionChanges, type SessionRead } from './changes';
import { asObject, type Expression, Expressions } from './expressions';
import type { Tokens } from './lexer';
import { decodeText } from './literals';
import { isDeclared, Scopes } from './scopes';
import type { HeaderWrite, JavaValue, SessionChange, SessionWrite, TypeRef } from './tree';
import { commaOrEnd, dimensionsEnd, isName, primitives, readType, skipBracket, typeEnd } from './types';

/** How many steps of a call chain are followed back from `.setAttribute`. */
const maxSteps = 40;
const maxLookahead = 200;
/** How deep `a ? b : c` is followed into itself. */
const maxBranches = 4;

const webUtils = /^org\.springframework\.web\.util(?:\.WebUtils)?$/;
const actionContext = /^(?:com\.opensymphony\.xwork2|org\.apache\.struts2)(?:\.ActionContext)?$/;
const sessionAware = /^org\.apache\.struts2\.(?:interceptor|action)(?:\.SessionAware)?$/;

/** The calls that rules look at. */
export interface Calls {
  /** All that put something into a session; what is not surely a session is left out. */
  readonly sessionWrites: readonly SessionWrite[];
  readonly transferEncodings: readonly HeaderWrite[];
  readonly sessionChanges: readonly SessionChange[];
}

/** Finds them in one pass over the tokens. */
export function findCalls(tokens: Tokens, declarations: Declarations): Calls {
  return new Finder(tokens, declarations).find();
}

class Finder {
  private readonly scopes: Scopes;
  private readonly expressions: Expressions;
  private readonly writes: SessionWrite[] = [];
  private readonly headers: HeaderWrite[] = [];
  private readonly changes: SessionChanges;
  /** Names that stand for no class other files could know: type parameters and local classes. */
  private readonly opaque: Set<string>;
  /** Where the names of the types stand that are members of the file or of other types. */
  private readonly memberTypes: ReadonlySet<number>;

  constructor(
    private readonly tokens: Tokens,
    private readonly declarations: Declarations,
  ) {
    this.scopes = new Scopes(tokens, declarations);
    this.expressions = new Expressions(tokens, declarations, this.scopes);
    this.changes = new SessionChanges(tokens, this.scopes);
    this.opaque = new Set(declarations.typeParameters);
    this.memberTypes = new Set(declarations.types.map(({ nameSpan }) => nameSpan.start));
  }

  find(): Calls {
    const { tokens, scopes } = this;
    for (let i = 0; i < tokens.count; i++) {
      scopes.enter(i);
      if (tokens.is(i, ',')) this.furtherVariable(i + 1);
      else if (tokens.isWord(i)) this.word(i);
    }
    return {
      sessionWrites: this.writes.map((write) => ({ ...write, value: this.clear(write.value) })),
      transferEncodings: this.headers,
      sessionChanges: this.changes.found().filter(({ value }) => value.type && !this.isOpaque(value.type)),
    };
  }

  /** Without types that stand for no class, which may be known only at the end of the file. */
  private clear(value: JavaValue): JavaValue {
    if (value.branches) return { ...value, branches: value.branches.map((branch) => this.clear(branch)) };
    return value.type && this.isOpaque(value.type) ? { ...value, type: undefined } : value;
  }

  private isOpaque({ name, args }: TypeRef): boolean {
    const dot = name.indexOf('.');
    return this.opaque.has(dot < 0 ? name : name.slice(0, dot)) || args.some((one) => this.isOpaque(one));
  }

  private word(index: number): void {
    const { tokens } = this;
    const word = tokens.at(index);
    const before = tokens.at(index - 1);
    if (before === '.' || before === '::' || before === '@') {
      if (before === '.' && tokens.is(index + 1, '(')) this.call(index, word);
      return;
    }
    if (word === 'new') this.anonymousClass(index);
    else if (/^(?:class|interface|enum|record)$/.test(word)) this.localType(index);
    if (tokens.is(index + 1, '->')) this.scopes.declareUntyped(index, index + 1);
    else this.variable(index);
  }

  private anonymousClass(index: number): void {
    const { tokens } = this;
    const next = typeEnd(tokens, index + 1);
    if (next < 0 || !tokens.is(next, '(')) return;
    const brace = tokens.partner(next) + 1;
    if (tokens.is(brace, '{')) this.scopes.markOtherClass(brace);
  }

  /** A class inside a method: a name of its own that may hide another. */
  private localType(index: number): void {
    const { tokens } = this;
    if (!isName(tokens, index + 1) || this.memberTypes.has(tokens.start(index + 1))) return;
    if (tokens.is(index, 'record') && !tokens.is(index + 2, '(') && !tokens.is(index + 2, '<')) return;
    for (let i = index + 2; i < index + maxLookahead; i++) {
      if (tokens.is(i, ';') || i >= tokens.count) return;
      if (!tokens.is(i, '{')) continue;
      this.opaque.add(tokens.at(index + 1));
      this.scopes.markOtherClass(i);
      return;
    }
  }

  /** `T name` is a declaration wherever it stands, since no other two names follow each other in Java. */
  private variable(index: number): void {
    const { tokens, scopes } = this;
    if (!isName(tokens, index) && !primitives.has(tokens.at(index))) return;
    // `yield x;` and `case T t when x:` name no type.
    if (tokens.is(index, 'yield') || tokens.is(index, 'when')) return;
    const nameAt = typeEnd(tokens, index);
    if (nameAt < 0 || !isName(tokens, nameAt)) return;
    const before = tokens.at(tokens.is(index - 1, 'final') ? index - 2 : index - 1);
    const isPattern =
      before === 'instanceof' ||
      before === 'case' ||
      tokens.is(nameAt + 1, '->') ||
      tokens.is(nameAt + 1, 'when');
    if (!isPattern && (!isDeclared(tokens, nameAt) || scopes.isMemberLevel)) return;
    const type = this.declaredType(index, nameAt);
    scopes.declare(nameAt, type, isPattern);
    const attribute = type && !isPattern && tokens.is(nameAt + 1, '=') ? this.readAt(nameAt + 2) : undefined;
    if (attribute && type) this.changes.read(nameAt, attribute, type);
  }

  private declaredType(index: number, nameAt: number): TypeRef | undefined {
    const { tokens } = this;
    const type = readType(tokens, index)?.type;
    if (type?.name !== 'var') return type && withDimensions(type, dimensionsEnd(tokens, nameAt + 1).count);
    if (!tokens.is(nameAt + 1, '=')) return undefined;
    const value = this.expressions.read(nameAt + 2);
    return value && /^[;)]$/.test(tokens.at(value.next)) ? value.type : undefined;
  }

  /** `b` of `T a = x, b = y;` */
  private furtherVariable(index: number): void {
    const { tokens, scopes } = this;
    const type = scopes.declaring;
    if (!type || scopes.isMemberLevel || !isName(tokens, index)) return;
    const { next, count } = dimensionsEnd(tokens, index + 1);
    if (/^[=,;]$/.test(tokens.at(next))) scopes.declare(index, withDimensions(type, count), false);
  }

  /** A call of a method on something: whether it puts a value into a session. */
  private call(index: number, method: string): void {
    switch (method) {
      case 'setAttribute':
      case 'putValue':
        return this.write(index, 0, (receiver) => this.expressions.isSession(receiver.type));
      case 'setSessionAttribute':
        return this.write(index, 1, (_, start) => start === index - 2 && this.isWebUtils(start));
      case 'put':
        return this.write(index, 0, (_, start) => this.isSessionMap(start, index));
      case 'addAttribute':
        return this.write(index, 0, () => this.isSessionAttribute(index));
      case 'setHeader':
      case 'addHeader':
        return this.header(index);
      default:
        if (SessionChanges.isChange(method)) this.change(index);
    }
  }

  /** `(T) session.getAttribute("name")`, which starts here: the name, and the token behind it. */
  private readAt(index: number): SessionRead | undefined {
    const { tokens } = this;
    const cast = tokens.is(index, '(') ? tokens.partner(index) + 1 : index;
    for (let i = cast; i < cast + maxSteps && i < tokens.count; i++) {
      if (tokens.is(i, ';')) return undefined;
      if (!tokens.is(i, 'getAttribute') || !tokens.is(i + 1, '(') || !tokens.is(i - 1, '.')) continue;
      const close = tokens.partner(i + 1);
      const start = this.receiverStart(i - 1);
      const receiver = start === cast ? this.expressions.read(start, 0, i) : undefined;
      if (receiver?.next !== i - 1 || !this.expressions.isSession(receiver.type)) return undefined;
      const name = this.attributeName(i + 2, close);
      const call = `${this.textOf(start, i - 2)}.setAttribute(${this.textOf(i + 2, close - 1)}, `;
      return name === undefined ? undefined : { name, call, next: close + 1 };
    }
    return undefined;
  }

  private textOf(first: number, last: number): string {
    return this.tokens.text.slice(this.tokens.start(first), this.tokens.end(last));
  }

  /** `cart.add(x)` or `((Cart) session.getAttribute("cart")).add(x)` */
  private change(index: number): void {
    const { tokens, expressions } = this;
    const close = tokens.partner(index + 1);
    const start = this.receiverStart(index - 1);
    if (start < 0 || !tokens.is(close, ')')) return;
    const isVariable = start === index - 2 && isName(tokens, start);
    const source = isVariable ? this.changes.sourceOf(tokens.at(start), start) : undefined;
    let attribute = source?.attribute;
    let type = source?.type;
    if (tokens.is(start, '(') && tokens.partner(start) === index - 2) {
      const read = this.readAt(start + 1);
      if (read?.next !== index - 2) return;
      attribute = read.name;
      type = expressions.read(start, 0, index)?.type;
    }
    if (attribute === undefined || !type) return;
    const span = tokens.span(start, close);
    const isStatement = tokens.is(close + 1, ';') && /^[;{}]$/.test(tokens.at(start - 1));
    const change: SessionChange = {
      span,
      attribute,
      method: tokens.at(index),
      count: expressions.argumentCount(index + 1),
      value: { span, type },
      inType: this.scopes.type?.type.qualifiedName,
      putBack:
        source && isStatement
          ? { at: tokens.end(close + 1), text: `${source.call}${tokens.at(start)});` }
          : undefined,
    };
    this.changes.change(change, isVariable ? tokens.at(start) : undefined, index);
  }

  /**
   * @param index the method's name
   * @param skipped arguments before that with the attribute's name
   */
  private write(
    index: number,
    skipped: number,
    isKept: (receiver: Expression, start: number) => boolean,
  ): void {
    const { tokens, expressions } = this;
    const close = tokens.partner(index + 1);
    if (!tokens.is(close, ')')) return;
    const last = commaBefore(tokens, index + 2, close) + 1;
    this.changes.write(
      skipped === 0 ? this.attributeName(index + 2, commaOrEnd(tokens, index + 2, close)) : undefined,
      last === close - 1 ? tokens.at(last) : undefined,
      index,
    );
    const start = this.receiverStart(index - 1);
    const receiver = start < 0 ? undefined : expressions.read(start, 0, index);
    if (receiver?.next !== index - 1 || !isKept(receiver, start)) return;
    let name = index + 2;
    for (let i = 0; i < skipped; i++) name = commaOrEnd(tokens, name, close) + 1;
    const comma = commaOrEnd(tokens, name, close);
    if (comma >= close || commaOrEnd(tokens, comma + 1, close) < close) return;
    this.writes.push({
      span: tokens.span(start, close),
      method: tokens.at(index),
      attribute: this.attributeName(name, comma),
      value: this.value(comma + 1, close),
      inType: this.scopes.type?.type.qualifiedName,
    });
  }

  private header(index: number): void {
    const { tokens, expressions } = this;
    const close = tokens.partner(index + 1);
    const name = index + 2;
    const comma = commaOrEnd(tokens, name, close);
    if (!tokens.is(close, ')') || comma >= close || !this.isTransferEncoding(name, comma)) return;
    const start = this.receiverStart(index - 1);
    const receiver = start < 0 ? undefined : expressions.read(start, 0, index);
    if (receiver?.next !== index - 1 || !expressions.isResponse(receiver.type)) return;
    if (tokens.is(comma + 1, 'null') && comma + 2 === close) return;
    const isStatement = tokens.is(close + 1, ';') && /^[;{}]$/.test(tokens.at(start - 1));
    this.headers.push({
      span: tokens.span(start, close),
      statement: isStatement ? tokens.span(start, close + 1) : undefined,
    });
  }

  /** As text, or as the constant of Spring's, Guava's or Apache's HttpHeaders. */
  private isTransferEncoding(first: number, end: number): boolean {
    const { tokens } = this;
    if (tokens.kind(first) === 'text')
      return end === first + 1 && decodeText(tokens.at(first))?.toLowerCase() === 'transfer-encoding';
    return end === first + 3 && tokens.is(first, 'HttpHeaders') && tokens.is(first + 2, 'TRANSFER_ENCODING');
  }

  /** The expression between two tokens, the second behind it. */
  private value(first: number, end: number, depth = 0): JavaValue {
    const { tokens, expressions } = this;
    const span = { start: tokens.start(first), end: tokens.end(end - 1) };
    const mark = find(tokens, '?', first, end);
    if (mark < end && depth < maxBranches) {
      const colon = this.colon(mark + 1, end);
      if (colon >= end) return { span, type: undefined };
      const branches = [this.value(mark + 1, colon, depth + 1), this.value(colon + 1, end, depth + 1)];
      return { span, type: undefined, branches };
    }
    const read = expressions.read(first);
    const { type, exact } = read?.next === end ? asObject(read) : { type: undefined, exact: false };
    return { span, type, exact };
  }

  /** The colon that belongs to a question mark before `from`. */
  private colon(from: number, end: number): number {
    const { tokens } = this;
    for (let i = from, open = 0; i < end; i++) {
      if (tokens.is(i, '?')) open++;
      else if (tokens.is(i, ':') && open-- === 0) return i;
      i = skipBracket(tokens, i, end);
    }
    return end;
  }

  private isWebUtils(index: number): boolean {
    return this.tokens.is(index, 'WebUtils') && this.imports(webUtils);
  }

  private imports(name: RegExp): boolean {
    return this.declarations.imports.some((one) => name.test(one.name));
  }

  /** Struts: `ActionContext.getContext().getSession()`, or the map that a SessionAware action was given. */
  private isSessionMap(start: number, put: number): boolean {
    const { tokens, scopes } = this;
    const words = tokens.text.slice(tokens.start(start), tokens.end(put - 2)).replace(/\s/g, '');
    if (words === 'ActionContext.getContext().getSession()') return this.imports(actionContext);
    const field = /^(?:this\.)?(\w+)$/.exec(words)?.[1];
    const { type } = scopes;
    if (field === undefined || !type || !scopes.isInNamedType || !this.imports(sessionAware)) return false;
    if (!type.type.implements.some(({ name }) => name === 'SessionAware')) return false;
    const meaning = words === field ? scopes.meaning(field, start) : scopes.field(field);
    return (
      /^session(?:Map)?$/.test(field) &&
      meaning.known &&
      meaning.type?.name === 'Map' &&
      meaning.type === type.fields.get(field)?.type
    );
  }

  /** `model.addAttribute("cart", …)` in a controller of Spring's whose @SessionAttributes names it. */
  private isSessionAttribute(index: number): boolean {
    const { tokens, declarations, scopes } = this;
    if (tokens.kind(index + 2) !== 'text' || !scopes.type || !tokens.text.includes('SessionAttributes'))
      return false;
    const name = decodeText(tokens.at(index + 2));
    return (
      name !== undefined && sessionAttributesOf(tokens.text, scopes.type.type, declarations.imports).has(name)
    );
  }

  /** Where the expression before a dot starts; -1 where it is of no form that can be a session. */
  private receiverStart(dot: number): number {
    const { tokens } = this;
    let i = dot - 1;
    for (let step = 0; step < maxSteps; step++) {
      if (tokens.is(i, ')')) {
        const open = tokens.opener(i);
        if (open < 0) return -1;
        if (!isName(tokens, open - 1)) return open;
        i = open - 1;
      }
      if (!tokens.isWord(i)) return -1;
      if (!tokens.is(i - 1, '.')) return tokens.is(i - 1, 'new') ? i - 1 : i;
      i -= 2;
    }
    return -1;
  }

  private attributeName(first: number, comma: number): string | undefined {
    const { tokens, scopes, declarations } = this;
    if (tokens.kind(first) === 'text') return comma === first + 1 ? decodeText(tokens.at(first)) : undefined;
    if (!isName(tokens, first)) return undefined;
    if (comma === first + 1) {
      const meaning = scopes.meaning(tokens.at(first), first);
      return meaning.known ? meaning.constant : undefined;
    }
    // Outer.NAME
    if (comma < first + 3 || !tokens.is(comma - 2, '.') || comma - first > maxSteps) return undefined;
    const owner = tokens.text.slice(tokens.start(first), tokens.end(comma - 3)).replace(/\s/g, '');
    const owners = [...declarations.bodies.values()].filter(({ type }) =>
      `.${type.qualifiedName}`.endsWith(`.${owner}`),
    );
    return owners.length === 1 ? owners[0]?.fields.get(tokens.at(comma - 1))?.constant : undefined;
  }
}

/** Where a sign stands outside of brackets, or `end`. */
function find(tokens: Tokens, sign: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (tokens.is(i, sign)) return i;
    i = skipBracket(tokens, i, end);
  }
  return end;
}

/** The last comma before `end` that lies in no bracket, or the token before `from`. */
function commaBefore(tokens: Tokens, from: number, end: number): number {
  let last = from - 1;
  for (let i = commaOrEnd(tokens, from, end); i < end; i = commaOrEnd(tokens, i + 1, end)) last = i;
  return last;
}
