import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { written } from '../effective';
import type { Word } from '../tree';
import { isOpen, type Report } from './problem';

interface Location {
  readonly kind: 'exact' | 'prefix' | 'regex' | 'named';
  readonly name: string;
  readonly word: Word;
}

/** `ngx_http_core_location` in src/http/ngx_http_core_module.c; undefined where it cannot be told. */
function locationOf({ directive: { args } }: Placement): Location | 'invalid modifier' | undefined {
  const [first, second, third] = args;
  if (!first || third || args.some(isOpen)) return undefined;
  if (second) {
    switch (first.value) {
      case '=':
        return { kind: 'exact', name: second.value, word: second };
      case '^~':
        return { kind: 'prefix', name: second.value, word: second };
      case '~':
      case '~*':
        return { kind: 'regex', name: second.value, word: second };
      default:
        return 'invalid modifier';
    }
  }
  const { value } = first;
  if (value.startsWith('=')) return { kind: 'exact', name: value.slice(1), word: first };
  if (value.startsWith('^~')) return { kind: 'prefix', name: value.slice(2), word: first };
  if (value.startsWith('~')) return { kind: 'regex', name: value.replace(/^~\*?/, ''), word: first };
  if (value.startsWith('@')) return { kind: 'named', name: value, word: first };
  return { kind: 'prefix', name: value, word: first };
}

/** The locations of a server or of another location: their modifiers, how they nest, and that none is there twice. */
export function checkLocations(level: Placement, report: Report): void {
  const locations = written(level, 'location');
  if (locations.length === 0) return;
  const outer = level.directive.name.value === 'location' ? locationOf(level) : undefined;
  const known = new Map<string, Placement>();
  for (const placement of locations) {
    const location = locationOf(placement);
    const [first] = placement.directive.args;
    if (location === 'invalid modifier' && first) {
      report({
        family: 'location',
        placement,
        word: first,
        says: `invalid location modifier "${first.value}"`,
        told: t('"{first}" is not a location modifier. Use =, ^~, ~ or ~*.', { first: first.value }),
      });
      continue;
    }
    if (!location || location === 'invalid modifier') continue;
    if (outer && outer !== 'invalid modifier' && !nests(placement, location, outer, report)) continue;
    if (location.kind !== 'exact' && location.kind !== 'prefix') continue;
    const key = `${location.kind} ${location.name}`;
    const before = known.get(key);
    if (!before) {
      known.set(key, placement);
      continue;
    }
    report({
      family: 'duplicate-location',
      placement,
      word: location.word,
      says: `duplicate location "${location.name}"`,
      told: t('This location is already defined. Merge the two, or give one of them another path.'),
      related: { placement: before, message: t('The first one') },
    });
  }
}

function nests(placement: Placement, inner: Location, outer: Location, report: Report): boolean {
  const say = (says: string, told: string): false => {
    report({ family: 'location', placement, word: inner.word, says, told });
    return false;
  };
  if (outer.kind === 'exact')
    return say(
      `location "${inner.name}" cannot be inside the exact location "${outer.name}"`,
      t(
        'An exact location matches a single URI, so it cannot contain other locations. Move this one out of it.',
      ),
    );
  if (outer.kind === 'named')
    return say(
      `location "${inner.name}" cannot be inside the named location "${outer.name}"`,
      t(
        'A named location is reached only by its name, so it cannot contain other locations. Move this one out of it.',
      ),
    );
  if (inner.kind === 'named')
    return say(
      `named location "${inner.name}" can be on the server level only`,
      t('A named location must be directly inside "server". Move it there.'),
    );
  // With a filename compare: by letters on Linux.
  if (inner.kind !== 'regex' && !inner.name.startsWith(outer.name))
    return say(
      `location "${inner.name}" is outside location "${outer.name}"`,
      t(
        'This location can never match, because only requests that begin with "{name}" get here. Move it out, or begin it with "{name}".',
        { name: outer.name },
      ),
    );
  return true;
}
