import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Disposable } from './lab';

/**
 * Who on this machine uses a lab: a file a process, `<lab>-<process id>`, since a lab may have several windows and a
 * terminal, and the last of them removes it. Only living processes count, so that nothing has to be tidied after a crash.
 */
const folder = join(tmpdir(), `cluster-lab-${userInfo().username.replaceAll(/\W/g, '_')}`);

/** Notes that a process uses a lab, until it is disposed or the process has ended. */
export function claim(labId: string, processId: number): Disposable {
  const file = join(folder, `${labId}-${processId}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, '');
  } catch {
    // A disk that takes nothing: then each window is for itself.
  }
  return { dispose: () => rmSync(file, { force: true }) };
}

/** Living processes that use a lab, but for one. */
export function claimants(labId: string, except?: number): number[] {
  return namesIn(folder)
    .filter((name) => name.startsWith(`${labId}-`))
    .map((name) => Number(name.slice(labId.length + 1)))
    .filter((id) => id !== except && isAlive(id));
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Nobody has claimed anything yet.
    return [];
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
