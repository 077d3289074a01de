import { t } from '@vscode/l10n';
import { isBefore } from '../../text/versions';
import { isIpv4 } from '../check/addresses';
import { HostKeys } from '../check/hostKeys';
import type { Placement } from '../configuration';
import { hasGap, valueInEffect, written } from '../effective';
import { type Listener, portsOf, type Server, serverAt } from '../http';
import type { Word } from '../tree';
import { hasVariable } from '../variables';
import { isOpen, type Problem, type Report } from './problem';

/** What was seen of a socket: the last server that has it, and the first listens of a kind. */
interface Socket {
  readonly last: { readonly server: Placement; readonly placement: Placement };
  readonly default: Placement | undefined;
  readonly options: Placement | undefined;
}

const OPTIONS =
  /^(bind|deferred|reuseport|multipath|(setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter|ipv6only|so_keepalive)=.*)$/;

/** The sockets of a `listen` as nginx names them, `0.0.0.0:80`; none of what has to be looked up or is to be filled in. */
export function socketsOf(listener: Listener): readonly string[] {
  const { address } = listener;
  if (address === undefined) return [];
  if (address.startsWith('unix:')) return [address];
  const host = address === '*' ? '0.0.0.0' : address;
  if (!isIpv4(host) && !host.startsWith('[')) return [];
  return portsOf(listener).map((port) => `${host}:${port}`);
}

export const serversIn = (block: Placement): readonly Server[] => written(block, 'server').map(serverAt);

/**
 * What `ngx_http_add_listen` in src/http/ngx_http.c says of listens that clash: in one server, or over all. From 1.25.5 on
 * `ngx_stream_add_listen` says the same.
 */
export function checkSockets(http: Placement, report: Report): void {
  const known = new Map<string, Socket>();
  for (const { placement: server, listeners } of serversIn(http)) {
    for (const listener of listeners) {
      const { line: placement, quic, udp, isDefault } = listener;
      const [word, ...rest] = placement?.directive.args ?? [];
      if (!placement || !word) continue;
      const hasOptions = rest.some(({ value }) => OPTIONS.test(value));
      for (const socket of socketsOf(listener)) {
        // TCP and UDP are told apart.
        const key = quic || udp ? `${socket} udp` : socket;
        const before = known.get(key);
        const clash =
          before && clashOf({ server, placement, word, rest, socket, isDefault, hasOptions }, before);
        if (clash) report(clash);
        known.set(key, {
          last: before?.last.server === server ? before.last : { server, placement },
          default: before?.default ?? (isDefault ? placement : undefined),
          options: before?.options ?? (hasOptions ? placement : undefined),
        });
        // A range is told of once.
        if (clash) break;
      }
    }
  }
}

interface Listen {
  readonly server: Placement;
  readonly placement: Placement;
  readonly word: Word;
  readonly rest: readonly Word[];
  readonly socket: string;
  readonly isDefault: boolean;
  readonly hasOptions: boolean;
}

function clashOf(
  { server, placement, word, rest, socket, isDefault, hasOptions }: Listen,
  before: Socket,
): Problem | undefined {
  if (before.last.server === server) {
    return {
      family: 'duplicate-listen',
      placement,
      word,
      says: `a duplicate listen ${socket}`,
      told: t('This server listens on {socket} twice. Remove one of the two.', { socket }),
      related: { placement: before.last.placement, message: t('The first one') },
    };
  }
  if (hasOptions && before.options) {
    return {
      family: 'duplicate-listen',
      placement,
      word,
      says: `duplicate listen options for ${socket}`,
      told: t(
        'Another listen already sets options for {socket}. Set them only once, in one of its servers.',
        { socket },
      ),
      related: { placement: before.options, message: t('Options are set here') },
    };
  }
  if (!isDefault || !before.default) return undefined;
  return {
    family: 'duplicate-default-server',
    placement,
    word: rest.find(({ value }) => value.startsWith('default')) ?? word,
    says: `a duplicate default server for ${socket}`,
    told: t('Another server is already the default for {socket}. Keep default_server in one of them.', {
      socket,
    }),
    related: { placement: before.default, message: t('The first default server') },
  };
}

/** `ngx_stream_core_listen` before 1.25.5, `ngx_mail_core_listen`: a socket belongs to one server, and stands there once. */
export function checkSingleSockets(block: Placement, report: Report): void {
  const known = new Map<string, Placement>();
  for (const { listeners } of serversIn(block)) {
    for (const listener of listeners) {
      const { line: placement, udp } = listener;
      const [word] = placement?.directive.args ?? [];
      if (!placement || !word || !listener.ports) continue;
      for (const socket of socketsOf(listener)) {
        const key = udp ? `${socket} udp` : socket;
        const first = known.get(key);
        if (first) {
          report({
            family: 'duplicate-listen',
            placement,
            word,
            says: `duplicate "${socket}" address and port pair`,
            told: t('Another listen already uses {socket}. Remove one of the two.', { socket }),
            related: { placement: first, message: t('The first one') },
          });
          break;
        }
        known.set(key, placement);
      }
    }
  }
}

/** `ngx_http_server_names` in src/http/ngx_http.c: a name that two servers of one socket share serves the first alone. */
export function checkServerNames(http: Placement, report: Report): void {
  const known = new Map<string, Placement>();
  const servers = serversIn(http);
  const shared = sharedSockets(servers);
  for (const server of servers) {
    const { names } = server;
    const sockets = socketsIn(server);
    checkWildcards(
      server,
      sockets.find((socket) => shared.has(socket)),
      report,
    );
    const said = new Set<string>();
    for (const { line: placement, word, value: name } of names) {
      if (name.startsWith('~') || hasVariable(name) || said.has(name)) continue;
      said.add(name);
      const clash = sockets.find((socket) => known.has(`${socket} ${name}`));
      if (clash !== undefined) {
        const first = known.get(`${clash} ${name}`);
        report({
          family: 'duplicate-server-name',
          placement,
          word,
          says: `conflicting server name "${name}" on ${clash}, ignored`,
          told: t(
            'Another server already has the name "{word}" on {clash}, so this one never gets requests for it. Rename or remove one of them.',
            { word: word.value, clash },
          ),
          ...(first && { related: { placement: first, message: t('The server that gets them') } }),
        });
      }
      for (const socket of sockets)
        if (!known.has(`${socket} ${name}`)) known.set(`${socket} ${name}`, placement);
    }
  }
}

const socketsIn = ({ listeners, knowsListeners }: Server): readonly string[] =>
  listeners
    .filter(({ line }) => line !== undefined || knowsListeners)
    .flatMap((listener) => socketsOf(listener));

/** Sockets of more than one server, whose names nginx puts into a table. */
function sharedSockets(servers: readonly Server[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const server of servers)
    for (const socket of new Set(socketsIn(server))) (seen.has(socket) ? shared : seen).add(socket);
  return shared;
}

/** `ngx_http_server_names`: where a server is alone, nobody looks at its names. */
export function checkWildcards({ names }: Server, socket: string | undefined, report: Report): void {
  if (socket === undefined) return;
  for (const { line: placement, word, value } of names) {
    if (value.startsWith('~') || hasVariable(value) || isOpen(word)) continue;
    if (new HostKeys().add(value) !== 'invalid') continue;
    report({
      family: 'listen',
      placement,
      word,
      says: `invalid server name or wildcard "${word.value}" on ${socket}`,
      told: t(
        'A name has one * at its beginning or end, with a dot beside it, and no empty parts. Correct it, or write a regular expression.',
      ),
    });
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
    told: t('This server has no listen, so no client can reach it. Add one with a port.'),
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
      told: t(
        'TLS is on here, but there is no certificate. Add ssl_certificate and ssl_certificate_key, or remove "ssl on".',
      ),
    });
  }
}

/** `ngx_http_ssl_merge_srv_conf`: each certificate has its key, of the server or inherited from http. */
export function checkCertificateKeys(http: Placement, version: string | undefined, report: Report): void {
  const outer = [written(http, 'ssl_certificate'), written(http, 'ssl_certificate_key')] as const;
  for (const server of written(http, 'server')) {
    const own = written(server, 'ssl_certificate');
    const ownKeys = written(server, 'ssl_certificate_key');
    const certificates = own.length > 0 ? own : outer[0];
    const keys = ownKeys.length > 0 ? ownKeys : outer[1];
    const placement = certificates.length > keys.length ? certificates.at(-1) : undefined;
    const word = placement?.directive.args[0];
    if (!placement || !word) continue;
    const isOn = isBefore(version, '1.25.1') === true && valueInEffect(server, 'ssl')?.toLowerCase() === 'on';
    const certificate = `for certificate "${word.value}"`;
    report({
      family: 'ssl-certificate',
      placement,
      word,
      says: `no "ssl_certificate_key" is defined ${isOn ? (keys.length === 0 ? 'for the "ssl" directive' : `${certificate} and the "ssl" directive`) : certificate}`,
      told: t('This certificate has no key. Add ssl_certificate_key.'),
    });
  }
}

/** `ngx_http_ssl_init` in src/http/modules/ngx_http_ssl_module.c: the default server of a TLS socket needs a certificate. */
export function checkCertificates(http: Placement, report: Report): void {
  if (has(http, 'ssl_certificate') || has(http, 'ssl_reject_handshake')) return;
  const sockets = new Map<string, { server: Placement; tls: Placement | undefined; isDefault: boolean }>();
  for (const { placement: server, listeners } of serversIn(http)) {
    for (const listener of listeners) {
      const { line, ssl, quic, isDefault } = listener;
      if (!line || quic) continue;
      for (const socket of socketsOf(listener)) {
        const before = sockets.get(socket);
        const tls = before?.tls ?? (ssl ? line : undefined);
        const isFirst = !before || (isDefault && !before.isDefault);
        sockets.set(socket, isFirst ? { server, tls, isDefault } : { ...before, tls });
      }
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
      told: t(
        'This server is the default for a TLS socket but has no certificate. Add ssl_certificate and ssl_certificate_key.',
      ),
      related: { placement: tls, message: t('TLS is enabled here') },
    });
  }
}
