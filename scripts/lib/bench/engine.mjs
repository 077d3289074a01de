import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import Dockerode from 'dockerode';
import { Docker } from '../docker.mjs';

/** The engine of the set-up: by dockerode, and by the lab's own bundle. */
export async function engineOf({ DOCKER_HOST: host }) {
  const { options } = new Docker(host).target;
  const docker = new Dockerode(
    options.socketPath ? { socketPath: options.socketPath } : { host: options.hostname, port: options.port },
  );
  const lab = createRequire(import.meta.url)(resolve('dist/lab.js'));
  return { docker, lab, engine: await lab.connect({ host }) };
}
