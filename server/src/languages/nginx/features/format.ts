import type { FormatOptions } from '../../features';
import { applyEdits, type Span, type TextEdit } from '../../text/span';
import { parseNginx } from '../parser';
import type { NginxDocument } from '../tree';
import { alignedColumns, gridOf, type Grid } from './formatAlign';
import { formatTokens, type FormatToken } from './formatTokens';

/** Deeper than this indentation makes nothing readable, and the text would grow with the square of its depth. */
const maxDepth = 60;

/** A block that stands on one line stays there up to this column. */
const lineWidth = 100;

/** The layout settles after one or two rounds; one that does not is no layout. */
const maxRounds = 4;

/**
 * Edits of blank space that lay out a text, in all of it or in the lines of a range. None where the text has syntax
 * faults, is too large, or is a template of another language; and none that would change what nginx reads: the result is
 * read again, and every word, brace and comment must be the same.
 */
export function formatNginx(document: NginxDocument, options: FormatOptions, range?: Span): TextEdit[] {
  const tokens = tokensOf(document);
  if (!tokens) return [];
  const { text } = document;
  let current = { text, tokens };
  for (let round = 0; ; round++) {
    const next = laidOut(current.text, current.tokens, options);
    if (next === current.text) break;
    const read = tokensOf(parseNginx(next));
    if (round === maxRounds || !read || !sameTokens(text, tokens, next, read)) return [];
    current = { text: next, tokens: read };
  }
  const edits = gapEdits(text, tokens, current.text, current.tokens);
  if (!range) return edits;
  const lines = wholeLines(text, range);
  const inside = edits.filter(({ span }) => span.start < lines.end && span.end > lines.start);
  const partly = applyEdits(text, inside);
  const read = tokensOf(parseNginx(partly));
  return read && sameTokens(text, tokens, partly, read) ? inside : [];
}

function tokensOf(document: NginxDocument): FormatToken[] | undefined {
  if (document.isLarge) return undefined;
  const tokens = formatTokens(document, maxDepth);
  // ERB and Jinja that nginx's lexer happens to take: what looks like a directive is code of theirs.
  const isTemplate = tokens?.some(
    ({ kind, start }) => kind === 'name' && /^(<%|%>|\{%|\{\{)/.test(document.text.slice(start, start + 2)),
  );
  return isTemplate ? undefined : tokens;
}

function sameTokens(
  a: string,
  left: readonly FormatToken[],
  b: string,
  right: readonly FormatToken[],
): boolean {
  return (
    left.length === right.length &&
    left.every((token, index) => {
      const other = right[index];
      return (
        other?.kind === token.kind &&
        other.depth === token.depth &&
        a.slice(token.start, token.end) === b.slice(other.start, other.end)
      );
    })
  );
}

/** One edit for each gap that differs, without what its ends have in common. */
function gapEdits(
  from: string,
  before: readonly FormatToken[],
  to: string,
  after: readonly FormatToken[],
): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let i = 0; i <= before.length; i++) {
    let start = before[i - 1]?.end ?? 0;
    let end = before[i]?.start ?? from.length;
    const old = from.slice(start, end);
    const wanted = to.slice(after[i - 1]?.end ?? 0, after[i]?.start ?? to.length);
    if (old === wanted) continue;
    let same = 0;
    while (same < old.length && same < wanted.length && old[same] === wanted[same]) same++;
    // Never between the two characters of a line's end.
    if (same > 0 && old[same - 1] === '\r') same--;
    start += same;
    let rest = wanted.slice(same);
    while (end > start && rest !== '' && from[end - 1] === rest.at(-1) && rest.at(-1) !== '\n') {
      end--;
      rest = rest.slice(0, -1);
    }
    edits.push({ span: { start, end }, text: rest });
  }
  return edits;
}

function wholeLines(text: string, { start, end }: Span): Span {
  const feed = text.indexOf('\n', Math.max(start, end - 1));
  return { start: text.lastIndexOf('\n', start - 1), end: feed === -1 ? text.length + 1 : feed };
}

function laidOut(text: string, tokens: readonly FormatToken[], options: FormatOptions): string {
  const feed = /\r?\n/.exec(text)?.[0] ?? '\n';
  const grid = gridOf(text, tokens, options.tabSize);
  const layout: Layout = {
    text,
    tokens,
    grid,
    aligned: alignedColumns(text, tokens, grid),
    oneLine: oneLineBlocks(text, tokens, grid),
    unit: options.insertSpaces ? ' '.repeat(options.tabSize) : '\t',
    feed,
    columns: [],
  };
  const parts: string[] = [];
  let column = 0;
  tokens.forEach((token, index) => {
    const gap = index === 0 ? indent(layout, token.depth) : gapBefore(layout, index, column);
    const own = text.slice(token.start, token.end);
    column = columnAfter(column, gap, options.tabSize);
    layout.columns.push(column);
    column = columnAfter(column, own, options.tabSize);
    parts.push(gap, own);
  });
  if (tokens.length > 0) parts.push(feed);
  return parts.join('');
}

interface Layout {
  readonly text: string;
  readonly tokens: readonly FormatToken[];
  readonly grid: Grid;
  readonly aligned: ReadonlyMap<number, number>;
  /** Indexes of tokens inside blocks that stay on one line, their braces included. */
  readonly oneLine: ReadonlySet<number>;
  readonly unit: string;
  readonly feed: string;
  /** Columns given to the tokens so far. */
  readonly columns: number[];
}

const indent = ({ unit }: Layout, depth: number): string => unit.repeat(Math.max(0, depth));

function columnAfter(column: number, text: string, tabSize: number): number {
  const feed = text.lastIndexOf('\n');
  let at = feed === -1 ? column : 0;
  for (let i = feed + 1; i < text.length; i++) at += text[i] === '\t' ? tabSize - (at % tabSize) : 1;
  return at;
}

/** The blank space before a token but the first. */
function gapBefore(layout: Layout, index: number, column: number): string {
  const { text, tokens, grid, oneLine, feed } = layout;
  const token = tokens[index];
  const before = tokens[index - 1];
  if (!token || !before) return '';
  const old = text.slice(before.end, token.start);
  const feeds = old.split('\n').length - 1;
  const newLine = feed + indent(layout, token.depth);
  const behindComment = before.kind === 'comment';

  if (token.kind === 'comment') {
    if (feeds === 0 && !behindComment) return beforeTrailingComment(layout, index, old, column);
    return (feeds > 1 && before.kind !== '{' ? feed : '') + newLine;
  }
  switch (token.kind) {
    case ';':
      return behindComment ? newLine + layout.unit : '';
    case '{':
    case 'lua':
      return behindComment ? newLine : ' ';
    case '}':
      if (before.kind === '{') return feeds > 0 ? newLine : '';
      return oneLine.has(index) ? ' ' : newLine;
    case 'name':
      if (oneLine.has(index)) return ' ';
      return (feeds > 1 && before.kind !== '{' ? feed : '') + newLine;
    case 'word':
      break;
  }
  if (feeds === 0 && !behindComment) return ' '.repeat(Math.max(1, wantedColumn(layout, index) - column));
  return continued(layout, index, grid);
}

/** Where a word that is aligned with another line has to go; 0 where it is not. */
function wantedColumn({ tokens, aligned, grid, columns }: Layout, index: number): number {
  const relative = aligned.get(index);
  if (relative === undefined) return 0;
  let first = index;
  while (first > 0 && grid.lines[first - 1] === grid.lines[index] && tokens[first]?.kind !== 'name') first--;
  return (columns[first] ?? 0) + relative;
}

function beforeTrailingComment(layout: Layout, index: number, old: string, column: number): string {
  const { aligned, grid, columns } = layout;
  const relative = aligned.get(index);
  if (relative !== undefined) {
    let first = index;
    while (first > 0 && grid.lines[first - 1] === grid.lines[index]) first--;
    return ' '.repeat(Math.max(1, (columns[first] ?? 0) + relative - column));
  }
  return old === '  ' ? old : ' ';
}

/** A word on a line of its own: below the word of the first line that it stood below, else one step in. */
function continued({ tokens, grid, columns, unit, feed }: Layout, index: number, { lines }: Grid): string {
  let name = index;
  while (name > 0 && tokens[name]?.kind !== 'name') name--;
  const depth = tokens[name]?.depth ?? 0;
  const base = feed + unit.repeat(depth);
  const column = grid.columns[index] ?? 0;
  for (let word = name + 1; word < index && lines[word] === lines[name]; word++) {
    if (tokens[word]?.kind === 'word' && grid.columns[word] === column) {
      return base + ' '.repeat((columns[word] ?? 0) - (columns[name] ?? 0));
    }
  }
  return base + unit;
}

/** Blocks that hold one directive and stand on one line, as `if ($x) { return 404; }`, may stay so. */
function oneLineBlocks(text: string, tokens: readonly FormatToken[], { lines, columns }: Grid): Set<number> {
  const kept = new Set<number>();
  tokens.forEach((token, open) => {
    const directive = token.directive;
    const close = directive?.block?.close;
    if (token.kind !== '{' || directive?.block?.directives.length !== 1 || !close) return;
    let end = open + 1;
    while (tokens[end]?.kind === 'name' || tokens[end]?.kind === 'word' || tokens[end]?.kind === ';') end++;
    let first = open;
    while (first > 0 && tokens[first]?.kind !== 'name') first--;
    const isShort = (columns[end] ?? 0) - (columns[first] ?? 0) < lineWidth;
    const oneLine = lines[end] === lines[first] && !text.slice(token.start, close.end).includes('\n');
    if (tokens[end]?.kind !== '}' || !oneLine || !isShort) return;
    for (let i = open + 1; i <= end; i++) if (tokens[i]?.kind !== ';') kept.add(i);
  });
  return kept;
}
