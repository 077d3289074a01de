import type { Span } from '../../text/span';
import { nodesAround } from '../../xml/around';
import type { XmlDocument } from '../../xml/tree';
import { type Typing, typingAt } from '../../xml/typing';
import type { Component } from '../components';
import { componentAt } from './at';

/** The name of an element, or a word where one may begin. */
export interface TypedElement {
  readonly at: 'element';
  readonly span: Span;
  /** What is to be written before the name. */
  readonly before: '<' | '';
  /** Nothing of the tag is there but its name. */
  readonly isAlone: boolean;
  /** Text may be meant as well. */
  readonly isContent: boolean;
}

/** What is being written, and in which component: of an element, the one around it. */
export type Wanted =
  | { readonly component: Component; readonly typing: TypedElement }
  | {
      readonly component: Component;
      readonly typing: Extract<Typing, { readonly at: 'attribute' | 'value' }>;
    };

/** Undefined where nothing is known to be wanted: in comments, close tags and the like. */
export function wantedAt(document: XmlDocument, offset: number): Wanted | undefined {
  const typing = typingAt(document.text, offset);
  if (!typing) return undefined;
  const { span } = typing;
  if (typing.at === 'content') {
    const component = isInert(document, offset) ? undefined : componentAt(document, span.start);
    return (
      component && { component, typing: { at: 'element', span, before: '<', isAlone: true, isContent: true } }
    );
  }
  const here = componentAt(document, typing.tag);
  const isWhole = here?.element.openTag.start === typing.tag;
  if (typing.at !== 'element') return here && isWhole ? { component: here, typing } : undefined;
  const component = isWhole ? here.parent : here;
  if (!component || isInert(document, typing.tag)) return undefined;
  const { isAlone } = typing;
  return { component, typing: { at: 'element', span, before: '', isAlone, isContent: false } };
}

/** Whether what is written at an offset is part of a comment, and of no element in it, or of a CDATA section. */
function isInert(document: XmlDocument, offset: number): boolean {
  const inner = nodesAround(document, offset).at(-1);
  if (!inner || inner.span.start === offset) return false;
  return (
    inner.kind === 'comment' || (inner.kind === 'text' && document.text.startsWith('<![', inner.span.start))
  );
}
