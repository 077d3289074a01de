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
        'A ";" is missing behind "{last}", so nginx takes "{next}" on a later line for an argument of "{name}" and does not start. Add it.',
      accepted:
        'A ";" seems to be missing behind "{last}": nginx takes "{next}" on a later line for one more argument of "{name}", without a word. Add it.',
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
            title: 'Insert ;',
            safe: true,
            edits: new Map([[placement.path, [{ span: { start: end, end }, text: ';' }]]]),
          },
        ],
      });
    }
  },
});
