// What the kernel must allow before it is worth installing an engine: each tried, nothing left behind.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes.mjs';

/** Bits of CapEff (capability.h) that dockerd and runc cannot do without. */
const NEEDED = {
  CAP_CHOWN: 0,
  CAP_DAC_OVERRIDE: 1,
  CAP_FOWNER: 3,
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_NET_ADMIN: 12,
  CAP_SYS_CHROOT: 18,
  CAP_SYS_ADMIN: 21,
  CAP_MKNOD: 27,
};

/** Why an engine cannot run in this process's place, in words; undefined where it can. */
export async function obstacle() {
  const effective = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]}`);
  const missing = Object.keys(NEEDED).filter((name) => !((effective >> BigInt(NEEDED[name])) & 1n));
  if (missing.length > 0)
    return `the process lacks ${missing.join(', ')} (in a container: run it with --privileged)`;
  try {
    await run('unshare', ['--mount', '--net', '--pid', '--ipc', '--uts', '--fork', 'true'], {
      show: 'never',
    });
  } catch {
    return 'the kernel refuses new namespaces (unshare)';
  }
  return cgroupObstacle();
}

function cgroupObstacle() {
  const root = '/sys/fs/cgroup';
  const folders = existsSync(join(root, 'cgroup.controllers'))
    ? [root]
    : ['memory', 'devices', 'cpu'].map((controller) => join(root, controller));
  for (const folder of folders) {
    if (!existsSync(folder)) return `control groups are not mounted at ${folder}`;
    const probe = join(folder, `cluster-lab-test-${process.pid}`);
    try {
      mkdirSync(probe);
      rmdirSync(probe);
    } catch (error) {
      return `no control group can be made in ${folder} (${error.code})`;
    }
  }
  return undefined;
}

/** Whether overlay file systems can be mounted with their upper half in this folder: not where it lies on an overlay itself. */
export async function canOverlay(folder) {
  mkdirSync(folder, { recursive: true });
  const probe = mkdtempSync(join(folder, 'test-'));
  for (const name of ['lower', 'upper', 'work', 'merged']) mkdirSync(join(probe, name));
  const options = `lowerdir=${probe}/lower,upperdir=${probe}/upper,workdir=${probe}/work`;
  try {
    // In a mount namespace of its own: the mount is gone with the program.
    await run(
      'unshare',
      ['--mount', 'mount', '-t', 'overlay', 'overlay', '-o', options, join(probe, 'merged')],
      { show: 'never' },
    );
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}
