import { t } from '@vscode/l10n';
import { hasGap, written } from '../../languages/nginx/effective';
import type { Placement } from '../../languages/nginx/configuration';
import { rule } from '../define';
import { nameOf, valuesOf } from '../support/nginx';

/** What an `if` gives to the location that it makes of itself. */
const setting = /^(?:add_header|expires|root|alias|gzip|limit_rate|access_log)$/;
const pass = /^(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass$/;

/** A matching `if` is a location of its own: of several only the last counts, and `try_files` beside it is not looked at. */
export const ifIsEvil = rule({
  meta: {
    id: 'nginx/if-is-evil',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      tryFiles:
        'When this "if" matches, nginx skips the try_files next to it. Use a map or another location.',
      last: 'When both this "if" and the one before it match, nginx ignores what the first one sets. Use a map.',
    },
  },
  directives: ['location'],
  nginxPlacement(placement, context) {
    const ifs = written(placement, 'if').filter((one) => goesOn(one) && !hasGap(one));
    const [tryFiles] = written(placement, 'try_files');
    // One that passes the request on means to answer in the place of try_files.
    const first = ifs.find((one) => has(one, setting) && !(tryFiles && has(one, pass)));
    if (!first) return;
    const second = ifs.slice(ifs.indexOf(first) + 1).find((one) => forgets(one, first));
    if (tryFiles) {
      context.report({
        path: first.path,
        span: first.directive.name.span,
        message: 'tryFiles',
        related: [{ path: tryFiles.path, span: tryFiles.directive.span, message: t('is skipped') }],
      });
    } else if (second && !hasGap(placement)) {
      context.report({
        path: second.path,
        span: second.directive.name.span,
        message: 'last',
        related: [{ path: first.path, span: first.directive.name.span, message: t('is ignored') }],
      });
    }
  },
});

const has = ({ children }: Placement, names: RegExp): boolean =>
  children.some((child) => names.test(nameOf(child)));

/** It does not end the request or lead it elsewhere. */
const goesOn = (one: Placement): boolean => !has(one, /^(?:return|rewrite|break)$/);

/** Whether both may hold, and the first sets what the second does not set anew. */
function forgets(second: Placement, first: Placement): boolean {
  // Of one variable they mostly ask for values that exclude each other.
  if (asked(first) === asked(second) || !(has(second, setting) || has(second, pass))) return false;
  const anew = new Set(second.children.map(whatItSets));
  return first.children.some((child) => setting.test(nameOf(child)) && !anew.has(whatItSets(child)));
}

const asked = (one: Placement): string | undefined => valuesOf(one)[0]?.replace(/[()]/g, '').toLowerCase();

const whatItSets = (line: Placement): string =>
  nameOf(line) === 'add_header' ? `add_header ${valuesOf(line)[0]?.toLowerCase() ?? ''}` : nameOf(line);
