import type { Span } from '../text/span';
import { elements } from './query';
import type { XmlDocument } from './tree';

/** The names in both tags of the element at whose name an offset stands; none where the pair is not certain. */
export function tagNamesAt(document: XmlDocument, offset: number): readonly Span[] {
  for (const { name, nameSpan, closeTag } of elements(document)) {
    if (!closeTag) continue;
    const start = closeTag.start + '</'.length;
    const end = start + name.length;
    if (document.text.slice(start, end) !== name || /[\w:.-]/.test(document.text.charAt(end))) continue;
    const names = [nameSpan, { start, end }];
    if (names.some((span) => span.start <= offset && offset <= span.end)) return names;
  }
  return [];
}
