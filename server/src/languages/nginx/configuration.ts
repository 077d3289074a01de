import type { NginxContext } from './contexts';
import type { Span } from '../text/span';
import type { Directive, NginxDocument } from './tree';

/** A directive at a place where nginx reads it. A file that is included twice has two placements of each directive. */
export interface Placement {
  readonly directive: Directive;
  readonly path: string;
  /** The context it stands in. */
  readonly context: NginxContext;
  /** The block around it, across includes; undefined at the top level. */
  readonly parent: Placement | undefined;
  /**
   * What its block holds, in the order in which nginx reads it: each `include` followed by the directives of the files
   * it names. Empty without a block, and for Lua.
   */
  readonly children: readonly Placement[];
  /** The files that an `include` leads to, in nginx's order, as far as they are here; undefined for all else. */
  readonly includes: readonly string[] | undefined;
  /** Whether it is an `include` of which not all is read here: files that are not here, or in no language of ours. */
  readonly unread: boolean;
  /** The path in the workspace that a plain `include` names and that is none of its files. */
  readonly missing: string | undefined;
}

/** A main file that an image brings. */
interface StockFile {
  /** `nginx.conf of nginx:1.28` */
  readonly title: string;
  readonly document: NginxDocument;
  /** Where the image is named. */
  readonly place: { readonly path: string; readonly span: Span } | undefined;
}

/** All that nginx reads from one main file; or a file that nothing includes, in a context taken for it. */
export interface NginxConfiguration {
  readonly mainFile: string;
  /** `fragment`: no main file leads to it, so what stands around it is not known. */
  readonly kind: 'main' | 'fragment';
  /**
   * What its top level is taken for: `main`; of a fragment the contexts that suit it best, of which `placements` takes
   * the first. Empty where nothing tells.
   */
  readonly contexts: readonly NginxContext[];
  /** `1.22.1` or `1.22`; undefined: not known. */
  readonly version: string | undefined;
  /** Whose nginx reads it: the official one, or one with modules of others; undefined: not known. */
  readonly build: 'official' | 'other' | undefined;
  /** Whether it is read by nginx's image after envsubst, so that `${NAME}` may be anything. */
  readonly isTemplate: boolean;
  readonly placements: readonly Placement[];
  /** Every placement in nginx's order, outer ones before inner ones. */
  readonly all: readonly Placement[];
  /** The placements of each directive in nginx's order, without entries. */
  readonly byName: ReadonlyMap<string, readonly Placement[]>;
  /** In the order nginx reads them, the main file first if it is one of the workspace. */
  readonly files: readonly string[];
  /** Whether every include was found or may match nothing: then a name that is not here is nowhere. */
  readonly isWhole: boolean;
  /** The main file that an image brings, where nginx starts from that one: it is none of `files`, and nobody's to change. */
  readonly stock?: StockFile | undefined;
}

/** A line of `map` and the like, which is no directive but for an `include`. */
export const isEntry = ({ context, includes }: Placement): boolean => context === 'entries' && !includes;

const none: readonly Placement[] = [];

/** The placements of a directive in nginx's order. */
export const placementsNamed = ({ byName }: NginxConfiguration, name: string): readonly Placement[] =>
  byName.get(name) ?? none;
