import type { NginxConfiguration } from './nginx/configuration';
import type { SymbolIndex } from './symbols/index';
import type { Lines } from './text/lines';
import type { Span, TextEdit } from './text/span';
import type { Properties } from './tomcat/values';
import type { XmlDocument } from './xml/tree';

/**
 * What a language does for editors beyond diagnostics, asked of one document. Each is optional; what is said of names comes
 * from elsewhere. Offsets are those of the text.
 */
export interface Features {
  /** What stands at an offset, in Markdown. */
  readonly hover?: (offset: number, view: FeatureView) => Explanation | undefined;
  /** What makes a name at an offset, as it is written, in Markdown. */
  readonly declaration?: (offset: number) => string | undefined;
  /** The line around an offset, in few words of Markdown. */
  readonly line?: (offset: number) => string | undefined;
  /** What may be written at an offset. `isAfterBlank`: nobody asks but for a blank that was typed. */
  readonly complete?: (offset: number, view: FeatureView, isAfterBlank?: boolean) => readonly Suggestion[];
  /** What a line lacks at its end that is half typed at an offset, so that the other lines mean what they meant. */
  readonly lacks?: (offset: number) => TextEdit | undefined;
  /** The path that is being written at an offset, where one is wanted. What there is of files and folders, others look up. */
  readonly path?: (offset: number) => WantedPath | undefined;
  /** What leads to files. */
  readonly links?: (view: FeatureView) => readonly Link[];
  /** The forms of what is being written at an offset. */
  readonly signature?: (offset: number, view: FeatureView) => Signatures | undefined;
  readonly outline?: () => readonly OutlineItem[];
  readonly folding?: (lines: Lines) => readonly Fold[];
  /** What a selection grows to from an offset, the smallest first. */
  readonly selection?: (offset: number) => readonly Span[];
  /** Words that are changed together with the one at an offset: the names in both tags of an element. */
  readonly linked?: (offset: number) => readonly Span[];
  /** What decides in a part of the text and is not written there. */
  readonly hints?: (asked: Span, view: FeatureView) => readonly Hint[];
  /** Edits that somebody may want at a place where nothing is wrong. Never asked of files of doubt. */
  readonly refactorings?: (asked: Span) => readonly Refactoring[];
  /** Edits of blank space, in all of the text or in the lines of a range. Never asked of files of doubt. */
  readonly format?: (options: FormatOptions, range?: Span) => readonly TextEdit[];
}

/** What a feature sees beside its document. */
export interface FeatureView {
  readonly path: string;
  /** All that nginx reads in the project, from its main files on. */
  readonly configurations: readonly NginxConfiguration[];
  /** The release of Tomcat that reads the file; undefined where that is not known, or it is none of Tomcat's. */
  readonly tomcat: string | undefined;
  /** What `${name}` stands for in the file, if it is one of Tomcat's. */
  readonly properties: Properties;
  /** The names that the files of the project make and use, in all languages. */
  readonly names: () => SymbolIndex;
  /** Every server.xml of the project. */
  readonly servers: () => readonly XmlDocument[];
  /** Classes whose objects the apps of the project put into sessions. */
  readonly sessionClasses: () => readonly string[];
}

/** One thing that may be written. */
export interface Suggestion {
  readonly kind:
    | 'block'
    | 'directive'
    | 'value'
    | 'parameter'
    | 'variable'
    | 'name'
    | 'element'
    | 'attribute'
    | 'class'
    | 'snippet';
  readonly label: string;
  /** Words beside the label: where it comes from, or since when. */
  readonly detail?: string;
  readonly isDeprecated?: boolean;
  /** What it takes the place of; the offset lies in it or at its end. */
  readonly span: Span;
  /** What is written there; with `$1` and the like where it is a snippet. Editors without snippets write the label. */
  readonly text: string;
  readonly isSnippet: boolean;
  /** What the letters in `span` are compared with; without it the label. */
  readonly filter?: string;
  /** From 0 to 9999; orders suggestions of equal fitness. */
  readonly rank: number;
  /** Whether editors ask at once what may follow. */
  readonly asksAgain?: boolean;
  /** What it means, in Markdown: asked for when somebody looks at it. */
  readonly documentation?: () => string | undefined;
}

/** A path that is being written. */
export interface WantedPath {
  /** As far as it is written. */
  readonly typed: string;
  /** Where `typed` stands. */
  readonly span: Span;
  readonly wants: 'files' | 'folders';
  /** Whether it is taken from the prefix of nginx, and not from the folder of its configuration. */
  readonly ofPrefix?: boolean;
  /** A pattern that may stand for all files of its kind in a folder: `*.conf`. */
  readonly pattern?: string;
}

/** Words that name files: those that they surely mean, or a path as it is written, of which others see what is there. */
export type Link = { readonly span: Span } & (
  | { readonly files: readonly string[] }
  | { readonly path: string }
  /** What its words name stands at a place in a file of the project. */
  | { readonly place: { readonly path: string; readonly span: Span }; readonly title: string }
  /** As Tomcat takes it: absolute, or relative to its CATALINA_BASE. */
  | { readonly basePath: string }
);

export interface Explanation {
  readonly markdown: string;
  readonly span: Span;
}

/** Words that editors show in the text at an offset. */
export interface Hint {
  readonly offset: number;
  readonly label: string;
  /** One sentence or two, in Markdown. */
  readonly says: string;
  /** What somebody may have written there, with the blank before it. */
  readonly inserts?: string;
}

/** A line of the outline. */
export interface OutlineItem {
  readonly name: string;
  /** Shown dimly behind the name. */
  readonly detail: string;
  readonly kind:
    'block' | 'server' | 'location' | 'upstream' | 'address' | 'map' | 'condition' | 'name' | 'component';
  readonly span: Span;
  /** Where the cursor goes; inside `span`. */
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

/** Lines from 0, the last one included. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment' | 'imports';
}

export interface Refactoring {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface FormatOptions {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

export interface Signature {
  readonly label: string;
  /** Beginning and end in the label of each argument that the syntax shows. */
  readonly parameters: readonly (readonly [number, number])[];
  /** The argument being written; undefined behind the last. */
  readonly active: number | undefined;
}

export interface Signatures {
  readonly signatures: readonly Signature[];
  /** The first that has room for what is written. */
  readonly active: number;
  readonly says: string | undefined;
}
