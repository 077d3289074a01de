import { readAddress, readPassedUrl, readPorts, type Ports } from './address';
import { placementsNamed, type NginxConfiguration, type Placement } from './configuration';
import { hasGap, inEffect, valueInEffect, written } from './effective';
import type { Directive, Word } from './tree';
import { variablesIn } from './variables';

/**
 * What the servers of nginx are, read once for all who ask: where they listen, by which names, where they lead, with which
 * headers. What is only to be judged by its words is judged elsewhere.
 */

/** One `listen` of a server, of http, stream or mail. */
export interface Listener {
  /** Undefined: none is written, and nginx takes its default. */
  readonly line: Placement | undefined;
  /** In lower case: `*` for every IPv4 address, `127.0.0.1`, `[::]`, a name, `unix:/path`; undefined while it is to be filled in. */
  readonly address: string | undefined;
  /** None of a socket, nor where it cannot be told. */
  readonly ports: Ports | undefined;
  /** By the line itself; see `speaksTls`. */
  readonly ssl: boolean;
  readonly quic: boolean;
  readonly udp: boolean;
  readonly proxyProtocol: boolean;
  readonly isDefault: boolean;
}

/** A word of `server_name`. */
export interface ServerName {
  /** In lower case, with `*` or a leading dot; a regular expression as written, with its `~`. */
  readonly value: string;
  readonly word: Word;
  readonly line: Placement;
}

export interface Server {
  readonly placement: Placement;
  readonly listeners: readonly Listener[];
  /** Whether it can listen nowhere else. */
  readonly knowsListeners: boolean;
  readonly names: readonly ServerName[];
}

export interface UpstreamServer {
  readonly placement: Placement;
  /** Without its port; of a socket with `unix:`. Undefined while it is to be filled in. */
  readonly host: string | undefined;
  /** Undefined for a socket and where it cannot be told. */
  readonly port: number | undefined;
  readonly parameters: readonly string[];
}

export interface Upstream {
  readonly placement: Placement;
  /** As written; nginx takes it in either case. */
  readonly name: string;
  readonly servers: readonly UpstreamServer[];
  /** The directive that keeps a client on one server: ip_hash, hash, sticky; undefined for round robin and the like. */
  readonly affinity: Directive | undefined;
  /** Whether all that the block holds is here; else it may keep clients by lines that are not seen. */
  readonly isWhole: boolean;
}

/** One `proxy_pass` of http. */
export interface Proxy {
  readonly placement: Placement;
  /** The block it stands in. */
  readonly level: Placement | undefined;
  readonly scheme: 'http' | 'https' | undefined;
  /** With its port, as written; may hold variables. */
  readonly authority: string;
  /** Of the authority: an upstream's name, a host name or an address; undefined where it holds a variable, and for a socket. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** What follows the authority; empty where the request's own path is passed on. */
  readonly uri: string;
  readonly upstream: Upstream | undefined;
}

export interface Http {
  readonly servers: readonly Server[];
  /** By their names in lower case. */
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly proxies: ReadonlyMap<Placement, Proxy>;
}

const known = new WeakMap<NginxConfiguration, Http>();

/** The http block of a configuration; of a fragment what would stand in it. */
export function httpOf(configuration: NginxConfiguration): Http {
  let http = known.get(configuration);
  if (!http) {
    const upstreams = new Map(
      placementsNamed(configuration, 'upstream')
        .filter(({ context, directive }) => context === 'http' && directive.block)
        .map(readUpstream)
        .map((upstream) => [upstream.name.toLowerCase(), upstream]),
    );
    http = {
      servers: serversOf(configuration, 'http'),
      upstreams,
      // nginx knows an upstream wherever it stands, before or behind the proxy_pass that names it.
      proxies: new Map(
        placementsNamed(configuration, 'proxy_pass')
          .filter(({ context }) => !context.startsWith('stream'))
          .map((placement) => [placement, readProxy(placement, upstreams)]),
      ),
    };
    known.set(configuration, http);
  }
  return http;
}

/** The servers of a block, in nginx's order. */
export const serversOf = (
  configuration: NginxConfiguration,
  area: 'http' | 'stream' | 'mail',
): readonly Server[] =>
  placementsNamed(configuration, 'server')
    .filter(({ context, directive }) => context === area && directive.block)
    .map((placement) => serverAt(placement));

const servers = new WeakMap<Placement, Server>();

/** A `server` block of http, stream or mail. */
export function serverAt(placement: Placement): Server {
  let server = servers.get(placement);
  if (!server) {
    const lines = written(placement, 'listen');
    server = {
      placement,
      listeners:
        lines.length > 0 || placement.context !== 'http' ? lines.map(readListener) : [defaultListener],
      knowsListeners: !hasGap(placement),
      names: written(placement, 'server_name').flatMap((line) =>
        line.directive.args.map((word) => ({
          value: word.value.startsWith('~') ? word.value : word.value.toLowerCase(),
          word,
          line,
        })),
      ),
    };
    servers.set(placement, server);
  }
  return server;
}

/** `ngx_http_core_server`: port 80 where nginx may, that is as root. */
const defaultListener: Listener = {
  line: undefined,
  address: '*',
  ports: { first: 80, last: 80 },
  ssl: false,
  quic: false,
  udp: false,
  proxyProtocol: false,
  isDefault: false,
};

function readListener(line: Placement): Listener {
  const [word, ...rest] = line.directive.args.map(({ value }) => value);
  const address = readAddress(word ?? '', { listen: true });
  // Without a port nginx takes 80 in http; stream and mail want one.
  const standard = line.context === 'server' ? '80' : '';
  return {
    line,
    address: addressOf(address),
    ports: address.kind === 'inet' ? readPorts(address.port ?? standard) : undefined,
    ssl: rest.includes('ssl'),
    quic: rest.includes('quic'),
    udp: rest.includes('udp'),
    proxyProtocol: rest.includes('proxy_protocol'),
    isDefault: rest.includes('default_server') || rest.includes('default'),
  };
}

function addressOf(address: ReturnType<typeof readAddress>): string | undefined {
  if (address.kind === 'open') return undefined;
  if (address.kind === 'unix') return `unix:${address.path}`;
  return address.host === '0.0.0.0' || address.host === '' ? '*' : address.host.toLowerCase();
}

/** More ports than anybody opens by one line. */
const MOST_PORTS = 1000;

/** Each port that a listener takes; of an endless range the first ones. */
export const portsOf = ({ ports }: Listener): readonly number[] =>
  ports
    ? Array.from(
        { length: Math.min(ports.last - ports.first + 1, MOST_PORTS) },
        (_, index) => ports.first + index,
      )
    : [];

export const listensOn = ({ ports }: Listener, port: number): boolean =>
  ports !== undefined && ports.first <= port && port <= ports.last;

/** Whether a listener takes connections from every network of its machine. */
export const isEverywhere = ({ address }: Listener): boolean => address === '*' || address === '[::]';

/** Whether a connection there begins with TLS: by `listen … ssl`, or by `ssl on` as nginx had it before 1.25.1. */
export const speaksTls = ({ placement }: Server, { ssl, quic }: Listener): boolean =>
  ssl || quic || valueInEffect(placement, 'ssl')?.toLowerCase() === 'on';

function readUpstream(placement: Placement): Upstream {
  return {
    placement,
    name: placement.directive.args[0]?.value ?? '',
    servers: written(placement, 'server').flatMap(readUpstreamServer),
    affinity: placement.children.findLast(({ directive }) => keepsClient(directive))?.directive,
    isWhole: !hasGap(placement),
  };
}

/** Variables that say nothing of the client. */
const ofRequest = /^(?:request_uri|uri|document_uri|request|args|query_string|request_filename)$/i;

function keepsClient({ name, args }: Directive): boolean {
  if (name.value === 'ip_hash' || name.value === 'sticky') return true;
  return (
    name.value === 'hash' && [...variablesIn(args[0]?.value ?? '')].some((one) => !ofRequest.test(one.name))
  );
}

function readUpstreamServer(placement: Placement): readonly UpstreamServer[] {
  const [word, ...rest] = placement.directive.args;
  if (!word) return [];
  const address = readAddress(word.value);
  // ngx_http_upstream_server: default_port is 80.
  const port = address.kind === 'inet' ? readPorts(address.port ?? '80') : undefined;
  return [
    {
      placement,
      host:
        address.kind === 'inet' ? address.host : address.kind === 'unix' ? `unix:${address.path}` : undefined,
      port: port?.first,
      parameters: rest.map(({ value }) => value),
    },
  ];
}

function readProxy(placement: Placement, upstreams: ReadonlyMap<string, Upstream>): Proxy {
  const { scheme, authority, uri } = readPassedUrl(placement.directive.args[0]?.value ?? '');
  const address = readAddress(authority);
  const isInet = address.kind === 'inet' && scheme !== '';
  const port = isInet && address.port !== undefined ? readPorts(address.port) : undefined;
  const lower = scheme.toLowerCase();
  return {
    placement,
    level: placement.parent,
    scheme: lower === 'http://' ? 'http' : lower === 'https://' ? 'https' : undefined,
    authority,
    host: isInet ? address.host : undefined,
    port: port?.first,
    uri,
    upstream: isInet && address.port === undefined ? upstreams.get(authority.toLowerCase()) : undefined,
  };
}

/** The proxies in front that a block believes (ngx_http_realip_module): its `set_real_ip_from` lines in effect. */
export const trustedProxies = (level: Placement | undefined): readonly Placement[] =>
  inEffect(level, 'set_real_ip_from')?.lines ?? [];
