import { t } from '@vscode/l10n';

/** Most names that are offered. */
const most = 3;

/**
 * The names that somebody may have meant, the nearest first: by the fewest letters changed, added, left out or swapped,
 * at most a third of the name.
 */
export function suggest(name: string, names: Iterable<string>): readonly string[] {
  const lower = name.toLowerCase();
  const limit = Math.max(1, Math.min(3, Math.floor(name.length / 3)));
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const other of names) {
    if (Math.abs(other.length - name.length) > limit) continue;
    const distance = distanceOf(lower, other.toLowerCase(), limit);
    if (distance <= limit) near.push({ name: other, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  // What is further away than the best was hardly meant.
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance <= Math.max(best, 1))
    .slice(0, most)
    .map((found) => found.name);
}

/** Optimal string alignment distance; above the limit only that it is above. */
function distanceOf(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return least;
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? Infinity;
}

/** `"a", "b" or "c"` */
export const listed = (names: readonly string[]): string => either(names.map((name) => `"${name}"`));

/** `a, b or c` */
export function either(phrases: readonly string[]): string {
  const last = phrases.at(-1) ?? '';
  return phrases.length > 1
    ? t('{phrases} or {last}', { phrases: phrases.slice(0, -1).join(', '), last })
    : last;
}

/** `a, b and c` */
export function all(phrases: readonly string[]): string {
  const last = phrases.at(-1) ?? '';
  return phrases.length > 1
    ? t('{phrases} and {last}', { phrases: phrases.slice(0, -1).join(', '), last })
    : last;
}
