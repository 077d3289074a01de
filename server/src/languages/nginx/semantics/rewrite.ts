import { parseNumber } from '../check/values';
import type { Placement } from '../configuration';
import { isOpen, type Report } from './problem';

/** `ngx_http_rewrite_return` in src/http/modules/ngx_http_rewrite_module.c. */
export function checkReturn(placement: Placement, report: Report): void {
  const [first, ...rest] = placement.directive.args;
  if (!first || isOpen(first)) return;
  const code = parseNumber(first.value);
  const isUrl = rest.length === 0 && /^(https?:\/\/|\$scheme)/.test(first.value);
  if (code === undefined ? isUrl : code <= 999) return;
  report({
    family: 'return',
    placement,
    word: first,
    says: `invalid return code "${first.value}"`,
    told:
      code === undefined && rest.length === 0
        ? `"${first.value}" is no status code, and no URL that begins with http://, https:// or $scheme. Write a code before it, such as 200 or 302.`
        : `"${first.value}" is no status code: write a number up to 999.`,
  });
}

const flags = ['last', 'break', 'redirect', 'permanent'];

/** `ngx_http_rewrite`. */
export function checkRewrite(placement: Placement, report: Report): void {
  const flag = placement.directive.args[2];
  if (!flag || isOpen(flag) || flags.includes(flag.value)) return;
  report({
    family: 'rewrite',
    placement,
    word: flag,
    says: `invalid parameter "${flag.value}"`,
    told: `"${flag.value}" is no flag of rewrite: ${flags.join(', ')} are. Quote what belongs together.`,
  });
}

const comparisons = new Set(['=', '!=', '~', '~*', '!~', '!~*']);

/** `ngx_http_rewrite_if_condition`. */
export function checkIf(placement: Placement, report: Report): void {
  const { args } = placement.directive;
  const [first] = args;
  const last = args.at(-1);
  if (!first || !last || args.some(isOpen)) return;
  const invalid = (word: typeof first, told: string, quoted = word.value): void =>
    report({ family: 'if', placement, word, says: `invalid condition "${quoted}"`, told });
  if (!first.value.startsWith('(')) {
    invalid(first, 'A condition stands in brackets: if ($variable = value) { … }.');
    return;
  }
  if (!last.value.endsWith(')')) {
    invalid(last, 'The bracket of this condition is not closed. Write ")" before the "{".');
    return;
  }
  // A bracket alone is a word of its own.
  const words = args.map(({ value }) => value);
  const begin = words[0] === '(' ? 1 : 0;
  const end = words.at(-1) === ')' ? args.length - 2 : args.length - 1;
  const subject = args[begin];
  if (!subject || begin > end) return;
  const value = (begin === 0 ? subject.value.slice(1) : subject.value).replace(
    end === begin && end === args.length - 1 ? /\)$/ : /$^/,
    '',
  );
  if (value.startsWith('$') && value.length > 1) {
    if (begin === end) return;
    if (begin + 2 !== end) {
      invalid(
        subject,
        'A comparison has three words: a variable, an operator and one value. Quote a value with blanks.',
        value,
      );
      return;
    }
    const operator = args[begin + 1];
    if (!operator) return;
    const sign = begin + 1 === args.length - 1 ? operator.value.replace(/\)$/, '') : operator.value;
    if (comparisons.has(sign)) return;
    report({
      family: 'if',
      placement,
      word: operator,
      says: `unexpected "${sign}" in condition`,
      told: `"${operator.value}" compares nothing: nginx knows =, !=, ~, ~*, !~ and !~*, with blanks around them.`,
    });
    return;
  }
  if (/^!?-[fdex]$/.test(value) && end > begin) return;
  invalid(subject, 'A condition begins with a variable, or with -f, -d, -e or -x before a path.', value);
}
