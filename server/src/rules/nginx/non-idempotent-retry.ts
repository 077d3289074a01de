import { t } from '@vscode/l10n';
import { isSeen, valueInEffect } from '../../languages/nginx/effective';
import { rule } from '../define';
import { offered, withoutWord } from '../support/nginx';

/** `non_idempotent`: a POST that a Tomcat may have worked on already is sent to the next one (ngx_http_upstream_next). */
export const nonIdempotentRetry = rule({
  meta: {
    id: 'nginx/non-idempotent-retry',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      repeated:
        'After an error nginx sends a POST again to the next server, although the first may have processed it, so an order can be placed twice. Remove non_idempotent.',
    },
  },
  directives: [
    'proxy_next_upstream',
    'grpc_next_upstream',
    'fastcgi_next_upstream',
    'uwsgi_next_upstream',
    'scgi_next_upstream',
  ],
  nginxPlacement(placement, context) {
    const { path, directive } = placement;
    const word = directive.args.find(({ value }) => value === 'non_idempotent');
    if (!word || placement.context.startsWith('stream')) return;
    // With one try no second server is asked.
    const tries = `${directive.name.value}_tries`;
    if (!isSeen(placement.parent, tries) || valueInEffect(placement.parent, tries) === '1') return;
    const alone = directive.args.length === 1;
    context.report({
      path,
      span: word.span,
      message: 'repeated',
      fixes: alone
        ? []
        : [offered(t('Remove non_idempotent'), path, withoutWord(context.model.textOf(path), word))],
    });
  },
});
