import type { Span } from '../text/span';
import { bufferBytes, byteLength, isBlank, isBlankLookAlike, isLookAlike } from './characters';
import {
  behindString,
  type Draft,
  firstBytes,
  longComment,
  lookAlikes,
  openString,
  type Refusal,
  tooLong,
  words,
} from './faults';
import { WordNode } from './nodes';
import type { Comment, Word } from './tree';
import { characterAt, closingQuote, decode, isQuantifier, withoutInvisible } from './words';

export type TokenKind = 'word' | ';' | '{' | '}' | 'end';

const doubleQuote = 34;
const hash = 35;
const dollar = 36;
const singleQuote = 39;
const closeParenthesis = 41;
const semicolon = 59;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;

/** No name of a directive is longer, but in Lua's module and the like. */
const longestShared = 48;

/** Nobody reads more, and a file of ten million semicolons must not fill the memory. */
const mostFaults = 1000;

/** Characters of which a bare word may have any number without a closer look. */
const plain = new Uint8Array(128).map((_, code) =>
  code > 32 && ![dollar, semicolon, backslash, openBrace].includes(code) ? 1 : 0,
);

/** Not the end of the text, whose code is NaN. */
const isPlain = (code: number): boolean => code < 128 && plain[code] === 1;

/** A bare letter that nginx takes for one and people do not: worth a closer look in a directive's name. */
const isExotic = (code: number): boolean => code > 127 || code === 11 || code === 12;

/**
 * Reads a text as `ngx_conf_read_token` does, one token a call, and goes on where nginx stops. The first entry of
 * `faults` is exactly what nginx reports; behind it recovery guesses what was meant.
 */
export class Lexer {
  readonly comments: Comment[] = [];
  /** Characters left out. */
  readonly strays: Span[] = [];
  readonly faults: Draft[] = [];
  /** The statement being read has a fault already: whatever else is odd in it has the same cause. */
  faulty = false;
  /** The last token. */
  start = 0;
  end = 0;
  word: Word = new WordNode(0, 0, '', undefined);
  /** Up to here look-alikes of blanks count as blanks, since their fault is reported. */
  private lenientEnd = 0;
  private readonly known = new Map<string, string>();
  /** Braces of `{2}` belong to the word. */
  private regex = false;
  private lineFrom = 0;
  private lineTo = -1;
  private readonly unclosedFrom: [double: number, single: number] = [Infinity, Infinity];
  /** Look-alikes found on the way to the next token: one cause, one fault, however many. */
  private run: { readonly index: number; readonly offsets: number[]; readonly refusal: Refusal } | undefined;

  constructor(
    readonly text: string,
    private pos = 0,
    /** Whether comments are kept. */
    private readonly keeps = true,
  ) {}

  /** Reads on from an offset: behind a part that somebody else has read, or once more. */
  continueAt(offset: number): void {
    while ((this.comments.at(-1)?.span.start ?? -1) >= offset) this.comments.pop();
    while ((this.strays.at(-1)?.start ?? -1) >= offset) this.strays.pop();
    this.pos = offset;
  }

  /** Reads the last word anew, with `{2}` in it as the part of a regex that it was meant to be. */
  rereadAsRegex(): void {
    this.pos = this.word.span.start;
    this.regex = true;
    this.bare(false);
    this.regex = false;
    this.end = this.pos;
  }

  /** Reports a fault of the statement at hand, unless it has one. */
  fault(draft: Draft): void {
    if (this.faulty) return;
    this.faulty = true;
    this.add(draft);
  }

  private add(draft: Draft): void {
    if (this.faults.length < mostFaults) this.faults.push(draft);
  }

  /**
   * Reads the next token into `start`, `end` and `word`. `name`: a directive's name is due, in which no look-alike of a
   * blank can be meant; in `map` or `types` any word may stand first.
   */
  next(name: boolean): TokenKind {
    const kind = this.read(name);
    if (this.run) {
      const { index, offsets, refusal } = this.run;
      this.faults[index] = lookAlikes(this.text, offsets, refusal);
      this.run = undefined;
    }
    return kind;
  }

  private read(name: boolean): TokenKind {
    const { text } = this;
    for (;;) {
      this.skipBlanks();
      this.start = this.pos;
      if (this.pos >= text.length) {
        this.end = this.pos;
        return 'end';
      }
      const code = text.charCodeAt(this.pos);
      switch (code) {
        case semicolon:
        case openBrace:
        case closeBrace:
          this.end = ++this.pos;
          return code === semicolon ? ';' : code === openBrace ? '{' : '}';
        case hash:
          this.comment();
          continue;
        case doubleQuote:
        case singleQuote:
          this.quoted(code);
          break;
        default:
          if (!this.bare(name)) continue;
      }
      this.end = this.pos;
      return 'word';
    }
  }

  private skipBlanks(): void {
    const { text, lenientEnd } = this;
    let i = this.pos;
    for (let code = text.charCodeAt(i); isBlank(code) || (i < lenientEnd && isLookAlike(code));) {
      code = text.charCodeAt(++i);
    }
    this.pos = i;
  }

  private comment(): void {
    const start = this.pos;
    const end = this.lineEnd(start);
    const span = { start, end };
    if (this.keeps) this.comments.push({ span });
    if (this.overflows(start, end, 0)) this.add(longComment(this.text, span));
    this.pos = end;
  }

  /** Reads a bare word; false where it was a name with look-alikes in it and has to be read anew. */
  private bare(name: boolean): boolean {
    const { text, pos: start } = this;
    const lenient = start < this.lenientEnd;
    let i = start;
    let variable = false;
    let escaped = false;
    let exotic = false;
    // The first character is never a separator, not even the `)` or the quote that recovery hands over.
    do {
      const code = text.charCodeAt(i);
      if (code === backslash) {
        escaped = true;
        i++;
      } else if (isExotic(code)) exotic = true;
      variable = code === dollar || (variable && code === openBrace);
      i++;
      if (isPlain(text.charCodeAt(i))) {
        variable = false;
        do i++;
        while (isPlain(text.charCodeAt(i)));
      }
    } while (i < text.length && !this.endsBare(i, variable, lenient));
    const end = Math.min(i, text.length);
    if (exotic && name && this.lookAlike(start, end)) return false;
    const value = escaped
      ? decode(text, start, end)
      : name
        ? this.shared(start, end)
        : text.slice(start, end);
    this.word = new WordNode(start, end, lenient && exotic ? withoutInvisible(value) : value, undefined);
    this.pos = end;
    if (this.overflows(start, end, end < text.length && isBlank(text.charCodeAt(end)) ? 1 : 0)) {
      this.fault(tooLong({ start, end }, { nginx: words.tooLong(firstBytes(text, start)), at: start }));
    }
    return true;
  }

  /** One text for all directives of a name, which repeat all over a file: less to keep, and found faster later on. */
  private shared(start: number, end: number): string {
    const text = this.text.slice(start, end);
    if (end - start > longestShared) return text;
    const known = this.known.get(text);
    if (known !== undefined) return known;
    this.known.set(text, text);
    return text;
  }

  private endsBare(offset: number, variable: boolean, lenient: boolean): boolean {
    const code = this.text.charCodeAt(offset);
    if (code === openBrace) return !variable && !(this.regex && isQuantifier(this.text, offset));
    return (
      isBlank(code) || code === semicolon || (lenient && offset < this.lenientEnd && isBlankLookAlike(code))
    );
  }

  /** Reports look-alikes in a directive's name; from here on they count as the blanks they look like. */
  private lookAlike(start: number, end: number): boolean {
    if (this.lenientEnd >= end) return false;
    let found = false;
    for (let i = start; i < end && !found; i++) found = isLookAlike(this.text.charCodeAt(i));
    if (!found) return false;
    if (!this.run && this.faults.length < mostFaults) {
      const refusal = this.refusal(start);
      this.run = { index: this.faults.length, offsets: [], refusal };
      this.add(lookAlikes(this.text, [start], refusal));
    }
    for (let i = start; this.run && i < end; i++) {
      if (isLookAlike(this.text.charCodeAt(i))) this.run.offsets.push(i);
    }
    this.lenientEnd = end;
    return true;
  }

  /**
   * What nginx says of a statement whose first word, from an offset on, is no directive. Only its first fault has to be
   * exact; behind one the text is not read twice.
   */
  refusal(from: number): Refusal {
    const exact = new Lexer(this.text, from);
    let name: string | undefined;
    for (;;) {
      const kind = exact.next(false);
      const [first] = exact.faults;
      if (first) return { nginx: first.nginx, at: first.at };
      if (kind === '}') return { nginx: words.unexpected('}'), at: exact.start };
      if (kind === 'end') return { nginx: words.endInDirective, at: exact.start };
      if (kind === 'word') name ??= exact.word.value;
      if (kind !== 'word' || this.faults.length > 0) {
        return { nginx: words.unknownDirective(name ?? ''), at: exact.start };
      }
    }
  }

  private quoted(quote: number): void {
    const { text, pos: open } = this;
    const close = this.closingQuote(open + 1, quote);
    const severalLines = close === -1 || this.lineEnd(open) < close;
    if (this.faulty && severalLines) {
      // Behind a fault a quote that does not close on its line is more likely a part of the same mistake.
      this.bare(false);
      return;
    }
    const refusal = this.quoteRefusal(open, close);
    if (refusal && severalLines && (close === -1 || this.looksOpening(close))) {
      this.endAtLine(open, refusal);
      return;
    }
    const end = close === -1 ? text.length : close + 1;
    this.setQuoted(open, end, close === -1 ? text.length : close);
    if (refusal && refusal.at === open) this.fault(tooLong({ start: open, end }, refusal));
    // `"a"}` is told by the parser, as every directive that a brace cuts off.
    else if (refusal && text.charCodeAt(end) !== closeBrace) this.afterQuote(open, end, refusal);
  }

  private setQuoted(start: number, end: number, contentEnd: number): void {
    const quote = this.text[start] === '"' ? '"' : "'";
    this.word = new WordNode(start, end, decode(this.text, start + 1, contentEnd), quote);
    this.pos = end;
  }

  /** What nginx says of a quoted string, if anything. `close` is -1 where the closing quote is missing. */
  private quoteRefusal(open: number, close: number): Refusal | undefined {
    const { text } = this;
    const quote = text.charAt(open);
    if (close === -1) {
      return this.overflows(open + 1, text.length, 0)
        ? { nginx: words.probablyUnterminated(quote), at: open }
        : { nginx: words.endInDirective, at: text.length };
    }
    const after = close + 1;
    const code = text.charCodeAt(after);
    if (this.overflows(open + 1, close, isBlank(code) ? 2 : 1)) {
      const inside = this.overflows(open + 1, close, 0);
      return {
        nginx: inside ? words.probablyUnterminated(quote) : words.tooLong(firstBytes(text, open + 1)),
        at: open,
      };
    }
    const fine =
      after >= text.length ||
      isBlank(code) ||
      code === semicolon ||
      code === openBrace ||
      code === closeParenthesis;
    if (fine) return undefined;
    return { nginx: words.unexpected(characterAt(text, after)), at: after };
  }

  /** The offset of the closing quote, or -1. Where one was searched in vain, none is searched again. */
  private closingQuote(from: number, quote: number): number {
    if (from > this.unclosedFrom[quote === doubleQuote ? 0 : 1]) return -1;
    const close = closingQuote(this.text, from, quote);
    if (close === -1) this.unclosedFrom[quote === doubleQuote ? 0 : 1] = from;
    return close;
  }

  /** The offset of the line feed behind an offset, or the end; kept, since a line may hold a million tokens. */
  private lineEnd(offset: number): number {
    if (offset < this.lineFrom || offset > this.lineTo) {
      const feed = this.text.indexOf('\n', offset);
      this.lineFrom = offset;
      this.lineTo = feed === -1 ? this.text.length : feed;
    }
    return this.lineTo;
  }

  /** `X "abc;⏎Y "d"`: the quote that closed the string was meant to open the next one. */
  private looksOpening(close: number): boolean {
    const before = this.text.charAt(close - 1);
    const after = this.text.charCodeAt(close + 1);
    return /[\s=(,:~]/.test(before) && !isBlank(after) && after !== semicolon;
  }

  /** A string without its closing quote is taken to end on its first line, before the terminator there. */
  private endAtLine(open: number, refusal: Refusal): void {
    const { text } = this;
    const lineEnd = this.lineEnd(open);
    const content = text.slice(open + 1, lineEnd).trimEnd();
    const kept = content.replace(/[ \t]*[;{]$/, '');
    const end = open + 1 + kept.length;
    this.setQuoted(open, end, end);
    if (this.faults.length < mostFaults) this.fault(openString(text, this.word, lineEnd, refusal));
  }

  private afterQuote(open: number, after: number, refusal: Refusal): void {
    const { text } = this;
    const span = { start: after, end: after + characterAt(text, after).length };
    // `"abc"";`: one quote too many.
    const stray = /^["'](?=[\s;{]|$)/.test(text.slice(after, after + 2));
    if (stray) {
      this.pos = span.end;
      this.strays.push(span);
    }
    this.fault(behindString(text, open, span, stray, refusal));
  }

  /**
   * Whether nginx's buffer is full before a token from `start` is done and the file goes on. `extra`: bytes that it has
   * to read behind `end` before it lets go of the token's start.
   */
  private overflows(start: number, end: number, extra: number): boolean {
    if ((end - start + extra) * 3 < bufferBytes) return false;
    const bytes = byteLength(this.text, start, end, bufferBytes + 2) + extra;
    return (
      bytes > bufferBytes ||
      (bytes === bufferBytes && byteLength(this.text, start, this.text.length, bufferBytes) > bufferBytes)
    );
  }
}
