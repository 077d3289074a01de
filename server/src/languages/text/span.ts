/** A half-open range of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of a span; an empty span inserts, an empty text deletes. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A zero-based line and UTF-16 column, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What a parser found wrong: a place and one sentence. Parsers collect these and never throw. */
export interface Fault {
  readonly span: Span;
  readonly message: string;
}

export const span = (start: number, end: number): Span => ({ start, end });

export const contains = (outer: Span, inner: Span): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/**
 * Applies edits that were all computed against `text`. Of edits that overlap, the first by place wins and the
 * rest are left out; inserts at one place keep their order; of equal edits one is applied.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .toSorted(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index,
    );
  let result = '';
  let from = 0;
  let last: TextEdit | undefined;
  for (const { edit } of ordered) {
    const same =
      last &&
      last.span.start === edit.span.start &&
      last.span.end === edit.span.end &&
      last.text === edit.text;
    if (same || edit.span.start < from) continue;
    result += text.slice(from, edit.span.start) + edit.text;
    from = edit.span.end;
    last = edit;
  }
  return result + text.slice(from);
}
