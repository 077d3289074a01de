import { t } from '@vscode/l10n';
import type { Placement } from '../../languages/nginx/configuration';
import { written } from '../../languages/nginx/effective';
import { rule, type Words } from '../define';
import { locationName, type LocationName } from '../../languages/nginx/location';
import { valuesOf } from '../support/nginx';

const messages = {
  same: 'No request gets here: an earlier location has the same expression, and nginx uses the first that matches. Merge the two.',
  all: 'No request gets here: the earlier "{pattern}" matches every path, and nginx uses the first expression that matches. Move this one before it.',
} as const;

/** A location by a regular expression that one before it always answers for: the first that matches is taken. */
export const unreachableLocation = rule({
  meta: {
    id: 'nginx/unreachable-location',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages,
  },
  directives: ['server', 'location'],
  nginxPlacement(placement, context) {
    let all: Expression | undefined;
    let before: Map<string, Expression> | undefined;
    for (const child of written(placement, 'location')) {
      if (!valuesOf(child)[0]?.startsWith('~')) continue;
      const location = locationName(child.directive);
      if (!location || (location.modifier !== '~' && location.modifier !== '~*')) continue;
      before ??= new Map();
      const { modifier, pattern, word } = location;
      // `~*` takes what `~` would.
      const catcher = all ?? before.get(`~* ${pattern}`) ?? before.get(`${modifier} ${pattern}`);
      if (catcher) {
        const words: Words<typeof messages> =
          catcher === all
            ? { message: 'all', data: { pattern: catcher.location.pattern } }
            : { message: 'same' };
        context.report({
          path: child.path,
          span: word.span,
          ...words,
          related: [
            { path: catcher.placement.path, span: catcher.location.word.span, message: t('matches first') },
          ],
        });
      } else {
        const expression = { placement: child, location };
        before.set(`${modifier} ${pattern}`, expression);
        if (matchesAll(location)) all = expression;
      }
    }
  },
});

interface Expression {
  readonly placement: Placement;
  readonly location: LocationName;
}

const matchesAll = ({ pattern }: LocationName): boolean =>
  /^(?:\^|\^?\/|\^?\/?\.\*\$?|\^?\/?\(\.\*\)\$?)$/.test(pattern);
