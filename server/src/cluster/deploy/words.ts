import type { Directive, NginxDocument } from '../../languages/nginx/tree';
import type { TextEdit } from '../../languages/text/span';

/** Every directive with all that its blocks hold, in the order of the file. */
export function* walkDirectives(directives: readonly Directive[]): Generator<Directive> {
  const stack = [...directives].toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    if (next.block) stack.push(...next.block.directives.toReversed());
  }
}

/** Replaces one argument of the directive that begins at `start`; a quoted one keeps its quotes. */
export function wordEdit(
  { directives }: NginxDocument,
  start: number,
  argument: number,
  change: (value: string) => string,
): TextEdit | undefined {
  for (const { span, args } of walkDirectives(directives)) {
    const word = args[argument];
    if (span.start !== start || !word) continue;
    const text = change(word.value);
    return text === word.value
      ? undefined
      : { span: word.span, text: word.quote ? `${word.quote}${text}${word.quote}` : text };
  }
  return undefined;
}
