// A Docker Engine: the one that answers, else one installed by apt, else a private one that leaves nothing behind.
import { existsSync } from 'node:fs';
import { aptInstall, cannotInstall } from './apt.mjs';
import { Docker, engineHosts } from './docker.mjs';
import { which } from './processes.mjs';
import { endOrphans, startPrivateEngine } from './engine/private.mjs';
import { obstacle } from './engine/capabilities.mjs';
import { packageEngine } from './engine/package.mjs';

/** Thrown where no engine can be had: one sentence what is missing, one how to get it. */
export class NoEngine extends Error {
  name = 'NoEngine';
}

/**
 * Gives an engine that answers: `host` as for DOCKER_HOST, `how` it was got in words, `started` whether it is ours alone,
 * `stop()` to end it where it is. Installs Docker Engine only with `allowSystem`, as root on a Debian whose kernel lets it run.
 */
export async function ensureEngine({ allowSystem = true } = {}) {
  const { host, refusals } = await answering();
  if (host) return { host, how: `the engine at ${host}`, started: false, stop: async () => {} };
  if (process.env.DOCKER_HOST) {
    throw new NoEngine(
      `No Docker Engine answers at DOCKER_HOST: ${refusals[0]}. Start it, or unset DOCKER_HOST.`,
    );
  }
  const reason = cannotStart(allowSystem);
  if (reason) throw new NoEngine(sentence(refusals, reason));
  const missing = await obstacle();
  if (missing) {
    throw new NoEngine(
      `No Docker Engine answers, and none can run here: ${missing}. Set DOCKER_HOST to one that runs elsewhere.`,
    );
  }
  await endOrphans();
  if (!which('dockerd')) {
    console.log('No Docker Engine answers: installing the package docker.io.');
    await aptInstall(['docker.io', 'iptables']);
    const own = await packageEngine();
    if (own)
      return {
        host: own,
        how: `docker.io, whose engine runs at ${own}`,
        started: false,
        stop: async () => {},
      };
  }
  return await startPrivateEngine();
}

async function answering() {
  const refusals = [];
  for (const host of engineHosts()) {
    try {
      await new Docker(host).ping();
      return { host, refusals };
    } catch (error) {
      refusals.push(error.code === 'EACCES' ? `no permission on ${host}` : `${host}: ${error.message}`);
    }
  }
  return { host: undefined, refusals };
}

/** Why this process can neither start nor install an engine. */
function cannotStart(allowSystem) {
  if (process.platform !== 'linux') return 'start Docker Desktop';
  if (process.getuid() !== 0) return 'this process is not root';
  if (which('dockerd')) return undefined;
  if (!allowSystem) return 'installing one is not allowed here';
  return cannotInstall();
}

function sentence(refusals, reason) {
  const denied = refusals.find((text) => text.startsWith('no permission'));
  if (denied)
    return `Docker Engine: ${denied}. Add yourself to the group "docker" (sudo usermod -aG docker $USER) and log in again.`;
  const how =
    process.platform === 'linux'
      ? existsSync('/etc/debian_version')
        ? 'Install one with "sudo apt install docker.io", or set DOCKER_HOST to one.'
        : 'Install Docker Engine (docs.docker.com/engine/install), or set DOCKER_HOST to one.'
      : 'Install Docker Desktop (docs.docker.com/desktop) and start it, or set DOCKER_HOST.';
  return `No Docker Engine answers, and ${reason}. ${how}`;
}
