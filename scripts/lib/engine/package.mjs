import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Docker } from '../docker.mjs';
import { isAlive } from './owner.mjs';

const HOST = 'unix:///var/run/docker.sock';
const PID_FILES = [
  '/run/docker.pid',
  '/run/docker-ssd.pid',
  '/var/run/docker.pid',
  '/var/run/docker-ssd.pid',
];

/** The engine that installing the package has started: its address, or undefined where it started none. */
export async function packageEngine() {
  const deadline = Date.now() + 20_000;
  const grace = Date.now() + 3000;
  while (Date.now() < deadline) {
    try {
      await new Docker(HOST).ping();
      return HOST;
    } catch {
      if (Date.now() > grace && !PID_FILES.some(alive)) return undefined;
    }
    await pause(200);
  }
  return undefined;
}

const alive = (file) => existsSync(file) && isAlive(Number(readFileSync(file, 'utf8')));
