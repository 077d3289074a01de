import { t } from '@vscode/l10n';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { LabError } from '../lab';
import { isSafeHost, SshAgent, type SshTarget } from './ssh';

/** Certificates of a TLS connection, PEM. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The engine's certificate is not checked. */
  readonly insecure?: boolean;
}

/** Where an engine listens, in the form dockerode takes. */
export interface Endpoint {
  readonly address: string;
  /** Where the address comes from, as a person knows it: `context desktop-linux`, `DOCKER_HOST`. */
  readonly origin: string;
  readonly options: { socketPath: string } | { protocol: 'http' | 'https'; host: string; port: number };
  readonly tls?: Tls;
  readonly ssh?: SshTarget;
  /** Host that published ports are reached at. */
  readonly host: string;
  /** Whether ports of this machine are the engine's, by itself or through a tunnel. */
  readonly local: boolean;
}

const LOOPBACK = '127.0.0.1';

/** No connection is kept: one that an engine has closed since would fail the next call. */
export function agentFor({ ssh, tls, options }: Endpoint): HttpAgent {
  if (ssh) return new SshAgent(ssh);
  if (!('protocol' in options) || options.protocol === 'http') return new HttpAgent({ keepAlive: false });
  const { ca, cert, key, insecure } = tls ?? {};
  return new HttpsAgent({
    keepAlive: false,
    rejectUnauthorized: insecure !== true,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  });
}

/**
 * Reads an address as the `docker` command takes it: `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port`,
 * `ssh://user@host:port`. Throws a `LabError` for any other.
 */
export function parseEndpoint(address: string, origin: string, tls?: Tls): Endpoint {
  const pipe = /^(unix|npipe):\/\/(.+)$/.exec(address);
  if (pipe) return socketEndpoint(pipe[2] ?? '', pipe[1] === 'npipe' ? 'npipe' : 'unix', origin);
  const ssh =
    /^ssh:\/\/(?:([^@/:]+)@)?(\[[0-9a-fA-F:]+\]|[^:/@]+)(?::(\d+))?(?:\/)?$/.exec(address) ?? undefined;
  if (ssh) {
    const [, user, named = '', port] = ssh;
    const host = named.replace(/^\[|\]$/g, '');
    if (!isSafeHost(host) || (user !== undefined && !isSafeHost(user))) throw notAnAddress(address, origin);
    return {
      address,
      origin,
      options: { protocol: 'http', host: 'docker', port: 80 },
      ssh: { host, ...(user !== undefined && { user }), ...(port !== undefined && { port: Number(port) }) },
      host: LOOPBACK,
      local: true,
    };
  }
  const tcp = /^(tcp|https?):\/\/(\[[0-9a-fA-F:]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(address);
  if (!tcp) throw notAnAddress(address, origin);
  const [, scheme, named = '', port] = tcp;
  const host = named.replace(/^\[|\]$/g, '');
  const secure = tls !== undefined || scheme === 'https';
  const local = ['localhost', LOOPBACK, '::1'].includes(host);
  return {
    address,
    origin,
    options: {
      protocol: secure ? 'https' : 'http',
      host,
      port: Number(port ?? (secure ? 2376 : 2375)),
    },
    ...(secure && { tls: tls ?? {} }),
    host: local ? LOOPBACK : host,
    local,
  };
}

const notAnAddress = (address: string, origin: string): LabError =>
  new LabError(
    'no-engine',
    t('"{address}" ({origin}) is not an address of a Docker Engine that Cluster Lab can use.', {
      address,
      origin,
    }),
    t('Use unix:///path/to/docker.sock, tcp://host:port, ssh://user@host or the name of a Docker context.'),
  );

export const socketEndpoint = (path: string, kind: 'unix' | 'npipe', origin: string): Endpoint => ({
  address: `${kind}://${path}`,
  origin,
  options: { socketPath: path },
  host: LOOPBACK,
  local: true,
});
