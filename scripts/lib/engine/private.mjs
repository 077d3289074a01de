// A private engine: its own socket, data, network range and containerd namespace, so that it neither meets nor marks another one.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Docker } from '../docker.mjs';
import { Ended, atEnd, ending } from '../ending.mjs';
import { run, signalGroup } from '../processes.mjs';
import { canOverlay } from './capabilities.mjs';
import { isAlive, killWhatNames, startOf } from './owner.mjs';

/** One folder for each process that runs a private engine, named by its pid: socket, log, and `engine.json` with what to undo. */
const STATE = '/run/cluster-lab-engine';
/** Where its data may lie; the second where only that is a file system that overlay2 can use. */
const DATA = ['/var/lib/docker-cluster-lab', '/var/lib/docker/cluster-lab'];

/** Starts dockerd and waits until it answers; it is ended with this script at the latest. */
export async function startPrivateEngine() {
  const folder = join(STATE, String(process.pid));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { data, driver } = await chooseData();
  ending.throwIfAborted();
  const range = freeRange();
  const record = {
    owner: process.pid,
    ownerStarted: startOf(process.pid),
    data,
    rule: await forwardRule(range),
  };
  const socket = join(folder, 'docker.sock');
  const log = openSync(join(folder, 'dockerd.log'), 'a');
  const name = `cluster-lab-${process.pid}`;
  const [command, ...before] = [...(await ownRoot()), 'dockerd'];
  const child = spawn(
    command,
    [
      ...before,
      `--host=unix://${socket}`,
      `--data-root=${data}`,
      `--exec-root=${join(folder, 'exec')}`,
      `--pidfile=${join(folder, 'dockerd.pid')}`,
      `--storage-driver=${driver}`,
      '--exec-opt=native.cgroupdriver=cgroupfs',
      // docker0 and the DOCKER chains belong to the machine's own engine: published ports go through docker-proxy here.
      '--bridge=none',
      '--iptables=false',
      '--ip6tables=false',
      '--ip-masq=false',
      '--ip-forward=false',
      // No name leads out of a lab; one that is not in it is given up after 3 seconds, and not after 10.
      '--dns-opt=timeout:1',
      '--dns-opt=attempts:3',
      `--default-address-pool=base=${range},size=24`,
      `--containerd-namespace=${name}`,
      `--containerd-plugins-namespace=${name}-plugins`,
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  Object.assign(record, { pid: child.pid, pidStarted: startOf(child.pid) });
  writeFileSync(join(folder, 'engine.json'), JSON.stringify(record));
  const stop = atEnd('private Docker Engine', () => endEngine(folder, record));
  try {
    await untilAnswers(new Docker(`unix://${socket}`), child, join(folder, 'dockerd.log'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: `unix://${socket}`, how: `a private engine (${driver} in ${data})`, started: true, stop };
}

/**
 * What dockerd is started by. A command in a running container gets the root of the container's mount namespace (setns), which
 * in a chroot is that of the machine around it: there the engine needs a namespace whose root is the chroot's.
 */
async function ownRoot() {
  const { dev, ino } = statSync('/');
  const here = `${dev}:${ino}`;
  const enter = ['nsenter', '--mount=/proc/self/ns/mnt'];
  const outer = await run(enter[0], [...enter.slice(1), 'stat', '-c', '%d:%i', '/']).catch(() => here);
  if (outer.trim() === here) return [];
  const pivot = `for root in $(cut -d' ' -f5 /proc/self/mountinfo); do
    [ "$(stat -c %d:%i "$root" 2>/dev/null)" = "$0" ] && cd "$root" && pivot_root . . && umount -l . && exec "$@"
  done`;
  return [...enter, 'unshare', '--mount', '--propagation', 'private', 'sh', '-c', pivot, here];
}

/** Ends engines whose owner is gone, killed perhaps, and removes what they left. */
export async function endOrphans() {
  if (!existsSync(STATE)) return;
  for (const entry of readdirSync(STATE)) {
    const folder = join(STATE, entry);
    const file = join(folder, 'engine.json');
    const record = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    if (record ? isAlive(record.owner, record.ownerStarted) : isAlive(Number(entry))) continue;
    if (record) {
      console.log(`Ending a private Docker Engine that process ${record.owner} left behind.`);
      await endEngine(folder, record);
    } else rmSync(folder, { recursive: true, force: true });
  }
}

/** Containers first, then dockerd with its containerd and proxies (one process group), then data, state and firewall rule. */
async function endEngine(folder, { pid, pidStarted, data, rule }) {
  if (isAlive(pid, pidStarted)) {
    await removeContainers(new Docker(`unix://${join(folder, 'docker.sock')}`));
    signalGroup(pid, 'SIGTERM');
    for (let waited = 0; isAlive(pid, pidStarted) && waited < 20_000; waited += 100) await pause(100);
    signalGroup(pid, 'SIGKILL');
  }
  killWhatNames(folder);
  if (rule) await run('iptables', ['-w', '-D', 'FORWARD', ...rule], { atEnd: true }).catch(warn);
  for (const mount of mountsIn([folder, data]))
    await run('umount', ['-l', mount], { atEnd: true }).catch(warn);
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (readdirSync(dirname(data)).length === 0) rmdirSync(dirname(data));
}

/** dockerd would wait for each container to stop by itself. An engine that does not answer is ended all the same. */
async function removeContainers(docker) {
  try {
    const containers = await docker.json('GET', '/containers/json?all=true', { limit: 10_000 });
    await Promise.all(
      containers.map(({ Id }) => docker.request('DELETE', `/containers/${Id}?force=true&v=true`)),
    );
    const networks = await docker.json('GET', '/networks?filters={"type":["custom"]}');
    await Promise.all(networks.map(({ Id }) => docker.request('DELETE', `/networks/${Id}`)));
  } catch (error) {
    warn(error);
  }
}

const warn = (error) => console.error(`While ending the private Docker Engine: ${error.message}`);

async function untilAnswers(docker, child, log) {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (ending.aborted) throw new Ended();
    if (child.exitCode !== null || child.signalCode !== null) break;
    try {
      return await docker.ping();
    } catch {
      await pause(100);
    }
  }
  const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n');
  throw new Error(`Docker Engine is installed but does not start here. Its last words:\n${lines}`);
}

async function chooseData() {
  const own = `run-${process.pid}`;
  for (const folder of DATA) {
    if (folder === DATA[1] && !existsSync('/var/lib/docker')) continue;
    if (await canOverlay(folder)) return { data: join(folder, own), driver: 'overlay2' };
  }
  return { data: join(DATA[0], own), driver: 'vfs' };
}

/** A range of private addresses that no interface of this machine is in. */
function freeRange() {
  const taken = Object.values(networkInterfaces()).flatMap((addresses) =>
    addresses.map(({ address }) => address),
  );
  for (let second = 213; second < 255; second++) {
    if (!taken.some((address) => address.startsWith(`10.${second}.`))) return `10.${second}.0.0/16`;
  }
  throw new Error('No free range of addresses from 10.213.0.0/16 on for a private Docker Engine.');
}

/**
 * Another engine may have set the FORWARD chain to drop by default, which also holds between containers of one bridge:
 * our range then needs a rule. Returns it for its removal.
 */
async function forwardRule(range) {
  const chain = await run('iptables', ['-w', '-S', 'FORWARD']);
  if (!chain.startsWith('-P FORWARD DROP')) return undefined;
  const rule = ['-s', range, '-j', 'ACCEPT'];
  await run('iptables', ['-w', '-I', 'FORWARD', ...rule]);
  return rule;
}

/** What is mounted at one of the folders or below, the innermost first. */
export function mountsIn(folders) {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    .toReversed();
}
