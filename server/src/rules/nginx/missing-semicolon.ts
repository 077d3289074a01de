import { t } from '@vscode/l10n';
import { rule } from '../define';
import { findingsIn, placeOf } from '../support/findings';

/** A directive that takes the following lines for arguments, since its `;` is missing. */
export const missingSemicolon = rule({
  meta: {
    id: 'nginx/missing-semicolon',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'safe',
    messages: {
      refused:
        'A ";" is missing after "{last}", so nginx reads "{next}" on a later line as an argument of "{name}" and does not start. Add it.',
      accepted:
        'A ";" seems to be missing after "{last}": nginx reads "{next}" on a later line as another argument of "{name}", without an error. Add it.',
    },
  },
  nginxConfiguration(configuration, context) {
    for (const finding of findingsIn(configuration, context.model).of('semicolon')) {
      const { placement, word, head, next, refused } = finding;
      const { end } = word.span;
      context.report({
        ...placeOf(finding),
        message: refused ? 'refused' : 'accepted',
        data: { last: word.value.slice(0, 60), next: next.value, name: head.value },
        ...(!refused && { severity: 'warning' }),
        fixes: [
          {
            title: t('Insert ;'),
            safe: true,
            edits: new Map([[placement.path, [{ span: { start: end, end }, text: ';' }]]]),
          },
        ],
      });
    }
  },
});
