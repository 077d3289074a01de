import { t } from '@vscode/l10n';
import type { Place } from '../../cluster/source';
import type { ClusterModel } from '../../cluster/model';
import { inEffect } from '../../languages/nginx/effective';
import { placeOf } from '../../languages/nginx/whichLocation/state';
import { isBefore } from '../../languages/text/versions';
import type { Fix, Related } from '../define';
import { rule } from '../define';
import { insertAfter } from '../support/edits';
import { offered } from '../support/nginx';
import { addressOf, keepsSessions, mayComeByTls, originOf, type Way, waysOf } from '../support/routes';

const messages = {
  upstream:
    'nginx reaches this Tomcat by TLS, so Tomcat sets Secure on its session cookie, but browsers come to nginx by http ({address}) and do not send such a cookie back: each request begins a new session. Only Chromium on localhost makes an exception. Let nginx speak TLS to browsers, or pass requests on by http.',
  connector:
    'Tomcat takes every request of this connector for a secure one and sets Secure on its session cookie, but browsers come to nginx by http ({address}) and do not send such a cookie back: each request begins a new session. Only Chromium on localhost makes an exception. Let nginx speak TLS to browsers, or remove this.',
  asked:
    'This sets Secure on the session cookie, but browsers come to nginx by http ({address}) and do not send such a cookie back: each request begins a new session. Only Chromium on localhost makes an exception. Let nginx speak TLS to browsers, or remove this.',
} as const;

/** RFC 6265bis 5.7: a Secure cookie is sent by TLS alone. Tomcat: ApplicationSessionCookieConfig.createSessionCookie. */
export const secureCookieOverHttp = rule({
  meta: {
    id: 'cluster/secure-cookie-over-http',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages,
  },
  model(model, { report }) {
    const found = new Map<
      string,
      { readonly place: Place; readonly message: keyof typeof messages; readonly ways: Way[] }
    >();
    for (const way of waysOf(model).filter((one) => fails(one, model))) {
      const decided = decidedBy(way);
      if (!decided) continue;
      const key = `${decided.place.path}:${decided.place.span.start}`;
      const known = found.get(key);
      if (known) known.ways.push(way);
      else found.set(key, { ...decided, ways: [way] });
    }
    for (const { place, message, ways } of found.values()) {
      const addresses = new Set(ways.flatMap(({ route }) => originOf(route) ?? []));
      report({
        ...place,
        message,
        data: { address: [...addresses].join(', ') },
        related: relatedTo(ways),
        fixes: fixesOf(ways, model),
      });
    }
  },
});

function fails({ route, belief }: Way, model: ClusterModel): boolean {
  const { entry, passed, node } = route;
  const { returns } = belief.cookie;
  return (
    entry.isSure &&
    passed.browser.scheme === 'http' &&
    returns?.because === 'secure' &&
    keepsSessions(belief) !== false &&
    !mayComeByTls(node, model)
  );
}

/** What makes the cookie Secure, and where one would change it. */
function decidedBy({
  route,
  belief,
}: Way): { readonly place: Place; readonly message: keyof typeof messages } | undefined {
  const secure = belief.cookie.arrives?.secure;
  if (secure === undefined || secure === 'unknown' || !secure.place) return undefined;
  const { place } = secure;
  const isConnectors =
    belief.secure !== 'unknown' && belief.secure?.value === true && belief.secure.place === place;
  if (!isConnectors) return { place, message: 'asked' };
  if (route.passed.proxy.scheme === 'https')
    return { place: addressOf(route.passed.proxy.placement), message: 'upstream' };
  return { place, message: 'connector' };
}

function relatedTo(ways: readonly Way[]): readonly Related[] {
  const related = ways.flatMap(({ route: { entry, passed } }): readonly Related[] => [
    ...(entry.listener.line
      ? [{ ...placeOf(entry.listener.line), message: t('Browsers come here, by http') }]
      : []),
    { ...addressOf(passed.proxy.placement), message: t('The requests go on to Tomcat here') },
  ]);
  return related.filter(
    (one, index) =>
      related.findIndex((other) => other.path === one.path && other.span.start === one.span.start) === index,
  );
}

/** `proxy_cookie_flags` came with nginx 1.19.3. */
const FLAGS_SINCE = '1.19.3';

/** Takes the flag away where the cookie passes nginx. */
function fixesOf(ways: readonly Way[], model: ClusterModel): readonly Fix[] {
  const [way, ...others] = ways.filter(
    ({ route }, index) => ways.findIndex((one) => one.route.passed.proxy === route.passed.proxy) === index,
  );
  const name = way?.belief.cookie.arrives?.name;
  if (!way || others.length > 0) return [];
  const { passed } = way.route;
  const isThere = inEffect(passed.level, 'proxy_cookie_flags') !== undefined;
  if (isThere || isBefore(passed.configuration.version, FLAGS_SINCE) !== false) return [];
  const cookie = name === undefined || name === 'unknown' ? 'JSESSIONID' : name.value;
  const { path, directive } = passed.proxy.placement;
  const edit = insertAfter(model.textOf(path), directive.span, [`proxy_cookie_flags ${cookie} nosecure;`]);
  return [offered(t('Remove Secure from the cookie: proxy_cookie_flags'), path, edit)];
}
