import { t } from '@vscode/l10n';
import type { Span } from '../text/span';
import { type Cursor, EQUALS, GT, isBlank, isNameStart, LT, SLASH } from './cursor';
import type { XmlAttribute } from './tree';

const AMPERSAND = 38;
const DOUBLE = 34;
const SINGLE = 39;

/** A name and "=" at the end of a text: the beginning of another attribute. */
const endsInName = /(?:^|[\s<>])[\w:.-]+\s*=\s*$/;

/** How an open tag ended: by `>`, by `/>`, or without either at the next `<` or the end of the text. */
export type TagEnd = 'open' | 'empty' | 'missing';

/** Reads the attributes of an open tag, from behind its name, and the tag's end. */
export function readAttributes(
  cursor: Cursor,
  tag: string,
): { attributes: XmlAttribute[]; end: TagEnd; explained: boolean } {
  const attributes: XmlAttribute[] = [];
  const start = cursor.at;
  let last = start;
  /** What is wrong with the last attribute is why the tag's end is missing too. */
  let explained = false;
  for (;;) {
    cursor.at = cursor.skipBlank(cursor.at);
    const { at } = cursor;
    const code = cursor.code();
    if (at >= cursor.length || code === LT) {
      cursor.at = cursor.trimBack(at, last);
      return { attributes, end: 'missing', explained };
    }
    if (code === GT) {
      cursor.at++;
      return { attributes, end: 'open', explained };
    }
    if (code === SLASH && cursor.code(at + 1) === GT) {
      cursor.at += 2;
      return { attributes, end: 'empty', explained };
    }
    if (isNameStart(code)) {
      if (at === last && at > start) cursor.fault(at, at + 1, t('A space is missing before this attribute.'));
      const { attribute, sound } = readAttribute(cursor, tag);
      attributes.push(attribute);
      explained = !sound;
    } else skipUnexpected(cursor);
    last = cursor.at;
  }
}

function skipUnexpected(cursor: Cursor): void {
  const start = cursor.at;
  let end = start + 1;
  while (end < cursor.length) {
    const code = cursor.code(end);
    if (isBlank(code) || code === LT || code === GT || code === SLASH) break;
    end++;
  }
  cursor.at = end;
  cursor.fault(start, end, t('Only attributes of the form name="value" are allowed here.'));
}

function readAttribute(cursor: Cursor, tag: string): { attribute: XmlAttribute; sound: boolean } {
  const start = cursor.at;
  const nameEnd = cursor.nameEnd(start);
  const name = cursor.text.slice(start, nameEnd);
  const equals = cursor.skipBlank(nameEnd);
  cursor.at = nameEnd;
  let read: Value = { value: '', valueSpan: undefined, sound: false };
  if (cursor.code(equals) === EQUALS) read = readValue(cursor, name, equals);
  else {
    const tagEnds = equals >= cursor.length || cursor.code(equals) === LT;
    cursor.fault(
      start,
      nameEnd,
      tagEnds
        ? t('The attribute "{name}" has no value, and the tag <{tag}> has no ">".', { name, tag })
        : t('The attribute "{name}" has no value.', { name }),
    );
  }
  const { value, valueSpan, sound } = read;
  const nameSpan = cursor.span(start, nameEnd);
  return { attribute: { span: cursor.span(start, cursor.at), name, nameSpan, value, valueSpan }, sound };
}

interface Value {
  readonly value: string;
  readonly valueSpan: Span | undefined;
  readonly sound: boolean;
}

function readValue(cursor: Cursor, name: string, equals: number): Value {
  const from = cursor.skipBlank(equals + 1);
  const quote = cursor.code(from);
  if (quote !== DOUBLE && quote !== SINGLE) return readBareValue(cursor, name, equals, from);
  const plain = plainValueEnd(cursor, from + 1, quote);
  if (plain >= 0) {
    cursor.at = plain + 1;
    const value = cursor.text.slice(from + 1, plain);
    return { value, valueSpan: cursor.span(from + 1, plain), sound: true };
  }
  const { end, closed } = doubtfulValueEnd(cursor, from + 1, quote === DOUBLE ? '"' : "'");
  cursor.at = closed ? end + 1 : end;
  if (closed) {
    const bracket = cursor.text.slice(from, end).indexOf('<');
    if (bracket >= 0)
      cursor.fault(
        from + bracket,
        from + bracket + 1,
        t('A "<" in the value of "{name}" must be written "&lt;".', { name }),
      );
  } else cursor.fault(from, from + 1, t('The value of "{name}" has no closing quote.', { name }));
  return { value: valueOf(cursor, from + 1, end), valueSpan: cursor.span(from + 1, end), sound: closed };
}

/** Each blank counts as one space, as in XML's attribute value normalization. */
function valueOf(cursor: Cursor, from: number, to: number): string {
  return /[\r\n\t]/.test(cursor.text.slice(from, to))
    ? normalized(cursor, from, to)
    : cursor.decoded(from, to);
}

/** Line by line, since a reference to a line feed stays one. */
function normalized(cursor: Cursor, from: number, to: number): string {
  const parts: string[] = [];
  let start = from;
  for (let i = from; i < to; i++) {
    const code = cursor.code(i);
    if (code !== 10 && code !== 13 && code !== 9) continue;
    parts.push(cursor.decoded(start, i));
    if (code === 13 && cursor.code(i + 1) === 10 && i + 1 < to) i++;
    start = i + 1;
  }
  return [...parts, cursor.decoded(start, to)].join(' ');
}

/** The end of a value on one line with nothing to decode or to doubt, as nearly all are; else -1. */
function plainValueEnd(cursor: Cursor, from: number, quote: number): number {
  const { text, length } = cursor;
  for (let i = from; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return isDelimiter(cursor, i + 1) ? i : -1;
    if (code < 32 || code === LT || code === AMPERSAND) return -1;
  }
  return -1;
}

function isDelimiter(cursor: Cursor, at: number): boolean {
  const code = cursor.code(at);
  return at >= cursor.length || isBlank(code) || code === GT || code === SLASH;
}

/**
 * The end of a quoted value that starts at `from`. A quote that was left open runs on to the next attribute or tag:
 * that shows in what stands before and after the quote that is found, and then the value ends with its line.
 */
function doubtfulValueEnd(cursor: Cursor, from: number, quote: string): { end: number; closed: boolean } {
  const found = cursor.find(quote, from);
  if (found !== undefined) {
    const bracket = cursor.text.slice(from, found).includes('<');
    const manyLines = cursor.isLineBreakBetween(from, found);
    const strange = !isDelimiter(cursor, found + 1);
    const tail = Math.max(from, found - 200);
    const nextName = endsInName.exec(cursor.text.slice(tail, found));
    const open =
      bracket || manyLines
        ? (bracket && manyLines) || nextName || (manyLines && strange)
        : nextName && strange;
    if (!open) return { end: found, closed: true };
    if (!bracket && !manyLines && nextName)
      return { end: cursor.trimBack(tail + nextName.index, from), closed: false };
  }
  let end = from;
  while (end < cursor.length) {
    const code = cursor.code(end);
    if (code === 10 || code === 13 || code === LT || code === GT) break;
    end++;
  }
  if (cursor.code(end) === GT && end > from && cursor.code(end - 1) === SLASH) end--;
  return { end: cursor.trimBack(end, from), closed: false };
}

/** A value without quotes; none where nothing, or the next attribute, follows the "=". */
function readBareValue(cursor: Cursor, name: string, equals: number, from: number): Value {
  const { text } = cursor;
  let end = from;
  while (end < cursor.length) {
    const code = cursor.code(end);
    if (isBlank(code) || code === LT || code === GT || code === DOUBLE || code === SINGLE) break;
    if (code === SLASH && cursor.code(end + 1) === GT) break;
    end++;
  }
  const nextAttribute = cursor.code(end - 1) === EQUALS || cursor.code(cursor.skipBlank(end)) === EQUALS;
  if (end === from || nextAttribute || cursor.isLineBreakBetween(equals, from)) {
    cursor.at = equals + 1;
    cursor.fault(equals, equals + 1, t('The attribute "{name}" has no value.', { name }));
    return { value: '', valueSpan: undefined, sound: false };
  }
  cursor.at = end;
  cursor.fault(from, end, t('The value of "{name}" must be in quotes.', { name }));
  return { value: text.slice(from, end), valueSpan: cursor.span(from, end), sound: true };
}
