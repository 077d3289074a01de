import type { Fault, Span } from '../text/span';
import { decode } from './entities';

export const LT = 60;
export const GT = 62;
export const SLASH = 47;
export const EQUALS = 61;
export const QUESTION = 63;
export const EXCLAMATION = 33;

export const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13;

/** XML's NameStartChar without its few holes beyond ASCII: nobody's configuration file needs them. */
export const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code >= 0x80;

const isNamePart = (code: number): boolean =>
  isNameStart(code) || (code >= 48 && code <= 57) || code === 45 || code === 46;

/** A place in a text that is being read, with the small moves that all parts of the scanner need. */
export class Cursor {
  at = 0;
  /** A document type was met: it may declare entities that we do not know. */
  declares = false;
  readonly faults: Fault[] = [];
  readonly length: number;
  /** What does not occur in the rest of the text: looking for it again and again would take quadratic time. */
  private readonly absent = new Set<string>();

  /**
   * @param text what to read
   * @param base offset of `text` in the whole file; the content of a comment is read by a cursor of its own
   */
  constructor(
    readonly text: string,
    readonly base: number,
  ) {
    this.length = text.length;
  }

  code(at = this.at): number {
    return this.text.charCodeAt(at);
  }

  /** Where `needle` stands next. `from` must not lie before that of an earlier call, unless `goBack` was called. */
  find(needle: string, from: number): number | undefined {
    if (this.absent.has(needle)) return undefined;
    const found = this.text.indexOf(needle, from);
    if (found >= 0) return found;
    this.absent.add(needle);
    return undefined;
  }

  goBack(at: number): void {
    this.at = at;
    this.absent.clear();
  }

  nameEnd(from: number): number {
    let i = from;
    while (i < this.length && isNamePart(this.text.charCodeAt(i))) i++;
    return i;
  }

  skipBlank(from: number): number {
    let i = from;
    while (i < this.length && isBlank(this.text.charCodeAt(i))) i++;
    return i;
  }

  /** Back over the blanks before `from`, not before `limit`. */
  trimBack(from: number, limit: number): number {
    let i = from;
    while (i > limit && isBlank(this.text.charCodeAt(i - 1))) i--;
    return i;
  }

  lineEnd(from: number): number {
    let i = from;
    while (i < this.length && this.text.charCodeAt(i) !== 10 && this.text.charCodeAt(i) !== 13) i++;
    return i;
  }

  isLineBreakBetween(from: number, to: number): boolean {
    for (let i = from; i < to; i++)
      if (this.text.charCodeAt(i) === 10 || this.text.charCodeAt(i) === 13) return true;
    return false;
  }

  /** The text of a range with its references decoded; what is wrong with them becomes faults. */
  decoded(from: number, to: number): string {
    const raw = this.text.slice(from, to);
    if (!raw.includes('&')) return raw;
    const { text, problems } = decode(raw, this.declares);
    for (const { start, end, message } of problems) this.fault(from + start, from + end, message);
    return text;
  }

  /** A span in the whole file. */
  span(start: number, end: number): Span {
    return { start: start + this.base, end: end + this.base };
  }

  fault(start: number, end: number, message: string): void {
    this.faults.push({ span: this.span(start, Math.min(end, this.length)), message });
  }
}
