import type { Directive } from '../languages/nginx/tree';
import type { Span, TextEdit } from '../languages/text/span';

/** An edit of one file of the workspace. */
export interface FileEdit {
  readonly path: string;
  readonly edit: TextEdit;
}

/** Every directive with all that its blocks hold, in the order of the file. */
export function* walkDirectives(directives: readonly Directive[]): Generator<Directive> {
  const stack = [...directives].toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    if (next.block) stack.push(...next.block.directives.toReversed());
  }
}

/** Replaces a span and moves no line: the line feeds that it held follow the new text. */
export function replaceOnLine(text: string, span: Span, replacement: string): TextEdit {
  const feeds = text.slice(span.start, span.end).split('\n').length - 1;
  return { span, text: replacement + '\n'.repeat(feeds) };
}

/** The arguments as they are written, from one on. */
export const argumentsText = (text: string, { args }: Directive, from: number): string =>
  args
    .slice(from)
    .map(({ span }) => ` ${text.slice(span.start, span.end).replaceAll('\n', ' ')}`)
    .join('');
