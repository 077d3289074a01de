import { contains, span, type Span } from '../../text/span';
import type { Directive, NginxDocument } from '../tree';
import { variablesIn } from '../variables';
import { contentOf } from './symbolNames';

const maxSteps = 100;

/**
 * What a selection grows to from an offset, the smallest first: variable, content of the quotes, word, all arguments,
 * directive, content of the block around, that block's directive …, the whole text.
 */
export function selectionsAt(document: NginxDocument, offset: number): Span[] {
  const point = span(offset, offset);
  const chain: Span[] = [{ start: 0, end: document.text.length }];
  const grow = (next: Span | undefined): void => {
    const last = chain.at(-1);
    if (!next || !last || !contains(next, point) || !contains(last, next)) return;
    if (next.start !== last.start || next.end !== last.end) chain.push(next);
  };
  let level: readonly Directive[] = document.directives;
  for (;;) {
    const directive = find(level, offset);
    if (!directive) break;
    grow(directive.span);
    const { block, name, args } = directive;
    if (block && offset >= block.open.end && offset <= (block.close?.start ?? directive.span.end)) {
      grow({ start: block.open.end, end: block.close?.start ?? directive.span.end });
      level = block.directives;
      continue;
    }
    const [first] = args;
    const last = args.at(-1);
    if (first && last) grow({ start: first.span.start, end: last.span.end });
    for (const word of [name, ...args]) {
      if (!contains(word.span, point)) continue;
      grow(word.span);
      grow(contentOf(word));
      const content = contentOf(word);
      for (const { start, end } of variablesIn(document.text.slice(content.start, content.end)))
        grow({ start: content.start + start, end: content.start + end });
      break;
    }
    break;
  }
  for (const comment of document.comments) grow(comment.span);
  // Nobody grows a selection a hundred times, and clients read the chain by recursion.
  return chain.slice(-maxSteps).toReversed();
}

/** The directive of a level in which an offset lies; at a border the one that begins there. */
function find(level: readonly Directive[], offset: number): Directive | undefined {
  let low = 0;
  let high = level.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((level[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = level[low];
  return found && found.span.start <= offset && offset <= found.span.end ? found : undefined;
}
