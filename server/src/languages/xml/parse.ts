import { t } from '@vscode/l10n';
import type { Span } from '../text/span';
import { readAttributes } from './attributes';
import { Cursor, EXCLAMATION, GT, isNameStart, LT, QUESTION, SLASH } from './cursor';
import type { XmlAttribute, XmlComment, XmlDocument, XmlElement, XmlNode } from './tree';

/**
 * Reads any text as XML: the tree with exact offsets, and what a strict parser would refuse. Never throws, uses no
 * recursion, and takes time linear in the length of the text. Entities are expanded only where XML predefines them.
 */
export function parseXml(text: string): XmlDocument {
  if (text.includes('\0')) {
    const at = text.indexOf('\0');
    const message = t('This is not a text file: it contains a NUL character.');
    return { text, root: undefined, comments: [], faults: [{ span: { start: at, end: at + 1 }, message }] };
  }
  const cursor = new Cursor(text, 0);
  const scanner = new Scanner(cursor);
  scanner.document();
  return { text, root: scanner.roots[0], comments: scanner.comments, faults: cursor.faults };
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };
type Element = Growing<Omit<XmlElement, 'children'>> & { children: XmlNode[] };

/** What is known of an element until its close tag is read. */
interface Open {
  readonly element: Element;
  /** Its open tag has no `>`, so that its name may be half typed too. */
  readonly broken: boolean;
  /** A close tag that fits nothing was met inside, most likely its own, misspelt: that was reported there. */
  misspelt: boolean;
}

/** XML 1.0, production 23. */
const declarationForm =
  /^<\?xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>$/;

class Scanner {
  readonly roots: XmlElement[] = [];
  readonly comments: XmlComment[] = [];
  private readonly stack: Open[] = [];
  /** How many elements of a name are open: tells a stray close tag without a walk up the stack. */
  private readonly openNames = new Map<string, number>();
  private hasStrayText = false;
  /** A construct that never ends took the rest of the text: what it left open is not another fault. */
  private swallowed = false;

  constructor(private readonly cursor: Cursor) {}

  /** A whole file. */
  document(): void {
    const { cursor } = this;
    // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
    const forbidden = /[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.exec(cursor.text);
    if (forbidden)
      cursor.fault(forbidden.index, forbidden.index + 1, t('This character is not allowed in XML.'));
    if (cursor.code() === 0xfeff) cursor.at = 1;
    this.content(cursor.at);
    const second = this.roots[1];
    if (second) {
      const { start, end } = second.nameSpan;
      cursor.fault(
        start,
        end,
        t('A file has a single root element, but <{name}> is outside it.', { name: second.name }),
      );
    }
    if (this.roots.length === 0 && cursor.faults.length === 0)
      cursor.fault(0, 0, t('There is no element in this file.'));
  }

  /** Elements, comments and text up to the end; `first` is where an XML declaration may stand. */
  content(first: number): void {
    const { cursor } = this;
    const { text } = cursor;
    while (cursor.at < cursor.length) {
      if (cursor.code() !== LT) {
        this.characters();
        continue;
      }
      const next = cursor.code(cursor.at + 1);
      if (isNameStart(next)) this.openTag();
      else if (next === SLASH) this.closeTag();
      else if (next === QUESTION) this.instruction(first);
      else if (text.startsWith('<!--', cursor.at)) this.comment();
      else if (text.startsWith('<![CDATA[', cursor.at)) this.cdata();
      else if (text.startsWith('<!DOCTYPE', cursor.at)) this.doctype();
      else this.looseBracket();
    }
    this.endOfFile();
  }

  private get top(): Open | undefined {
    return this.stack[this.stack.length - 1];
  }

  private characters(): void {
    const { cursor } = this;
    const start = cursor.at;
    const end = cursor.find('<', start) ?? cursor.length;
    cursor.at = end;
    const parent = this.top?.element;
    if (!parent) {
      this.strayText(start, end);
      return;
    }
    const value = cursor.decoded(start, end);
    const bracket = value.length > 2 ? cursor.text.slice(start, end).indexOf(']]>') : -1;
    if (bracket >= 0)
      cursor.fault(start + bracket, start + bracket + 3, t('"]]>" must be written "]]&gt;" in text.'));
    parent.children.push({ kind: 'text', span: cursor.span(start, end), value, parent });
  }

  private strayText(start: number, end: number): void {
    const { cursor } = this;
    const from = cursor.skipBlank(start);
    if (from >= end || this.hasStrayText) return;
    this.hasStrayText = true;
    const message =
      this.roots.length === 0
        ? t('Text is not allowed before the root element.')
        : t('Text is not allowed after the root element.');
    cursor.fault(from, cursor.trimBack(end, from), message);
  }

  private comment(): void {
    const { cursor } = this;
    const start = cursor.at;
    const close = cursor.find('-->', start + 4);
    const end = close ?? cursor.length;
    const body = cursor.text.slice(start + 4, end);
    cursor.at = close === undefined ? end : close + 3;
    const sound = close !== undefined && this.checkHyphens(body, start + 4);
    if (close === undefined) {
      cursor.fault(start, start + 4, t('This comment is not closed: "-->" is missing.'));
      this.swallowed = true;
    }
    const parent = this.top?.element;
    const comment: XmlComment = {
      kind: 'comment',
      span: cursor.span(start, cursor.at),
      content: cursor.span(start + 4, end),
      parent,
      elements: sound ? elementsIn(body, cursor.base + start + 4) : [],
    };
    this.comments.push(comment);
    parent?.children.push(comment);
  }

  /** XML 1.0, production 15: no "--" inside, and no "-" before the end. */
  private checkHyphens(body: string, from: number): boolean {
    const hyphens = body.endsWith('-') && !body.includes('--') ? body.length - 1 : body.indexOf('--');
    if (hyphens < 0) return true;
    // The hyphens that come first are the fault: those of a second opening, or others.
    const isNested = body.startsWith('<!--', hyphens - 2);
    const at = from + (isNested ? hyphens - 2 : hyphens);
    const message = isNested
      ? t('A comment cannot contain another comment; "-->" is missing before this one.')
      : t('A comment must not contain "--".');
    this.cursor.fault(at, isNested ? at + 4 : at + 2, message);
    return false;
  }

  private cdata(): void {
    const { cursor } = this;
    const start = cursor.at;
    const close = cursor.find(']]>', start + 9);
    cursor.at = close === undefined ? cursor.length : close + 3;
    if (close === undefined) {
      cursor.fault(start, start + 9, t('This CDATA section is not closed: "]]>" is missing.'));
      this.swallowed = true;
    }
    const parent = this.top?.element;
    const value = cursor.text.slice(start + 9, close ?? cursor.length);
    if (parent) parent.children.push({ kind: 'text', span: cursor.span(start, cursor.at), value, parent });
    else this.strayText(start, cursor.at);
  }

  private instruction(first: number): void {
    const { cursor } = this;
    const { text } = cursor;
    const start = cursor.at;
    const declaration = /^<\?xml(?![\w:.-])/i.test(text.slice(start, start + 6));
    let close: number | undefined;
    if (declaration) {
      // The declaration holds no "<": one on the way belongs to an element that would be swallowed.
      const end = text.slice(start, cursor.find('<', start + 2) ?? cursor.length).indexOf('?>');
      close = end < 0 ? undefined : start + end;
    } else close = cursor.find('?>', start + 2);
    if (close === undefined) {
      cursor.fault(start, start + 2, t('This is not closed: "?>" is missing.'));
      cursor.at = cursor.lineEnd(start + 2);
      return;
    }
    cursor.at = close + 2;
    const target = cursor.nameEnd(start + 2);
    if (target === start + 2 || (target < close && cursor.skipBlank(target) === target))
      cursor.fault(start, target, t('A name and a space must follow "<?".'));
    if (!declaration) return;
    if (start !== first)
      cursor.fault(start, cursor.at, t('The XML declaration must be the very first thing in the file.'));
    else if (!declarationForm.test(text.slice(start, cursor.at)))
      cursor.fault(
        start,
        cursor.at,
        t('The XML declaration must be of the form <?xml version="1.0" encoding="UTF-8"?>.'),
      );
  }

  /** Skips the document type with its internal subset. What it declares is never used. */
  private doctype(): void {
    const { cursor } = this;
    const { text, length } = cursor;
    const start = cursor.at;
    if (cursor.declares || this.roots.length > 0) {
      cursor.fault(start, start + 9, t('A document type is allowed only once, before the root element.'));
      this.skipMarkup();
      return;
    }
    cursor.declares = true;
    let inside = false;
    for (let i = start + 9; i < length; i++) {
      const char = text.charAt(i);
      if (char === '"' || char === "'") i = cursor.find(char, i + 1) ?? length;
      else if (char === '<' && text.startsWith('<!--', i)) i = cursor.find('-->', i + 4) ?? length;
      else if (char === '<' && text.charAt(i + 1) === '?') i = cursor.find('?>', i + 2) ?? length;
      else if (char === '[') inside = true;
      else if (char === ']') inside = false;
      else if (char === '>' && !inside) {
        cursor.at = i + 1;
        return;
      }
    }
    cursor.fault(start, start + 9, t('This document type is not closed: ">" is missing.'));
    cursor.goBack(cursor.lineEnd(start + 9));
  }

  private looseBracket(): void {
    const { cursor } = this;
    const start = cursor.at;
    if (cursor.code(start + 1) === EXCLAMATION) {
      cursor.fault(start, start + 2, t('"<!" does not begin anything that is allowed here.'));
      this.skipMarkup();
      return;
    }
    cursor.fault(start, start + 1, t('A "<" in text must be written "&lt;".'));
    cursor.at = start + 1;
  }

  /** To behind the `>` of this line, or to the line's end or the next `<`. */
  private skipMarkup(): void {
    const { cursor } = this;
    for (cursor.at++; cursor.at < cursor.length; cursor.at++) {
      const code = cursor.code();
      if (code === LT || code === 10 || code === 13) return;
      if (code !== GT) continue;
      cursor.at++;
      return;
    }
  }

  private openTag(): void {
    const { cursor } = this;
    const start = cursor.at;
    const nameEnd = cursor.nameEnd(start + 1);
    const name = cursor.text.slice(start + 1, nameEnd);
    cursor.at = nameEnd;
    const { attributes, end, explained } = readAttributes(cursor, name);
    const openTag = cursor.span(start, cursor.at);
    const parent = this.top?.element;
    const element: Element = {
      kind: 'element',
      name,
      nameSpan: cursor.span(start + 1, nameEnd),
      span: openTag,
      openTag,
      closeTag: undefined,
      selfClosing: end === 'empty',
      attributes,
      children: [],
      parent,
    };
    if (end === 'missing' && !explained)
      cursor.fault(start + 1, nameEnd, t('The tag <{name}> is not closed: ">" is missing.', { name }));
    this.checkTwice(attributes);
    if (parent) parent.children.push(element);
    else this.roots.push(element);
    if (end === 'empty') return;
    this.stack.push({ element, broken: end === 'missing', misspelt: false });
    this.openNames.set(name, (this.openNames.get(name) ?? 0) + 1);
  }

  private checkTwice(attributes: readonly XmlAttribute[]): void {
    if (attributes.length < 2) return;
    const names = new Set<string>();
    for (const { name, nameSpan } of attributes) {
      if (names.has(name))
        this.cursor.fault(
          nameSpan.start - this.cursor.base,
          nameSpan.end - this.cursor.base,
          t('The attribute "{name}" appears twice.', { name }),
        );
      names.add(name);
    }
  }

  private closeTag(): void {
    const { cursor, top } = this;
    const start = cursor.at;
    const nameEnd = cursor.nameEnd(start + 2);
    const name = cursor.text.slice(start + 2, nameEnd);
    const end = cursor.skipBlank(nameEnd);
    const closed = cursor.code(end) === GT;
    cursor.at = closed ? end + 1 : nameEnd;
    if (!closed && end < cursor.length && cursor.code(end) !== LT && !cursor.isLineBreakBetween(nameEnd, end))
      this.skipMarkup();
    const tag = cursor.span(start, cursor.at);
    if (this.openNames.get(name)) {
      if (!closed)
        cursor.fault(start, nameEnd, t('The tag </{name}> is not closed: ">" is missing.', { name }));
      while (this.top && this.top.element.name !== name) this.leaveUnclosed(tag.start);
      this.leave(tag, tag.end);
    } else if (top?.broken && name.startsWith(top.element.name)) this.leave(tag, tag.end);
    else {
      const message = top
        ? t('</{name}> closes nothing: <{open}> is open here.', { name, open: top.element.name })
        : t('</{name}> closes nothing.', { name });
      cursor.fault(start, cursor.at, message);
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

  /** Ends the innermost element where the close tag of an outer one begins. */
  private leaveUnclosed(end: number): void {
    this.reportUnclosed();
    this.leave(undefined, end);
  }

  /** The innermost element has no close tag; not said where something else was said that explains it. */
  private reportUnclosed(outer?: string): void {
    const { top, cursor } = this;
    if (!top || top.broken || top.misspelt) return;
    const { name, nameSpan } = top.element;
    const message =
      outer === undefined
        ? t('<{name}> is not closed: </{name}> is missing.', { name })
        : t('<{name}> is not closed: </{name}> is missing, and so is the end of {outer}.', { name, outer });
    cursor.fault(nameSpan.start - cursor.base, nameSpan.end - cursor.base, message);
  }

  /** One fault for all that is open: the text just ends too early. */
  private endOfFile(): void {
    const outer = this.stack.slice(0, -1).slice(-5).toReversed();
    const names = outer.map(({ element }) => `<${element.name}>`).join(', ');
    if (!this.swallowed) this.reportUnclosed(names || undefined);
    while (this.top) this.leave(undefined, this.cursor.base + this.cursor.length);
  }
}

/** The elements of a comment's content where it is nothing but sound elements; none where it is prose. */
function elementsIn(content: string, base: number): readonly XmlElement[] {
  if (!content.includes('<')) return [];
  const cursor = new Cursor(content, base);
  const scanner = new Scanner(cursor);
  scanner.content(-1);
  return cursor.faults.length === 0 ? scanner.roots : [];
}
