import type { Tokens } from './lexer';
import type { TypeRef } from './tree';

export const primitives: ReadonlyMap<string, string> = new Map([
  ['boolean', 'java.lang.Boolean'],
  ['byte', 'java.lang.Byte'],
  ['char', 'java.lang.Character'],
  ['double', 'java.lang.Double'],
  ['float', 'java.lang.Float'],
  ['int', 'java.lang.Integer'],
  ['long', 'java.lang.Long'],
  ['short', 'java.lang.Short'],
]);

/** Words that are neither a type nor a name. */
const reserved = new Set(
  (
    'abstract assert break case catch class const continue default do else enum extends false final finally for goto ' +
    'if implements import instanceof interface native new null package private protected public return static ' +
    'strictfp super switch synchronized this throw throws transient true try void volatile while'
  ).split(' '),
);

export const modifiers = new Set(
  'abstract default final native private protected public sealed static strictfp synchronized transient volatile'.split(
    ' ',
  ),
);

/** How deep type arguments are followed; what is deeper is left out. */
const maxDepth = 16;

/** Whether a token may be the name of a variable, a method or a type. */
export function isName(tokens: Tokens, index: number): boolean {
  return tokens.isWord(index) && !reserved.has(tokens.at(index)) && !primitives.has(tokens.at(index));
}

function isTypeName(tokens: Tokens, index: number): boolean {
  return tokens.isWord(index) && !reserved.has(tokens.at(index));
}

/** Behind an annotation that starts here, or the same index where none does. */
export function skipAnnotation(tokens: Tokens, index: number): number {
  if (!tokens.is(index, '@') || !tokens.isWord(index + 1) || tokens.is(index + 1, 'interface')) return index;
  let i = index + 2;
  while (tokens.is(i, '.') && tokens.isWord(i + 1)) i += 2;
  return tokens.is(i, '(') ? tokens.partner(i) + 1 : i;
}

export function skipAnnotations(tokens: Tokens, index: number): number {
  for (let i = index; ;) {
    const next = skipAnnotation(tokens, i);
    if (next === i) return i;
    i = next;
  }
}

/** The index behind a type that starts here, or -1 where none does. */
export function typeEnd(tokens: Tokens, index: number): number {
  let i = skipAnnotations(tokens, index);
  if (!isTypeName(tokens, i)) return -1;
  for (;;) {
    i++;
    if (tokens.is(i, '<')) {
      const close = tokens.partner(i);
      if (close >= tokens.count) return -1;
      i = close + 1;
    }
    if (!tokens.is(i, '.')) break;
    const next = skipAnnotations(tokens, i + 1);
    if (!isName(tokens, next)) break;
    i = next;
  }
  return dimensionsEnd(tokens, i).next;
}

/** Behind `[][]` or `...`, and how many there are. */
export function dimensionsEnd(tokens: Tokens, index: number): { next: number; count: number } {
  let i = index;
  let count = 0;
  for (;;) {
    const at = skipAnnotations(tokens, i);
    if (tokens.is(at, '[') && tokens.is(at + 1, ']')) i = at + 2;
    else if (tokens.is(at, '...')) i = at + 1;
    else return { next: i, count };
    count++;
  }
}

/** Reads the type that starts here; undefined where none does. */
export function readType(
  tokens: Tokens,
  index: number,
  depth = 0,
): { type: TypeRef; next: number } | undefined {
  const next = typeEnd(tokens, index);
  if (next < 0) return undefined;
  const start = skipAnnotations(tokens, index);
  let name = '';
  let args: readonly TypeRef[] = [];
  let i = start;
  for (;;) {
    name += tokens.at(i);
    i++;
    args = [];
    if (tokens.is(i, '<')) {
      const close = tokens.partner(i);
      if (depth < maxDepth) args = readArguments(tokens, i, close, depth);
      i = close + 1;
    }
    const part = skipAnnotations(tokens, i + 1);
    if (!tokens.is(i, '.') || !isName(tokens, part)) break;
    name += '.';
    i = part;
  }
  const arrayDimensions = dimensionsEnd(tokens, i).count;
  return { type: { span: tokens.span(start, next - 1), name, args, arrayDimensions }, next };
}

/** Type arguments; a wildcard counts as its upper bound, and as `java.lang.Object` where it has none. */
function readArguments(tokens: Tokens, open: number, close: number, depth: number): readonly TypeRef[] {
  const args: TypeRef[] = [];
  for (let i = open + 1; i < close;) {
    let at = skipAnnotations(tokens, i);
    const wildcard = tokens.is(at, '?');
    if (wildcard) at++;
    const bounded = wildcard && tokens.is(at, 'extends');
    const argument = readType(tokens, wildcard ? at + 1 : at, depth + 1);
    if (wildcard && !bounded)
      args.push({
        span: tokens.span(at - 1, at - 1),
        name: 'java.lang.Object',
        args: [],
        arrayDimensions: 0,
      });
    else if (argument) args.push(argument.type);
    i = commaOrEnd(tokens, at, close) + 1;
  }
  return args;
}

/** The next comma before `end` that lies in no bracket, or `end`. */
export function commaOrEnd(tokens: Tokens, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (tokens.is(i, ',')) return i;
    i = skipBracket(tokens, i, end);
  }
  return end;
}

/** The closing bracket where one opens here, not past `end`; else the same index. */
export function skipBracket(tokens: Tokens, index: number, end: number): number {
  if (tokens.kind(index) !== 'sign') return index;
  const close = tokens.partner(index);
  return close < tokens.count && close < end ? close : index;
}

/** `T` and `U` of `<T extends Comparable<T>, U>`, whose `<` stands at `open`. */
export function typeParameters(tokens: Tokens, open: number): string[] {
  const close = tokens.partner(open);
  const names: string[] = [];
  if (close >= tokens.count) return names;
  for (let i = open + 1; i < close; i = commaOrEnd(tokens, i, close) + 1) {
    const at = skipAnnotations(tokens, i);
    if (isName(tokens, at)) names.push(tokens.at(at));
  }
  return names;
}
