import { t } from '@vscode/l10n';
import { valueInEffect, written } from '../../languages/nginx/effective';
import { linesOf, sentValues } from '../../languages/nginx/headers';
import { isBefore } from '../../languages/text/versions';
import { rule } from '../define';
import { asksToClose } from '../support/keepalive';
import { proxyPassOf, setBeside } from '../support/proxies';
import { valuesOf } from '../support/nginx';

/** Up to 1.29.6 nginx asks servers by HTTP/1.0 with `Connection: close` unless told otherwise (ngx_http_proxy_module). */
export const keepaliveInert = rule({
  meta: {
    id: 'nginx/keepalive-inert',
    severity: 'warning',
    refusedBy: 'none',
    versions: '<1.29.7',
    fix: 'safe',
    messages: {
      inert:
        'keepalive of "{upstream}" has no effect here, because nginx asks for every connection to be closed. Set proxy_http_version 1.1 and an empty Connection header.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    const proxy = proxyPassOf(placement, context.configuration);
    const keepalive = proxy?.upstream && written(proxy.upstream.placement, 'keepalive')[0];
    if (!proxy || !keepalive || valuesOf(keepalive)[0] === '0') return;
    if (isBefore(context.configuration.version, '1.29.7') !== true) return;
    if (asksToClose(proxy, context.configuration) !== true) return;
    const version = valueInEffect(proxy.level, 'proxy_http_version') ?? '1.0';
    const sent = sentValues(proxy.headers.lines, 'connection');
    const closes =
      linesOf(proxy.headers.lines, 'connection').length === 0 ||
      sent.some((value) => value.toLowerCase() === 'close');
    // A version that stands beside it would have to be changed, not added.
    const isWritten = written(proxy.level, 'proxy_http_version').length > 0;
    const fix =
      isWritten && version === '1.0'
        ? undefined
        : setBeside(
            proxy,
            {
              title: t('Keep connections open'),
              lines: version === '1.0' ? ['proxy_http_version 1.1;'] : [],
              headers: closes ? new Map([['Connection', '""']]) : new Map(),
            },
            context.model,
          );
    context.report({
      path: placement.path,
      span: placement.directive.span,
      message: 'inert',
      data: { upstream: proxy.authority },
      related: [{ path: keepalive.path, span: keepalive.directive.span, message: t('has no effect') }],
      fixes: fix ? [fix] : [],
    });
  },
});
