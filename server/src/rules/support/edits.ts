import type { Span, TextEdit } from '../../languages/text/span';

/** Edits of several files, collected by path. */
export class Edits {
  private readonly paths = new Map<string, TextEdit[]>();

  get byPath(): ReadonlyMap<string, readonly TextEdit[]> {
    return this.paths;
  }

  add(path: string, ...edits: readonly TextEdit[]): void {
    this.paths.set(path, [...(this.paths.get(path) ?? []), ...edits]);
  }
}

/** How the lines of a text end. */
export const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The blanks before a place if nothing else stands before it on its line. */
export function indentBefore(text: string, offset: number): string | undefined {
  const line = text.slice(
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1,
    offset,
  );
  return line.trim() === '' ? line : undefined;
}

/**
 * Puts directives after one that is there: on lines of their own with its indentation, behind its trailing comment; or on the same
 * line, where it shares that with others.
 */
export function insertAfter(text: string, span: Span, statements: readonly string[]): TextEdit {
  const trailing = /^[ \t]*#[^\r\n]*/.exec(text.slice(span.end))?.[0].length ?? 0;
  const at = span.end + trailing;
  const indent = indentBefore(text, span.start);
  const endsLine = /^[ \t]*(\r|\n|$)/.test(text.slice(at));
  const separator = indent !== undefined && endsLine ? lineEndOf(text) + indent : ' ';
  const place = separator === ' ' ? span.end : at;
  return { span: { start: place, end: place }, text: statements.map((one) => separator + one).join('') };
}

/** Puts a directive before one that is there, on a line of its own where that begins one. */
export function insertBefore(text: string, span: Span, statement: string): TextEdit {
  const indent = indentBefore(text, span.start);
  const separator = indent === undefined ? ' ' : lineEndOf(text) + indent;
  return { span: { start: span.start, end: span.start }, text: statement + separator };
}
