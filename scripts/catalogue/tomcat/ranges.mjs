// Releases in which a thing is there, as a text for each line: `9.0` (all), `9.0.13+`, `-9.0.55`, `9.0.13-9.0.55`.
import { compare } from '../releases.mjs';

export const lineOf = (version) => version.split('.', 2).join('.');

/** Things by key, in their order. */
export function grouped(things, keyOf) {
  const groups = new Map();
  for (const thing of things) {
    const key = keyOf(thing);
    if (groups.has(key)) groups.get(key).push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

export class Ranges {
  /** `releases`: all that were read. */
  constructor(releases) {
    this.lines = grouped(releases.toSorted(compare), lineOf);
  }

  /** Undefined where it is in all releases. `has`: a set of releases. */
  textOf(has) {
    const parts = [...this.lines].flatMap(([line, releases]) => runsOf(line, releases, has));
    return parts.join(' ') === [...this.lines.keys()].join(' ') ? undefined : parts.join(' ');
  }
}

function runsOf(line, releases, has) {
  const runs = [];
  let start;
  releases.forEach((release, index) => {
    if (!has.has(release)) start = undefined;
    else if (start === undefined) runs.push((start = [index, index]));
    else start[1] = index;
  });
  return runs.map(([from, to]) => {
    const since = from > 0;
    const until = to < releases.length - 1;
    if (since && until) return `${releases[from]}-${releases[to]}`;
    if (since) return `${releases[from]}+`;
    return until ? `-${releases[to]}` : line;
  });
}

/** Values with the releases in which each holds: an entry each, in the order of the newest release first. */
export function formsOf(byRelease, ranges) {
  const forms = new Map();
  for (const [release, value] of byRelease) {
    const key = JSON.stringify(value);
    if (!forms.has(key)) forms.set(key, { value, has: new Set() });
    forms.get(key).has.add(release);
  }
  return [...forms.values()].map(({ value, has }) => ({ value, in: ranges.textOf(has) }));
}
