import type { Placement } from './configuration';
import { written } from './effective';
import type { Directive, Word } from './tree';

/** A location's modifier and what follows it; the modifier may be glued to the pattern, as in `=/x`. */
export interface LocationName {
  readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@';
  /** Of a named location with its `@`. */
  readonly pattern: string;
  /** The word that holds the pattern. */
  readonly word: Word;
}

export interface Location extends LocationName {
  readonly placement: Placement;
}

const glued = /^(?:=|\^~|~\*?)/;

/** As `ngx_http_core_location` reads it; undefined for a modifier that it refuses. */
export function locationName({ args: [first, second] }: Directive): LocationName | undefined {
  if (!first) return undefined;
  const { value } = first;
  if (second) {
    return isModifier(value) ? { modifier: value, pattern: second.value, word: second } : undefined;
  }
  if (value.startsWith('@')) return { modifier: '@', pattern: value, word: first };
  const [modifier = ''] = glued.exec(value) ?? [];
  return {
    modifier: isModifier(modifier) ? modifier : '',
    pattern: value.slice(modifier.length),
    word: first,
  };
}

const isModifier = (text: string): text is '=' | '^~' | '~' | '~*' => glued.exec(text)?.[0] === text;

/** The locations directly in a server or a location, in nginx's order. */
export const locationsIn = (level: Placement): readonly Location[] =>
  written(level, 'location').flatMap((placement) => {
    const name = placement.directive.block && locationName(placement.directive);
    return name ? [{ placement, ...name }] : [];
  });
