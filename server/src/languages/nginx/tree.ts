import type { Fault, Span } from '../text/span';

/** One word as nginx reads it: a bare run or a quoted string. */
export interface Word {
  /** With its quotes. */
  readonly span: Span;
  /** What nginx makes of it: quotes removed, `\" \' \\ \t \r \n` decoded, every other backslash kept. */
  readonly value: string;
  readonly quote: '"' | "'" | undefined;
}

/** `name arg… ;` or `name arg… { … }`. Where the terminator is missing the parser recovers and reports a fault. */
export interface Directive {
  /** From the name to the terminator or the closing brace, inclusive. */
  readonly span: Span;
  readonly name: Word;
  readonly args: readonly Word[];
  /** The `;` or `{` that ended the words; undefined where the file ended first. */
  readonly terminator: Span | undefined;
  readonly block: Block | undefined;
  readonly parent: Directive | undefined;
}

export interface Block {
  readonly open: Span;
  /** Undefined where the closing brace is missing. */
  readonly close: Span | undefined;
  readonly directives: readonly Directive[];
  /** The raw text between the braces of a `*_by_lua_block`, which nginx hands to Lua unread. */
  readonly lua: Span | undefined;
}

export interface Comment {
  /** From `#` up to, not including, the line feed. */
  readonly span: Span;
}

/**
 * What nginx says of a text that its lexer or parser refuses. `span` is where the cause lies, as far as that is certain;
 * nginx itself may notice it only further down.
 */
export interface NginxFault extends Fault {
  /** nginx's own words, without the "in file:line" at the end, e.g. `unexpected ";"`. */
  readonly nginx: string;
  /** The line that nginx names, from 1; only line feeds count. */
  readonly line: number;
  /** Statements stand between the cause and that line, at which nginx may stop before. */
  readonly isLate?: boolean;
  /** Another place that belongs to it. */
  readonly related?: { readonly span: Span; readonly message: string };
  /** An edit that surely repairs it, where there is one. */
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly { span: Span; text: string }[];
    /** Where the cause lies is likely, and not certain. */
    readonly isGuess?: boolean;
  };
}

/**
 * Lossless: every character is inside a word, a comment, a terminator, a brace, a Lua block or the span of a fault, or it
 * is a stray, or blank space between them.
 */
export interface NginxDocument {
  readonly text: string;
  /** Too large to be kept: `faults` are all that is known of it. */
  readonly isLarge: boolean;
  readonly directives: readonly Directive[];
  /** The `include` lines with their pattern, at any depth, in the order of the text. */
  readonly includes: readonly Directive[];
  readonly comments: readonly Comment[];
  /** What belongs to no directive: a quote too many, the closing brace of a block without a name. */
  readonly strays: readonly Span[];
  /** In the order in which nginx would come upon them: the first is the one that it reports. */
  readonly faults: readonly NginxFault[];
}
