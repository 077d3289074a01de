import type { Span } from '../text/span';
import { closingName, nodesAround } from './around';
import { descendants, elements } from './query';
import type { XmlComment, XmlDocument, XmlElement } from './tree';

/**
 * The names in the two tags of an element, of which one is at an offset: what is typed into one belongs into the other. Where
 * the text is not well-formed only if as many tags of that name are opened as are closed.
 */
export function tagNamesAt(document: XmlDocument, offset: number): readonly Span[] {
  const element = nodesAround(document, offset).findLast((node) => node.kind === 'element');
  const closing = element && closingName(element);
  if (!closing) return [];
  const { name, nameSpan } = element;
  const isThere = [nameSpan, closing].some(({ start, end }) => start <= offset && offset <= end);
  if (!isThere || document.text.slice(closing.start, closing.end) !== name) return [];
  return document.faults.length === 0 || isBalanced(document, name) ? [nameSpan, closing] : [];
}

/** A close tag that fits nothing is no part of the tree, so that those are counted in the text. */
function isBalanced(document: XmlDocument, name: string): boolean {
  const opened = [...allElements(document)].filter((one) => one.name === name && !one.selfClosing).length;
  const closed = document.text.split(`</${name}`).slice(1);
  return opened === closed.filter((rest) => /^[\s>]/.test(rest)).length;
}

function* allElements(document: XmlDocument): Generator<XmlElement> {
  yield* elements(document);
  for (const comment of document.comments) yield* elementsOf(comment);
}

function* elementsOf({ elements: own }: XmlComment): Generator<XmlElement> {
  for (const element of own) {
    yield element;
    yield* descendants(element);
  }
}
