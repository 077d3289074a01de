import type { Span } from '../text/span';

/** A line `key=value`. */
export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

export interface WorkersDocument {
  readonly text: string;
  /** In the order of the file; of equal keys each. */
  readonly entries: readonly Entry[];
  readonly comments: readonly Span[];
}

/**
 * Reads workers.properties as mod_jk does (jk_map_read_properties in jk_map.c): a line an entry, everything behind `#` is a
 * comment, the key ends at the first `=`, blanks around both do not count, and a line without one of the two is nothing.
 */
export function parseWorkers(text: string): WorkersDocument {
  const entries: Entry[] = [];
  const comments: Span[] = [];
  for (const { start, end } of linesOf(text)) {
    const hash = text.slice(start, end).indexOf('#');
    const rest = hash === -1 ? end : start + hash;
    if (rest < end) comments.push({ start: rest, end });
    const equals = text.slice(start, rest).indexOf('=');
    if (equals === -1) continue;
    const keySpan = trimmed(text, start, start + equals);
    const valueSpan = trimmed(text, start + equals + 1, rest);
    if (keySpan.start === keySpan.end || valueSpan.start === valueSpan.end) continue;
    entries.push({
      key: text.slice(keySpan.start, keySpan.end),
      keySpan,
      value: text.slice(valueSpan.start, valueSpan.end),
      valueSpan,
    });
  }
  return { text, entries, comments };
}

function* linesOf(text: string): Generator<Span> {
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    yield { start, end };
    start = end + 1;
  }
}

function trimmed(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** A blank of C's isspace, or a byte order mark. */
const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xfeff;

/** A word of a list: mod_jk takes blanks, tabs and commas between. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export const wordsOf = ({ value, valueSpan }: Entry): readonly Word[] =>
  [...value.matchAll(/[^ \t,]+/g)].map((match) => {
    const start = valueSpan.start + match.index;
    return { text: match[0], span: { start, end: start + match[0].length } };
  });
