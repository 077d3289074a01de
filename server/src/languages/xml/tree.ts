import type { Fault, Span } from '../text/span';

export interface XmlAttribute {
  /** From the name to the closing quote. */
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  /** Predefined entities and character references decoded, others left as they stand. */
  readonly value: string;
  /** Inside the quotes; undefined where the value is missing. */
  readonly valueSpan: Span | undefined;
}

export interface XmlElement {
  readonly kind: 'element';
  /** As written, with its prefix. */
  readonly name: string;
  readonly nameSpan: Span;
  /** From `<` of the open tag to `>` of the close tag (or where recovery ended it). */
  readonly span: Span;
  readonly openTag: Span;
  /** Undefined for `<a/>` and where it is missing. */
  readonly closeTag: Span | undefined;
  readonly selfClosing: boolean;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  readonly parent: XmlElement | undefined;
}

export interface XmlComment {
  readonly kind: 'comment';
  /** With `<!--` and `-->`. */
  readonly span: Span;
  /** Between them. */
  readonly content: Span;
  readonly parent: XmlElement | undefined;
  /**
   * Elements found inside the comment, with offsets into the whole text, so that "uncomment it" is a precise edit.
   * Empty where the content is prose.
   */
  readonly elements: readonly XmlElement[];
}

export interface XmlText {
  readonly kind: 'text';
  /** Character data or a CDATA section as written. */
  readonly span: Span;
  readonly value: string;
  readonly parent: XmlElement | undefined;
}

export type XmlNode = XmlElement | XmlComment | XmlText;

export interface XmlDocument {
  readonly text: string;
  /** The first element, also where others follow by mistake. */
  readonly root: XmlElement | undefined;
  /** Every comment of the file in order, inside elements or not. */
  readonly comments: readonly XmlComment[];
  readonly faults: readonly Fault[];
}
