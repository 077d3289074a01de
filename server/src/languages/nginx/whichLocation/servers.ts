import { type Listener, listensOn, type Server, type ServerName } from '../http';
import { regexOf } from './regex';

/** The address of a listener as requests find it; undefined for sockets, for UDP and for what cannot be told. */
export const addressOf = ({ address, quic }: Listener): string | undefined =>
  quic || address?.startsWith('unix:') ? undefined : address === 'localhost' ? '127.0.0.1' : address;

/** The sockets of one port with the servers behind each, in their order. */
export function socketsOn(servers: readonly Server[], port: number): ReadonlyMap<string, readonly Server[]> {
  const sockets = new Map<string, Server[]>();
  for (const server of servers) {
    for (const listener of server.listeners) {
      const address = listensOn(listener, port) ? addressOf(listener) : undefined;
      if (address === undefined) continue;
      const known = sockets.get(address) ?? [];
      if (!known.includes(server)) known.push(server);
      sockets.set(address, known);
    }
  }
  return sockets;
}

export const defaultServer = (
  servers: readonly Server[],
  address: string,
  port: number,
): Server | undefined =>
  servers.find(({ listeners }) =>
    listeners.some(
      (listener) => listener.isDefault && listensOn(listener, port) && addressOf(listener) === address,
    ),
  ) ?? servers[0];

export type ServerMatch =
  | {
      readonly kind: 'exact' | 'wildcard' | 'regex';
      readonly server: Server;
      readonly name: ServerName;
      readonly captures: RegExpExecArray | undefined;
    }
  | { readonly kind: 'none' }
  /** A regular expression that cannot be judged here stands before all that match. */
  | { readonly kind: 'unknown'; readonly server: Server; readonly name: ServerName };

/** `ngx_http_find_virtual_server`: exact names, the longest `*.x`, the longest `x.*`, then regexes in order. */
export function matchServer(servers: readonly Server[], host: string): ServerMatch {
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
