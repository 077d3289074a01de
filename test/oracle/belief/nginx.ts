import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { KeyPair } from '../../../client/src/lab/certificate';
import type { Judge } from '../judges';
import { type Combination, type Half, type Ports, SHARED } from './combinations';
import { OWN_NETWORK, tomcatAddress } from './tomcat';

/** The address of this machine at which a server listens. */
export const serverAddress = (index: number): string =>
  `${OWN_NETWORK}.${Math.floor(index / 200)}.${(index % 200) + 1}`;

/** One nginx with a server for each combination; comes back once its sockets are open, with what ends it. */
export function startNginx(
  { command, env }: Judge,
  folder: string,
  all: readonly Combination[],
  halves: readonly Half[],
  { certificate, key }: KeyPair,
): () => void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cert.pem'), certificate);
  writeFileSync(join(folder, 'key.pem'), key);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const servers = all.map(({ nginx, half }, index) =>
    nginx
      .replace('listen ', `listen ${serverAddress(index)}:`)
      .replaceAll('tomcat:', `${tomcatAddress(halves.indexOf(half))}:`)
      .replace('CERT', join(folder, 'cert.pem'))
      .replace('KEY', join(folder, 'key.pem')),
  );
  const main = join(folder, 'nginx.conf');
  writeFileSync(
    main,
    `events { worker_connections 4096; }
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
http { access_log off; ${temp.join(' ')}\n${SHARED}${servers.join('\n')} }`,
  );
  const run = (...words: string[]) =>
    spawnSync(command, ['-p', folder, '-c', main, '-e', 'stderr', ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 30_000,
      env: { ...process.env, ...env },
    });
  const started = run();
  assert.equal(started.status, 0, started.stderr);
  return () => void run('-s', 'stop');
}

/** The ports of http and https, where this machine lets us have them; else others. */
export async function usablePorts(): Promise<Ports> {
  const server = createServer();
  const opened = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(80, serverAddress(199));
  const isFree = await opened;
  server.close();
  return isFree ? { plain: 80, tls: 443 } : { plain: 8081, tls: 8444 };
}
