/** `what` in PCRE's words, and the offset where it stops: the length of the pattern where it misses something. */
export interface RegexFault {
  readonly what: string;
  readonly at: number;
}

/** What PCRE certainly refuses of a pattern (pcre2_compile); undefined where it may well take it. */
export function regexFault(pattern: string): RegexFault | undefined {
  const fault = (what: string, at = pattern.length): RegexFault => ({ what, at });
  const twice = nameTwice(pattern);
  if (twice !== undefined)
    return fault('two named subpatterns have the same name (PCRE2_DUPNAMES not set)', twice);
  let depth = 0;
  /** Whether a quantifier may follow. */
  let repeatable = false;
  for (let i = 0; i < pattern.length; i++) {
    switch (pattern[i]) {
      case '\\':
        if (i + 1 >= pattern.length) return fault('\\ at end of pattern');
        if (pattern[i + 1] === 'Q') {
          const end = pattern.indexOf('\\E', i + 2);
          i = end === -1 ? pattern.length : end + 1;
        } else i++;
        repeatable = true;
        break;
      case '[': {
        const end = classEnd(pattern, i);
        if (end === undefined) return fault('missing terminating ] for character class');
        i = end;
        repeatable = true;
        break;
      }
      case '(': {
        if (pattern.startsWith('(?#', i)) {
          const end = pattern.indexOf(')', i);
          if (end === -1) return fault('missing ) after (?# comment');
          i = end;
          break;
        }
        const digit = /^\(\?(?:P?<|')(?=\d)/.exec(pattern.slice(i, i + 80))?.[0].length;
        if (digit !== undefined) return fault('subpattern name must start with a non-digit', i + digit);
        // Verbs, conditions and options have grammars of their own.
        const opening = /^\((?:\?(?:[:=!>|]|<[=!]|P?<\w+>|'\w+'|[a-zA-Z-]*[:)])|\*[^)]*\))?/.exec(
          pattern.slice(i, i + 80),
        )?.[0];
        if (opening !== undefined && opening.endsWith(')')) {
          i += opening.length - 1;
          repeatable = false;
          break;
        }
        depth++;
        i += Math.max(0, (opening?.length ?? 1) - 1);
        repeatable = false;
        break;
      }
      case ')':
        if (depth === 0) return fault('unmatched closing parenthesis', i);
        depth--;
        repeatable = true;
        break;
      case '|':
      case '^':
        repeatable = false;
        break;
      case '*':
      case '+':
      case '?':
        if (!repeatable) return fault('quantifier does not follow a repeatable item', i);
        if (pattern[i + 1] === '?' || pattern[i + 1] === '+') i++;
        repeatable = false;
        break;
      case '{': {
        const counts = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(i, i + 30));
        if (!counts) {
          repeatable = true;
          break;
        }
        const [whole, least = '', most] = counts;
        const close = i + whole.length - 1;
        if (Number(least) > 65535 || Number(most ?? 0) > 65535)
          return fault('number too big in {} quantifier', close);
        if (most && Number(most) < Number(least))
          return fault('numbers out of order in {} quantifier', close);
        if (!repeatable) return fault('quantifier does not follow a repeatable item', close);
        i = close;
        if (pattern[i + 1] === '?' || pattern[i + 1] === '+') i++;
        repeatable = false;
        break;
      }
      default:
        repeatable = true;
    }
  }
  return depth > 0 ? fault('missing closing parenthesis') : undefined;
}

/** Behind which name a second group has the name of a first; names may be shared where the pattern says so. */
function nameTwice(pattern: string): number | undefined {
  if (!/\(\?(?:P?<|')\w/.test(pattern) || /\(\?(?:\||[a-zA-Z]*J)|\\[Q\\([]|\[/.test(pattern))
    return undefined;
  const names = new Set<string>();
  for (const { 0: whole, 1: name = '', index } of pattern.matchAll(/\(\?(?:P?<|')(\w+)[>']/g)) {
    if (names.has(name)) return index + whole.length;
    names.add(name);
  }
  return undefined;
}

/** Where a class ends: a `]` that comes first stands for itself, and so does what is escaped. */
function classEnd(pattern: string, open: number): number | undefined {
  let i = open + 1;
  if (pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (pattern[i] === '\\') {
      if (pattern[i + 1] === 'Q') return pattern.length;
      i++;
    } else if (pattern[i] === '[' && /^\[[:.=]/.test(pattern.slice(i, i + 2))) {
      const end = pattern.indexOf(`${pattern[i + 1]}]`, i + 2);
      if (end !== -1) i = end + 1;
    } else if (pattern[i] === ']') return i;
  }
  return undefined;
}

/** How many groups a pattern makes; undefined where that cannot be told: with shared numbers, conditions or `\Q`. */
export function groupsOf(pattern: string): number | undefined {
  if (/\(\?[|(]|\\Q/.test(pattern) || regexFault(pattern) !== undefined) return undefined;
  let groups = 0;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '[') i = classEnd(pattern, i) ?? pattern.length;
    else if (pattern[i] === '(' && /^\((?![?*])|^\(\?(?:P?<\w|'\w)/.test(pattern.slice(i, i + 5))) groups++;
  }
  return groups;
}
