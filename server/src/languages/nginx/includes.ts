import type { NginxDocument } from './tree';

/** What a file includes: paths, or patterns of glob(3) where they hold `*`, `?` or `[`; relative to the main file's folder. */
export const includedBy = ({ includes }: NginxDocument): readonly string[] =>
  includes.flatMap(({ args: [pattern] }) => pattern?.value ?? []);

/** Whether nginx hands a path to glob(3), for which no match is fine, or opens it as it stands (`ngx_conf_include`). */
export const isGlob = (pattern: string): boolean => /[*?[]/.test(pattern);

/**
 * The paths that a pattern matches, in the order in which nginx reads them: that of their bytes. As in glob(3), `*`, `?`
 * and `[…]` match no slash and no dot that begins a name, and a backslash takes the next character literally.
 */
export function matchGlob(pattern: string, paths: readonly string[]): string[] {
  const segments = pattern.split('/').map(parseSegment);
  const folder = /^[^*?[\\]*\//.exec(pattern)?.[0] ?? '';
  return paths
    .filter((path) => {
      if (!path.startsWith(folder)) return false;
      const names = path.split('/');
      return names.length === segments.length && segments.every((parts, i) => matches(parts, names[i] ?? ''));
    })
    .toSorted(byCodePoint);
}

/** One step of a pattern: any run of characters, or one character that a test accepts. */
type Part = '*' | ((character: string) => boolean);

interface Segment {
  readonly parts: readonly Part[];
  /** Begins with a plain dot, so that hidden names match too. */
  readonly dotted: boolean;
}

function parseSegment(pattern: string): Segment {
  const characters = Array.from(pattern);
  const parts: Part[] = [];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    const set = character === '[' ? parseSet(characters, i) : undefined;
    if (character === '*') {
      if (parts.at(-1) !== '*') parts.push('*');
    } else if (character === '?') parts.push(() => true);
    else if (set) {
      parts.push(set.accepts);
      i = set.end;
    } else {
      const literal = character === '\\' && i + 1 < characters.length ? characters[++i] : character;
      parts.push((other) => other === literal);
    }
  }
  return { parts, dotted: /^\\?\./.test(pattern) };
}

const classes: Record<string, RegExp> = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z\d]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /\s/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[\dA-Fa-f]/,
};

/** `[abc]`, `[!a-z]`, `[[:digit:]]`, or undefined where the bracket is not closed and stands for itself. */
function parseSet(
  characters: readonly string[],
  open: number,
): { accepts: (character: string) => boolean; end: number } | undefined {
  let i = open + 1;
  const negated = characters[i] === '!' || characters[i] === '^';
  if (negated) i++;
  const members: ((character: string) => boolean)[] = [];
  for (const first = i; i < characters.length; i++) {
    const low = characters[i] ?? '';
    if (low === ']' && i > first) {
      return { accepts: (character) => negated !== members.some((member) => member(character)), end: i };
    }
    const named = low === '[' ? /^\[:(\w+):\]/.exec(characters.slice(i, i + 12).join('')) : null;
    const known = named?.[1] === undefined ? undefined : classes[named[1]];
    if (named && known) {
      members.push((character) => known.test(character));
      i += named[0].length - 1;
      continue;
    }
    const high = characters[i + 1] === '-' && characters[i + 2] !== ']' ? characters[i + 2] : undefined;
    if (high !== undefined) i += 2;
    members.push((character) => byCodePoint(low, character) <= 0 && byCodePoint(character, high ?? low) <= 0);
  }
  return undefined;
}

/** Walks pattern and name with one place to go back to, so that no pattern takes more than length times length. */
function matches({ parts, dotted }: Segment, name: string): boolean {
  if (name.startsWith('.') && !dotted) return false;
  const characters = Array.from(name);
  let part = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < characters.length;) {
    const current = parts[part];
    if (current === '*') {
      star = part++;
      resume = i;
    } else if (current?.(characters[i] ?? '')) {
      part++;
      i++;
    } else if (star !== -1) {
      part = star + 1;
      i = ++resume;
    } else return false;
  }
  while (parts[part] === '*') part++;
  return part === parts.length;
}

function byCodePoint(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
