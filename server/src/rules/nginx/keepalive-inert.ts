import { t } from '@vscode/l10n';
import { isSeen, valueInEffect, written } from '../../languages/nginx/effective';
import { linesOf, sentValues } from '../../languages/nginx/headers';
import { isBefore } from '../../languages/text/versions';
import { rule } from '../define';
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
    if (!proxy?.headers.areKnown || !keepalive || valuesOf(keepalive)[0] === '0') return;
    if (isBefore(context.configuration.version, '1.29.7') !== true) return;
    if (!isSeen(proxy.level, 'proxy_http_version')) return;
    const version = valueInEffect(proxy.level, 'proxy_http_version') ?? '1.0';
    // HTTP/2, since 1.29.4, has no Connection header.
    if (version === '2') return;
    const sent = sentValues(proxy.headers.lines, 'connection');
    const isSet = linesOf(proxy.headers.lines, 'connection').length > 0;
    const closes = !isSet || sent.some((value) => value.toLowerCase() === 'close');
    if (!closes && !(sent.length === 0 && version === '1.0')) return;
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
