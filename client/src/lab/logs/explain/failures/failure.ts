/** What a log told of a failure besides its kind. */
export interface Facts {
  /** What it is about: an attribute, a class, a node, an upstream, a port. Explanations are kept apart by it. */
  readonly subject?: string;
  /** In the program's own words, or a second name. */
  readonly detail?: string;
}

/** What happened, why, and what to do, a sentence or two each. */
export type Words = readonly [what: string, why: string, todo: string];

/** A kind of failure. */
export interface Failure {
  readonly severity: 'error' | 'warning' | 'information';
  /** The rules that find its cause in the files. */
  readonly rules: readonly string[];
  readonly says: (facts: Facts) => Words;
}

export const table = <Id extends string>(failures: Readonly<Record<Id, Failure>>): typeof failures =>
  failures;
