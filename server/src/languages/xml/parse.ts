import type { Fault, Span } from '../text/span';
import { decode } from './entities';
import type { XmlAttribute, XmlComment, XmlDocument, XmlElement, XmlNode } from './tree';

/**
 * Reads any text as XML: the tree with exact offsets, and what a strict parser would refuse. Never throws, uses no
 * recursion, and takes time linear in the length of the text. Entities are expanded only where XML predefines them.
 */
export function parseXml(text: string): XmlDocument {
  const scanner = new Scanner(text, 0);
  scanner.document();
  return { text, root: scanner.roots[0], comments: scanner.comments, faults: scanner.faults };
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };
type Element = Growing<Omit<XmlElement, 'children' | 'attributes'>> & {
  children: XmlNode[];
  attributes: XmlAttribute[];
};

/** What is known of an element until its close tag is read. */
interface Open {
  readonly element: Element;
  /** Its open tag ended without `>`, so that its name may be half typed too. */
  readonly broken: boolean;
  /** A close tag that fits nothing was met inside, most likely its own, misspelt: it was reported there. */
  misspelt: boolean;
}

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13;

/** XML's NameStartChar without its few holes beyond ASCII: nobody's configuration file needs them. */
const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code >= 0x80;

const isNamePart = (code: number): boolean =>
  isNameStart(code) || (code >= 48 && code <= 57) || code === 45 || code === 46;

const LT = 60;
const GT = 62;
const SLASH = 47;
const EQUALS = 61;

class Scanner {
  readonly roots: XmlElement[] = [];
  readonly comments: XmlComment[] = [];
  readonly faults: Fault[] = [];
  private readonly stack: Open[] = [];
  /** How many elements of a name are open: tells a stray close tag without a walk up the stack. */
  private readonly openNames = new Map<string, number>();
  /** Needles that do not occur in the rest of the text: looking for them again would take quadratic time. */
  private readonly absent = new Set<string>();
  private readonly length: number;
  private at = 0;
  private hasDoctype = false;
  private hasStrayText = false;
  /** A construct that never ends swallowed the rest: what it left open is not another fault. */
  private swallowed = false;

  /**
   * @param text what to read
   * @param base offset of `text` in the whole file; comments are read by a scanner of their own
   */
  constructor(
    private readonly text: string,
    private readonly base: number,
  ) {
    this.length = text.length;
  }

  document(): void {
    // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
    const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.exec(this.text);
    if (forbidden) this.fault(forbidden.index, forbidden.index + 1, 'This character is not allowed in XML.');
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    const first = this.at;
    this.content(first);
    if (this.roots.length === 0 && !this.swallowed && !this.hasStrayText)
      this.fault(0, 0, 'There is no element in this file.');
  }

  /** Elements, comments and text up to the end; `first` is where an XML declaration may stand. */
  content(first: number): void {
    const { text } = this;
    while (this.at < this.length) {
      if (text.charCodeAt(this.at) !== LT) {
        this.characters();
        continue;
      }
      const next = text.charCodeAt(this.at + 1);
      if (isNameStart(next)) this.openTag();
      else if (next === SLASH) this.closeTag();
      else if (text.startsWith('<!--', this.at)) this.comment();
      else if (text.startsWith('<![CDATA[', this.at)) this.cdata();
      else if (text.startsWith('<!DOCTYPE', this.at)) this.doctype();
      else if (next === 63) this.instruction(first);
      else this.looseBracket();
    }
    this.endOfFile();
  }

  private characters(): void {
    const start = this.at;
    const end = this.find('<', start) ?? this.length;
    this.at = end;
    this.addText(start, end, start, end, true);
  }

  private addText(start: number, end: number, from: number, to: number, references: boolean): void {
    const raw = this.text.slice(from, to);
    const parent = this.top?.element;
    if (!parent) {
      this.strayText(raw, start);
      return;
    }
    let value = raw;
    if (references) {
      value = this.decoded(raw, from);
      const bracket = raw.indexOf(']]>');
      if (bracket >= 0)
        this.fault(from + bracket, from + bracket + 3, '"]]>" must be written "]]&gt;" in text.');
    }
    parent.children.push({ kind: 'text', span: this.span(start, end), value, parent });
  }

  private strayText(raw: string, start: number): void {
    const offset = raw.search(/\S/);
    if (offset < 0 || this.hasStrayText) return;
    this.hasStrayText = true;
    const side = this.roots.length === 0 ? 'before' : 'after';
    const end = offset + raw.slice(offset).trimEnd().length;
    this.fault(start + offset, start + end, `Text is not allowed ${side} the root element.`);
  }

  private comment(): void {
    const start = this.at;
    const close = this.find('-->', start + 4);
    const end = close ?? this.length;
    this.at = close === undefined ? end : close + 3;
    if (close === undefined) {
      this.fault(start, start + 4, 'This comment is not closed: "-->" is missing.');
      this.swallowed = true;
    }
    const body = this.text.slice(start + 4, end);
    const hyphens = body.indexOf('--');
    const nested = body.indexOf('<!--');
    if (close !== undefined && nested >= 0) {
      const place = start + 4 + nested;
      this.fault(place, place + 4, 'A comment cannot hold another one: "-->" is missing before this place.');
    } else if (close !== undefined && (hyphens >= 0 || body.endsWith('-'))) {
      const place = start + 4 + (hyphens >= 0 ? hyphens : body.length - 1);
      this.fault(place, place + 2, 'A comment must not hold "--".');
    }
    const parent = this.top?.element;
    const comment: XmlComment = {
      kind: 'comment',
      span: this.span(start, this.at),
      content: this.span(start + 4, end),
      parent,
      elements: close === undefined || hyphens >= 0 ? [] : elementsIn(body, this.base + start + 4),
    };
    this.comments.push(comment);
    parent?.children.push(comment);
  }

  private cdata(): void {
    const start = this.at;
    const close = this.find(']]>', start + 9);
    if (close === undefined) {
      this.fault(start, start + 9, 'This CDATA section is not closed: "]]>" is missing.');
      this.swallowed = true;
    }
    this.at = close === undefined ? this.length : close + 3;
    this.addText(start, this.at, start + 9, close ?? this.length, false);
  }

  private instruction(first: number): void {
    const start = this.at;
    const declaration = /^<\?xml\b(?!-)/i.test(this.text.slice(start, start + 7));
    let close: number | undefined;
    if (declaration) {
      // The declaration holds no "<": one on the way belongs to an element that would be swallowed.
      const end = this.text.slice(start, this.find('<', start + 2) ?? this.length).indexOf('?>');
      close = end < 0 ? undefined : start + end;
    } else close = this.find('?>', start + 2);
    if (close === undefined) {
      this.fault(start, start + 2, 'This is not closed: "?>" is missing.');
      this.at = this.lineEnd(start + 2);
      return;
    }
    this.at = close + 2;
    if (declaration && start !== first)
      this.fault(start, this.at, 'The XML declaration must be the very first thing in the file.');
  }

  /** Skips the document type with its internal subset. What it declares is never used. */
  private doctype(): void {
    const { text } = this;
    const start = this.at;
    if (this.hasDoctype || this.roots.length > 0 || this.stack.length > 0) {
      this.fault(start, start + 9, 'A document type may stand only once, before the root element.');
      this.skipMarkup();
      return;
    }
    this.hasDoctype = true;
    let inside = false;
    for (let i = start + 9; i < this.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 34 || code === 39) i = this.find(text.charAt(i), i + 1) ?? this.length;
      else if (code === LT && text.startsWith('<!--', i)) i = this.find('-->', i + 4) ?? this.length;
      else if (code === LT && text.charCodeAt(i + 1) === 63) i = this.find('?>', i + 2) ?? this.length;
      else if (code === 91) inside = true;
      else if (code === 93) inside = false;
      else if (code === GT && !inside) {
        this.at = i + 1;
        return;
      }
    }
    this.fault(start, start + 9, 'This document type is not closed: ">" is missing.');
    this.at = this.lineEnd(start + 9);
    this.absent.clear();
  }

  private looseBracket(): void {
    const start = this.at;
    if (this.text.charCodeAt(start + 1) === 33) {
      this.fault(start, start + 2, '"<!" starts nothing that is known here.');
      this.skipMarkup();
      return;
    }
    this.fault(start, start + 1, 'A "<" in text must be written "&lt;".');
    this.at = start + 1;
  }

  /** To behind the `>` of this line, or to the line's end or the next `<`. */
  private skipMarkup(): void {
    let i = this.at + 1;
    for (; i < this.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === GT) {
        i++;
        break;
      }
      if (code === LT || code === 10 || code === 13) break;
    }
    this.at = i;
  }

  private openTag(): void {
    const { text } = this;
    const start = this.at;
    const nameEnd = this.nameEnd(start + 1);
    const name = text.slice(start + 1, nameEnd);
    const parent = this.top?.element;
    const nothing = this.span(start, start);
    const element: Element = {
      kind: 'element',
      name,
      nameSpan: this.span(start + 1, nameEnd),
      span: nothing,
      openTag: nothing,
      closeTag: undefined,
      selfClosing: false,
      attributes: [],
      children: [],
      parent,
    };
    this.at = nameEnd;
    const closed = this.attributes(element);
    element.openTag = this.span(start, this.at);
    element.span = element.openTag;
    if (parent) parent.children.push(element);
    else this.root(element);
    if (element.selfClosing) return;
    this.stack.push({ element, broken: !closed, misspelt: false });
    this.openNames.set(name, (this.openNames.get(name) ?? 0) + 1);
  }

  private root(element: Element): void {
    if (this.roots.length === 1 && this.base === 0)
      this.fault(
        element.nameSpan.start,
        element.nameSpan.end,
        `A file has one root element: <${element.name}> stands outside of it.`,
      );
    this.roots.push(element);
  }

  /** Reads up to behind `>`; where it is missing, up to the next `<` or the end, and says false. */
  private attributes(element: Element): boolean {
    const { text } = this;
    const seen = new Set<string>();
    let faulty = false;
    for (;;) {
      const before = this.at;
      this.at = this.skipBlank(this.at);
      const code = text.charCodeAt(this.at);
      if (this.at >= this.length || code === LT) {
        this.at = Math.max(this.lastOf(element), this.trimBack(this.at));
        if (!faulty) this.unclosedTag(element);
        return false;
      }
      if (code === GT) {
        this.at++;
        return true;
      }
      if (code === SLASH && text.charCodeAt(this.at + 1) === GT) {
        this.at += 2;
        element.selfClosing = true;
        return true;
      }
      if (isNameStart(code)) {
        if (before === this.at) this.fault(this.at, this.at + 1, 'A blank is missing before this attribute.');
        faulty = !this.attribute(element, seen);
      } else this.unexpected();
    }
  }

  private unclosedTag(element: Element): void {
    this.fault(
      element.nameSpan.start - this.base,
      element.nameSpan.end - this.base,
      `The tag <${element.name}> is not closed: ">" is missing.`,
    );
  }

  private lastOf(element: Element): number {
    return (element.attributes.at(-1)?.span.end ?? element.nameSpan.end) - this.base;
  }

  private unexpected(): void {
    const start = this.at;
    let i = start + 1;
    while (i < this.length) {
      const code = this.text.charCodeAt(i);
      if (isBlank(code) || code === LT || code === GT || code === SLASH) break;
      i++;
    }
    this.at = i;
    this.fault(start, i, 'Only attributes of the form name="value" may stand here.');
  }

  /** Reads one attribute; false where what is wrong with it explains a missing `>` too. */
  private attribute(element: Element, seen: Set<string>): boolean {
    const { text } = this;
    const start = this.at;
    const nameEnd = this.nameEnd(start);
    const name = text.slice(start, nameEnd);
    const equals = this.skipBlank(nameEnd);
    let value = '';
    let valueSpan: Span | undefined;
    let sound = true;
    if (text.charCodeAt(equals) !== EQUALS) {
      this.at = nameEnd;
      const tagEnds = equals >= this.length || text.charCodeAt(equals) === LT;
      const rest = tagEnds ? `, and the tag <${element.name}> has no ">"` : '';
      this.fault(start, nameEnd, `The attribute "${name}" has no value${rest}.`);
      sound = false;
    } else {
      const from = this.skipBlank(equals + 1);
      const quote = text.charAt(from);
      if (quote === '"' || quote === "'") {
        const { end, closed } = this.quoted(from + 1, quote);
        this.at = closed ? end + 1 : end;
        valueSpan = this.span(from + 1, end);
        sound = closed;
        if (closed) this.checkBracket(name, from + 1, end);
        else
          this.fault(from, from + 1, `The value of "${name}" has no closing ${quote === '"' ? '"' : "'"}.`);
      } else {
        const end = this.bareValueEnd(equals + 1, from);
        this.at = end === undefined ? equals + 1 : end;
        if (end === undefined) this.fault(start, equals + 1, `The attribute "${name}" has no value.`);
        else {
          valueSpan = this.span(from, end);
          this.fault(from, end, `The value of "${name}" must be in quotes.`);
        }
        sound = end !== undefined;
      }
      if (valueSpan) {
        const raw = text.slice(valueSpan.start - this.base, valueSpan.end - this.base);
        value = this.decoded(raw.replace(/\r\n|[\r\n\t]/g, ' '), valueSpan.start - this.base, raw);
      }
    }
    if (seen.has(name)) this.fault(start, nameEnd, `The attribute "${name}" stands twice.`);
    seen.add(name);
    element.attributes.push({
      span: this.span(start, this.at),
      name,
      nameSpan: this.span(start, nameEnd),
      value,
      valueSpan,
    });
    return sound;
  }

  /**
   * The end of a quoted value that starts at `from`. A quote that was left open runs on to the next attribute or tag:
   * that shows in what stands before and after the quote that is found, and then the value ends with its line.
   */
  private quoted(from: number, quote: string): { end: number; closed: boolean } {
    const { text } = this;
    const found = this.find(quote, from);
    if (found !== undefined) {
      const value = text.slice(from, found);
      const bracket = value.includes('<');
      const manyLines = /[\r\n]/.test(value);
      const after = text.charCodeAt(found + 1);
      const delimited = found + 1 >= this.length || isBlank(after) || after === GT || after === SLASH;
      const tail = Math.max(from, found - 200);
      const nextName = /(?:^|[\s<>])[\w:.-]+\s*=\s*$/.exec(text.slice(tail, found));
      const open = bracket
        ? manyLines || nextName
        : manyLines
          ? nextName || !delimited
          : nextName && !delimited;
      if (!open) return { end: found, closed: true };
      if (!bracket && !manyLines && nextName)
        return { end: this.trimBack(tail + nextName.index, from), closed: false };
    }
    let end = from;
    for (; end < this.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 10 || code === 13 || code === LT || code === GT) break;
    }
    if (text.charCodeAt(end) === GT && end > from && text.charCodeAt(end - 1) === SLASH) end--;
    return { end: Math.max(from, this.trimBack(end, from)), closed: false };
  }

  private checkBracket(name: string, from: number, to: number): void {
    const bracket = this.text.slice(from, to).indexOf('<');
    if (bracket >= 0)
      this.fault(
        from + bracket,
        from + bracket + 1,
        `A "<" in the value of "${name}" must be written "&lt;".`,
      );
  }

  /** The end of a value without quotes, or undefined where there is none but the next attribute or the tag's end. */
  private bareValueEnd(equals: number, from: number): number | undefined {
    const { text } = this;
    if (/[\r\n]/.test(text.slice(equals, from))) return undefined;
    let end = from;
    while (end < this.length) {
      const code = text.charCodeAt(end);
      if (isBlank(code) || code === LT || code === GT || code === 34 || code === 39) break;
      if (code === SLASH && text.charCodeAt(end + 1) === GT) break;
      end++;
    }
    if (end === from || text.charCodeAt(end - 1) === EQUALS) return undefined;
    return text.charCodeAt(this.skipBlank(end)) === EQUALS ? undefined : end;
  }

  private closeTag(): void {
    const { text } = this;
    const start = this.at;
    const nameEnd = this.nameEnd(start + 2);
    const name = text.slice(start + 2, nameEnd);
    const end = this.skipBlank(nameEnd);
    const closed = text.charCodeAt(end) === GT;
    if (closed) this.at = end + 1;
    else {
      this.at = nameEnd;
      if (end < this.length && text.charCodeAt(end) !== LT && !/[\r\n]/.test(text.slice(nameEnd, end)))
        this.skipMarkup();
    }
    const tag = this.span(start, this.at);
    const top = this.top;
    if (this.openNames.get(name)) {
      if (!closed) this.fault(start, nameEnd, `The tag </${name}> is not closed: ">" is missing.`);
      while (this.top && this.top.element.name !== name) this.leaveOpen(start);
      this.leave(tag, tag.end);
    } else if (top?.broken && name.startsWith(top.element.name)) this.leave(tag, tag.end);
    else {
      const open = top ? `: <${top.element.name}> is open here` : '';
      this.fault(start, this.at, `</${name}> closes nothing${open}.`);
      if (top) top.misspelt = true;
    }
  }

  /** Ends the innermost element. */
  private leave(closeTag: Span | undefined, end: number): void {
    const open = this.stack.pop();
    if (!open) return;
    const { element } = open;
    element.closeTag = closeTag;
    element.span = { start: element.span.start, end };
    this.openNames.set(element.name, (this.openNames.get(element.name) ?? 1) - 1);
  }

  /** Ends the innermost element before the close tag of an outer one. */
  private leaveOpen(at: number): void {
    const open = this.top;
    if (!open) return;
    if (!open.broken && !open.misspelt) this.unclosed(open.element, '');
    this.leave(undefined, this.base + at);
  }

  private unclosed(element: Element, more: string): void {
    this.fault(
      element.nameSpan.start - this.base,
      element.nameSpan.end - this.base,
      `<${element.name}> is not closed: </${element.name}> is missing${more}.`,
    );
  }

  private endOfFile(): void {
    const outer = this.stack.slice(-6, -1).map(({ element }) => `<${element.name}>`);
    const more = outer.length > 0 ? `, and so is the end of ${outer.toReversed().join(', ')}` : '';
    const top = this.top;
    if (top && !this.swallowed && !top.broken && !top.misspelt) this.unclosed(top.element, more);
    while (this.top) this.leave(undefined, this.base + this.length);
  }

  private decoded(value: string, from: number, raw = value): string {
    if (!value.includes('&')) return value;
    const { text, problems } = decode(value, this.hasDoctype);
    if (problems.length > 0)
      for (const { start, end, message } of value === raw ? problems : decode(raw, this.hasDoctype).problems)
        this.fault(from + start, from + end, message);
    return text;
  }

  private get top(): Open | undefined {
    return this.stack[this.stack.length - 1];
  }

  private find(needle: string, from: number): number | undefined {
    if (this.absent.has(needle)) return undefined;
    const found = this.text.indexOf(needle, from);
    if (found >= 0) return found;
    this.absent.add(needle);
    return undefined;
  }

  private nameEnd(from: number): number {
    let i = from;
    while (i < this.length && isNamePart(this.text.charCodeAt(i))) i++;
    return i;
  }

  private skipBlank(from: number): number {
    let i = from;
    while (i < this.length && isBlank(this.text.charCodeAt(i))) i++;
    return i;
  }

  private trimBack(from: number, limit = 0): number {
    let i = from;
    while (i > limit && isBlank(this.text.charCodeAt(i - 1))) i--;
    return i;
  }

  private lineEnd(from: number): number {
    let i = from;
    while (i < this.length && this.text.charCodeAt(i) !== 10 && this.text.charCodeAt(i) !== 13) i++;
    return i;
  }

  private span(start: number, end: number): Span {
    return { start: start + this.base, end: end + this.base };
  }

  private fault(start: number, end: number, message: string): void {
    this.faults.push({ span: this.span(start, Math.min(end, this.length)), message });
  }
}

/** The elements of a comment's content where it is nothing but sound elements; none where it is prose. */
function elementsIn(content: string, base: number): readonly XmlElement[] {
  if (!content.includes('<')) return [];
  const scanner = new Scanner(content, base);
  scanner.content(-1);
  return scanner.faults.length === 0 ? scanner.roots : [];
}
