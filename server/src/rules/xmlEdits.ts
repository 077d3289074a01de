import type { TextEdit } from '../languages/text/span';
import { attribute, childElements } from '../languages/xml/query';
import type { XmlElement } from '../languages/xml/tree';
import { indentBefore, lineEndOf } from './edits';

/** Sets an attribute to a value that needs no escaping: in its place, or behind the last one and laid out like it. */
export function setAttribute(text: string, element: XmlElement, name: string, value: string): TextEdit {
  const known = attribute(element, name);
  if (known?.valueSpan) return { span: known.valueSpan, text: value };
  if (known) return { span: known.span, text: `${name}="${value}"` };
  const last = element.attributes.at(-1)?.span ?? element.nameSpan;
  const indent = element.attributes.length > 0 ? indentBefore(text, last.start) : undefined;
  const separator = indent === undefined ? ' ' : lineEndOf(text) + indent;
  return { span: { start: last.end, end: last.end }, text: `${separator}${name}="${value}"` };
}

/** Puts an element into another, first or behind one of its children, on a line of its own. */
export function insertChild(text: string, parent: XmlElement, xml: string, after?: XmlElement): TextEdit {
  const lineEnd = lineEndOf(text);
  const outer = indentBefore(text, parent.span.start) ?? '';
  const line = lineEnd + childIndent(text, parent) + xml;
  if (parent.selfClosing) {
    const slash = text.lastIndexOf('/', parent.openTag.end - 1);
    const start = text.slice(0, slash).trimEnd().length;
    return { span: { start, end: parent.openTag.end }, text: `>${line}${lineEnd}${outer}</${parent.name}>` };
  }
  const at = after?.span.end ?? parent.openTag.end;
  const next = /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0;
  const isBesideEnd = parent.closeTag?.start === at + next;
  return {
    span: { start: at, end: isBesideEnd ? at + next : at },
    text: line + (isBesideEnd ? lineEnd + outer : ''),
  };
}

/** The indentation of the first child that begins a line, or else one step more than the element's own. */
export function childIndent(text: string, parent: XmlElement): string {
  for (const child of childElements(parent)) {
    const indent = indentBefore(text, child.span.start);
    if (indent !== undefined) return indent;
  }
  // One step: what the first indented line has, or two blanks.
  return (indentBefore(text, parent.span.start) ?? '') + (/^([ \t]+)</m.exec(text)?.[1] ?? '  ');
}
