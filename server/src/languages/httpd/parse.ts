import type { Span } from '../text/span';

/** A word of a directive, without its quotes. */
export interface HttpdWord {
  readonly value: string;
  /** With the quotes. */
  readonly span: Span;
}

/** `<Proxy balancer://app>`: what it holds stands in it. */
export interface HttpdSection {
  /** In lower case. */
  readonly name: string;
  readonly args: readonly HttpdWord[];
}

export interface HttpdDirective {
  /** In lower case: names have no case. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly HttpdWord[];
  /** From the innermost out. */
  readonly sections: readonly HttpdSection[];
}

export interface HttpdDocument {
  readonly text: string;
  readonly directives: readonly HttpdDirective[];
  readonly comments: readonly Span[];
}

/** Sections in sections are followed so deep. */
const maxDepth = 50;

const LINE = /[^\r\n]+/g;
const WORD = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\S+/g;

/**
 * Reads the directives of Apache httpd as its reader splits them (ap_build_config, ap_getword_conf): lines, joined where one
 * ends in a backslash, words, quotes. What they mean is another's to say. Never throws.
 */
export function parseHttpd(text: string): HttpdDocument {
  // As long as before, so that all places stay.
  const joined = text.replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
  const directives: HttpdDirective[] = [];
  const comments: Span[] = [];
  let sections: readonly HttpdSection[] = [];
  for (const { 0: line, index } of joined.matchAll(LINE)) {
    const indent = /^\s*/.exec(line)?.[0].length ?? 0;
    const start = index + indent;
    const body = line.slice(indent).trimEnd();
    if (body === '') continue;
    if (body.startsWith('#')) {
      comments.push({ start, end: start + body.length });
      continue;
    }
    if (body.startsWith('</')) {
      const name = body
        .slice(2)
        .replace(/\s*>.*$/, '')
        .toLowerCase();
      const open = sections.findIndex((one) => one.name === name);
      if (open >= 0) sections = sections.slice(open + 1);
      continue;
    }
    const isSection = body.startsWith('<');
    const inside = isSection ? body.slice(1).replace(/>\s*$/, '') : body;
    const [name, ...args] = wordsOf(inside, start + (isSection ? 1 : 0));
    if (!name) continue;
    if (isSection) {
      if (sections.length < maxDepth) sections = [{ name: name.value.toLowerCase(), args }, ...sections];
      continue;
    }
    directives.push({ name: name.value.toLowerCase(), nameSpan: name.span, args, sections });
  }
  return { text, directives, comments };
}

const wordsOf = (text: string, start: number): readonly HttpdWord[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    value: /^["']/.test(word) ? unquoted(word) : word,
    span: { start: start + index, end: start + index + word.length },
  }));

function unquoted(word: string): string {
  const quote = word.charAt(0);
  const inside = word.length > 1 && word.endsWith(quote) ? word.slice(1, -1) : word.slice(1);
  return inside.replaceAll(`\\${quote}`, quote);
}
