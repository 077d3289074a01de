/**
 * Versions of programs: `1.29.7`, or a partial one such as `1.29`, which is any release of that line. What is asked of a
 * partial version is undefined where its releases would answer differently.
 */

/** From which release on and until which one a thing exists; left out: as far as is known. */
export interface Releases {
  readonly since?: string;
  readonly until?: string;
}

/** Whether a text is a version that rules can compare: `1.28`, `10.1.34`. */
export const isVersion = (text: string): boolean => /^\d+(\.\d+){1,3}$/.test(text);

/** The numbers that a tag begins with: `10.1` of `10.1-jdk17`, `1.29.7` of `v1.29.7`; undefined for `latest` and `jdk17`. */
export const leadingVersion = (tag: string): string | undefined =>
  /^v?(\d+(?:\.\d+)*)(?![\w.])/.exec(tag)?.[1];

export const majorOf = (version: string): string => version.split('.', 1).join('');

/** Its line of releases: `10.1` of `10.1.34`; undefined where it names a major alone. */
export const lineOf = (version: string): string | undefined => /^\d+\.\d+/.exec(version)?.[0];

/** Orders releases by their numbers. */
export const compareVersions = (a: string, b: string): number => compare(partsOf(a), partsOf(b), 0);

/** Whether a version comes before a release; undefined where it may be on either side, or none is known. */
export const isBefore = (version: string | undefined, release: string): boolean | undefined =>
  sameForAll(version, (own, rest) => compare(own, partsOf(release), rest) < 0);

/** Whether a version comes after a release; undefined where it may be on either side, or none is known. */
export const isAfter = (version: string | undefined, release: string): boolean | undefined =>
  sameForAll(version, (own, rest) => compare(own, partsOf(release), rest) > 0);

/** Whether a version has a thing; undefined where some of the releases that it may be have it, and others not. */
export function isWithin({ since, until }: Releases, version: string | undefined): boolean | undefined {
  const tooOld = since === undefined ? false : isBefore(version, since);
  const tooNew = until === undefined ? false : isAfter(version, until);
  if (tooOld === true || tooNew === true) return false;
  return tooOld === false && tooNew === false ? true : undefined;
}

const partsOf = (version: string): readonly number[] => version.split('.').map(Number);

/** What the oldest and the newest release of a version agree on; `rest` stands for each part that is not written. */
function sameForAll(
  version: string | undefined,
  holds: (own: readonly number[], rest: number) => boolean,
): boolean | undefined {
  if (version === undefined) return undefined;
  const own = partsOf(version);
  const oldest = holds(own, 0);
  return oldest === holds(own, Infinity) ? oldest : undefined;
}

/** `rest`: what a part of the left one is that is not written; one of the right one is 0. */
function compare(left: readonly number[], right: readonly number[], rest: number): number {
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? rest) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
