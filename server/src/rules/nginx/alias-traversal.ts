import { t } from '@vscode/l10n';
import { isKnown, written } from '../../languages/nginx/effective';
import { rule } from '../define';
import { locationName } from '../../languages/nginx/location';
import { offered } from '../support/nginx';

/**
 * The alias takes the place of the location's own characters and what follows is appended (ngx_http_map_uri_to_path): `/i../x` below
 * `location /i` with `alias /data/` is `/data/../x`.
 */
export const aliasTraversal = rule({
  meta: {
    id: 'nginx/alias-traversal',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      open: 'A request for "{pattern}../" can read files next to the alias folder, because the alias ends with a slash and the location does not. End both with a slash.',
    },
  },
  directives: ['location'],
  nginxPlacement(placement, context) {
    if (context.configuration.kind !== 'main') return;
    const location = locationName(placement.directive);
    if (!location || (location.modifier !== '' && location.modifier !== '^~')) return;
    const { pattern, word } = location;
    const [alias] = written(placement, 'alias');
    const [folder] = alias?.directive.args ?? [];
    if (!alias || !folder?.value.endsWith('/') || pattern === '' || pattern.endsWith('/')) return;
    const isClosed = ['internal', 'if', 'deny', 'rewrite', 'return'].some(
      (name) => written(placement, name).length > 0,
    );
    if (isClosed || !isKnown(placement)) return;
    const end = word.span.end - (word.quote ? 1 : 0);
    context.report({
      path: placement.path,
      span: word.span,
      message: 'open',
      data: { pattern },
      related: [{ path: alias.path, span: alias.directive.span, message: t('ends with a slash') }],
      fixes: [
        offered(t('End the location with a slash'), placement.path, { span: { start: end, end }, text: '/' }),
      ],
    });
  },
});
