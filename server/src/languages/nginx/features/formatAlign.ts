import type { FormatToken } from './formatTokens';

/** The line of the text on which each token begins, and its column there; a tab leads to the next multiple of its size. */
export interface Grid {
  readonly lines: readonly number[];
  readonly columns: readonly number[];
}

export function gridOf(text: string, tokens: readonly FormatToken[], tabSize: number): Grid {
  const lines: number[] = [];
  const columns: number[] = [];
  let line = 0;
  let column = 0;
  let at = 0;
  for (const { start } of tokens) {
    for (; at < start; at++) {
      const code = text.charCodeAt(at);
      if (code === 10) {
        line++;
        column = 0;
      } else column += code === 9 ? tabSize - (column % tabSize) : 1;
    }
    lines.push(line);
    columns.push(column);
  }
  return { lines, columns };
}

/**
 * Columns that people made by hand, relative to the first token of the line: of words that stand below the same word of
 * the directive before or behind, and of comments at the ends of lines. By the index of the token.
 */
export function alignedColumns(
  text: string,
  tokens: readonly FormatToken[],
  { lines, columns }: Grid,
): ReadonlyMap<number, number> {
  const aligned = new Map<number, number>();
  const column = (index: number, first: number): number => (columns[index] ?? 0) - (columns[first] ?? 0);
  const wide = (index: number): boolean =>
    /[ \t]{2}|\t/.test(text.slice(tokens[index - 1]?.end, tokens[index]?.start));
  const compare = (a: number, firstOfA: number, b: number, firstOfB: number): void => {
    if (column(a, firstOfA) !== column(b, firstOfB) || !(wide(a) || wide(b))) return;
    aligned.set(a, column(a, firstOfA));
    aligned.set(b, column(b, firstOfB));
  };

  // By depth, the directive before of one line: the index of its name and where its words end.
  const before = new Map<number, { first: number; end: number }>();
  let comment: { at: number; first: number } | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) continue;
    if (token.kind === '{' || token.kind === 'lua') before.delete(token.depth);
    if (token.kind === '}') before.delete(token.depth + 1);
    if (token.kind === 'comment' && i > 0 && lines[i] === lines[i - 1]) {
      let first = i;
      while (first > 0 && lines[first - 1] === lines[i]) first--;
      const same = comment && tokens[comment.first]?.depth === tokens[first]?.depth;
      if (comment && same && lines[comment.at] === (lines[i] ?? 0) - 1)
        compare(comment.at, comment.first, i, first);
      comment = { at: i, first };
    }
    if (token.kind !== 'name') continue;
    let end = i + 1;
    while (tokens[end]?.kind === 'word' && lines[end] === lines[i]) end++;
    if (tokens[end]?.kind !== ';' || lines[end] !== lines[i]) {
      before.delete(token.depth);
      continue;
    }
    const last = before.get(token.depth);
    if (last) {
      const shared = Math.min(end - i, last.end - last.first);
      for (let word = 1; word < shared; word++) compare(last.first + word, last.first, i + word, i);
    }
    before.set(token.depth, { first: i, end });
  }
  return aligned;
}
