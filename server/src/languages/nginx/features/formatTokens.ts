import type { Directive, NginxDocument } from '../tree';

/** What the formatter moves about and never changes. */
export interface FormatToken {
  readonly kind: 'name' | 'word' | ';' | '{' | '}' | 'lua' | 'comment';
  readonly start: number;
  readonly end: number;
  /** How many blocks it stands in; a brace as deep as its directive. */
  readonly depth: number;
  /** The directive it belongs to; of a comment the one whose block it stands in, or that it stands amid. */
  readonly directive: Directive | undefined;
}

/**
 * All tokens of a text without faults, in its order; undefined where something stands between them that is no blank, or
 * where blocks nest deeper than `maxDepth`. A Lua block with its braces is one token.
 */
export function formatTokens(document: NginxDocument, maxDepth: number): FormatToken[] | undefined {
  if (document.faults.length > 0 || document.strays.length > 0) return undefined;
  const tokens: FormatToken[] = [];
  const stack: { rest: Iterator<Directive>; owner: Directive | undefined }[] = [
    { rest: document.directives[Symbol.iterator](), owner: undefined },
  ];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const depth = stack.length - 1;
    if (depth > maxDepth) return undefined;
    const next = top.rest.next();
    if (next.done) {
      stack.pop();
      const close = top.owner?.block?.close;
      if (close) tokens.push({ kind: '}', ...close, depth: depth - 1, directive: top.owner });
      else if (top.owner) return undefined;
      continue;
    }
    const directive = next.value;
    const { name, args, terminator, block } = directive;
    tokens.push({ kind: 'name', ...name.span, depth, directive });
    for (const { span } of args) tokens.push({ kind: 'word', ...span, depth, directive });
    if (!terminator) return undefined;
    if (!block) tokens.push({ kind: ';', ...terminator, depth, directive });
    else if (block.lua) {
      if (!block.close) return undefined;
      tokens.push({ kind: 'lua', start: block.open.start, end: block.close.end, depth, directive });
    } else {
      tokens.push({ kind: '{', ...block.open, depth, directive });
      stack.push({ rest: block.directives[Symbol.iterator](), owner: directive });
    }
  }
  return withComments(document, tokens);
}

function withComments(document: NginxDocument, tokens: readonly FormatToken[]): FormatToken[] | undefined {
  const { text, comments } = document;
  const all: FormatToken[] = [];
  let next = 0;
  let before: FormatToken | undefined;
  const take = (until: number): void => {
    for (; (comments[next]?.span.start ?? Infinity) < until; next++) {
      const comment = comments[next];
      if (!comment) continue;
      const { start } = comment.span;
      // Blanks at its end belong to no comment, nor does the carriage return of a line's end.
      const end = start + text.slice(start, comment.span.end).trimEnd().length;
      const amid = before?.kind === 'name' || before?.kind === 'word';
      const depth = (before?.depth ?? 0) + (amid || before?.kind === '{' ? 1 : 0);
      const token: FormatToken = { kind: 'comment', start, end, depth, directive: before?.directive };
      all.push(token);
    }
  };
  for (const token of tokens) {
    take(token.start);
    all.push(token);
    before = token;
  }
  take(Infinity);
  let from = 0;
  for (const { start, end } of all) {
    if (/[^ \t\r\n]/.test(text.slice(from, start))) return undefined;
    from = end;
  }
  return /[^ \t\r\n]/.test(text.slice(from)) ? undefined : all;
}
