import type { Span } from '../text/span';

/** How a text is laid out in lines and columns, as far as recovery and fixes look at it. */

export const startOfLine = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** The blanks that the line of an offset begins with. */
export function indentation(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, offset), offset))?.[0] ?? '';
}

/** The column of what stands at an offset if only blanks precede it on its line; a tab counts four. */
export function columnAtLineStart(text: string, offset: number): number | undefined {
  let column = 0;
  for (let i = offset - 1; i >= 0 && text[i] !== '\n'; i--) {
    if (text[i] === '\t') column += 4;
    else if (text[i] === ' ') column++;
    else return undefined;
  }
  return column;
}

/** The whole line of a span if nothing else stands on it, so that removing it leaves no empty line. */
export function wholeLine(text: string, span: Span): Span {
  const start = startOfLine(text, span.start);
  const feed = text.indexOf('\n', span.end);
  const end = feed === -1 ? text.length : feed + 1;
  return text.slice(start, end).trim() === text.slice(span.start, span.end) ? { start, end } : span;
}
