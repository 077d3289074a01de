// Layers of an image: folders filled from unpacked Debian packages, packed as reproducible tars and kept by their content.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { aptDownload } from '../apt.mjs';
import { run } from '../processes.mjs';

/** Survives between runs; `.tools` is ignored by git. */
export const CACHE = resolve('.tools/images');

/** What no lab needs of a package. */
const LEFT_OUT = [
  ...['doc', 'man', 'locale', 'lintian', 'maven-repo', 'info', 'bug', 'apport'].map(
    (name) => `./usr/share/${name}*`,
  ),
  './usr/lib/*/gconv*',
  '*/legal/*',
];

/**
 * Gives a layer's tar, its digest and the versions of its packages. `recipe` is `{name, packages, source, build}`: `build(folder, unpack)` fills the folder,
 * `unpack(to, packages)` unpacks packages; `source` is the URL of the module that builds it, whose text is part of the key.
 */
export async function layer({ name, packages, source, build }) {
  const debs = await aptDownload(packages, join(CACHE, 'debs'));
  const key = hash(
    [...Object.values(debs).map((file) => basename(file)), readFileSync(new URL(source), 'utf8')].join('\n'),
  );
  const tar = join(CACHE, 'layers', `${name}-${key.slice(0, 16)}.tar`);
  if (!existsSync(`${tar}.sha256`)) {
    const folder = join(CACHE, `build-${process.pid}`, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(CACHE, 'layers'), { recursive: true });
    await build(folder, (to, names) => Promise.all(names.map((it) => unpackDeb(debs[it], to))));
    const part = `${tar}.${process.pid}`;
    const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    await run('tar', [...same, '-C', folder, '-cf', part, '.']);
    renameSync(part, tar);
    writeFileSync(`${tar}.sha256`, await fileHash(tar));
    rmSync(folder, { recursive: true, force: true });
  }
  const versions = Object.fromEntries(Object.entries(debs).map(([it, file]) => [it, upstreamVersion(file)]));
  return { name, tar, digest: readFileSync(`${tar}.sha256`, 'utf8'), versions };
}

/** `…/tomcat10_10.1.60-1~deb12u1_all.deb` → `10.1.60` */
const upstreamVersion = (file) => basename(file).split('_')[1].replace(/-.*/, '');

export const hash = (text) => createHash('sha256').update(text).digest('hex');

async function fileHash(file) {
  const sum = createHash('sha256');
  await pipeline(createReadStream(file), sum);
  return sum.digest('hex');
}

/** Unpacks a package into a folder, less what no lab needs. */
export async function unpackDeb(deb, to) {
  mkdirSync(to, { recursive: true });
  const excludes = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
  await run(
    'bash',
    [
      '-o',
      'pipefail',
      '-c',
      'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" "${@:3}"',
      'bash',
      deb,
      to,
      ...excludes,
    ],
    {
      title: `unpacking ${basename(deb)}`,
    },
  );
}
