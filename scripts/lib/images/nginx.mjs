import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, chmodSync } from 'node:fs';
import { join } from 'node:path';

export const NGINX_PACKAGES = ['libpcre2-8-0', 'libssl3', 'nginx', 'nginx-common'];
const PACKAGES = [...NGINX_PACKAGES, 'gettext-base'];
const FILES = join(import.meta.dirname, 'nginx');
const KEPT = new Set([
  'conf.d',
  'fastcgi_params',
  'mime.types',
  'scgi_params',
  'uwsgi_params',
  'fastcgi.conf',
]);

/** Debian's nginx with the official image's configuration, entry point and log links. */
export const nginxLayer = {
  name: 'nginx',
  packages: PACKAGES,
  source: import.meta.url,
  async build(folder, unpack) {
    await unpack(folder, PACKAGES);
    for (const path of ['etc/init.d', 'etc/logrotate.d', 'etc/ufw', 'etc/default', 'lib/systemd']) {
      rmSync(join(folder, path), { recursive: true, force: true });
    }
    const etc = join(folder, 'etc/nginx');
    for (const name of readdirSync(etc).filter((it) => !KEPT.has(it)))
      rmSync(join(etc, name), { recursive: true });
    for (const path of [
      'etc/nginx/conf.d',
      'docker-entrypoint.d',
      'usr/lib/nginx/modules',
      'usr/share/nginx/html',
    ]) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    for (const path of ['var/lib/nginx', 'var/cache/nginx', 'var/log/nginx'])
      mkdirSync(join(folder, path), { recursive: true });
    symlinkSync('/usr/lib/nginx/modules', join(etc, 'modules'));
    symlinkSync('/dev/stdout', join(folder, 'var/log/nginx/access.log'));
    symlinkSync('/dev/stderr', join(folder, 'var/log/nginx/error.log'));
    put('nginx.conf', join(etc, 'nginx.conf'), 0o644);
    put('default.conf', join(etc, 'conf.d/default.conf'), 0o644);
    put('docker-entrypoint.sh', join(folder, 'docker-entrypoint.sh'), 0o755);
    put(
      '20-envsubst-on-templates.sh',
      join(folder, 'docker-entrypoint.d/20-envsubst-on-templates.sh'),
      0o755,
    );
  },
};

function put(name, target, mode) {
  cpSync(join(FILES, name), target);
  chmodSync(target, mode);
}
