import type { XmlAttribute, XmlDocument, XmlElement } from './tree';

/** The name without its prefix: `web-app` of `ee:web-app`. */
export function localName(element: XmlElement): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}

/** The first attribute of that exact name. */
export function attribute(element: XmlElement, name: string): XmlAttribute | undefined {
  return element.attributes.find((candidate) => candidate.name === name);
}

export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child): child is XmlElement => child.kind === 'element');
}

/** The child elements of that name, prefixes aside. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return childElements(element).filter((child) => localName(child) === name);
}

/** All elements below one, in the order of the text, itself not included. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  const waiting = childElements(element).toReversed();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    for (const child of childElements(next).toReversed()) waiting.push(child);
  }
}

/** All elements of a document, the root first. */
export function* elements(document: XmlDocument): Generator<XmlElement> {
  if (!document.root) return;
  yield document.root;
  yield* descendants(document.root);
}

/** A reference to an entity that is none of the five which XML itself has. */
const ownEntity = /&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z_:]/;

const refersToEntity = ({ children }: XmlElement): boolean =>
  children.some(
    (child) => child.kind === 'text' && !child.value.startsWith('<![CDATA[') && ownEntity.test(child.value),
  );

/** Whether the content of an element has entities of the document's own in it: they may bring elements that are not here. */
export const holdsEntities = (root: XmlElement): boolean =>
  refersToEntity(root) || [...descendants(root)].some(refersToEntity);

/** Where an element stands, from the root, prefixes aside: `Server/Service/Engine/Host`. */
export function pathOf(element: XmlElement): string {
  const names: string[] = [];
  for (let at: XmlElement | undefined = element; at; at = at.parent) names.push(localName(at));
  return names.toReversed().join('/');
}

/** The text directly inside an element, trimmed: the value of `<servlet-name> x </servlet-name>`. */
export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (child.kind === 'text' ? child.value : ''))
    .join('')
    .trim();
}
