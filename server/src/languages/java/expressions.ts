import type { Declarations } from './declarations';
import type { Tokens } from './lexer';
import { numberClass } from './literals';
import type { Meaning, Scopes } from './scopes';
import { element, type Member, type TypeRef } from './tree';
import { commaOrEnd, isName, primitives, readType, skipBracket, typeEnd } from './types';

/** An expression that was read: its type where it can be told, and the token behind it. */
export interface Expression {
  readonly type: TypeRef | undefined;
  /** Surely of this very class and of no subclass: `new T(…)`. */
  readonly exact: boolean;
  readonly next: number;
}

/** What of the Servlet API leads to a session: https://jakarta.ee/specifications/servlet/6.0/ */
const requests = new Set(['HttpServletRequest', 'HttpServletRequestWrapper']);
const sessionEvents = new Set(['HttpSessionEvent', 'HttpSessionBindingEvent']);
const session = 'HttpSession';
/** Methods of web frameworks that hand out the request, whatever they are called on. */
const requestGetters = new Set(['getRequest', 'getHttpServletRequest']);
const servletPackage = /^(?:javax|jakarta)\.servlet\.http$/;

const className = /^[A-Z]\w*[a-z]/;

/** How long a chain of calls is followed. */
const maxMembers = 10;

/** Parentheses and casts in each other are followed so deep. */
const maxDepth = 20;

/** Reads expressions forward, as far as their type can be told from this file alone. */
export class Expressions {
  constructor(
    private readonly tokens: Tokens,
    private readonly declarations: Declarations,
    private readonly scopes: Scopes,
  ) {}

  isSession(type: TypeRef | undefined): boolean {
    return this.isServlet(type, session);
  }

  isResponse(type: TypeRef | undefined): boolean {
    return this.isServlet(type, 'HttpServletResponse');
  }

  private isServlet(type: TypeRef | undefined, name: string): boolean {
    return (
      type !== undefined &&
      !type.members &&
      type.arrayDimensions === 0 &&
      this.servletName(type.name) === name
    );
  }

  /**
   * The expression that starts here; undefined where it is of no form that is known.
   * @param method the name of a method that is called on it, with which it ends
   */
  read(index: number, depth = 0, method = -1): Expression | undefined {
    if (depth > maxDepth) return undefined;
    const primary = this.primary(index, depth);
    return primary && this.postfix(primary, method);
  }

  private primary(index: number, depth: number): Expression | undefined {
    const { tokens } = this;
    const word = tokens.at(index);
    switch (tokens.kind(index)) {
      case 'text':
        return this.named('java.lang.String', index, index + 1);
      case 'char':
        return this.named('java.lang.Character', index, index + 1);
      case 'number':
        return this.named(numberClass(word), index, index + 1);
      case 'sign':
        return word === '(' ? this.parenthesis(index, depth) : undefined;
      case 'word':
        if (word === 'true' || word === 'false') return this.named('java.lang.Boolean', index, index + 1);
        if (word === 'new') return this.creation(index);
        if (word === 'this') return this.ownMember(index);
        return isName(tokens, index) ? this.name(index) : undefined;
      default:
        return undefined;
    }
  }

  private named(name: string, index: number, next: number): Expression {
    const type = { span: this.tokens.span(index, index), name, args: [], arrayDimensions: 0 };
    return { type, exact: true, next };
  }

  private creation(index: number): Expression | undefined {
    const { tokens } = this;
    const read = readType(tokens, index + 1);
    if (!read) return undefined;
    const { type, next } = read;
    if (tokens.is(next, '(')) {
      const close = tokens.partner(next);
      const body = tokens.is(close + 1, '{');
      return { type, exact: true, next: (body ? tokens.partner(close + 1) : close) + 1 };
    }
    if (tokens.is(next, '{') && type.arrayDimensions > 0)
      return { type, exact: true, next: tokens.partner(next) + 1 };
    let at = next;
    let arrayDimensions = type.arrayDimensions;
    while (tokens.is(at, '[')) {
      at = tokens.partner(at) + 1;
      arrayDimensions++;
    }
    return arrayDimensions > 0 ? { type: { ...type, arrayDimensions }, exact: true, next: at } : undefined;
  }

  private ownMember(index: number): Expression {
    const { tokens } = this;
    const next = index + 2;
    if (tokens.is(index + 1, '.') && isName(tokens, next))
      return tokens.is(next + 1, '(') ? this.call(next, true) : this.ownField(next);
    return { type: this.own(index), exact: false, next: index + 1 };
  }

  /** The class that `this` is. */
  private own(index: number): TypeRef | undefined {
    const { tokens, scopes } = this;
    const name = scopes.isInNamedType ? scopes.type?.type.qualifiedName : undefined;
    return name === undefined
      ? undefined
      : { span: tokens.span(index, index), name, args: [], arrayDimensions: 0 };
  }

  /** `this.x`: a field of the class, or one that it inherits. */
  private ownField(index: number): Expression {
    const name = this.tokens.at(index);
    const field = this.scopes.field(name);
    return field.known
      ? typed(field, index + 1)
      : { type: asked(this.own(index), { name, count: undefined }), exact: false, next: index + 1 };
  }

  private name(index: number): Expression {
    const { tokens } = this;
    if (tokens.is(index + 1, '(')) return this.call(index, false);
    const name = tokens.at(index);
    const meaning = this.scopes.meaning(name, index);
    // Of a class a static member is asked; constants, which may be inherited, have no small letters.
    if (!meaning.known && className.test(name) && tokens.is(index + 1, '.'))
      return { ...this.named(name, index, index + 1), exact: false };
    return typed(meaning, index + 1);
  }

  private call(index: number, ownOnly: boolean): Expression {
    const { tokens } = this;
    const close = tokens.partner(index + 1);
    const name = tokens.at(index);
    const count = this.argumentCount(index + 1);
    const own = this.scopes.returnType(name, count, ownOnly);
    if (own) return { type: own, exact: false, next: close + 1 };
    const type = requestGetters.has(name)
      ? this.servletType('HttpServletRequest', index)
      : asked(this.own(index), { name, count });
    return { type, exact: false, next: close + 1 };
  }

  /** How many arguments a call has; -1 where it is not closed. */
  argumentCount(open: number): number {
    const { tokens } = this;
    const close = tokens.partner(open);
    if (!tokens.is(close, ')')) return -1;
    if (close === open + 1) return 0;
    let count = 1;
    for (let i = commaOrEnd(tokens, open + 1, close); i < close; i = commaOrEnd(tokens, i + 1, close))
      count++;
    return count;
  }

  /** `(T) x`, or an expression in parentheses. */
  private parenthesis(index: number, depth: number): Expression | undefined {
    const { tokens } = this;
    const close = tokens.partner(index);
    if (typeEnd(tokens, index + 1) === close && this.startsOperand(close + 1)) {
      const type = readType(tokens, index + 1)?.type;
      const next = this.operandEnd(close + 1);
      return next < 0 ? undefined : { type, exact: false, next };
    }
    const inner = this.read(index + 1, depth + 1);
    return { type: undefined, exact: false, ...(inner?.next === close ? inner : {}), next: close + 1 };
  }

  private startsOperand(index: number): boolean {
    const { tokens } = this;
    switch (tokens.kind(index)) {
      case 'sign':
        return tokens.is(index, '(');
      case 'word':
        return isName(tokens, index) || /^(?:new|this|super|null|true|false)$/.test(tokens.at(index));
      default:
        return tokens.kind(index) !== undefined;
    }
  }

  /** Behind the operand of a cast; -1 where it is none that is known, a lambda for one. */
  private operandEnd(index: number): number {
    const { tokens } = this;
    let i = index;
    while (tokens.is(i, '(') && this.startsOperand(tokens.partner(i) + 1)) i = tokens.partner(i) + 1;
    if (tokens.is(i, 'new')) {
      i = this.creation(i)?.next ?? tokens.count;
    } else i = tokens.is(i, '(') ? tokens.partner(i) + 1 : i + 1;
    for (;;) {
      if (tokens.is(i, '.') && tokens.isWord(i + 1)) i += 2;
      else if (tokens.is(i, '(') || tokens.is(i, '[')) i = tokens.partner(i) + 1;
      else return tokens.is(i, '->') || tokens.is(i, '::') || tokens.is(i, '.') ? -1 : i;
    }
  }

  /** The calls, fields and elements behind an expression. */
  private postfix(start: Expression, method: number): Expression {
    const { tokens } = this;
    let result = start;
    for (;;) {
      const nameAt = result.next + 1;
      if (tokens.is(result.next, '[')) {
        const next = skipBracket(tokens, result.next, tokens.count) + 1;
        if (next === result.next + 1) return { type: undefined, exact: false, next };
        result = { type: asked(result.type, { name: element, count: undefined }), exact: false, next };
      } else if (tokens.is(result.next, '.') && isName(tokens, nameAt) && nameAt !== method) {
        const isCall = tokens.is(nameAt + 1, '(');
        const type = isCall
          ? this.resultOf(result.type, nameAt)
          : asked(result.type, { name: tokens.at(nameAt), count: undefined });
        result = { type, exact: false, next: isCall ? tokens.partner(nameAt + 1) + 1 : nameAt + 1 };
      } else return result;
    }
  }

  private resultOf(receiver: TypeRef | undefined, nameAt: number): TypeRef | undefined {
    const name = this.tokens.at(nameAt);
    if (requestGetters.has(name)) return this.servletType('HttpServletRequest', nameAt);
    if (!receiver) return undefined;
    const known = name === 'getSession' && !receiver.members ? (this.servletName(receiver.name) ?? '') : '';
    if (requests.has(known) || sessionEvents.has(known)) return this.servletType(session, nameAt);
    return asked(receiver, { name, count: this.argumentCount(nameAt + 1) });
  }

  private servletType(name: string, index: number): TypeRef {
    const span = this.tokens.span(index, index);
    return { span, name: `jakarta.servlet.http.${name}`, args: [], arrayDimensions: 0 };
  }

  /** The simple name of a type of the Servlet API, javax or jakarta; undefined for all others. */
  private servletName(name: string): string | undefined {
    const dot = name.lastIndexOf('.');
    const simple = name.slice(dot + 1);
    if (dot >= 0) return servletPackage.test(name.slice(0, dot)) ? simple : undefined;
    const { imports, types } = this.declarations;
    if (types.some((type) => type.name === simple)) return undefined;
    const single = imports.find((one) => !one.wildcard && !one.static && one.name.endsWith(`.${simple}`));
    if (single) return servletPackage.test(single.name.slice(0, -simple.length - 1)) ? simple : undefined;
    return imports.some((one) => one.wildcard && !one.static && servletPackage.test(one.name))
      ? simple
      : undefined;
  }
}

/** Something that is asked of a type; undefined where too much is. */
function asked(type: TypeRef | undefined, member: Member): TypeRef | undefined {
  const { members = [] } = type ?? {};
  return type && members.length < maxMembers ? { ...type, members: [...members, member] } : undefined;
}

function typed(meaning: Meaning, next: number): Expression {
  return { type: meaning.known ? meaning.type : undefined, exact: false, next };
}

/** What a value becomes when it is handed over as an object: a primitive is boxed, and Object says nothing. */
export function asObject({ type, exact }: Expression): { type: TypeRef | undefined; exact: boolean } {
  if (type?.members) return { type, exact: false };
  const boxed = type && type.arrayDimensions === 0 ? primitives.get(type.name) : undefined;
  if (type && boxed !== undefined) return { type: { ...type, name: boxed }, exact: true };
  const isObject = type?.arrayDimensions === 0 && /^(?:java\.lang\.)?Object$|^void$/.test(type.name);
  return isObject && !exact ? { type: undefined, exact: false } : { type, exact };
}
