import { written } from '../../languages/nginx/effective';
import type { Placement } from '../../languages/nginx/configuration';
import type { Rule } from '../rule';
import { nameOf } from './support';

/** Directives that an `if` gives to the location that it makes of itself. */
const content =
  /^(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass$|^(?:add_header|expires|root|alias|gzip|limit_rate|access_log)$/;

/** A matching `if` is a location of its own: of several only the last counts, and `try_files` beside it is not looked at. */
export const ifIsEvil: Rule = {
  meta: {
    id: 'nginx/if-is-evil',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      tryFiles:
        'Where this "if" holds, nginx leaves try_files beside it out. Take a map, or another location.',
      last: 'Where both this "if" and the one before it hold, nginx forgets what the first has set. Take a map.',
    },
  },
  directives: ['location'],
  nginxPlacement(placement, context) {
    const ifs = written(placement, 'if').filter(setsContent);
    const [first, second] = ifs;
    const [tryFiles] = written(placement, 'try_files');
    if (first && tryFiles) {
      context.report({
        path: first.path,
        span: first.directive.name.span,
        message: 'tryFiles',
        related: [{ path: tryFiles.path, span: tryFiles.directive.span, message: 'is left out' }],
      });
    } else if (first && second) {
      context.report({
        path: second.path,
        span: second.directive.name.span,
        message: 'last',
        related: [{ path: first.path, span: first.directive.name.span, message: 'is forgotten' }],
      });
    }
  },
};

/** It sets something, and does not end the request or lead it elsewhere. */
const setsContent = ({ children }: Placement): boolean =>
  children.some((child) => content.test(nameOf(child))) &&
  !children.some((child) => /^(?:return|rewrite|break)$/.test(nameOf(child)));
