import type { Placement } from '../configuration';
import { argumentsOf } from './settings';
import { regexOf } from './regex';

export interface Listen {
  /** `*`, `127.0.0.1`, `[::]` … as nginx tells sockets apart. */
  readonly address: string;
  readonly port: number;
  readonly isDefault: boolean;
  readonly ssl: boolean;
  readonly placement: Placement | undefined;
}

export interface HttpServer {
  readonly placement: Placement;
  readonly listens: readonly Listen[];
  /** In lower case, as written: with `*`, a leading dot, or `~`. */
  readonly names: readonly { readonly value: string; readonly placement: Placement }[];
}

/** The servers of a configuration's `http` block, in nginx's order. */
export function serversOf(placements: readonly Placement[]): HttpServer[] {
  const levels = placements.filter(({ directive }) => directive.name.value === 'http');
  // A file that nothing includes may hold servers at its top.
  const inHttp = levels.length > 0 ? levels.flatMap(({ children }) => children) : placements;
  return inHttp
    .filter(
      ({ directive, context }) => directive.name.value === 'server' && directive.block && context === 'http',
    )
    .map(readServer);
}

function readServer(placement: Placement): HttpServer {
  const listens: Listen[] = [];
  const names: { value: string; placement: Placement }[] = [];
  const isSsl = argumentsOf(placement, 'ssl')?.[0]?.toLowerCase() === 'on';
  for (const child of placement.children) {
    const words = child.directive.args.map(({ value }) => value);
    if (child.directive.name.value === 'listen') {
      const [address = '', ...parameters] = words;
      if (parameters.includes('quic')) continue;
      const isDefault = parameters.includes('default_server') || parameters.includes('default');
      const ssl = isSsl || parameters.includes('ssl');
      for (const parsed of parseListen(address))
        listens.push({ ...parsed, isDefault, ssl, placement: child });
    }
    if (child.directive.name.value === 'server_name') {
      for (const value of words) {
        names.push({ value: value.startsWith('~') ? value : value.toLowerCase(), placement: child });
      }
    }
  }
  if (listens.length === 0) {
    // ngx_http_core_server: `*:80` where nginx may, else `*:8000`.
    listens.push({ address: '*', port: 80, isDefault: false, ssl: isSsl, placement: undefined });
  }
  return { placement, listens, names };
}

/** `80`, `*:80`, `[::]:80`, `127.0.0.1`, `8080-8090`; nothing for sockets and what cannot be told. */
function parseListen(text: string): { address: string; port: number }[] {
  if (text.startsWith('unix:') || text.includes('$')) return [];
  const match = /^(?:(\[[^\]]*\]|[^:]*):)?(\d+)(?:-(\d+))?$/.exec(text);
  const address = normalAddress(match ? (match[1] ?? '*') : text);
  if (!match) return [{ address, port: 80 }];
  const first = Number(match[2]);
  const last = Math.min(Number(match[3] ?? first), 65535);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    address,
    port: first + index,
  }));
}

function normalAddress(text: string): string {
  if (text === '' || text === '0.0.0.0') return '*';
  return text === 'localhost' ? '127.0.0.1' : text.toLowerCase();
}

/** The sockets of one port with the servers behind each, in their order. */
export function socketsOn(
  servers: readonly HttpServer[],
  port: number,
): ReadonlyMap<string, readonly HttpServer[]> {
  const sockets = new Map<string, HttpServer[]>();
  for (const server of servers) {
    for (const listen of server.listens) {
      if (listen.port !== port) continue;
      const known = sockets.get(listen.address) ?? [];
      if (!known.includes(server)) known.push(server);
      sockets.set(listen.address, known);
    }
  }
  return sockets;
}

export const defaultServer = (
  servers: readonly HttpServer[],
  address: string,
  port: number,
): HttpServer | undefined =>
  servers.find(({ listens }) =>
    listens.some((listen) => listen.isDefault && listen.port === port && listen.address === address),
  ) ?? servers[0];

export type ServerMatch =
  | {
      readonly kind: 'exact' | 'wildcard' | 'regex';
      readonly server: HttpServer;
      readonly name: HttpServer['names'][number];
      readonly captures: RegExpExecArray | undefined;
    }
  | { readonly kind: 'none' }
  /** A regular expression that cannot be judged here stands before all that match. */
  | { readonly kind: 'unknown'; readonly server: HttpServer; readonly name: HttpServer['names'][number] };

/** `ngx_http_find_virtual_server`: exact names, the longest `*.x`, the longest `x.*`, then regexes in order. */
export function matchServer(servers: readonly HttpServer[], host: string): ServerMatch {
  const all = servers.flatMap((server) => server.names.map((name) => ({ server, name })));
  const exact = all.find(
    ({ name: { value } }) => value === host || (value.startsWith('.') && value.slice(1) === host),
  );
  if (exact) return { kind: 'exact', ...exact, captures: undefined };
  let best: (typeof all)[number] | undefined;
  for (const one of all) {
    const { value } = one.name;
    const suffix = value.startsWith('*.') ? value.slice(1) : value.startsWith('.') ? value : undefined;
    if (suffix === undefined || value.startsWith('~')) continue;
    if (host.endsWith(suffix) && host.length > suffix.length && suffix.length > headLength(best?.name.value))
      best = one;
  }
  if (best) return { kind: 'wildcard', ...best, captures: undefined };
  for (const one of all) {
    const { value } = one.name;
    if (value.startsWith('~') || !value.endsWith('.*')) continue;
    const prefix = value.slice(0, -1);
    if (
      host.startsWith(prefix) &&
      host.length > prefix.length &&
      value.length > (best?.name.value.length ?? 0)
    )
      best = one;
  }
  if (best) return { kind: 'wildcard', ...best, captures: undefined };
  for (const one of all) {
    if (!one.name.value.startsWith('~')) continue;
    const regex = regexOf(one.name.value.slice(1), true);
    if (!regex) return { kind: 'unknown', ...one };
    const captures = regex.exec(host);
    if (captures) return { kind: 'regex', ...one, captures };
  }
  return { kind: 'none' };
}

const headLength = (value: string | undefined): number =>
  value === undefined ? 0 : value.startsWith('*.') ? value.length - 1 : value.length;
