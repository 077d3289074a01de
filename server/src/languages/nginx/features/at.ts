import type { NginxConfiguration } from '../configuration';
import { parseNginx } from '../parser';
import type { Directive, NginxDocument, Word } from '../tree';
import { contains, span, type Span } from '../../text/span';

/** What is being written at an offset, as the text before it tells: the line may be half typed. */
export interface Typing {
  /** The name and the arguments written so far; the last is the one at the offset, empty where none has begun. */
  readonly words: readonly string[];
  /** Of the last word, from its beginning to the offset, without an opening quote. */
  readonly span: Span;
  /** Where the first of the words begins. */
  readonly start: number;
  /** The block around; undefined at the top level of the file. */
  readonly around: Directive | undefined;
}

/** Undefined in a comment and in Lua. */
export function typingAt(text: string, offset: number): Typing | undefined {
  const before = parseNginx(text.slice(0, offset));
  if (before.comments.at(-1)?.span.end === offset && !before.text.endsWith('\n')) return undefined;
  let around: Directive | undefined;
  let last = before.directives.at(-1);
  while (last?.block && !last.block.close) {
    if (last.block.lua || last.name.value.endsWith('_by_lua_block')) return undefined;
    around = last;
    last = last.block.directives.at(-1);
  }
  const here: Typing = { words: [''], span: span(offset, offset), start: offset, around };
  if (!last || last.terminator) return here;
  const all = [last.name, ...last.args];
  const owner = last;
  // A line before that lacks its semicolon.
  const words = all.slice(
    Math.max(
      0,
      all.findLastIndex((one) => beginsLine(before, owner, one)),
    ),
  );
  const [first = last.name] = words;
  const word = words.at(-1);
  const isOpen = word !== undefined && word.span.end === offset && !isClosed(word);
  const values = words.map(({ value }) => value);
  if (!isOpen)
    return isNewLine(before, last, offset)
      ? here
      : { ...here, words: [...values, ''], start: first.span.start };
  const start = word.span.start + (word.quote ? 1 : 0);
  return { words: values, span: span(start, offset), start: first.span.start, around };
}

/** A quoted word with its closing quote: nothing can be added to it. */
export const isClosed = ({ quote, span: { start, end }, value }: Word): boolean =>
  quote !== undefined && end - start >= value.length + 2;

/** Whether a word stands first on a line, as far indented as its directive: then it is meant as the next one. */
export function beginsLine(
  { text }: Pick<NginxDocument, 'text'>,
  { name }: Directive,
  { span: { start } }: Word,
): boolean {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return line > name.span.start && indentation(text, line, start) === indentationOf(text, name.span.start);
}

/** Whether an offset is on a line of its own, as far indented as the directive before, which lacks its semicolon. */
function isNewLine({ text }: NginxDocument, { name }: Directive, offset: number): boolean {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return line > name.span.start && indentation(text, line, offset) === indentationOf(text, name.span.start);
}

/** The blanks in front of a line of which an offset is the first character. */
export const indentationOf = (text: string, offset: number): string | undefined =>
  indentation(text, text.lastIndexOf('\n', offset - 1) + 1, offset);

/** The blanks of a line up to an offset; undefined where anything else stands between. */
function indentation(text: string, line: number, offset: number): string | undefined {
  const blanks = text.slice(line, offset);
  return /^[ \t]*$/.test(blanks) ? blanks : undefined;
}

/** The release of nginx that reads a file, where all that read it are of one. */
export function versionAt(configurations: readonly NginxConfiguration[], path: string): string | undefined {
  const versions = new Set(
    configurations.filter(({ files }) => files.includes(path)).map(({ version }) => version),
  );
  return versions.size === 1 ? [...versions][0] : undefined;
}

/** A word of a directive and its index: 0 is the name. */
export interface WordAt {
  readonly directive: Directive;
  readonly word: Word;
  readonly index: number;
}

/** The word at an offset, its end included. */
export function wordAt({ directives }: NginxDocument, offset: number): WordAt | undefined {
  const point = span(offset, offset);
  let level = directives;
  for (;;) {
    const directive = level.find((one) => contains(one.span, point));
    if (!directive) return undefined;
    const words = [directive.name, ...directive.args];
    const index = words.findIndex((word) => contains(word.span, point));
    const word = words[index];
    if (word) return { directive, word, index };
    if (!directive.block) return undefined;
    level = directive.block.directives;
  }
}
