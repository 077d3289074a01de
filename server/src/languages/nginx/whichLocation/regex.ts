import { toBytes } from './uri';

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
};

/** Escapes that mean the same in PCRE and here; all others of letters do not, or not surely. */
const sameEscapes = /^[dDwWsSbBtrnfv0-9]$/;

const compiled = new Map<string, RegExp | undefined>();

/** A regular expression of PCRE as one of JavaScript; undefined where the two would not surely agree. */
export function regexOf(pattern: string, caseless = false): RegExp | undefined {
  const key = `${caseless ? 'i' : ''} ${pattern}`;
  if (!compiled.has(key)) {
    if (compiled.size > 2000) compiled.clear();
    compiled.set(key, compile(toBytes(pattern), caseless));
  }
  return compiled.get(key);
}

function compile(given: string, caseless: boolean): RegExp | undefined {
  const inline = given.startsWith('(?i)');
  const source = translate(inline ? given.slice(4) : given);
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, caseless || inline ? 'i' : '');
  } catch {
    // What only PCRE knows, or what no engine takes: the answer is "cannot be told".
    return undefined;
  }
}

function translate(pattern: string): string | undefined {
  let result = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    const rest = pattern.slice(i);
    if (character === '\\') {
      const next = pattern.charAt(++i);
      if (next === 'A') result += '^';
      else if (next === 'z' || next === 'Z') result += '$';
      else if (/[A-Za-z0-9]/.test(next) && !sameEscapes.test(next)) return undefined;
      else result += `\\${next}`;
    } else if (character === '[') {
      const set = translateSet(pattern, i);
      if (!set) return undefined;
      result += set.text;
      i = set.end;
    } else if (rest.startsWith('(?')) {
      const named = /^\(\?(?:P?<|')([A-Za-z_]\w*)[>']/.exec(rest);
      if (named) {
        result += `(?<${named[1]}>`;
        i += named[0].length - 1;
      } else if (/^\(\?(?:[:=!]|<[=!])/.test(rest)) result += character;
      else return undefined;
    } else if (character === '(' && pattern[i + 1] === '*') return undefined;
    else if (character === '$') result += '$';
    else if (character === '.') result += '[^\\n]';
    else result += character;
  }
  return result;
}

/** `[…]` from its bracket on, with POSIX classes and a closing bracket that stands first. */
function translateSet(pattern: string, open: number): { text: string; end: number } | undefined {
  let i = open + 1;
  let text = '[';
  if (pattern[i] === '^') {
    text += '^';
    i++;
  }
  if (pattern[i] === ']') {
    text += '\\]';
    i++;
  }
  for (; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (character === ']') return { text: `${text}]`, end: i };
    const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(i, i + 14));
    if (posix) {
      const known = classes[posix[2] ?? ''];
      if (known === undefined || posix[1]) return undefined;
      text += known;
      i += posix[0].length - 1;
    } else if (character === '\\') {
      const next = pattern.charAt(++i);
      if (/[A-Za-z]/.test(next) && !sameEscapes.test(next)) return undefined;
      text += `\\${next}`;
    } else text += character === '[' ? '\\[' : character;
  }
  return undefined;
}
