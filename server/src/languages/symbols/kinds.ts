import type { NginxConfiguration } from '../nginx/configuration';
import type { SourceFile } from '../source';
import type { Span } from '../text/span';

/** A name at a place: made there, or used. */
export interface Occurrence {
  /**
   * What the name is of, as people call it: `upstream`, `worker`. Languages that speak of the same kind share its names:
   * one may make what another uses.
   */
  readonly kind: string;
  /** As written here. */
  readonly name: string;
  readonly path: string;
  /** The name alone, without quotes and without what else its word holds. */
  readonly span: Span;
  readonly makes: boolean;
  /** What makes it, as it is written: the directive, the element, the key. */
  readonly by?: string;
  /** Why the name cannot be changed here, as one sentence; undefined where it can. Asked only when somebody wants to. */
  readonly fixed?: () => string | undefined;
}

/** What a language says of a name. A file that is read in several places may be given once with all keys, or once for each. */
export interface Mention extends Occurrence {
  /** Where the name is known: mentions of one kind and name that have a key in common are of one symbol. */
  readonly keys: readonly string[];
  /** Counts only where something makes the name: a host may also be one of DNS. */
  readonly doubtful?: boolean;
}

/** What holds for all names of a kind. */
export interface NameKind {
  /** What people call it, in their language; without it as `Occurrence.kind` says. */
  readonly title?: () => string;
  /** A name as it is shown, where that is more than the name: `$host`. */
  readonly shown?: (name: string) => string;
  /** What lists of names show it as; without it a constant. */
  readonly icon?: 'interface' | 'variable';
  /** The form in which names are compared; without it they are equal as written. */
  readonly fold?: (name: string) => string;
  /** Names that the program has itself: a file may make them again, but nobody can rename them. */
  readonly isBuiltIn?: (name: string) => boolean;
  /** How the name that somebody typed is written, or one sentence why it cannot be. Without this nothing is renamed. */
  readonly write?: (wanted: string) => Written;
  /** Why a name that nothing makes cannot be renamed, where the kind can say more than that nothing makes it. */
  readonly notMade?: (name: string) => string;
}

export type Written = { readonly name: string } | { readonly refused: string };

/** Kinds by what `Occurrence.kind` says. */
export type NameKinds = ReadonlyMap<string, NameKind>;

/** What a language gives so that its names are found, listed and renamed. */
export interface LanguageSymbols {
  /** The kinds of names that it makes. */
  readonly kinds: NameKinds;
  readonly mentions: (view: MentionView) => Iterable<Mention>;
  /** One sentence that says which names can be renamed in its files. */
  readonly renamable: () => string;
}

/** What is read for names: all files of a project, and how programs read them. */
export interface MentionView {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly configurations: readonly NginxConfiguration[];
  /** The text of a file, also of a main file that an image brings; empty where there is none. */
  readonly textOf: (path: string) => string;
  /** The server.xml of each Tomcat that reads a file, where it has one here; undefined where none is known to read it. */
  readonly serverXmlsOf: (path: string) => readonly string[] | undefined;
}
