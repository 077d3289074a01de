import { isInvisible } from './characters';

const backslash = 92;

/** The offset of the closing quote, or -1. A backslash takes the next character, whatever it is. */
export function closingQuote(text: string, from: number, quote: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === quote) return i;
  }
  return -1;
}

const escapes: Record<string, string> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' };

/** What nginx makes of a word: six escapes are decoded, of all others the backslash stays. */
export function decode(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  return raw.includes('\\')
    ? raw.replace(/\\([\s\S])/g, (whole, character: string) => escapes[character] ?? whole)
    : raw;
}

export function withoutInvisible(value: string): string {
  let result = '';
  for (const character of value) if (!isInvisible(character.charCodeAt(0))) result += character;
  return result;
}

/** The whole character at an offset, not half of a surrogate pair. */
export const characterAt = (text: string, offset: number): string =>
  String.fromCodePoint(text.codePointAt(offset) ?? 0);

const quantifier = /\{\d{1,5}(?:,\d{0,5})?\}/y;

/** Whether `{2}` or `{2,}` stands at an offset: part of a regex to people, a block to nginx. */
export function isQuantifier(text: string, offset: number): boolean {
  quantifier.lastIndex = offset;
  return quantifier.test(text);
}
