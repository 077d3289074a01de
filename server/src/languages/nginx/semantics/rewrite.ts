import { t } from '@vscode/l10n';
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
        ? t(
            '"{first}" is neither a status code nor a URL that begins with http://, https:// or $scheme. Write a code before it, such as 200 or 302.',
            { first: first.value },
          )
        : t('"{first}" is not a status code. Write a number up to 999.', { first: first.value }),
  });
}

const flags = ['last', 'break', 'redirect', 'permanent'];

/** `ngx_http_rewrite`. */
export function checkRewrite(placement: Placement, report: Report): void {
  const [, replacement, flag] = placement.directive.args;
  if (replacement?.value === '') {
    report({
      family: 'rewrite',
      placement,
      word: replacement,
      says: 'empty replacement',
      told: t('nginx takes no empty replacement. Write "/" for the root.'),
    });
    return;
  }
  if (!flag || isOpen(flag) || flags.includes(flag.value)) return;
  report({
    family: 'rewrite',
    placement,
    word: flag,
    says: `invalid parameter "${flag.value}"`,
    told: t(
      '"{flag}" is not a flag of rewrite; the flags are {flags}. Quote an argument that contains spaces.',
      {
        flag: flag.value,
        flags: flags.join(', '),
      },
    ),
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
    invalid(first, t('A condition must be in parentheses: if ($variable = value) { … }.'));
    return;
  }
  if (!last.value.endsWith(')')) {
    invalid(
      last,
      t('The parenthesis of this condition is not closed. Write ")" before the "{".'),
      last === first ? last.value.slice(1) : last.value,
    );
    return;
  }
  // A bracket alone is a word of its own.
  const words = args.map(({ value }) => value);
  const begin = words[0] === '(' ? 1 : 0;
  const isEmpty = words.join('') === '()';
  const end = words.at(-1) === ')' ? args.length - 2 : args.length - 1;
  const subject = args[begin];
  if (!subject) return;
  if (isEmpty) {
    invalid(subject, t('This condition is empty. Write a variable, or -f, -d, -e or -x and a path.'), ')');
    return;
  }
  if (begin > end) return;
  const value = (begin === 0 ? subject.value.slice(1) : subject.value).replace(
    end === begin && end === args.length - 1 ? /\)$/ : /$^/,
    '',
  );
  if (value.startsWith('$') && value.length > 1) {
    if (begin === end) return;
    if (begin + 2 !== end) {
      invalid(
        subject,
        t(
          'A comparison has three parts: a variable, an operator and a value. Quote a value that contains spaces.',
        ),
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
      told: t('"{operator}" is not an operator. Use =, !=, ~, ~*, !~ or !~*, with spaces around it.', {
        operator: operator.value,
      }),
    });
    return;
  }
  if (/^!?-[fdex]$/.test(value) && end === begin + 1) return;
  invalid(
    subject,
    t('A condition must begin with a variable, or with -f, -d, -e or -x before a path.'),
    value,
  );
}
