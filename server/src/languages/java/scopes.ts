import type { Declarations, TypeBody } from './declarations';
import type { Tokens } from './lexer';
import type { TypeRef } from './tree';
import { commaOrEnd, dimensionsEnd, isName, skipBracket } from './types';

/** What a name in an expression stands for. `known: false` where it cannot be told. */
export type Meaning =
  | { readonly known: true; readonly type: TypeRef | undefined; readonly constant: string | undefined }
  | { readonly known: false };

const unknown: Meaning = { known: false };

/** A variable, with the tokens between which its name means it: surely up to `certain`, perhaps up to `until`. */
interface Variable {
  readonly from: number;
  readonly certain: number;
  readonly until: number;
  readonly type: TypeRef | undefined;
}

/** A pair of braces, or the whole file. */
export interface Block {
  readonly close: number;
  readonly variables: Map<string, Variable[]>;
}

/** A pair of brackets of any kind. */
interface Frame {
  readonly open: number;
  readonly close: number;
  /** The nearest frame in braces, often this one: there its variables are kept. */
  readonly block: Block;
  /** The nearest type with a name around this place. */
  readonly type: TypeBody | undefined;
  /** Whether `this` is of that type, not of an anonymous or local class in it. */
  readonly isInNamedType: boolean;
  /** The body of a type that has a name. */
  readonly body: TypeBody | undefined;
  /** The body of an anonymous or local class, whose inherited members nobody here knows. */
  readonly isOtherClass: boolean;
  /** The type of the declaration that is being read: `T a = …, b = …`. */
  declaring: TypeRef | undefined;
}

/** Bounds that no real source meets, so that a made one costs linear time too. */
const maxFrames = 200;
const maxVariables = 50;
const maxLookahead = 200;

/** The words before the parenthesis of a statement whose declarations reach into the statement itself. */
const headers = new Set(['for', 'try', 'catch']);
const conditions = new Set(['if', 'while', 'switch', 'synchronized']);

/** The brackets around a place in a source, and the variables declared in them. Fed token by token, in order. */
export class Scopes {
  private readonly file: Frame;
  private readonly frames: Frame[];
  private readonly otherClasses: Set<number>;

  constructor(
    private readonly tokens: Tokens,
    private readonly declarations: Declarations,
  ) {
    this.otherClasses = new Set(declarations.constantBodies);
    this.file = this.frame(-1, tokens.count);
    this.frames = [this.file];
  }

  /** A brace that will open the body of a class without a name of its own, or of a local one. */
  markOtherClass(brace: number): void {
    this.otherClasses.add(brace);
  }

  /** Opens and closes brackets, and ends declarations. */
  enter(index: number): void {
    const { tokens } = this;
    while (this.frames.length > 1 && this.top.close <= index) this.frames.pop();
    if (tokens.kind(index) !== 'sign') return;
    const sign = tokens.at(index);
    if (sign === ';') this.top.declaring = undefined;
    else if (sign === '(' || sign === '[' || sign === '{') {
      const frame = this.frame(index, tokens.partner(index), this.top);
      this.frames.push(frame);
      if (sign === '(' && tokens.is(frame.close, ')') && tokens.is(frame.close + 1, '->'))
        this.declareLambda(index, frame.close);
    }
  }

  /** The pair of braces around this place. */
  get block(): Block {
    return this.top.block;
  }

  /** The brace that opens the method, constructor or initialiser around this place; -1 outside of all. */
  get member(): number {
    for (let i = this.frames.length - 1, left = maxFrames; i > 0 && left > 0; i--, left--) {
      const frame = this.frames[i];
      if (frame?.body) return -1;
      if (this.frames[i - 1]?.body && frame) return frame.open;
    }
    return -1;
  }

  /** The type whose further variables may follow a comma here. */
  get declaring(): TypeRef | undefined {
    return this.top.declaring;
  }

  /** Whether a member of a named type would stand here: those are known beforehand. */
  get isMemberLevel(): boolean {
    return this.top.body !== undefined;
  }

  /** The named type around this place. */
  get type(): TypeBody | undefined {
    return this.top.type;
  }

  /** Whether `this` is the named type around this place. */
  get isInNamedType(): boolean {
    return this.top.isInNamedType;
  }

  /**
   * Declares a variable whose name stands at `index`.
   * @param isPattern `o instanceof T name` or `case T name`: where that is in scope depends on the flow
   */
  declare(index: number, type: TypeRef | undefined, isPattern: boolean): void {
    const { top } = this;
    const { block } = top;
    let certain = block.close;
    let until = block.close;
    if (isPattern) certain = index - 1;
    else if (top.open >= 0 && !this.tokens.is(top.open, '{'))
      ({ certain, until } = this.reach(top, block, index));
    if (!isPattern) top.declaring = type;
    this.add(block, index, { from: index, certain, until, type });
  }

  /** A lambda's parameter without a type: it hides others of its name. */
  declareUntyped(index: number, arrow: number): void {
    const { block } = this.top;
    const end = this.lambdaEnd(arrow);
    this.add(block, index, { from: index, certain: index - 1, until: end, type: undefined });
  }

  /** What a name means at a place: the nearest declaration, as Java's scopes have it. */
  meaning(name: string, index: number): Meaning {
    for (let i = this.frames.length - 1, left = maxFrames; i >= 0; i--, left--) {
      const frame = this.frames[i];
      if (!frame || left === 0) return unknown;
      const isBlock = i === 0 || frame.block !== this.frames[i - 1]?.block;
      const variable = isBlock ? findVariable(frame.block.variables.get(name), index) : undefined;
      if (variable === 'too many') return unknown;
      if (variable)
        return index <= variable.certain
          ? { known: true, type: variable.type, constant: undefined }
          : unknown;
      if (frame.isOtherClass) return unknown;
      const { body } = frame;
      if (!body) continue;
      const field = body.fields.get(name);
      if (field) return { known: true, ...field };
      if (mayInherit(body)) return unknown;
    }
    return unknown;
  }

  /** A field of the class that `this` is. */
  field(name: string): Meaning {
    const field = this.isInNamedType ? this.type?.fields.get(name) : undefined;
    return field ? { known: true, ...field } : unknown;
  }

  /** What a method of this class or one around it returns, where only one can be meant. */
  returnType(name: string, argumentCount: number, ownOnly: boolean): TypeRef | undefined {
    for (let i = this.frames.length - 1, left = maxFrames; i >= 0; i--, left--) {
      const frame = this.frames[i];
      if (!frame || left === 0 || frame.isOtherClass) return undefined;
      const { body } = frame;
      if (!body) continue;
      const named = body.methods.filter((method) => method.name === name);
      if (named.length > 0) {
        const fitting = named.filter(({ parameters }) => parameters.length === argumentCount);
        const [only] = fitting;
        return fitting.length === 1 && !named.some(({ variable }) => variable) ? only?.returns : undefined;
      }
      if (ownOnly || mayInherit(body)) return undefined;
    }
    return undefined;
  }

  private get top(): Frame {
    return this.frames.at(-1) ?? this.file;
  }

  private frame(open: number, close: number, outer?: Frame): Frame {
    const isBlock = outer === undefined || this.tokens.is(open, '{');
    const body = this.declarations.bodies.get(open);
    const isOtherClass = this.otherClasses.has(open);
    return {
      open,
      close,
      block: isBlock ? { close, variables: new Map() } : outer.block,
      type: body ?? outer?.type,
      isInNamedType: body !== undefined || (!isOtherClass && outer?.isInNamedType === true),
      body,
      isOtherClass,
      declaring: undefined,
    };
  }

  private add(block: Block, index: number, variable: Variable): void {
    const name = this.tokens.at(index);
    const known = block.variables.get(name);
    if (known) known.push(variable);
    else block.variables.set(name, [variable]);
  }

  /** How far a declaration inside parentheses reaches: the statement, method or lambda that they belong to. */
  private reach(paren: Frame, block: Block, index: number): { certain: number; until: number } {
    const { tokens } = this;
    const after = paren.close + 1;
    const before = tokens.at(paren.open - 1);
    const perhaps = { certain: index - 1, until: block.close };
    if (tokens.is(after, '->')) {
      const end = this.lambdaEnd(after);
      return { certain: end, until: end };
    }
    if (conditions.has(before)) return perhaps;
    if (tokens.is(after, '{')) return { certain: tokens.partner(after), until: tokens.partner(after) };
    if (headers.has(before)) return { certain: paren.close, until: block.close };
    if (!isName(tokens, paren.open - 1)) return perhaps;
    if (tokens.is(after, ';')) return { certain: paren.close, until: paren.close };
    const brace = tokens.is(after, 'throws') ? this.braceBehindThrows(after) : -1;
    return brace < 0 ? perhaps : { certain: tokens.partner(brace), until: tokens.partner(brace) };
  }

  private braceBehindThrows(from: number): number {
    for (let i = from; i < from + maxLookahead; i++) {
      if (this.tokens.is(i, '{')) return i;
      if (this.tokens.is(i, ';') || this.tokens.is(i, '}')) return -1;
    }
    return -1;
  }

  /** The last token of a lambda whose arrow stands at `arrow`: its block, or up to the end of its expression. */
  private lambdaEnd(arrow: number): number {
    const { tokens } = this;
    if (tokens.is(arrow + 1, '{')) return tokens.partner(arrow + 1);
    for (let i = arrow + 1; i < arrow + maxLookahead; i++) {
      if (i >= tokens.count || /^[,;)\]}]$/.test(tokens.at(i))) return i - 1;
      i = skipBracket(tokens, i, tokens.count);
    }
    return arrow;
  }

  private declareLambda(open: number, close: number): void {
    const { tokens } = this;
    for (let i = open + 1; i < close; i = commaOrEnd(tokens, i, close) + 1)
      if (isName(tokens, i) && (tokens.is(i + 1, ',') || i + 1 === close)) this.declareUntyped(i, close + 1);
  }
}

/** The latest declaration in reach. */
function findVariable(
  all: readonly Variable[] | undefined,
  index: number,
): Variable | 'too many' | undefined {
  if (!all) return undefined;
  for (let i = all.length - 1, left = maxVariables; i >= 0; i--, left--) {
    const variable = all[i];
    if (left === 0) return 'too many';
    if (variable && variable.from <= index && index <= variable.until) return variable;
  }
  return undefined;
}

/** Whether a name that a type does not declare may come from its supertypes, or be one of its constants. */
function mayInherit({ type }: TypeBody): boolean {
  return type.extends.length > 0 || type.implements.length > 0 || type.kind === 'enum';
}

/** Whether a name that follows a type is declared by it, by what comes next. */
export function isDeclared(tokens: Tokens, nameAt: number): boolean {
  const next = tokens.at(dimensionsEnd(tokens, nameAt + 1).next);
  return /^(?:[=;,:)]|->)$/.test(next) && tokens.kind(nameAt + 1) === 'sign';
}
