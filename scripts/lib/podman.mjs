// Podman for tests: with images, containers and networks of its own, all in one folder.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall } from './apt.mjs';
import { killWhatNames } from './engine/owner.mjs';
import { mountsIn } from './engine/private.mjs';
import { run, which } from './processes.mjs';

/** Installs Podman where it is missing, with a network of names as Docker's have. */
export async function ensurePodman() {
  if (!which('podman') || !which('runc')) await aptInstall(['podman', 'runc', 'netavark', 'aardvark-dns']);
  return which('podman');
}

/** What every call of `podman` for the folder begins with. */
export const podmanArguments = (folder) => [
  `--root=${join(folder, 'root')}`,
  `--runroot=${join(folder, 'run')}`,
  `--tmpdir=${join(folder, 'tmp')}`,
  `--volumepath=${join(folder, 'volumes')}`,
  `--network-config-dir=${join(folder, 'networks')}`,
  // crun does not run on a machine that has both versions of control groups.
  '--runtime=runc',
  '--cgroup-manager=cgroupfs',
  '--events-backend=file',
];

/** The environment of such a call. Podman's own limits of files and processes may be beyond what this machine allows. */
export function podmanEnvironment(folder) {
  mkdirSync(folder, { recursive: true });
  const settings = join(folder, 'containers.conf');
  writeFileSync(settings, '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n');
  return { CONTAINERS_CONF: settings };
}

/** Ends all that runs for the folder, and removes it. */
export async function endPodman(folder) {
  if (!existsSync(folder)) return;
  await run('podman', [...podmanArguments(folder), 'rm', '--all', '--force', '--time=0'], { atEnd: true });
  killWhatNames(folder);
  for (const mount of mountsIn([folder])) await run('umount', ['-l', mount], { atEnd: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
