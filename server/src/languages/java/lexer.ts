import type { Span } from '../text/span';

/** `text`: a string literal or a text block, with its quotes. */
export type Kind = 'word' | 'text' | 'char' | 'number' | 'sign';

/** Punctuation of more than one character that must not be read as two. `>>` is two, for the sake of type arguments. */
const long = ['...', '->', '::', '==', '!=', '<=', '>=', '&&', '||', '++', '--'];

/** What may stand between `<` and `>` of type arguments, besides words. */
const insideAngles = new Set(['.', ',', '?', '&', '[', ']', '<', '>', '@']);

/** The tokens of a Java source without comments, by index, and which brackets belong together. */
export class Tokens {
  readonly kinds: Kind[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  private readonly partners: number[] = [];
  private readonly openers: number[] = [];

  constructor(readonly text: string) {
    read(text, this);
    pairBrackets(this);
  }

  get count(): number {
    return this.kinds.length;
  }

  /** The text of a token; empty past the end. */
  at(index: number): string {
    return this.text.slice(this.starts[index] ?? 0, this.ends[index] ?? 0);
  }

  is(index: number, text: string): boolean {
    const start = this.starts[index];
    const kind = this.kinds[index];
    if (start === undefined || kind === 'text' || kind === 'char') return false;
    return this.ends[index] === start + text.length && this.text.startsWith(text, start);
  }

  kind(index: number): Kind | undefined {
    return this.kinds[index];
  }

  isWord(index: number): boolean {
    return this.kinds[index] === 'word';
  }

  /** What closes an opening bracket, `<` of type arguments among them; the count of tokens where nothing does. */
  partner(index: number): number {
    return this.partners[index] ?? this.count;
  }

  /** The bracket that a closing one belongs to, or -1. */
  opener(index: number): number {
    return this.openers[index] ?? -1;
  }

  pair(open: number, close: number): void {
    this.partners[open] = close;
    this.openers[close] = open;
  }

  start(index: number): number {
    return this.starts[index] ?? this.text.length;
  }

  end(index: number): number {
    return this.ends[index] ?? this.text.length;
  }

  /** From the start of one token to the end of another. */
  span(first: number, last: number): Span {
    return { start: this.start(first), end: this.end(last) };
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordStart = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  code === 36 ||
  (code >= 0x80 && code !== 0xfeff && code !== 0xa0);
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code);

function read(text: string, tokens: Tokens): void {
  const add = (kind: Kind, start: number, end: number): number => {
    tokens.kinds.push(kind);
    tokens.starts.push(start);
    tokens.ends.push(end);
    return end;
  };
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 0xfeff || code === 0xa0) i++;
    else if (isWordStart(code) || isUnicodeEscape(text, i)) i = add('word', i, wordEnd(text, i));
    else if (code === 47 && text.charCodeAt(i + 1) === 47) i = lineEnd(text, i);
    else if (code === 47 && text.charCodeAt(i + 1) === 42) i = commentEnd(text, i);
    else if (code === 34) i = add('text', i, textEnd(text, i));
    else if (code === 39) i = add('char', i, quotedEnd(text, i, 39));
    else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(i + 1))))
      i = add('number', i, numberEnd(text, i));
    else {
      const sign = long.find((candidate) => text.startsWith(candidate, i));
      i = add('sign', i, i + (sign?.length ?? 1));
    }
  }
}

/** A letter may be written as `\u00e9`: it is not decoded, but it is part of a word. */
function isUnicodeEscape(text: string, at: number): boolean {
  return text.charCodeAt(at) === 92 && text.charCodeAt(at + 1) === 117;
}

function wordEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    if (isUnicodeEscape(text, i)) i += 2;
    else if (isWordPart(text.charCodeAt(i))) i++;
    else break;
  }
  return i;
}

function numberEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    const sign = (code === 43 || code === 45) && /[eEpP]/.test(text.charAt(i - 1));
    if (sign && /^0[xX]/.test(text.slice(from, from + 2)) && /[eE]/.test(text.charAt(i - 1))) break;
    if (!isWordPart(code) && code !== 46 && !sign) break;
    i++;
  }
  return i;
}

function lineEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) !== 10 && text.charCodeAt(i) !== 13) i++;
  return i;
}

function commentEnd(text: string, from: number): number {
  const end = text.indexOf('*/', from + 2);
  return end < 0 ? text.length : end + 2;
}

function textEnd(text: string, from: number): number {
  if (!text.startsWith('"""', from)) return quotedEnd(text, from, 34);
  for (let i = from + 3; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34 && text.startsWith('"""', i)) return i + 3;
  }
  return text.length;
}

/** A literal that is not closed ends with its line. */
function quotedEnd(text: string, from: number, quote: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
    if (code === quote) return i + 1;
    if (code === 92 && text.charCodeAt(i + 1) !== 10 && text.charCodeAt(i + 1) !== 13) i++;
  }
  return text.length;
}

/** Joins brackets. A brace closes what was left open inside it; `<` counts only around what type arguments hold. */
function pairBrackets(tokens: Tokens): void {
  const open: number[] = [];
  let angles: number[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] === 'word') continue;
    if (tokens.kinds[i] !== 'sign') {
      angles = [];
      continue;
    }
    const sign = tokens.at(i);
    if (sign === '<') angles.push(i);
    else if (sign === '>') {
      const start = angles.pop();
      if (start !== undefined) tokens.pair(start, i);
    } else if (!insideAngles.has(sign) && angles.length > 0) angles = [];
    if (sign === '(' || sign === '[' || sign === '{') open.push(i);
    else if (sign === ')' || sign === ']' || sign === '}') closeBracket(tokens, open, sign, i);
  }
}

function closeBracket(tokens: Tokens, open: number[], sign: string, at: number): void {
  const partner = sign === ')' ? '(' : sign === ']' ? '[' : '{';
  if (sign === '}') {
    for (let start = open.pop(); start !== undefined; start = open.pop()) {
      tokens.pair(start, at);
      if (tokens.is(start, '{')) return;
    }
    return;
  }
  const start = open.at(-1);
  if (start !== undefined && tokens.is(start, partner)) {
    tokens.pair(start, at);
    open.pop();
  }
}
