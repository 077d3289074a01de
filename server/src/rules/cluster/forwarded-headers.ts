import { t } from '@vscode/l10n';
import { valueOf } from '../../cluster/facts';
import { headerSent, stateOf } from '../../cluster/routes/request';
import { linesOf } from '../../languages/nginx/headers';
import { placeOf } from '../../languages/nginx/whichLocation/state';
import { rule } from '../define';
import { proxyPassOf, setBeside } from '../support/proxies';
import { addressOf, waysOf } from '../support/routes';

/** RemoteIpValve changes nothing where the header of the protocol is missing. */
export const forwardedHeaders = rule({
  meta: {
    id: 'cluster/forwarded-headers',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      missing:
        'Browsers come here by TLS, and the RemoteIpValve of {node} waits for X-Forwarded-Proto, but nginx does not send it: Tomcat takes the requests for plain http, so session cookies lack Secure unless web.xml sets it, and links that are made from the URL begin with http. Add "proxy_set_header X-Forwarded-Proto $scheme;".',
    },
  },
  model(model, { report }) {
    const seen = new Set<object>();
    for (const { route, belief } of waysOf(model)) {
      const { entry, passed, node, connector } = route;
      const { placement } = passed.proxy;
      const { trusted } = belief;
      if (!entry.isTls || !passed.browser.isDirect || connector.tls || seen.has(placement.directive))
        continue;
      if (valueOf(belief.secure) !== false || trusted === 'unknown' || trusted?.value !== true) continue;
      const state = stateOf(passed);
      if (headerSent(passed, state, 'x-forwarded-proto') !== undefined) continue;
      const proxy = proxyPassOf(placement, passed.configuration);
      // One that is set to nothing is meant so; another name may be what the valve reads.
      if (
        !proxy ||
        linesOf(proxy.headers.lines, 'x-forwarded-proto').length > 0 ||
        !readsIt(trusted.place, model.textOf)
      )
        continue;
      seen.add(placement.directive);
      const title = t('Send X-Forwarded-Proto');
      const fix = setBeside(proxy, { title, headers: new Map([['X-Forwarded-Proto', '$scheme']]) }, model);
      report({
        ...addressOf(placement),
        message: 'missing',
        data: { node: node.name },
        related: [
          ...(entry.listener.line
            ? [{ ...placeOf(entry.listener.line), message: t('nginx ends TLS here') }]
            : []),
          ...(trusted.place ? [{ ...trusted.place, message: t('The RemoteIpValve') }] : []),
        ],
        fixes: fix ? [{ ...fix, safe: false }] : [],
      });
    }
  },
});

/** Whether a valve has that header by default, or as it is written. */
function readsIt(
  place: { readonly path: string; readonly span: { readonly start: number } } | undefined,
  textOf: (path: string) => string,
): boolean {
  const text = place ? textOf(place.path).slice(place.span.start) : '';
  const [tag = ''] = /^[^>]*/.exec(text) ?? [];
  const [, header = 'X-Forwarded-Proto'] = /protocolHeader\s*=\s*["']([^"']*)/.exec(tag) ?? [];
  return header.toLowerCase() === 'x-forwarded-proto';
}
