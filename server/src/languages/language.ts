import type { Features } from './features';
import type { NamePattern } from './names';
import type { FileKind, Read, SourceFile } from './source';
import type { LanguageSymbols } from './symbols/kinds';
import type { Span } from './text/span';

/** What else is known of a file than its path and text. */
export interface Hints {
  /** Somebody named it: any name may hold anything then. */
  readonly given?: boolean;
  /** An nginx file includes it. */
  readonly included?: boolean;
  /** A Compose file or cluster-lab.json names it, and as what. */
  readonly named?: NamedAs | undefined;
  /** The language an editor holds it for. */
  readonly language?: string | undefined;
}

/** What a file takes another one for: a Compose file, one of variables, the Dockerfile of an image, one of nginx. */
export type NamedAs = 'compose' | 'env' | 'dockerfile' | 'nginx';

/** What the name of a file promises to a language. */
export type Promised = 'certain' | 'perhaps' | undefined;

export interface Verdict {
  readonly kind: FileKind;
  /** Its name, its place or an editor says so, and its text does not: nobody's file is changed on that ground. */
  readonly inDoubt: boolean;
}

export const sure = (kind: FileKind | undefined): Verdict | undefined => kind && { kind, inDoubt: false };

/** All that a language is told by; a row of the table in table.ts. */
export interface Definition<Document, Kind extends FileKind> {
  /** As editors call it. */
  readonly id: string;
  /** Whose files these are, for people. */
  readonly title: string;
  readonly kinds: readonly Kind[];
  /** Whether editors have it from us, as package.json contributes it. */
  readonly isContributed?: boolean;
  /** Names that promise a file of this language; `perhaps`: names of which only the content tells. */
  readonly names: readonly NamePattern[];
  readonly perhaps?: readonly NamePattern[];
  /** Left-overs and notes among them. */
  readonly leaves?: RegExp;
  /** Whether files of it alone configure something. Files that do not are judged where others do. */
  readonly standsAlone: boolean;
  /** Whether there may be thousands, so that they are read last, and only where something is configured. */
  readonly isMany?: boolean;
  /** Bytes of the largest file worth reading, where those are more than of other languages. */
  readonly mostBytes?: number;
  /** What a file is by its path and the beginning of its text. An empty path is a text without a name. */
  recognise(path: string, head: string, hints: Hints & { readonly promised: Promised }): Verdict | undefined;
  /** Never throws. Undefined where it turns out to be none of this language. */
  parse(text: string, kind: Kind): Document | undefined;
  /** The same for those who know the language by its kind. */
  read(document: Document, kind: Kind): Read;
  /** A comment that fills a line. */
  comment(text: string): string;
  /** What this language says of one of its documents. */
  about(document: Document, text: string): About;
  /** Characters behind which editors ask at once what may be written. */
  readonly triggers?: readonly string[];
  /** What it does for editors beyond diagnostics. */
  features?(document: Document, kind: Kind): Features;
  /** The names that its files make and use: definition, references, highlight and rename come from them. */
  readonly symbols?: LanguageSymbols;
}

export interface About {
  comments(): readonly Span[];
  /** Where the line begins, before which a comment silences what is said of a span; undefined where none can stand. */
  anchor(span: Span): number | undefined;
}

/** A language, asked of one of its files. */
export interface FileLanguage extends About {
  readonly id: string;
  readonly standsAlone: boolean;
  readonly text: string;
  readonly triggers: readonly string[];
  readonly features: Features;
  readonly symbols: LanguageSymbols | undefined;
  comment(text: string): string;
  /** The file with another text. */
  reread(text: string): SourceFile | undefined;
}

/** A language as the table holds it: whatever its documents are, it is asked of files. */
export interface Language extends Omit<
  Definition<never, FileKind>,
  'kinds' | 'parse' | 'read' | 'about' | 'comment' | 'features'
> {
  readonly kinds: readonly FileKind[];
  /** Reads a text as a kind of file of this language. Never throws. */
  open(path: string, verdict: Verdict, text: string): SourceFile | undefined;
}

export function language<Document, Kind extends FileKind>(definition: Definition<Document, Kind>): Language {
  const { id, kinds } = definition;
  const open = (path: string, { kind, inDoubt }: Verdict, text: string): SourceFile | undefined => {
    const own = kinds.find((one) => one === kind);
    const document = own && definition.parse(text, own);
    if (!own || document === undefined) return undefined;
    const bound: FileLanguage = {
      ...definition.about(document, text),
      id,
      standsAlone: definition.standsAlone,
      text,
      triggers: definition.triggers ?? [],
      features: definition.features?.(document, own) ?? {},
      symbols: definition.symbols,
      comment: (words) => definition.comment(words),
      reread: (other) => open(path, { kind, inDoubt }, other),
    };
    return { ...definition.read(document, own), path, language: bound, ...(inDoubt && { inDoubt }) };
  };
  return { ...definition, open };
}

/** A comment may stand before any line. */
export const beforeItsLine = ({ start }: Span): number => start;

/** The matches of an expression, as the comments of languages that have no others. */
export const matches = (text: string, expression: RegExp): readonly Span[] =>
  [...text.matchAll(expression)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
