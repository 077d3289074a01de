import type { Span } from '../text/span';
import type { Entry } from './parse';

export interface PropertiesDocument {
  readonly text: string;
  /** In the order of the file; of equal keys the last counts. */
  readonly entries: readonly Entry[];
  readonly comments: readonly Span[];
}

/**
 * Reads a file of Java properties as java.util.Properties.load does: a key ends at `=`, `:` or a blank, a backslash at the end
 * of a line goes on in the next, one before a letter escapes it.
 */
export function parseProperties(text: string): PropertiesDocument {
  const entries: Entry[] = [];
  const comments: Span[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const start = skip(text, at, BLANK);
    const first = text.charAt(start);
    if (first === '#' || first === '!') {
      const end = skip(text, start, NOT_END);
      comments.push({ start, end });
      at = end + 1;
      continue;
    }
    const end = skip(text, start, LOGICAL);
    const keyEnd = skip(text, start, KEY);
    if (keyEnd > start) {
      const valueStart = Math.min(skip(text, keyEnd, SEPARATOR), end);
      entries.push({
        key: unescaped(text.slice(start, keyEnd)),
        keySpan: { start, end: keyEnd },
        value: unescaped(text.slice(valueStart, end)),
        valueSpan: { start: valueStart, end },
      });
    }
    at = Math.max(end, keyEnd) + 1;
  }
  return { text, entries, comments };
}

const BLANK = /[ \t\f]*/y;
const NOT_END = /[^\r\n]*/y;
/** To the end of a line that no backslash continues. */
const LOGICAL = /(?:\\(?:\r\n|[^])|[^\\\r\n])*/y;
const KEY = /(?:\\(?:\r\n|[^])|[^\\\r\n \t\f:=])*/y;
const SEPARATOR = /[ \t\f]*(?:[:=][ \t\f]*)?/y;

/** Where the match of a sticky expression ends. */
function skip(text: string, from: number, expression: RegExp): number {
  expression.lastIndex = from;
  return from + (expression.exec(text)?.[0].length ?? 0);
}

const NAMED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

const unescaped = (text: string): string =>
  text.replace(
    /\\(?:(?:\r\n|\r|\n)[ \t\f]*|u([\dA-Fa-f]{4})|([^]))/g,
    (_, unicode?: string, letter?: string) =>
      unicode === undefined
        ? letter === undefined
          ? ''
          : (NAMED[letter] ?? letter)
        : String.fromCharCode(Number.parseInt(unicode, 16)),
  );
