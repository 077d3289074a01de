import type { XmlDocument, XmlElement, XmlNode } from './tree';

/** What an offset lies in, from the root inwards: elements, a comment, the elements that are commented out in it, text. */
export function nodesAround(document: XmlDocument, offset: number): readonly XmlNode[] {
  const found: XmlNode[] = [];
  const { root, comments } = document;
  let level: readonly XmlNode[] = [...(root ? [root] : []), ...comments.filter(({ parent }) => !parent)];
  for (;;) {
    const next = level.find(({ span }) => span.start <= offset && offset < span.end);
    if (!next) return found;
    found.push(next);
    level = next.kind === 'element' ? next.children : next.kind === 'comment' ? next.elements : [];
  }
}

/** Where the name stands in the close tag of an element. */
export function closingName({ closeTag, name }: XmlElement): { start: number; end: number } | undefined {
  if (!closeTag) return undefined;
  const start = closeTag.start + '</'.length;
  return { start, end: start + name.length };
}
