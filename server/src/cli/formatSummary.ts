import type { Check } from '../workspace/check';
import { checkedFiles, pathsOf, type Unchecked } from '../workspace/unchecked';
import { severities } from './options';
import { placeOf, shown } from './places';

/** `No problems in 2 files; 1 was not checked, 3 only in part:`, and below it what and why. */
export function formatSummary(checks: readonly Check[], unread: readonly Unchecked[]): string {
  const silences = silencesOf(checks, unread);
  const list = silences.map(({ places, why }) => `  ${listed(places)}: ${why}\n`).join('');
  const files = checks.flatMap(checkedFiles);
  if (files.length === 0)
    return list
      ? `Nothing was checked:\n${list}`
      : 'Nothing was checked: no file of nginx, Tomcat, Compose or Java was found.\n';
  const problems = problemsIn(checks, count(files.length, 'file'));
  const unchecked = [...unread, ...checks.flatMap((check) => check.unchecked)];
  const whole = pathsOf(unchecked, 'whole').size;
  const part = pathsOf(unchecked, 'part').size;
  const told = [
    ...(whole > 0 ? [`${were(whole)} not checked`] : []),
    ...(part > 0 ? [whole > 0 ? `${part} only in part` : `${were(part)} checked only in part`] : []),
  ].join(', ');
  if (told) return `${problems}; ${told}:\n${list}`;
  return problems.startsWith('No ') ? `${problems}.\n` : `${problems}\n`;
}

function problemsIn(checks: readonly Check[], of: string): string {
  const all = checks.flatMap(({ diagnostics }) => diagnostics);
  if (all.length === 0) return `No problems in ${of}`;
  const counts = severities
    .map(
      (severity) => [severity, all.filter((diagnostic) => diagnostic.severity === severity).length] as const,
    )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => (severity === 'information' ? `${number} info` : count(number, severity)));
  const fixable = checks
    .filter(({ settings }) => !settings.elsewhere)
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
  const hint = fixable > 0 ? `; --fix mends ${fixable}` : '';
  return `${count(all.length, 'problem')} in ${of}: ${counts.join(', ')}${hint}`;
}

/** What was not checked for one reason. */
interface Silence extends Pick<Unchecked, 'extent' | 'why'> {
  readonly places: readonly string[];
}

/** Wholes first; those with one reason together. */
function silencesOf(checks: readonly Check[], unread: readonly Unchecked[]): readonly Silence[] {
  const told = [
    ...unread.map(({ path, extent, why }) => ({ extent, why, place: shown(path) })),
    ...checks.flatMap((check) =>
      check.unchecked.map(({ path, span, extent, why }) => ({
        extent,
        why,
        place: span ? placeOf(path, span, check) : shown(path, check),
      })),
    ),
  ];
  const groups = new Map<string, Silence & { readonly places: string[] }>();
  for (const { extent, why, place } of told) {
    const key = `${extent === 'whole' ? 0 : 1} ${why}`;
    const group = groups.get(key) ?? { extent, why, places: [] };
    group.places.push(place);
    groups.set(key, group);
  }
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b)).map(([, group]) => group);
}

const mostListed = 3;

function listed(places: readonly string[]): string {
  const others = places.length - mostListed;
  if (others <= 1) return places.join(', ');
  return `${places.slice(0, mostListed).join(', ')} and ${others} others`;
}

const were = (number: number): string => `${number} ${number === 1 ? 'was' : 'were'}`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
