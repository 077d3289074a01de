import type { Suggestion } from '../../features';
import type { SymbolIndex } from '../../symbols/index';
import { isWithin, type Releases } from '../../text/versions';
import { isInRelease } from '../catalogue';
import type { NginxContext } from '../contexts';
import type { Typing } from './at';
import type { Level } from './levels';

/** A suggestion for the place that all of them have in common. */
export type Item = Omit<Suggestion, 'span'>;

/** Where something is being written, and what is known of it. */
export interface Place {
  readonly typing: Typing;
  readonly contexts: ReadonlySet<NginxContext>;
  readonly version: string | undefined;
  readonly symbols: SymbolIndex;
  /** The rest of the line behind the offset holds something: then a name alone is written. */
  readonly isInLine: boolean;
  readonly levels: readonly Level[];
  /** The words of each other line of the block. */
  readonly beside: readonly (readonly string[])[];
}

/** What is gone from newer releases is offered where the one in use surely has it. */
export const isOffered = (thing: Releases, version: string | undefined): boolean =>
  thing.until === undefined ? isInRelease(thing, version) : isWithin(thing, version) === true;
