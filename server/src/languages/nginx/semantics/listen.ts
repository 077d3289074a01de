import { isBefore, type Releases } from '../../text/versions';
import { parametersIn } from '../check/forms';
import type { Placement } from '../configuration';
import { hasGap, written } from '../effective';
import { parseNumber, parseSize } from '../check/values';
import { parameterName } from '../parameters';
import type { Word } from '../tree';
import { addressFault, socketOf } from './address';
import { isOpen, type Report } from './problem';

type ValueCheck = (value: string, key: string) => string | undefined;

/** nginx quotes the whole word here. */
const unless =
  (isRight: (value: string) => boolean): ValueCheck =>
  (value, key) =>
    isRight(value) ? undefined : `invalid ${key} "${key}=${value}"`;

const isNumber = unless((value) => parseNumber(value) !== undefined);
const isSize = unless((value) => parseSize(value) !== undefined);

/** What nginx says of the value behind a `=`; undefined where it takes it: ngx_http_core_listen, ngx_stream_core_listen. */
const values: Readonly<Record<string, ValueCheck>> = {
  setfib: isNumber,
  fastopen: isNumber,
  backlog: unless((value) => (parseNumber(value) ?? 0) !== 0),
  rcvbuf: isSize,
  sndbuf: isSize,
  accept_filter: () => undefined,
  ipv6only: (value) => {
    if (/^(on|off)$/.test(value)) return undefined;
    // Only a value that begins with "o" is looked at.
    return value.startsWith('o')
      ? `invalid ipv6only flags "${value}"`
      : `invalid parameter "ipv6only=${value}"`;
  },
  so_keepalive: (value) =>
    /^(on|off)$/.test(value) || (/^[\w]*(:[\w]*){0,2}$/.test(value) && /\d/.test(value))
      ? undefined
      : `invalid so_keepalive value: "${value}"`,
};

export function checkListen(placement: Placement, version: string | undefined, report: Report): void {
  const { directive, context } = placement;
  const [address, ...parameters] = directive.args;
  if (!address || directive.args.some(isOpen)) return;
  const fault = addressFault(address.value, { listen: true });
  if (fault) {
    report({
      family: 'listen',
      placement,
      word: address,
      says: `${fault} in "${address.value}" of the "listen" directive`,
      told:
        fault === 'invalid port'
          ? `"${address.value}" has no port that can be: ports go from 1 to 65535.`
          : `"${address.value}" is no address: write a port, an address with a port, or unix: and a path.`,
    });
    return;
  }
  if (context === 'mail server') return;
  const known = parametersIn('listen', context);
  const hasOldWords = context === 'stream server' && isBefore(version, '1.25.5') === true;
  for (const word of parameters) {
    const says = parameterFault(word, known);
    if (says === undefined) continue;
    const isUnknown = says.startsWith('invalid parameter');
    report({
      family: 'listen',
      placement,
      word,
      says: isUnknown && hasOldWords ? `the invalid "${word.value}" parameter` : says,
      told: isUnknown
        ? `"${word.value}" is nothing that "listen" knows here. Remove or correct it.`
        : `"${word.value}" has no value that can be here. Correct it.`,
    });
    return;
  }
}

function parameterFault({ value }: Word, known: ReadonlyMap<string, Releases>): string | undefined {
  const name = parameterName(value);
  if (!known.has(name)) return `invalid parameter "${value}"`;
  const key = name.slice(0, -1);
  return Object.hasOwn(values, key) ? values[key]?.(value.slice(name.length), key) : undefined;
}

/** What was seen of a socket: the last server that has it, and the first listens of a kind. */
interface Socket {
  readonly last: { readonly server: Placement; readonly placement: Placement };
  readonly default: Placement | undefined;
  readonly options: Placement | undefined;
}

const OPTIONS =
  /^(bind|deferred|reuseport|multipath|(setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter|ipv6only|so_keepalive)=.*)$/;

const isDefaultServer = ({ value }: Word): boolean => value === 'default_server' || value === 'default';

/** What `ngx_http_add_listen` in src/http/ngx_http.c says of listens that clash: in one server, or over all. */
export function checkSockets(http: Placement, report: Report): void {
  const known = new Map<string, Socket>();
  for (const server of written(http, 'server')) {
    for (const placement of written(server, 'listen')) {
      const [word, ...rest] = placement.directive.args;
      const socket = word && socketOf(word.value);
      if (socket === undefined || !word) continue;
      // TCP and UDP are told apart.
      const key = rest.some(({ value }) => value === 'quic') ? `${socket} quic` : socket;
      const isDefault = rest.some(isDefaultServer);
      const hasOptions = rest.some(({ value }) => OPTIONS.test(value));
      const before = known.get(key);
      if (before?.last.server === server) {
        report({
          family: 'duplicate-listen',
          placement,
          word,
          says: `a duplicate listen ${socket}`,
          told: `This server listens on ${socket} twice. Remove one of the two.`,
          related: { placement: before.last.placement, message: 'The first one' },
        });
      } else if (hasOptions && before?.options) {
        report({
          family: 'duplicate-listen',
          placement,
          word,
          says: `duplicate listen options for ${socket}`,
          told: `Options of the socket ${socket} are set by another listen already. Set them once, for one of its servers.`,
          related: { placement: before.options, message: 'Options are set here' },
        });
      } else if (isDefault && before?.default) {
        report({
          family: 'duplicate-default-server',
          placement,
          word: rest.find(({ value }) => value.startsWith('default')) ?? word,
          says: `a duplicate default server for ${socket}`,
          told: `Another server is the default one of ${socket} already. Keep default_server in one of them.`,
          related: { placement: before.default, message: 'The first default server' },
        });
      }
      known.set(key, {
        last: before?.last.server === server ? before.last : { server, placement },
        default: before?.default ?? (isDefault ? placement : undefined),
        options: before?.options ?? (hasOptions ? placement : undefined),
      });
    }
  }
}

/** `ngx_stream_core_listen`: before 1.25.5 a socket belongs to one server, later each server takes it once. */
export function checkStreamSockets(stream: Placement, version: string | undefined, report: Report): void {
  const isOne = isBefore(version, '1.25.5') === true;
  const known = new Map<string, { placement: Placement; server: Placement }>();
  for (const server of written(stream, 'server')) {
    for (const placement of written(server, 'listen')) {
      const [word, ...rest] = placement.directive.args;
      const socket = word && socketOf(word.value);
      // Without a port there is no default here.
      if (!word || socket === undefined || !/\d$/.test(word.value)) continue;
      const key = rest.some(({ value }) => value === 'udp') ? `${socket} udp` : socket;
      const first = known.get(key);
      if (first && (isOne || first.server === server)) {
        report({
          family: 'duplicate-listen',
          placement,
          word,
          says: isOne ? `duplicate "${socket}" address and port pair` : `a duplicate listen ${socket}`,
          told: `The socket ${socket} is taken already. Remove one of the two.`,
          related: { placement: first.placement, message: 'The first one' },
        });
      }
      if (!first) known.set(key, { placement, server });
    }
  }
}

/** `ngx_http_server_names` in src/http/ngx_http.c: a name that two servers of one socket share serves the first alone. */
export function checkServerNames(http: Placement, report: Report): void {
  const known = new Map<string, Placement>();
  for (const server of written(http, 'server')) {
    const sockets = written(server, 'listen').map(({ directive }) =>
      socketOf(directive.args[0]?.value ?? ''),
    );
    if (sockets.length === 0 && !hasGap(server)) sockets.push('0.0.0.0:80');
    const said = new Set<string>();
    for (const placement of written(server, 'server_name')) {
      for (const word of placement.directive.args) {
        const name = word.value.toLowerCase();
        if (name.startsWith('~') || name.includes('$') || said.has(name)) continue;
        said.add(name);
        const clash = sockets.find((socket) => socket !== undefined && known.has(`${socket} ${name}`));
        if (clash !== undefined) {
          const first = known.get(`${clash} ${name}`);
          report({
            family: 'duplicate-server-name',
            placement,
            word,
            says: `conflicting server name "${name}" on ${clash}, ignored`,
            told: `Another server has the name "${word.value}" on ${clash} already, so this one never gets its requests. Rename or remove one of them.`,
            ...(first && { related: { placement: first, message: 'The server that gets them' } }),
          });
        }
        for (const socket of sockets)
          if (socket !== undefined && !known.has(`${socket} ${name}`))
            known.set(`${socket} ${name}`, placement);
      }
    }
  }
}

const has = (level: Placement, name: string): boolean => written(level, name).length > 0;

/** A server of stream and mail listens somewhere: `ngx_stream_core_server`, `ngx_mail_core_server`. */
export function checkListens(server: Placement, report: Report): void {
  if (has(server, 'listen') || hasGap(server) || !server.directive.block?.close) return;
  report({
    family: 'listen',
    placement: server,
    word: server.directive.name,
    says: 'no "listen" is defined for server',
    told: 'This server listens nowhere. Add a listen with its port.',
  });
}

/** Before 1.25.1 `ssl on` wants a certificate, like `listen … ssl` (`ngx_http_ssl_merge_srv_conf`). */
export function checkSslOn(http: Placement, version: string | undefined, report: Report): void {
  if (isBefore(version, '1.25.1') !== true) return;
  if (has(http, 'ssl_certificate') || has(http, 'ssl_reject_handshake')) return;
  const [outer] = written(http, 'ssl');
  const said = new Set<Placement>();
  for (const server of written(http, 'server')) {
    const placement = written(server, 'ssl')[0] ?? outer;
    const word = placement?.directive.name;
    if (!placement || !word || said.has(placement)) continue;
    if (placement.directive.args[0]?.value.toLowerCase() !== 'on') continue;
    if (has(server, 'ssl_certificate') || has(server, 'ssl_reject_handshake')) continue;
    said.add(placement);
    report({
      family: 'ssl-certificate',
      placement,
      word,
      says: 'no "ssl_certificate" is defined for the "ssl" directive',
      told: 'TLS is on here, and there is no certificate. Add ssl_certificate and ssl_certificate_key, or take "ssl on" out.',
    });
  }
}

/** `ngx_http_ssl_merge_srv_conf`: each certificate has its key, of the server or inherited from http. */
export function checkCertificateKeys(http: Placement, report: Report): void {
  const outer = [written(http, 'ssl_certificate'), written(http, 'ssl_certificate_key')] as const;
  for (const server of written(http, 'server')) {
    const own = written(server, 'ssl_certificate');
    const ownKeys = written(server, 'ssl_certificate_key');
    const certificates = own.length > 0 ? own : outer[0];
    const keys = ownKeys.length > 0 ? ownKeys : outer[1];
    const placement = certificates[keys.length];
    const word = placement?.directive.args[0];
    if (!placement || !word) continue;
    report({
      family: 'ssl-certificate',
      placement,
      word,
      says: `no "ssl_certificate_key" is defined for certificate "${word.value}"`,
      told: 'This certificate has no key. Add ssl_certificate_key beside it.',
    });
  }
}

/** `ngx_http_ssl_init` in src/http/modules/ngx_http_ssl_module.c: the default server of a TLS socket needs a certificate. */
export function checkCertificates(http: Placement, report: Report): void {
  if (has(http, 'ssl_certificate') || has(http, 'ssl_reject_handshake')) return;
  const sockets = new Map<string, { server: Placement; tls: Placement | undefined; isDefault: boolean }>();
  for (const server of written(http, 'server')) {
    for (const placement of written(server, 'listen')) {
      const words = placement.directive.args.map(({ value }) => value);
      const socket = socketOf(words[0] ?? '');
      if (socket === undefined || words.includes('quic')) continue;
      const isDefault = words.includes('default_server') || words.includes('default');
      const before = sockets.get(socket);
      const tls = before?.tls ?? (words.includes('ssl') ? placement : undefined);
      const isFirst = !before || (isDefault && !before.isDefault);
      sockets.set(socket, isFirst ? { server, tls, isDefault } : { ...before, tls });
    }
  }
  const said = new Set<Placement>();
  for (const { server, tls } of sockets.values()) {
    if (!tls || said.has(server)) continue;
    if (has(server, 'ssl_certificate') || has(server, 'ssl_reject_handshake')) continue;
    said.add(server);
    report({
      family: 'ssl-certificate',
      placement: server,
      word: server.directive.name,
      says: 'no "ssl_certificate" is defined for the "listen ... ssl" directive',
      told: 'This server is the default one of a TLS socket and has no certificate. Add ssl_certificate and ssl_certificate_key.',
      related: { placement: tls, message: 'The socket speaks TLS' },
    });
  }
}
