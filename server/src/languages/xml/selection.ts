import { contains, span, type Span } from '../text/span';
import { closingName, nodesAround } from './around';
import type { XmlDocument } from './tree';

const maxSteps = 100;

/**
 * What a selection grows to from an offset, the smallest first: value or name, attribute, tag, content of the element, the
 * element, the content around …, the whole text.
 */
export function selectionsAt(document: XmlDocument, offset: number): readonly Span[] {
  const point = span(offset, offset);
  const chain: Span[] = [{ start: 0, end: document.text.length }];
  const grow = (next: Span | undefined): void => {
    const last = chain.at(-1);
    if (!next || !last || !contains(next, point) || !contains(last, next)) return;
    if (next.start !== last.start || next.end !== last.end) chain.push(next);
  };
  for (const node of nodesAround(document, offset)) {
    grow(node.span);
    if (node.kind === 'comment') grow(node.content);
    if (node.kind !== 'element') continue;
    const { openTag, closeTag, nameSpan, attributes } = node;
    if (closeTag) grow({ start: openTag.end, end: closeTag.start });
    grow(openTag);
    grow(closeTag);
    for (const name of [nameSpan, closingName(node)]) grow(name);
    for (const attribute of attributes)
      for (const part of [attribute.span, attribute.nameSpan, attribute.valueSpan]) grow(part);
  }
  // Nobody grows a selection a hundred times, and clients read the chain by recursion.
  return chain.slice(-maxSteps).toReversed();
}
