import { t } from '@vscode/l10n';
import type { JavaRegexFault } from '../../../languages/text/javaRegex';

/** What is wrong with an expression, in words. */
export function regexWords(fault: JavaRegexFault): string {
  switch (fault) {
    case 'nothing to repeat':
      return t('a quantifier has nothing to repeat');
    case 'unclosed group':
      return t('a group is not closed');
    case 'unclosed class':
      return t('a character class is not closed');
    case 'unmatched )':
      return t('a ")" closes nothing');
    case 'open escape':
      return t('it ends in a backslash');
  }
}
