import { t } from '@vscode/l10n';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { rule } from '../define';
import { enclosing, hasGap, hasGapInside, isKnown, written } from '../../languages/nginx/effective';
import { httpOf, serverAt, trustedProxies } from '../../languages/nginx/http';
import { namesVariable } from '../../languages/nginx/variables';
import { nameOf, valuesOf } from '../support/nginx';

/** `ip_hash` takes the address of the connection, which is the same for all where a proxy stands in front. */
export const ipHashBehindProxy = rule({
  meta: {
    id: 'nginx/ip-hash-behind-proxy',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      proxied:
        'ip_hash uses the address of the connection, but another proxy is in front of this nginx, so all its users go to one server. Give nginx their addresses with set_real_ip_from and real_ip_header, or use hash.',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main') return;
    const methods = placementsNamed(configuration, 'ip_hash');
    if (methods.length === 0) return;
    const leading = serversTo(configuration);
    const speaking = linesOfProxies(configuration);
    for (const method of methods) {
      const { parent: upstream } = method;
      if (!upstream || hasGap(upstream) || written(upstream, 'server').length < 2) continue;
      const servers = [...(leading.get(upstream) ?? [])];
      const [evidence] = servers.map((server) => proxyInFront(server, speaking));
      if (
        !evidence ||
        !servers.every(
          (server) =>
            isKnown(server) && !hasGapInside(server) && !hasRealIp(server) && proxyInFront(server, speaking),
        )
      )
        continue;
      context.report({
        path: method.path,
        span: method.directive.span,
        message: 'proxied',
        related: [
          { path: evidence.path, span: evidence.directive.span, message: t('shows the proxy in front') },
        ],
      });
    }
  },
});

/** The servers that lead to each upstream. */
function serversTo(configuration: NginxConfiguration): ReadonlyMap<Placement, ReadonlySet<Placement>> {
  const found = new Map<Placement, Set<Placement>>();
  for (const placement of placementsNamed(configuration, 'proxy_pass')) {
    const upstream = httpOf(configuration).proxies.get(placement)?.upstream?.placement;
    const server = upstream && enclosing(placement.parent, 'server');
    if (server) found.set(upstream, (found.get(upstream) ?? new Set()).add(server));
  }
  return found;
}

const hasRealIp = (server: Placement): boolean =>
  trustedProxies(server).length > 0 ||
  server.children.some(({ children }) => children.some((child) => nameOf(child) === 'set_real_ip_from'));

/** What only makes sense behind a proxy: its own protocol, or what it says of the browser's side. */
function proxyInFront(server: Placement, speaking: readonly Placement[]): Placement | undefined {
  const { listeners } = serverAt(server);
  const spoken = listeners.find(({ proxyProtocol }) => proxyProtocol)?.line;
  if (spoken) return listeners.length === 1 ? spoken : undefined;
  return speaking.find((line) => enclosing(line, 'server') === server);
}

const linesOfProxies = (configuration: NginxConfiguration): readonly Placement[] =>
  ['proxy_set_header', 'if', 'return']
    .flatMap((name) => placementsNamed(configuration, name))
    .filter((line) =>
      valuesOf(line).some(
        (value) =>
          namesVariable(value, 'http_x_forwarded_proto') || namesVariable(value, 'http_cf_connecting_ip'),
      ),
    );
