/** What a variable holds: a text, or `unknown` where it is set to what nobody here can read; undefined: not set. */
export type Variable = string | undefined;
export type Lookup = (name: string) => { readonly value: Variable } | undefined;

export interface Expanded {
  /** Variables that are not known stand as they were written. */
  readonly text: string;
  readonly isKnown: boolean;
}

/** Defaults in defaults are followed so deep. */
const maxDepth = 10;

const token =
  /\\([\s\S])|'([^']*)'|\$(\w+)|\$\{(\w+)(?::?([-+])((?:[^{}\\]|\\.|\$\{[^{}]*\})*))?\}|\$\{[^}]*\}?|"|[^\\'"$]+|[\s\S]/g;

/**
 * Replaces variables and takes quotes and escapes away, as Docker does with the words of an instruction
 * (frontend/dockerfile/shell/lex.go): `$X`, `${X}`, `${X:-default}`, `${X:+other}`.
 */
export function expand(word: string, lookup: Lookup, depth = 0): Expanded {
  let text = '';
  let isKnown = depth <= maxDepth;
  if (!isKnown) return { text: word, isKnown };
  for (const match of word.matchAll(token)) {
    const [whole, escaped, quoted, plain, braced, operator, operand = ''] = match;
    const name = plain ?? braced;
    if (escaped !== undefined) text += escaped;
    else if (quoted !== undefined) text += quoted;
    else if (whole === '"') continue;
    else if (!whole.startsWith('$') || whole === '$') text += whole;
    else {
      const found = name === undefined ? undefined : valueOf(name, operator, operand, lookup, depth);
      text += found?.text ?? whole;
      if (!found?.isKnown) isKnown = false;
    }
  }
  return { text, isKnown };
}

/** Undefined where nobody can tell. `:-` and `-` differ for the empty text alone, which is taken as not set. */
function valueOf(
  name: string,
  operator: string | undefined,
  operand: string,
  lookup: Lookup,
  depth: number,
): Expanded | undefined {
  const found = lookup(name);
  const isSet = found !== undefined && found.value !== '';
  if (found && found.value === undefined) return undefined;
  if (operator === '-' && !isSet) return expand(operand, lookup, depth + 1);
  if (operator === '+') return isSet ? expand(operand, lookup, depth + 1) : { text: '', isKnown: true };
  return found?.value === undefined ? undefined : { text: found.value, isKnown: true };
}
