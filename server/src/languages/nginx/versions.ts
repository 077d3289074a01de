/** From which release on and until which one a thing exists; left out: as far as is known. */
export interface Releases {
  readonly since?: string;
  readonly until?: string;
}

/** Orders versions by their numbers; `1.28` counts as equal to each `1.28.x`. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a release has a thing. */
export const isWithinReleases = ({ since, until }: Releases, version: string): boolean =>
  (since === undefined || compareVersions(version, since) >= 0) &&
  (until === undefined || compareVersions(version, until) <= 0);
