/**
 * What java.util.regex.Pattern refuses of a pattern: the faults that are certain without compiling it. Undefined also where
 * there may be one that is not looked for.
 */
export type JavaRegexFault =
  'nothing to repeat' | 'unclosed group' | 'unclosed class' | 'unmatched )' | 'open escape';

export function javaRegexFault(pattern: string): JavaRegexFault | undefined {
  // With the flag x blanks and comments are no part of the pattern; between \Q and \E nothing is special.
  if (/\(\?[a-z]*x|\\Q/.test(pattern)) return undefined;
  let groups = 0;
  /** Whether an atom is to come: a quantifier has nothing to repeat here. */
  let isFirst = true;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (isFirst && '*+?'.includes(character)) return 'nothing to repeat';
    isFirst = false;
    if (character === '\\') {
      if (at + 1 === pattern.length) return 'open escape';
      at++;
    } else if (character === '[') {
      const end = endOfClass(pattern, at);
      if (end === undefined) return 'unclosed class';
      at = end;
    } else if (character === '(') {
      groups++;
      const kind = /^\?(?:<?[=!]|[>:]|<[A-Za-z][A-Za-z0-9]*>)/.exec(pattern.slice(at + 1))?.[0].length ?? 0;
      at += kind;
      // What else begins with a question mark are flags.
      isFirst = kind > 0 || pattern.charAt(at + 1) !== '?';
    } else if (character === ')') {
      if (--groups < 0) return 'unmatched )';
    } else if (character === '|') isFirst = true;
  }
  return groups > 0 ? 'unclosed group' : undefined;
}

/** Classes nest: `[a-z&&[^aeiou]]`. A bracket right behind the opening one is a character. */
function endOfClass(pattern: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '\\') at++;
    else if (character === '[') {
      depth++;
      if (pattern.charAt(at + 1) === '^') at++;
      if (pattern.charAt(at + 1) === ']') at++;
    } else if (character === ']' && --depth === 0) return at;
  }
  return undefined;
}
