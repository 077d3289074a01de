/** What PCRE certainly refuses of a pattern, in its words (pcre2_compile); undefined where it may well take it. */
export function regexFault(pattern: string): string | undefined {
  let depth = 0;
  /** Whether a quantifier may follow. */
  let repeatable = false;
  for (let i = 0; i < pattern.length; i++) {
    switch (pattern[i]) {
      case '\\':
        if (i + 1 >= pattern.length) return '\\ at end of pattern';
        if (pattern[i + 1] === 'Q') {
          const end = pattern.indexOf('\\E', i + 2);
          i = end === -1 ? pattern.length : end + 1;
        } else i++;
        repeatable = true;
        break;
      case '[': {
        const end = classEnd(pattern, i);
        if (end === undefined) return 'missing terminating ] for character class';
        i = end;
        repeatable = true;
        break;
      }
      case '(': {
        if (pattern.startsWith('(?#', i)) {
          const end = pattern.indexOf(')', i);
          if (end === -1) return 'missing ) after (?# comment';
          i = end;
          break;
        }
        const name = /^\(\?(?:P?<|')(\w*)/.exec(pattern.slice(i, i + 80))?.[1];
        if (name !== undefined && /^\d/.test(name)) return 'subpattern name must start with a non-digit';
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
        if (depth === 0) return 'unmatched closing parenthesis';
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
        if (!repeatable) return 'quantifier does not follow a repeatable item';
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
        if (Number(least) > 65535 || Number(most ?? 0) > 65535) return 'number too big in {} quantifier';
        if (most && Number(most) < Number(least)) return 'numbers out of order in {} quantifier';
        if (!repeatable) return 'quantifier does not follow a repeatable item';
        i += whole.length - 1;
        if (pattern[i + 1] === '?' || pattern[i + 1] === '+') i++;
        repeatable = false;
        break;
      }
      default:
        repeatable = true;
    }
  }
  return depth > 0 ? 'missing closing parenthesis' : undefined;
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
