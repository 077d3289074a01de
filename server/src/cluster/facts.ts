import type { Place } from './source';

/** What is known, where it stands and why. */
export interface Fact<T> {
  readonly value: T;
  readonly place: Place | undefined;
  /** What reads it there: the valve that a header tells. */
  readonly via?: Place | undefined;
  readonly from: 'written' | 'default' | 'property' | 'image' | 'setting' | 'lab';
}

/** Undefined: surely absent. `unknown`: written or brought in by something that is not read; who needs it is silent. */
export type Known<T> = Fact<T> | undefined | 'unknown';

/** What somebody wrote. */
export const writtenAt = <T>(value: T, place: Place | undefined, via?: Place): Fact<T> => ({
  value,
  place,
  via,
  from: 'written',
});

/** What holds because nobody wrote anything else. */
export const byDefault = <T>(value: T): Fact<T> => ({ value, place: undefined, from: 'default' });

/** The value, where it is known and there. */
export const valueOf = <T>(known: Known<T>): T | undefined =>
  known === undefined || known === 'unknown' ? undefined : known.value;
