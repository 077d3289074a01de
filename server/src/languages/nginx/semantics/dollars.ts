import { t } from '@vscode/l10n';
import { hasPlaceholder } from '../../text/placeholders';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { type Evaluated, evaluatedWords } from './evaluated';
import type { Pattern } from './patterns';
import type { Report } from './problem';

interface DollarFault {
  /** What the bracket holds as far as it goes; undefined where no name follows the `$`. */
  readonly open: string | undefined;
  readonly at: number;
}

const reference = /\$(?:\{(\w*)(\})?|(\w+)|)/g;

/** The first `$` of a text that names nothing: `ngx_http_script_compile` in src/http/ngx_http_script.c. */
function dollarFault(text: string): DollarFault | undefined {
  for (const { index, 1: braced, 2: close, 3: plain } of text.matchAll(reference)) {
    if (plain !== undefined) continue;
    if (braced === undefined || (close !== undefined && braced === '')) return { open: undefined, at: index };
    if (close === undefined) return { open: braced, at: index };
  }
  return undefined;
}

/** Values in which a `$` stands that begins no variable. */
export function checkDollars(
  placement: Placement,
  patterns: readonly Pattern[],
  compiles: Evaluated,
  report: Report,
): void {
  for (const word of evaluatedWords(placement, patterns, compiles)) {
    const found = isWaiting(word) ? undefined : dollarFault(textOf(placement, word));
    if (!found) continue;
    report({
      family: 'unknown-variable',
      placement,
      word,
      says: saysOf(placement, word, found),
      told:
        found.open === undefined
          ? t(
              'A "$" begins the name of a variable here, but no name follows it, and nginx has no escape for it. Remove it, or use a variable that holds it: geo $dollar { default "$"; }.',
            )
          : t('The "{open}" of this variable is not closed. Write "{written}".', {
              open: '${',
              written: `\${${found.open}}`,
            }),
    });
    return;
  }
}

/** Something else fills it in: only a bracket that nobody closes is none of it. */
const isWaiting = ({ value }: Word): boolean =>
  hasPlaceholder(value) && !/^[^}]*\$\{\w*[^\w}]?[^}]*$/.test(value);

/** The last word of a condition has its parenthesis. */
function textOf({ directive }: Placement, word: Word): string {
  const isLast = directive.name.value === 'if' && word === directive.args.at(-1);
  return isLast && !word.quote ? word.value.replace(/\)$/, '') : word.value;
}

/** `ngx_http_log_compile_format` quotes the rest. */
function saysOf({ directive }: Placement, { value }: Word, { open, at }: DollarFault): string {
  if (open !== undefined) return `the closing bracket in "${open}" variable is missing`;
  if (directive.name.value === 'log_format') return `invalid parameter "${value.slice(at)}"`;
  return directive.name.value === 'geo' ? `invalid variable name "${value}"` : 'invalid variable name';
}
