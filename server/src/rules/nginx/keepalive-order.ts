import { t } from '@vscode/l10n';
import { hasGap } from '../../languages/nginx/effective';
import { isBefore } from '../../languages/text/versions';
import { rule } from '../define';
import { nameOf, offered, sourceOf, withoutLine } from '../support/nginx';
import { insertAfter } from '../support/edits';

/** `ngx_http_upstream_init_keepalive` wraps the method that stands before it; one that comes later takes its place. */
const methods: ReadonlySet<string> = new Set(['ip_hash', 'hash', 'least_conn', 'random', 'least_time']);

/** `keepalive` before the balancing method: without effect up to nginx 1.29.6. */
export const keepaliveOrder = rule({
  meta: {
    id: 'nginx/keepalive-order',
    severity: 'warning',
    refusedBy: 'none',
    versions: '<1.29.7',
    fix: 'safe',
    messages: {
      inert:
        '"{method}" comes after keepalive and replaces it, so no connection is kept open. Put keepalive last.',
    },
  },
  directives: ['upstream'],
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    if (placement.context !== 'http') return;
    if (isBefore(configuration.version, '1.29.7') !== true) return;
    const { children } = placement;
    const at = children.findIndex((child) => nameOf(child) === 'keepalive');
    const keepalive = children[at];
    const later = children.slice(at + 1).filter((child) => methods.has(nameOf(child)));
    const [method] = later;
    const last = later.at(-1);
    if (!keepalive || !method || !last) return;
    const { path } = keepalive;
    const text = model.textOf(path);
    const edits = [
      withoutLine(text, keepalive.directive.span),
      insertAfter(text, last.directive.span, [sourceOf(keepalive, model)]),
    ];
    const fix = offered(t('Move keepalive after the method'), path, ...edits);
    context.report({
      path,
      span: keepalive.directive.span,
      message: 'inert',
      data: { method: nameOf(method) },
      related: [{ path: method.path, span: method.directive.span, message: t('replaces it') }],
      // A method that is not seen may come after this one.
      fixes: last.path === path ? [{ ...fix, safe: !hasGap(placement) }] : [],
    });
  },
});
