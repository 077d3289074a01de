import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '../../../../server/src/languages/text/record';
import { LabError } from '../lab';
import { parseEndpoint, socketEndpoint, type Endpoint, type Tls } from './endpoint';

/** What of a machine says where its engines are. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Where the sockets of this user's programs are if XDG_RUNTIME_DIR does not say it, as in a window begun by su or sudo. */
  readonly runtime?: string;
}

const here = (): Surroundings => ({
  env: process.env,
  home: homedir(),
  platform: process.platform,
  ...(process.getuid && { runtime: `/run/user/${process.getuid()}` }),
});

/**
 * The endpoints to try, best first: the one that is named, alone, or else every socket of this machine that is there. An
 * address or a context is named by `wish`, DOCKER_HOST, DOCKER_CONTEXT or the configuration of the `docker` command, in
 * its own order (docker/cli, cli/command/cli.go). Throws a `LabError` for a name that leads nowhere.
 */
export function candidates(wish: string | undefined, around: Surroundings = here()): Endpoint[] {
  const { env } = around;
  if (wish) {
    return isAddress(wish)
      ? [parseEndpoint(wish, 'clusterLab.docker.host', tlsOfEnvironment(wish, around))]
      : [contextNamed(wish, around)];
  }
  const host = env['DOCKER_HOST'];
  if (host) return [parseEndpoint(host, 'DOCKER_HOST', tlsOfEnvironment(host, around))];
  const name = env['DOCKER_CONTEXT'] || currentContext(around);
  if (name && name !== 'default') return [contextNamed(name, around)];
  return sockets(around);
}

/** Every engine that this machine knows of: its contexts and its sockets, each address once. */
export function allEndpoints(around: Surroundings = here()): Endpoint[] {
  const all = [...named(around), ...sockets(around), ...contexts(around)];
  return [...new Map(all.toReversed().map((endpoint) => [endpoint.address, endpoint])).values()].toReversed();
}

/** The one that DOCKER_HOST names. */
function named(around: Surroundings): Endpoint[] {
  const host = around.env['DOCKER_HOST'];
  return host ? readable(() => parseEndpoint(host, 'DOCKER_HOST', tlsOfEnvironment(host, around))) : [];
}

function readable(read: () => Endpoint | undefined): Endpoint[] {
  try {
    const found = read();
    return found ? [found] : [];
  } catch {
    // What cannot be read hides no other; it is told where it is named.
    return [];
  }
}

const isAddress = (text: string): boolean => /^[a-z]+:\/\//i.test(text);

const configFolder = ({ env, home }: Surroundings): string => env['DOCKER_CONFIG'] || join(home, '.docker');

/** What the `docker` command keeps about its user; empty where there is nothing, or nothing that can be read. */
export function dockerConfig(around: Surroundings = here()): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(readFileSync(join(configFolder(around), 'config.json'), 'utf8'));
    return isRecord(config) ? config : {};
  } catch (error) {
    if (isMissing(error)) return {};
    throw new LabError(
      'no-engine',
      t("Docker's configuration file {path} cannot be read.", {
        path: join(configFolder(around), 'config.json'),
      }),
      t('Fix the file, or set the engine in clusterLab.docker.host.'),
      { cause: error },
    );
  }
}

function currentContext(around: Surroundings): string | undefined {
  const { currentContext: name } = dockerConfig(around);
  return typeof name === 'string' ? name : undefined;
}

function contextNamed(name: string, around: Surroundings): Endpoint {
  if (name === 'default') {
    const [first] = sockets(around);
    if (first) return first;
  }
  const endpoint = readContext(idOf(name), around);
  if (endpoint) return endpoint;
  const names = contexts(around).map(({ origin }) => origin.replace(/^context /, ''));
  throw new LabError(
    'no-engine',
    t('There is no Docker context "{name}" on this machine.', { name }),
    names.length > 0
      ? t('Use an existing one ({names}), or an address.', { names: names.join(', ') })
      : t('Create it with "docker context create", or use an address.'),
  );
}

function contexts(around: Surroundings): Endpoint[] {
  const folder = join(configFolder(around), 'contexts/meta');
  const ids = existsSync(folder) ? readdirSync(folder) : [];
  return ids.flatMap((id) => readable(() => readContext(id, around)));
}

/** docker/cli, cli/context/store: a context lies in a folder that its name's digest names. */
const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');

function readContext(id: string, around: Surroundings): Endpoint | undefined {
  const folder = join(configFolder(around), 'contexts');
  let meta: unknown;
  try {
    meta = JSON.parse(readFileSync(join(folder, 'meta', id, 'meta.json'), 'utf8'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new LabError(
      'no-engine',
      t('The Docker context in {path} cannot be read.', { path: join(folder, 'meta', id, 'meta.json') }),
      t('Remove it with "docker context rm", or set the engine in clusterLab.docker.host.'),
      { cause: error },
    );
  }
  const { Name: name, Endpoints: endpoints } = isRecord(meta) ? meta : {};
  const docker = isRecord(endpoints) ? endpoints['docker'] : undefined;
  const host = isRecord(docker) ? docker['Host'] : undefined;
  if (typeof name !== 'string' || typeof host !== 'string' || host === '') return undefined;
  const material = join(folder, 'tls', id, 'docker');
  const insecure = isRecord(docker) && docker['SkipTLSVerify'] === true;
  const tls = existsSync(material)
    ? { ...readTls(material), ...(insecure && { insecure }) }
    : insecure
      ? { insecure }
      : undefined;
  return parseEndpoint(host, `context ${name}`, host.startsWith('tcp:') ? tls : undefined);
}

/** DOCKER_TLS_VERIFY and DOCKER_CERT_PATH hold for an address, as they do for the `docker` command. */
function tlsOfEnvironment(address: string, around: Surroundings): Tls | undefined {
  const { env } = around;
  if (!address.startsWith('tcp:')) return undefined;
  const isWanted = Boolean(env['DOCKER_TLS_VERIFY']) || Boolean(env['DOCKER_CERT_PATH']);
  if (!isWanted) return undefined;
  const tls = readTls(env['DOCKER_CERT_PATH'] || configFolder(around));
  return env['DOCKER_TLS_VERIFY'] ? tls : { ...tls, insecure: true };
}

function readTls(folder: string): Tls {
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new LabError(
        'no-engine',
        t('The certificate {path} of the Docker Engine cannot be read.', { path: join(folder, name) }),
        t('Check that your user has permission to read it.'),
        { cause: error },
      );
    }
  };
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(read);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

/** Sockets that are there, of the engines that people run. */
function sockets(around: Surroundings): Endpoint[] {
  const { env, home, platform } = around;
  if (platform === 'win32') {
    return [
      socketEndpoint('//./pipe/docker_engine', 'npipe', 'Docker'),
      socketEndpoint('//./pipe/podman-machine-default', 'npipe', 'Podman'),
    ].filter(({ options }) => 'socketPath' in options && existsSync(options.socketPath));
  }
  const runtime = env['XDG_RUNTIME_DIR'] || around.runtime;
  const colima = join(home, '.colima');
  const profiles = existsSync(colima) ? readdirSync(colima).filter((name) => !name.startsWith('_')) : [];
  const found: readonly (readonly [string, string])[] = [
    ['/var/run/docker.sock', 'Docker'],
    ...(runtime ? [[join(runtime, 'docker.sock'), 'rootless Docker'] as const] : []),
    [join(home, '.docker/run/docker.sock'), 'Docker Desktop'],
    [join(home, '.docker/desktop/docker.sock'), 'Docker Desktop'],
    ...profiles.map((name) => [join(colima, name, 'docker.sock'), `Colima ${name}`] as const),
    [join(home, '.orbstack/run/docker.sock'), 'OrbStack'],
    [join(home, '.rd/docker.sock'), 'Rancher Desktop'],
    [join(home, '.lima/docker/sock/docker.sock'), 'Lima'],
    ...(runtime ? [[join(runtime, 'podman/podman.sock'), 'rootless Podman'] as const] : []),
    ['/run/podman/podman.sock', 'Podman'],
  ];
  const there = found.filter(([path]) => existsSync(path)).map((it) => [realpathSync(it[0]), it] as const);
  // The package podman-docker makes Docker's socket a link to Podman's, and Podman has another ID at every answer.
  const first = new Map(there.toReversed());
  return there
    .filter(([target, it]) => first.get(target) === it)
    .map(([, [path, origin]]) => socketEndpoint(path, 'unix', origin));
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
