import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../processes.mjs';

const PACKAGES =
  'libc6 libc-bin libgcc-s1 libstdc++6 zlib1g libtinfo6 libcrypt1 bash busybox-static base-files'.split(' ');

/** Left to bash, or not in the official images either: a lab that used them would work here only. */
const NO_APPLETS = new Set('wget nc telnet vi ftpget ftpput tftp httpd sh ash bash run-init init'.split(' '));

/** libc, bash and busybox: what both images stand on. libc-bin brings the locale C.utf8, without which Java prints `?` for Korean. */
export const baseLayer = {
  name: 'base',
  packages: PACKAGES,
  source: import.meta.url,
  async build(folder, unpack) {
    await unpack(folder, PACKAGES);
    for (const path of 'tmp run proc sys dev root var/tmp var/run etc bin sbin usr/bin usr/sbin usr/local/bin'.split(
      ' ',
    )) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    for (const path of ['tmp', 'var/tmp']) chmodSync(join(folder, path), 0o1777);
    for (const path of [
      'usr/share/gcc',
      'usr/share/gdb',
      'usr/share/base-files',
      'etc/update-motd.d',
      'etc/skel',
    ]) {
      rmSync(join(folder, path), { recursive: true, force: true });
    }
    removeTools(
      folder,
      'ldconfig iconv localedef getent ldd locale pldd tzselect zdump iconvconfig zic getconf'.split(' '),
    );
    await linkApplets(folder);
    writeAccounts(folder);
  },
};

function removeTools(folder, names) {
  for (const place of ['usr/bin', 'sbin', 'usr/sbin']) {
    for (const name of readdirSync(join(folder, place))) {
      if (names.includes(name)) rmSync(join(folder, place, name));
    }
  }
}

async function linkApplets(folder) {
  const list = await run(join(folder, 'bin/busybox'), ['--list-full']);
  for (const path of list.trim().split('\n')) {
    const link = join(folder, path);
    if (NO_APPLETS.has(path.split('/').at(-1)) || existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync('/bin/busybox', link);
  }
  rmSync(join(folder, 'bin/sh'), { force: true });
  symlinkSync('bash', join(folder, 'bin/sh'));
}

function writeAccounts(folder) {
  const users = [
    'root:x:0:0:root:/root:/bin/bash',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    'nginx:x:101:101:nginx user:/nonexistent:/bin/false',
  ];
  writeFileSync(join(folder, 'etc/passwd'), `${users.join('\n')}\n`);
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\nnginx:x:101:\n');
  writeFileSync(join(folder, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}
