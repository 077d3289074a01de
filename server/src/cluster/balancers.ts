import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import { hasGap } from '../languages/nginx/effective';
import type { Directive } from '../languages/nginx/tree';
import type { Balancer, Listener, Proxy, Upstream, UpstreamServer } from './model';

/** What is to be read from nginx files alone; where it runs is decided when Compose is known too. */
export type BalancerText = Omit<Balancer, 'runsIn' | 'version' | 'release'>;

/** Blocks in which a `proxy_pass` may stand, or those that hold them. */
const LEVELS = new Set(['server', 'location', 'if', 'limit_except']);

/** Deeper nesting than this is no configuration that somebody uses. */
const MAX_DEPTH = 50;

/** Keys of `hash` that say nothing of the client. */
const REQUEST_KEY = /^(\$(request_uri|uri|document_uri|request|args|query_string|request_filename)|[^$])*$/;

/** What a configuration says of upstreams, proxies and listeners. */
export function readBalancer({ mainFile, files, placements }: NginxConfiguration): BalancerText {
  const upstreams: Upstream[] = [];
  const listeners: Listener[] = [];
  const unresolved: Proxy[] = [];

  const visit = ({ children }: Placement, depth: number): void => {
    for (const placement of children) {
      const { directive } = placement;
      const name = directive.name.value;
      if (name === 'proxy_pass') unresolved.push(readProxy(placement));
      if (!directive.block || depth > MAX_DEPTH) continue;
      if (name === 'upstream') upstreams.push(readUpstream(placement));
      if (name === 'server') listeners.push(...readListeners(placement));
      if (LEVELS.has(name)) visit(placement, depth + 1);
    }
  };

  for (const placement of placements) {
    if (placement.directive.name.value === 'http') visit(placement, 0);
  }

  // nginx knows an upstream wherever it stands, before or behind the proxy_pass that names it.
  const byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
  const proxies = unresolved.map((proxy) =>
    proxy.port === undefined && proxy.host !== undefined
      ? { ...proxy, upstream: byName.get(proxy.host) }
      : proxy,
  );
  return { mainFile, files, upstreams, proxies, listeners };
}

function readProxy({ directive, path }: Placement): Proxy {
  const url = directive.args[0]?.value ?? '';
  const match = /^(https?):\/\/([^/?#]*)/i.exec(url);
  const authority = match?.[2];
  const known = authority !== undefined && !authority.includes('$') && !authority.startsWith('unix:');
  const { host, port } = known ? readAddress(authority) : { host: undefined, port: undefined };
  const scheme = match?.[1]?.toLowerCase();
  return {
    path,
    span: directive.span,
    directive,
    scheme: scheme === 'https' ? 'https' : scheme === 'http' ? 'http' : undefined,
    host,
    port,
    upstream: undefined,
  };
}

function readUpstream(placement: Placement): Upstream {
  const { directive, path, children } = placement;
  const servers: UpstreamServer[] = [];
  let affinity: Directive | undefined;
  for (const child of children) {
    const name = child.directive.name.value;
    const address = child.directive.args[0]?.value;
    if (name === 'server' && address !== undefined) servers.push(readServer(child, address));
    if (keepsClient(child.directive)) affinity = child.directive;
  }
  return {
    path,
    span: directive.span,
    name: directive.args[0]?.value ?? '',
    directive,
    servers,
    affinity,
    isWhole: !hasGap(placement),
  };
}

function keepsClient({ name, args }: Directive): boolean {
  if (name.value === 'ip_hash' || name.value === 'sticky') return true;
  return name.value === 'hash' && !REQUEST_KEY.test(args[0]?.value ?? '');
}

function readServer({ directive, path }: Placement, address: string): UpstreamServer {
  const parameters = directive.args.slice(1).map((word) => word.value);
  const { host, port } = readAddress(address);
  // ngx_http_upstream_server: default_port is 80.
  const standard = address.startsWith('unix:') || address.includes('$') ? undefined : 80;
  return {
    path,
    span: directive.span,
    host,
    port: port ?? (hasPort(address) ? undefined : standard),
    parameters,
  };
}

const hasPort = (address: string): boolean => /:[^\]:]*$/.test(address);

/** Splits `host`, `host:port`, `[::1]:port`; the port is undefined where none is written or it is no number. */
function readAddress(address: string): { host: string; port: number | undefined } {
  if (address.startsWith('unix:')) return { host: address, port: undefined };
  const match = /^(\[[^\]]*\]|[^:[\]]*):(\d{1,5})$/.exec(address);
  if (!match) return { host: address.replace(/:[^\]:]*$/, ''), port: undefined };
  return { host: match[1] ?? '', port: Number(match[2]) };
}

function readListeners({ directive, path, children }: Placement): Listener[] {
  const listens: Placement[] = [];
  const serverNames: string[] = [];
  for (const child of children) {
    const { name, args } = child.directive;
    if (name.value === 'listen') listens.push(child);
    if (name.value === 'server_name') serverNames.push(...args.map((word) => word.value));
  }
  // Without `listen`, ngx_http_core_server listens on 80 when started as root.
  if (listens.length === 0) return [{ path, span: directive.name.span, port: 80, ssl: false, serverNames }];
  return listens.flatMap((listen): Listener[] => {
    const [address, ...parameters] = listen.directive.args.map((word) => word.value);
    const port = address === undefined ? undefined : listenPort(address);
    if (port === undefined || parameters.includes('quic')) return [];
    return [
      {
        path: listen.path,
        span: listen.directive.span,
        port,
        ssl: parameters.includes('ssl'),
        serverNames,
      },
    ];
  });
}

/** The port of `80`, `*:80`, `[::]:80`, `127.0.0.1`; undefined for a socket and what is no number. */
function listenPort(address: string): number | undefined {
  if (address.startsWith('unix:')) return undefined;
  if (/^\d+$/.test(address)) return Number(address);
  return readAddress(address).port ?? (hasPort(address) ? undefined : 80);
}
