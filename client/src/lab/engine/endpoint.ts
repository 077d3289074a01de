import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../lab';

/** Where an engine listens, in the form dockerode takes. */
export interface Endpoint {
  readonly address: string;
  readonly options: { socketPath: string } | { protocol: 'http'; host: string; port: number };
  /** Host that published ports are reached at. */
  readonly host: string;
  readonly local: boolean;
}

const LOOPBACK = '127.0.0.1';

/**
 * The endpoints to try, best first: the one named by the setting or by DOCKER_HOST alone, else the sockets that Docker,
 * rootless Docker, Docker Desktop and Colima make by default and that are there.
 */
export function endpoints(host: string | undefined, env: NodeJS.ProcessEnv = process.env): Endpoint[] {
  const named = host || env['DOCKER_HOST'];
  if (named) return [parseEndpoint(named)];
  if (process.platform === 'win32') return [socket('//./pipe/docker_engine', 'npipe')];
  const candidates = [
    '/var/run/docker.sock',
    ...(env['XDG_RUNTIME_DIR'] ? [join(env['XDG_RUNTIME_DIR'], 'docker.sock')] : []),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.colima/default/docker.sock'),
  ];
  return candidates.filter((path) => existsSync(path)).map((path) => socket(path, 'unix'));
}

/** Reads an address as the `docker` command takes it: `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port`. */
export function parseEndpoint(address: string): Endpoint {
  const pipe = /^(unix|npipe):\/\/(.+)$/.exec(address);
  if (pipe) return socket(pipe[2] ?? '', pipe[1] === 'npipe' ? 'npipe' : 'unix');
  const tcp = /^(?:tcp|http):\/\/(\[[0-9a-fA-F:]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(address);
  if (!tcp) {
    throw new LabError(
      'no-engine',
      `"${address}" is not an address of a Docker Engine that Cluster Lab can use.`,
      'Write unix:///path/to/docker.sock or tcp://host:port in clusterLab.docker.host or DOCKER_HOST.',
    );
  }
  const host = (tcp[1] ?? '').replace(/^\[|\]$/g, '');
  const local = ['localhost', LOOPBACK, '::1'].includes(host);
  return {
    address,
    options: { protocol: 'http', host, port: Number(tcp[2] ?? 2375) },
    host: local ? LOOPBACK : host,
    local,
  };
}

const socket = (path: string, kind: 'unix' | 'npipe'): Endpoint => ({
  address: `${kind}://${path}`,
  options: { socketPath: path },
  host: LOOPBACK,
  local: true,
});
