import Dockerode from 'dockerode';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type * as PodmanModule from '../../scripts/lib/podman.mjs';
import { connect } from '../../client/src/lab';
import { images } from './engine';
import { engineOptions } from './engineProxy';

const scripts = (): Promise<typeof PodmanModule> =>
  import(pathToFileURL(resolve('scripts/lib/podman.mjs')).href);

/**
 * Podman's service with Docker's API, on a socket of its own in a folder of its own. Podman has no daemon: containers live on
 * when the service ends. `npm test` names the folder, and ends what a test that was cut off has left.
 */
export class Podman {
  private readonly folder = process.env['CLUSTER_LAB_PODMAN'] ?? join(tmpdir(), `clab-podman-${process.pid}`);
  private readonly socket = join(this.folder, 'podman.sock');
  private service: ChildProcess | undefined;

  /** Address for `connect`. */
  get host(): string {
    return `unix://${this.socket}`;
  }

  /** Starts the service where it does not run. Resolves when it answers. */
  async open(): Promise<void> {
    if (this.service) return;
    const { podmanArguments, podmanEnvironment } = await scripts();
    const env = { ...process.env, ...podmanEnvironment(this.folder) };
    const path = join(this.folder, 'service.log');
    const log = openSync(path, 'a');
    const service = spawn(
      'podman',
      [...podmanArguments(this.folder), 'system', 'service', '--time=0', this.host],
      { env, stdio: ['ignore', 'ignore', log] },
    );
    closeSync(log);
    this.service = service;
    while (!(await this.answers())) {
      if (service.exitCode !== null) throw new Error(`Podman's service does not start: ${textOf(path)}`);
      await pause(50);
    }
  }

  /** Gives it the images that the tests run on. */
  async loadImages(): Promise<void> {
    const from = new Dockerode(engineOptions());
    const to = new Dockerode({ socketPath: this.socket });
    for (const name of Object.values(images)) {
      const answer = await to.loadImage(await from.getImage(name).get());
      answer.resume();
      await once(answer, 'end');
    }
  }

  /** Ends the service; what runs goes on. */
  async end(): Promise<void> {
    const { service } = this;
    this.service = undefined;
    if (!service || service.exitCode !== null) return;
    service.kill();
    await once(service, 'exit');
  }

  /** Command lines of all that runs for it, but for the service. */
  processes(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== this.service?.pid)
      .map((name) => textOf(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
      .filter((line) => line.includes(`${this.folder}/`));
  }

  /** Ends everything, and removes the folder. */
  async close(): Promise<void> {
    await this.end();
    const { endPodman } = await scripts();
    await endPodman(this.folder);
  }

  private answers(): Promise<boolean> {
    return connect({ host: this.host }).then(
      () => true,
      () => false,
    );
  }
}

/** Empty where it is not there, or not any more. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
