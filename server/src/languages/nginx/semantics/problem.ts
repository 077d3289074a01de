import type { Placement } from '../configuration';
import { hasPlaceholder } from '../../text/placeholders';
import type { Word } from '../tree';

/** Families of what nginx's own handlers refuse; each is a rule. */
export type Family =
  | 'balancing-method'
  | 'buffer-sizes'
  | 'duplicate-default-server'
  | 'duplicate-listen'
  | 'duplicate-location'
  | 'duplicate-server-name'
  | 'duplicate-upstream'
  | 'duplicate-zone'
  | 'events-missing'
  | 'if'
  | 'incompatible'
  | 'invalid-regex'
  | 'limit-zone'
  | 'listen'
  | 'location'
  | 'log-format'
  | 'proxy-pass'
  | 'return'
  | 'rewrite'
  | 'ssl-certificate'
  | 'unknown-variable'
  | 'upstream-empty'
  | 'upstream-server'
  | 'variable-not-taken';

/** Something that nginx refuses, or warns of, when it reads a directive. */
export interface Problem {
  readonly family: Family;
  readonly placement: Placement;
  readonly word: Word;
  /** nginx's words, without the place. */
  readonly says: string;
  /** What is wrong and what to do, in ours. */
  readonly told: string;
  /** The first of two that clash. */
  readonly related?: { readonly placement: Placement; readonly message: string };
  /** nginx starts all the same. */
  readonly isWarning?: boolean;
}

export type Report = (problem: Problem) => void;

/** Nothing is known of a word that is still to be filled in. */
export const isOpen = ({ value }: Word): boolean => hasPlaceholder(value);
