// Debian's packages: installed as root, or only downloaded and unpacked, which anybody may.
import { mkdirSync, readdirSync } from 'node:fs';
import { run, which } from './processes.mjs';

const quiet = { DEBIAN_FRONTEND: 'noninteractive', DEBCONF_NOWARNINGS: 'yes' };

let updated;
let turn = Promise.resolve();

export const isRoot = () => process.getuid?.() === 0;

/** Whether this process may install packages of the system; a sentence says why not. */
export function cannotInstall() {
  if (process.env.CLUSTER_LAB_NO_SYSTEM === '1')
    return 'CLUSTER_LAB_NO_SYSTEM=1 forbids installing anything outside the checkout';
  if (process.platform !== 'linux' || !which('apt-get')) return 'there is no apt-get here';
  if (!isRoot()) return 'installing packages needs root';
  return undefined;
}

/** Brings the lists of packages up to date, once a process. */
function update() {
  updated ??= isRoot() ? run('apt-get', ['-qq', 'update'], { env: quiet }) : Promise.resolve();
  return updated;
}

/** Installs packages, one call after the other since dpkg lets nobody else in. Throws a sentence where that is not allowed. */
export function aptInstall(packages) {
  const reason = cannotInstall();
  if (reason) return Promise.reject(new Error(`${packages.join(', ')} cannot be installed: ${reason}`));
  turn = turn
    .catch(() => undefined)
    .then(update)
    .then(() =>
      run(
        'apt-get',
        ['-qq', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', 'install', ...packages],
        {
          env: quiet,
          whole: true, // cut off, it would leave the system's packages half configured
          title: `apt-get install ${packages.join(' ')}`,
        },
      ),
    );
  return turn;
}

/**
 * Downloads packages into a folder without installing them, those that are not there yet.
 * Resolves with the path of each package's file by its name.
 */
export async function aptDownload(packages, folder) {
  mkdirSync(folder, { recursive: true });
  const find = (name) =>
    readdirSync(folder).filter((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
  const missing = packages.filter((name) => find(name).length === 0);
  if (missing.length > 0) {
    if (!which('apt-get') || !which('dpkg-deb')) throw new Error("Debian's apt-get and dpkg-deb are needed");
    await update();
    // As root apt would drop to a user of its own, who may not be able to write here.
    await run('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...missing], {
      cwd: folder,
      title: `apt-get download ${missing.join(' ')}`,
    });
  }
  return Object.fromEntries(packages.map((name) => [name, `${folder}/${find(name).toSorted().at(-1)}`]));
}
