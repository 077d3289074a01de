import { t } from '@vscode/l10n';
import { valueOf } from '../../../cluster/facts';
import type { ClusterModel } from '../../../cluster/model';
import { headerSent, stateOf } from '../../../cluster/routes/request';
import type { Place } from '../../../cluster/source';
import { placeOf } from '../../../languages/nginx/whichLocation/state';
import { type Way, waysOf } from '../../support/routes';
import { rule } from '../../define';
import { tellTomcat } from './tell';

/** A servlet filter, a framework or the application itself may read what no valve does. */
const READS =
  /X-Forwarded-Proto|ForwardedHeaderFilter|RemoteIpFilter|forward-headers-strategy|server\.tomcat\.remoteip|getHeader\(\s*"x-forwarded/i;

/** Request.isSecure is false without it, whatever nginx sends (facts: the headers of proxies are nobody's by default). */
export const remoteIpMissing = rule({
  meta: {
    id: 'tomcat/remote-ip-missing',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      unread:
        'nginx ends TLS and sends X-Forwarded-Proto, but nothing here reads it, so Tomcat takes every request for plain http: session cookies lack Secure unless web.xml sets it, isSecure() is false, a page with a CONFIDENTIAL constraint redirects to port {port}, and links that are made from the URL begin with http. Add a RemoteIpValve.',
      redirects:
        'nginx ends TLS and sends X-Forwarded-Proto, but nothing here reads it, so Tomcat takes every request for plain http: redirects lead to "{redirect}", session cookies lack Secure unless web.xml sets it, isSecure() is false, and a page with a CONFIDENTIAL constraint redirects to port {port}. Add a RemoteIpValve.',
      unseen:
        'nginx ends TLS and sends X-Forwarded-Proto, but no valve here reads it: unless the application does so itself, isSecure() is false, its session cookies lack Secure unless web.xml sets it, a page with a CONFIDENTIAL constraint redirects to port {port}, and links that are made from the URL begin with http. Add a RemoteIpValve.',
    },
  },
  model(model, { report }) {
    const found = new Map<string, { readonly place: Place; readonly ways: Way[] }>();
    for (const way of waysOf(model).filter(isUnread)) {
      const place = placeIn(way);
      const key = `${place.path}:${place.span.start}`;
      const known = found.get(key);
      if (known) known.ways.push(way);
      else found.set(key, { place, ways: [way] });
    }
    if (found.size === 0 || mayBeRead(model)) return;
    for (const { place, ways } of found.values()) {
      const [way] = ways;
      if (!way) continue;
      const { passed, entry, connector } = way.route;
      const header = headerSent(passed, stateOf(passed), 'x-forwarded-proto');
      const line = header === 'unknown' ? undefined : header?.place;
      const redirect = ways
        .map(({ belief }) => valueOf(belief.redirects.app.arrives))
        .find((one) => one?.startsWith('http://'));
      const port = redirectPort(way);
      const isSeen = ways.some(({ belief }) => belief.served?.app);
      report({
        ...place,
        ...(!isSeen
          ? { message: 'unseen', data: { port }, severity: 'information' }
          : redirect === undefined
            ? { message: 'unread', data: { port }, severity: 'warning' }
            : {
                message: 'redirects',
                data: { port, redirect: redirect.replace(/x$/, '…') },
                severity: 'warning',
              }),
        related: [
          ...(entry.listener.line
            ? [{ ...placeOf(entry.listener.line), message: t('nginx ends TLS here') }]
            : []),
          ...(line ? [{ ...line, message: t('It says so here') }] : []),
        ],
        fixes: connector.element ? tellTomcat(ways, model) : [],
      });
    }
  },
});

/** Whether TLS ends at nginx, which says so, and the Tomcat behind takes the request for http, without any valve that was to tell it. */
function isUnread({ route, belief }: Way): boolean {
  const { entry, passed, connector } = route;
  if (!entry.isTls || connector.tls || valueOf(belief.secure) !== false || belief.trusted !== undefined)
    return false;
  // A connector that has the port of https lacks the rest of it: tomcat/connector-scheme.
  if (valueOf(belief.atConnector.scheme) !== 'http' || hasPort(connector) || belief.refused) return false;
  const sent = headerSent(passed, stateOf(passed), 'x-forwarded-proto');
  return sent !== 'unknown' && sent?.value[0]?.toLowerCase() === 'https';
}

const hasPort = ({ element }: Way['route']['connector']): boolean =>
  element?.attributes.some(({ name }) => name === 'proxyPort') ?? false;

function placeIn({ route: { connector }, belief: { host } }: Way): Place {
  if (host) return { path: host.path, span: host.component.element.nameSpan };
  return { path: connector.path, span: connector.element?.nameSpan ?? connector.span };
}

function redirectPort({ belief }: Way): string {
  const location = valueOf(belief.redirects.confidential.sent);
  return /^https:\/\/[^/:]+:(\d+)/.exec(location ?? '')?.[1] ?? '443';
}

/** Files that only nginx, Docker and Tomcat's own valves read. */
const NEVER_READS = new Set(['nginx', 'compose', 'dockerfile', 'server.xml', 'context.xml']);

/** Whether something of the workspace reads the header; comments count, and what cannot be told does too. */
const mayBeRead = (model: ClusterModel): boolean =>
  [...model.files.values()].some(
    ({ kind, language }) => !NEVER_READS.has(kind) && READS.test(language.text),
  ) || model.apps.some(({ configuredInCode }) => configuredInCode);
