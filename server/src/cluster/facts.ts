import type { Place } from './source';

/** What is known, where it stands and why. */
export interface Fact<T> {
  readonly value: T;
  readonly place: Place | undefined;
  readonly from: 'written' | 'default' | 'property' | 'image' | 'setting' | 'lab';
}
