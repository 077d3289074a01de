// The little of Docker's HTTP API that the set-up needs, on Node built-ins: it runs before any dependency is installed.
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Label that every container, network and volume of a lab carries. */
export const LAB_LABEL = 'dev.cluster-lab.lab';

/** Where an engine may answer, in DOCKER_HOST's notation, the likeliest first. */
export function engineHosts() {
  if (process.env.DOCKER_HOST) return [process.env.DOCKER_HOST];
  if (process.platform === 'win32')
    return ['npipe:////./pipe/docker_engine', 'npipe:////./pipe/dockerDesktopLinuxEngine'];
  const sockets = [
    '/var/run/docker.sock',
    process.env.XDG_RUNTIME_DIR && join(process.env.XDG_RUNTIME_DIR, 'docker.sock'),
    ...['.docker/run', '.docker/desktop', '.colima/default', '.rd', '.orbstack/run'].map((folder) =>
      join(homedir(), folder, 'docker.sock'),
    ),
  ];
  return sockets.filter((path) => path && existsSync(path)).map((path) => `unix://${path}`);
}

/** A client for one engine. `host` as in DOCKER_HOST; `ssh://` is not understood here. */
export class Docker {
  constructor(host) {
    this.host = host;
    this.target = connection(host);
  }

  /**
   * Sends one request. `body` is an object (sent as JSON) or a readable stream (a tar). Resolves with the text of the answer;
   * rejects with the engine's own message for a status of 400 and above, after `limit` milliseconds of silence, or on `signal`.
   */
  request(method, path, { body, limit = 60_000, signal } = {}) {
    const stream = typeof body?.pipe === 'function';
    const send = this.target.secure ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send({
        ...this.target.options,
        method,
        path,
        signal,
        headers: body ? { 'Content-Type': stream ? 'application/x-tar' : 'application/json' } : {},
      });
      request.setTimeout(limit, () =>
        request.destroy(new Error(`no answer from ${this.host} in ${limit / 1000} s`)),
      );
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          response.statusCode < 400
            ? resolve(text)
            : reject(new EngineAnswer(response.statusCode, messageOf(text))),
        );
      });
      if (stream) body.on('error', (error) => request.destroy(error)).pipe(request);
      else request.end(body ? JSON.stringify(body) : undefined);
    });
  }

  async json(method, path, options) {
    const text = await this.request(method, path, options);
    return text === '' ? undefined : JSON.parse(text);
  }

  ping() {
    return this.request('GET', '/_ping', { limit: 3000 });
  }

  /** Everything with a lab's label: `container <name>`, `network <name>`, `volume <name>`, each with its lab's id and folder. */
  async labObjects() {
    const filter = `filters=${encodeURIComponent(JSON.stringify({ label: [LAB_LABEL] }))}`;
    const [containers, networks, volumes] = await Promise.all([
      this.json('GET', `/containers/json?all=true&${filter}`),
      this.json('GET', `/networks?${filter}`),
      this.json('GET', `/volumes?${filter}`),
    ]);
    return [
      ...containers.map((it) =>
        found('container', it.Names[0]?.slice(1), it, `/containers/${it.Id}?force=true&v=true`),
      ),
      ...networks.map((it) => found('network', it.Name, it, `/networks/${it.Id}`)),
      ...(volumes.Volumes ?? []).map((it) => found('volume', it.Name, it, `/volumes/${it.Name}?force=true`)),
    ];
  }

  /** Removes the labs that fit, and gives the names of what is there in spite of it. */
  async removeLabs(fits) {
    await this.remove((await this.labObjects()).filter(fits));
    return (await this.labObjects()).filter(fits).map(({ kind, name }) => `${kind} ${name}`);
  }

  /** Removes what `labObjects` gave, containers first; what is gone or going already counts as removed. */
  async remove(objects) {
    for (const kind of ['container', 'network', 'volume']) {
      await Promise.all(
        objects
          .filter((it) => it.kind === kind)
          .map(async ({ path }) => {
            try {
              await this.request('DELETE', path);
            } catch (error) {
              if (error.status !== 404 && error.status !== 409) throw error;
            }
          }),
      );
    }
  }
}

/** The engine refused: its status and its own words. */
export class EngineAnswer extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const found = (kind, name, { Id, Labels }, path) => ({
  kind,
  name,
  id: Id ?? name,
  lab: Labels[LAB_LABEL],
  folder: Labels['dev.cluster-lab.folder'],
  path,
});

function messageOf(text) {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text;
  }
}

function connection(host) {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (socket) return { options: { socketPath: socket }, secure: false };
  if (!/^(tcp|https?):\/\//.test(host))
    throw new Error(`${host} is not an address these scripts can talk to (unix, npipe or tcp)`);
  const { protocol, hostname, port } = new URL(host.replace(/^tcp:/, 'http:'));
  const secure = protocol === 'https:' || Boolean(process.env.DOCKER_TLS_VERIFY);
  return {
    options: { hostname, port: port || (secure ? 2376 : 2375), ...(secure ? certificates() : {}) },
    secure,
  };
}

function certificates() {
  const folder = process.env.DOCKER_CERT_PATH ?? join(homedir(), '.docker');
  const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}
