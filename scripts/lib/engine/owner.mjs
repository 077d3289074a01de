import { readFileSync, readdirSync } from 'node:fs';
import { signalPid } from '../processes.mjs';

/** Whether a process runs (a zombie does not) and, where `started` is given, is still the same one. */
export function isAlive(pid, started) {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z' && (started === undefined || stat.started === started);
}

/** Start time of a process in clock ticks since boot: with the pid it names a process for ever. */
export const startOf = (pid) => statOf(pid)?.started;

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in brackets, may hold anything: count from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], parent: Number(fields[1]), started: fields[19] };
  } catch {
    return undefined;
  }
}

/**
 * Kills the processes whose command line names a folder, and their descendants. When dockerd was killed by force, the shims of
 * its containers live on, and so do the containers.
 */
export function killWhatNames(folder) {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, statOf(pid)?.parent]));
  const named = new Set(pids.filter((pid) => pid !== process.pid && commandOf(pid).includes(`${folder}/`)));
  const condemned = (pid) => named.has(pid) || (parents.get(pid) > 1 && condemned(parents.get(pid)));
  for (const pid of pids.filter(condemned)) signalPid(pid, 'SIGKILL');
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
