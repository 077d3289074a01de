import type { DirectiveNode } from './nodes';
import type { Block, Directive } from './tree';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A block being read. */
export interface Frame {
  /** The directive it belongs to; for a brace without a name the one around it. */
  readonly directive: DirectiveNode | undefined;
  /** Undefined for a brace without a name. */
  readonly block: Mutable<Block> | undefined;
  readonly directives: Directive[];
  /** Holds entries instead of directives. */
  readonly entries: boolean;
  /** A block among entries, about which has been spoken. */
  readonly refused: boolean;
  /** Column of the directive's name where it is the first on its line. */
  readonly column: number | undefined;
}

/** A brace that indentation shows to be missing, or to be too much; `isGuess`: something else shows it. */
export type Repair =
  | { readonly kind: 'close'; readonly before: number; readonly frame: Frame; readonly isGuess?: boolean }
  | { readonly kind: 'ignore'; readonly at: number; readonly isGuess?: boolean };
