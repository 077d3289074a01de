import { t } from '@vscode/l10n';
import { isSeen, valueInEffect, written } from '../../languages/nginx/effective';
import { linesOf, sentValues } from '../../languages/nginx/headers';
import { namesVariable } from '../../languages/nginx/variables';
import { isBefore } from '../../languages/text/versions';
import { rule } from '../define';
import { proxyPassOf, setBeside } from '../support/proxies';

/** A change of protocol takes both headers and HTTP/1.1 (nginx: "WebSocket proxying"). */
export const websocketUpgrade = rule({
  meta: {
    id: 'nginx/websocket-upgrade',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      connection:
        'Upgrade is passed on without "Connection: upgrade", so Tomcat treats a WebSocket as a plain request and answers 400 or 404. Set both.',
      upgrade:
        '"Connection: upgrade" is set without Upgrade, so Tomcat does not know what to upgrade to. Set both.',
      version: 'WebSockets need HTTP/1.1, but nginx uses HTTP/1.0 here. Set proxy_http_version 1.1.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    const proxy = proxyPassOf(placement, context.configuration);
    if (!proxy?.headers.areKnown || !isSeen(proxy.level, 'proxy_http_version')) return;
    const { lines: headers } = proxy.headers;
    const connection = sentValues(headers, 'connection');
    const handsOn = sentValues(headers, 'upgrade').some(
      (value) => namesVariable(value, 'http_upgrade') || /^websocket$/i.test(value),
    );
    const upgrades = connection.some((value) => /\bupgrade\b/i.test(value) && !value.includes('$'));
    const message = handsOn
      ? connection.every((value) => /^(?:close|keep-alive)$/i.test(value))
        ? 'connection'
        : asksByOldHttp(proxy.level)
          ? 'version'
          : undefined
      : upgrades && linesOf(headers, 'upgrade').length === 0
        ? 'upgrade'
        : undefined;
    if (message === undefined) return;
    const lines = asksByOldHttp(proxy.level) ? ['proxy_http_version 1.1;'] : [];
    const wanted = {
      connection: new Map([['Connection', '"upgrade"']]),
      upgrade: new Map([['Upgrade', '$http_upgrade']]),
      version: new Map<string, string>(),
    }[message];
    const isWritten = lines.length > 0 && written(proxy.level, 'proxy_http_version').length > 0;
    const fix = isWritten
      ? undefined
      : setBeside(proxy, { title: t('Pass the upgrade on'), lines, headers: wanted }, context.model);
    context.report({
      path: placement.path,
      span: placement.directive.span,
      message,
      fixes: fix ? [fix] : [],
    });

    function asksByOldHttp(level: typeof placement): boolean {
      const version = valueInEffect(level, 'proxy_http_version');
      return (
        version === '1.0' ||
        (version === undefined && isBefore(context.configuration.version, '1.29.7') === true)
      );
    }
  },
});
