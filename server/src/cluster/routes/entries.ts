import type { Placement } from '../../languages/nginx/configuration';
import { hasGap, isKnown } from '../../languages/nginx/effective';
import { headersIn } from '../../languages/nginx/headers';
import { type Listener, portsOf, type Server, speaksTls, trustedProxies } from '../../languages/nginx/http';
import type { Balancer, ClusterModel } from '../model';
import { composeTexts } from './peers';
import { isPublished, publishedAs } from '../ports';
import type { Browser } from './request';

/** A port on which nginx takes requests, and how browsers come to it. */
export interface Entry {
  readonly listener: Listener;
  /** That nginx listens on. */
  readonly port: number;
  readonly isTls: boolean;
  readonly browser: Browser;
  /** Whether Compose publishes nginx itself there, and no other proxy is in sight. */
  readonly isSure: boolean;
}

/** The ways into a server, for what is passed on from a block of it. */
export function entriesOf(
  balancer: Balancer,
  server: Server,
  level: Placement,
  model: ClusterModel,
): readonly Entry[] {
  const host = hostOf(server);
  const mayBeBehind = hasProxyInFront(level) || hasProxyBeside(balancer, model);
  const { runsIn, service } = balancer;
  return server.listeners
    .filter(({ quic, udp }) => !quic && !udp)
    .flatMap((listener): readonly Entry[] => {
      const [port] = portsOf(listener);
      if (port === undefined) return [];
      const isTls = speaksTls(server, listener);
      const unknown = { host, scheme: undefined, port: undefined, isDirect: false };
      if (mayBeBehind || listener.proxyProtocol)
        return [{ listener, port, isTls, browser: unknown, isSure: false }];
      const scheme = isTls ? ('https' as const) : ('http' as const);
      const inContainer = runsIn === 'container' && service && service.service.networkMode === undefined;
      if (!inContainer)
        return [
          {
            listener,
            port,
            isTls,
            browser: { host, scheme, port, isDirect: runsIn !== undefined },
            isSure: false,
          },
        ];
      const published = isPublished(service.service, port) ? publishedAs(service.service, port) : [];
      if (published.length === 0) return [{ listener, port, isTls, browser: unknown, isSure: false }];
      return [...new Set(published)].map((one) => ({
        listener,
        port,
        isTls,
        browser: { host, scheme, port: one, isDirect: true },
        isSure: knowsListeners(server),
      }));
    });
}

const knowsListeners = ({ knowsListeners: knows, placement }: Server): boolean => knows && isKnown(placement);

/** The name that a server has for browsers: its first whole one, else that of this machine. */
function hostOf({ names }: Server): string {
  const whole = names.find(({ value }) => /^\.?[\w-]+(?:\.[\w-]+)*$/.test(value) && !/^\.?_+$/.test(value));
  return whole?.value.replace(/^\./, '') ?? 'localhost';
}

/** Values of X-Forwarded-Proto that tell what nginx itself has seen. */
const OWN_SCHEME = /^\$\{?scheme\}?$/;

/** Whether something in nginx shows that a proxy stands before it, or something may that is not read. */
function hasProxyInFront(level: Placement): boolean {
  if (trustedProxies(level).length > 0) return true;
  for (let at: Placement | undefined = level; at; at = at.parent) if (hasGap(at)) return true;
  return headersIn(level).lines.some(({ directive: { args } }) => {
    const [name = '', value = ''] = args.map((word) => word.value);
    if (/^x-forwarded-(?:proto|scheme|protocol)$|^x-scheme$/i.test(name))
      return value !== '' && !OWN_SCHEME.test(value);
    return /\$\{?http_(?:x_forwarded_(?:proto|port|host)|cf_)/i.test(value);
  });
}

/** Programs that stand before other servers, in names of images, commands and labels. */
const PROXIES =
  /\b(?:traefik|haproxy|caddy|cloudflared?|envoy(?:proxy)?|nginx-proxy|jwilder|acme-companion|swag|ngrok|tailscale|varnish|kong|apisix|istio|linkerd|pound|hitch|stunnel|httpd|oauth2-proxy|keepalived)\b/i;

const beside = new WeakMap<Balancer, boolean>();

/** Whether a Compose file runs another proxy, which may stand before nginx. */
function hasProxyBeside(balancer: Balancer, model: ClusterModel): boolean {
  const known = beside.get(balancer) ?? runsOther(balancer, model);
  beside.set(balancer, known);
  return known;
}

function runsOther({ service }: Balancer, model: ClusterModel): boolean {
  if (!service) return false;
  const { project, name: own } = service.service;
  if (composeTexts(project, model).some((text) => PROXIES.test(text))) return true;
  const services = model.projects.find(({ path }) => path === project)?.services ?? [];
  return services.some(
    ({ name, image }) =>
      name !== own && /(?:^|[-_/.])(?:nginx|openresty|tengine|angie)(?:[-_:.@]|$)/i.test(image?.value ?? ''),
  );
}
