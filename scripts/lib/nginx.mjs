import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CACHE, unpackDeb } from './images/layers.mjs';
import { NGINX_PACKAGES } from './images/nginx.mjs';
import { aptDownload } from './apt.mjs';
import { which } from './processes.mjs';

const HOME = resolve('.tools/nginx');

/**
 * Folder of an `nginx` to be the judge of configuration files: the machine's, else Debian's, unpacked into the checkout.
 * It is not installed, since the package would start a server on port 80.
 */
export async function ensureNginx() {
  const installed =
    which('nginx') ?? ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((path) => existsSync(path));
  if (installed) return join(installed, '..');
  const bin = join(HOME, 'bin');
  makeFolders();
  if (existsSync(join(bin, 'nginx'))) return bin;
  let debs;
  try {
    debs = await aptDownload(NGINX_PACKAGES, join(CACHE, 'debs'));
  } catch (error) {
    throw new Error(
      `nginx is not installed and cannot be had here: ${error.message}. Install nginx 1.22 or newer.`,
      { cause: error },
    );
  }
  const root = join(HOME, 'root');
  await Promise.all(Object.values(debs).map((deb) => unpackDeb(deb, root)));
  mkdirSync(bin, { recursive: true });
  const libraries = `${root}/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  writeFileSync(
    join(bin, 'nginx'),
    `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${root}/usr/sbin/nginx' "$@"\n`,
  );
  chmodSync(join(bin, 'nginx'), 0o755);
  return bin;
}

/** Debian's nginx has its temporary files and logs there, and looks for both folders at every test of a configuration. */
function makeFolders() {
  for (const folder of ['/var/lib/nginx', '/var/log/nginx'].filter((path) => !existsSync(path))) {
    try {
      if (process.env.CLUSTER_LAB_NO_SYSTEM === '1') throw new Error('CLUSTER_LAB_NO_SYSTEM=1 forbids it');
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new Error(`nginx is not installed, and its folder ${folder} cannot be made: ${error.message}.`, {
        cause: error,
      });
    }
  }
}
