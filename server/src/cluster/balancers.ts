import type { Block, Directive } from '../languages/nginx/tree';
import { IncludeReader, type Mount, type Placed } from './includes';
import type { Balancer, Listener, Proxy, SetHeader, Upstream, UpstreamServer } from './model';
import type { SourceFile } from './source';

/** What is to be read from nginx files alone; where it runs is decided when Compose is known too. */
export type BalancerText = Omit<Balancer, 'runsIn' | 'version'>;

type Headers = ReadonlyMap<string, SetHeader>;

/** Blocks with settings of their own, into which `proxy_set_header` is inherited. */
const LEVELS = new Set(['server', 'location', 'if', 'limit_except']);

/** Deeper nesting than this is no configuration that somebody uses. */
const MAX_DEPTH = 50;

/** Keys of `hash` that say nothing of the client. */
const REQUEST_KEY = /^(\$(request_uri|uri|document_uri|request|args|query_string|request_filename)|[^$])*$/;

/** Paths of the files that nginx starts from: with `http`, `events`, `stream` or `mail` at the top level, and included by no other. */
export function mainFiles(files: ReadonlyMap<string, SourceFile>): readonly string[] {
  const candidates = [...files.values()]
    .filter(
      (file) =>
        file.kind === 'nginx' &&
        file.document.directives.some(
          ({ name, block }) => block && /^(http|events|stream|mail)$/.test(name.value),
        ),
    )
    .map((file) => file.path)
    .toSorted();
  const included = new Set<string>();
  for (const path of candidates) {
    if (included.has(path)) continue;
    for (const file of readBalancer(path, files, []).files) if (file !== path) included.add(file);
  }
  return candidates.filter((path) => !included.has(path));
}

/** Reads a main file with all that it includes. `mounts` are those of the container it runs in, if it does. */
export function readBalancer(
  mainFile: string,
  files: ReadonlyMap<string, SourceFile>,
  mounts: readonly Mount[],
): BalancerText {
  const reader = new IncludeReader(mainFile, files, mounts);
  const upstreams: Upstream[] = [];
  const listeners: Listener[] = [];
  const unresolved: Proxy[] = [];

  const visit = (block: Block, { open }: Placed, outer: Headers, depth: number): void => {
    const level = [...reader.level(block.directives, open)];
    const headers = headersOf(level, outer);
    for (const placed of level) {
      const { directive } = placed;
      const name = directive.name.value;
      if (name === 'proxy_pass') unresolved.push(readProxy(placed, headers));
      if (!directive.block || depth > MAX_DEPTH) continue;
      if (name === 'upstream') upstreams.push(readUpstream(placed, directive.block, reader));
      if (name === 'server') listeners.push(...readListeners(placed, directive.block, reader));
      if (LEVELS.has(name)) visit(directive.block, placed, headers, depth + 1);
    }
  };

  const main = files.get(mainFile);
  if (main?.kind === 'nginx') {
    for (const placed of reader.level(main.document.directives)) {
      const { directive } = placed;
      if (directive.name.value === 'http' && directive.block) visit(directive.block, placed, new Map(), 0);
    }
  }

  // nginx knows an upstream wherever it stands, before or behind the proxy_pass that names it.
  const byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
  const proxies = unresolved.map((proxy) =>
    proxy.port === undefined && proxy.host !== undefined
      ? { ...proxy, upstream: byName.get(proxy.host) }
      : proxy,
  );
  return { mainFile, files: reader.filesRead, upstreams, proxies, listeners };
}

/** Any `proxy_set_header` at a level replaces all that the level would inherit. */
function headersOf(level: readonly Placed[], outer: Headers): Headers {
  const own = new Map<string, SetHeader>();
  for (const { directive, path } of level) {
    const [name, value] = directive.args;
    if (directive.name.value !== 'proxy_set_header' || !name) continue;
    own.set(name.value.toLowerCase(), {
      path,
      span: directive.span,
      directive,
      value: value?.value,
      inherited: false,
    });
  }
  if (own.size > 0) return own;
  return new Map([...outer].map(([name, header]) => [name, { ...header, inherited: true }]));
}

function readProxy({ directive, path }: Placed, headers: Headers): Proxy {
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
    headers,
  };
}

function readUpstream({ directive, path, open }: Placed, block: Block, reader: IncludeReader): Upstream {
  const servers: UpstreamServer[] = [];
  let affinity: Directive | undefined;
  for (const placed of reader.level(block.directives, open)) {
    const name = placed.directive.name.value;
    const address = placed.directive.args[0]?.value;
    if (name === 'server' && address !== undefined) servers.push(readServer(placed, address));
    if (keepsClient(placed.directive)) affinity = placed.directive;
  }
  return {
    path,
    span: directive.span,
    name: directive.args[0]?.value ?? '',
    directive,
    servers,
    affinity,
  };
}

function keepsClient({ name, args }: Directive): boolean {
  if (name.value === 'ip_hash' || name.value === 'sticky') return true;
  return name.value === 'hash' && !REQUEST_KEY.test(args[0]?.value ?? '');
}

function readServer({ directive, path }: Placed, address: string): UpstreamServer {
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

function readListeners({ directive, path, open }: Placed, block: Block, reader: IncludeReader): Listener[] {
  const listens: Placed[] = [];
  const serverNames: string[] = [];
  for (const placed of reader.level(block.directives, open)) {
    const { name, args } = placed.directive;
    if (name.value === 'listen') listens.push(placed);
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
