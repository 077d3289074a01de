import type { Span, TextEdit } from '../text/span';
import { encodeAttribute } from './entities';
import { attribute, childElements } from './query';
import type { XmlComment, XmlDocument, XmlElement } from './tree';

/** Where a new child goes: before the first child of one of these names, else behind the last of those, else first. */
export interface ChildPlace {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/**
 * Inserts a child element on a line of its own, with the indentation and the line endings of the file.
 * @param markup the element, its lines separated by `\n` and indented relative to the first
 */
export function insertChild(
  { text }: XmlDocument,
  parent: XmlElement,
  markup: string,
  { before = [], after = [] }: ChildPlace = {},
): TextEdit[] {
  const newline = newlineOf(text);
  const children = childElements(parent);
  const sample = children.find((child) => startsItsLine(text, child.span.start));
  const outer = indentationOf(text, parent.span.start);
  const indent = sample ? indentationOf(text, sample.span.start) : outer + indentUnit(text);
  const lines = markup.split('\n').map((line) => (line === '' ? '' : indent + line));
  const block = lines.join(newline);
  if (parent.selfClosing) {
    const slash = text.lastIndexOf('/', parent.openTag.end);
    const from = trimBack(text, slash);
    const closing = `>${newline}${block}${newline}${outer}</${parent.name}>`;
    return [{ span: { start: from, end: parent.openTag.end }, text: closing }];
  }
  const next = children.find((child) => before.includes(child.name));
  if (next && startsItsLine(text, next.span.start))
    return [insert(lineStart(text, next.span.start), block + newline)];
  const previous = next ? undefined : children.findLast((child) => after.includes(child.name));
  const from = next ? trimBack(text, next.span.start) : (previous?.span.end ?? parent.openTag.end);
  const rest = text.slice(from, restOfLine(text, from));
  const ending = rest.trim() === '' ? '' : newline + (rest.trimStart().startsWith('</') ? outer : indent);
  const blanks = ending === '' ? 0 : rest.length - rest.trimStart().length;
  return [{ span: { start: from, end: from + blanks }, text: newline + block + ending }];
}

/** Moves an element right before or behind a sibling, on a line of its own where the sibling has one. */
export function moveElement(
  document: XmlDocument,
  element: XmlElement,
  to: { readonly before: XmlElement } | { readonly after: XmlElement },
): TextEdit[] {
  const { text } = document;
  const markup = text.slice(element.span.start, element.span.end);
  const { span } = 'before' in to ? to.before : to.after;
  const gap = startsItsLine(text, span.start) ? newlineOf(text) + indentationOf(text, span.start) : '';
  const put = 'before' in to ? insert(span.start, markup + gap) : insert(span.end, gap + markup);
  return [put, ...removeElement(document, element)];
}

/** Takes the comment marks away from around the elements of a comment; their own lines keep their indentation. */
export function uncomment({ text }: XmlDocument, comment: XmlComment): TextEdit[] {
  const first = comment.elements[0];
  const last = comment.elements.at(-1);
  if (!first || !last) return [];
  const ownLines =
    startsItsLine(text, comment.span.start) &&
    startsItsLine(text, first.span.start) &&
    lineStart(text, first.span.start) > comment.span.start;
  const from = ownLines ? lineStart(text, comment.span.start) : comment.span.start;
  const to = ownLines ? lineStart(text, first.span.start) : first.span.start;
  return [remove(from, to), remove(last.span.end, comment.span.end)];
}

/** Gives an attribute a value, replacing the one it has; a new one goes behind the last, on a line of its own as that. */
export function setAttribute(
  { text }: XmlDocument,
  element: XmlElement,
  name: string,
  value: string,
): TextEdit[] {
  const present = attribute(element, name);
  if (present?.valueSpan) {
    const before = text.charAt(present.valueSpan.start - 1);
    const quote = before === "'" ? "'" : '"';
    const bare = before !== '"' && before !== "'";
    const encoded = encodeAttribute(value, quote);
    return [{ span: present.valueSpan, text: bare ? `"${encoded}"` : encoded }];
  }
  const written = `${name}="${encodeAttribute(value, '"')}"`;
  if (present) return [{ span: present.span, text: written }];
  const last = element.attributes.at(-1);
  if (!last) return [insert(element.nameSpan.end, ` ${written}`)];
  const ownLine = element.attributes.length > 1 && startsItsLine(text, last.span.start);
  const gap = ownLine ? newlineOf(text) + indentationOf(text, last.span.start) : ' ';
  return [insert(last.span.end, gap + written)];
}

/** Removes an attribute and the blanks before it. */
export function removeAttribute({ text }: XmlDocument, element: XmlElement, name: string): TextEdit[] {
  const present = attribute(element, name);
  return present ? [remove(trimBack(text, present.span.start), present.span.end)] : [];
}

/** Removes an element; with its lines, where nothing else stands on them. */
export function removeElement({ text }: XmlDocument, { span }: XmlElement): TextEdit[] {
  const end = restOfLine(text, span.end);
  const isAlone = startsItsLine(text, span.start) && text.slice(span.end, end).trim() === '';
  if (!isAlone) return [remove(span.start, span.end)];
  const next = /^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0;
  return [remove(lineStart(text, span.start), end + next)];
}

/** An element as it is written, its lines separated by `\n` and indented relative to the first: what insertChild takes. */
export function markupOf({ text }: XmlDocument, { span }: XmlElement): string {
  const indent = indentationOf(text, span.start);
  const [first = '', ...others] = text.slice(span.start, span.end).split(/\r\n|\n|\r/);
  return [first, ...others.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))].join(
    '\n',
  );
}

const insert = (at: number, text: string): TextEdit => ({ span: { start: at, end: at }, text });
const remove = (start: number, end: number): TextEdit =>
  ({ span: { start, end }, text: '' }) satisfies { span: Span; text: string };

function newlineOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !/[\r\n]/.test(text.charAt(at - 1))) at--;
  return at;
}

function restOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !/[\r\n]/.test(text.charAt(at))) at++;
  return at;
}

function trimBack(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

function startsItsLine(text: string, offset: number): boolean {
  return /^\uFEFF?\s*$/.test(text.slice(lineStart(text, offset), offset));
}

function indentationOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** One step of indentation, as the first indented element of the file has it. */
function indentUnit(text: string): string {
  return /[\r\n]([ \t]+)</.exec(text)?.[1] ?? '  ';
}
