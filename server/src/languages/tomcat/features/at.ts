import type { Span } from '../../text/span';
import { closingName } from '../../xml/around';
import type { XmlAttribute, XmlDocument, XmlElement } from '../../xml/tree';
import { type Component, rootComponent } from '../components';

/** What an offset points at: the name of an element in one of its tags, or an attribute by its name or its value. */
export type Spot =
  | { readonly part: 'element'; readonly component: Component; readonly span: Span }
  | {
      readonly part: 'name' | 'value';
      readonly component: Component;
      readonly attribute: XmlAttribute;
      readonly span: Span;
    };

const touches = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

/** One that is not closed goes on where its parent ends. */
const holds = ({ span, closeTag, selfClosing }: XmlElement, offset: number): boolean =>
  span.start <= offset && (offset < span.end || (offset === span.end && !closeTag && !selfClosing));

/** The innermost component around an offset, commented out or not. */
export function componentAt(document: XmlDocument, offset: number): Component | undefined {
  let found = rootComponent(document);
  if (!found || !touches(found.element.span, offset)) return undefined;
  for (;;) {
    const inner: Component | undefined = [...found.children, ...found.commentedOut].find(({ element }) =>
      holds(element, offset),
    );
    if (!inner) return found;
    found = inner;
  }
}

export function spotAt(document: XmlDocument, offset: number): Spot | undefined {
  const component = componentAt(document, offset);
  if (!component) return undefined;
  const { element } = component;
  const name = [element.nameSpan, closingName(element)].find((span) => span && touches(span, offset));
  if (name) return { part: 'element', component, span: name };
  for (const attribute of element.attributes) {
    const { nameSpan, valueSpan } = attribute;
    if (touches(nameSpan, offset)) return { part: 'name', component, attribute, span: nameSpan };
    if (valueSpan && touches(valueSpan, offset))
      return { part: 'value', component, attribute, span: valueSpan };
  }
  return undefined;
}
