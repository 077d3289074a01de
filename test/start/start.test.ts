import * as assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as DockerModule from '../../scripts/lib/docker.mjs';

/** `npm start` in a process group of its own, without a terminal. */
class Run {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor() {
    const npm = process.env['npm_execpath'];
    const [command, ...args] = npm ? [process.execPath, npm, 'start'] : ['npm', 'start'];
    this.child = spawn(command ?? 'npm', args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((done, reject) => {
      this.child.once('error', reject);
      // `close` comes when the last process that writes is gone, also where npm itself went first.
      this.child.once('close', (code) => done(code));
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.output += chunk;
        this.child.emit('printed');
      });
    }
  }

  /** Resolves when the output holds the text. */
  prints(text: string): Promise<void> {
    return new Promise((done, reject) => {
      const look = (): void => {
        if (!this.output.includes(text)) return;
        this.child.off('printed', look);
        done();
      };
      this.child.on('printed', look);
      this.child.once('close', () => reject(new Error(`ended without "${text}":\n${this.output}`)));
      look();
    });
  }

  get lastLine(): string | undefined {
    return this.output.trim().split('\n').at(-1);
  }
}

/** What the engine holds of the story's lab. */
async function left(): Promise<string[]> {
  const module: typeof DockerModule = await import(pathToFileURL(resolve('scripts/lib/docker.mjs')).href);
  const [host] = module.engineHosts();
  assert.ok(host, 'an engine');
  const objects = await new module.Docker(host).labObjects();
  return objects
    .filter(({ folder }) => folder === resolve('.cluster-lab/story'))
    .map(({ kind, name }) => `${kind} ${name}`);
}

/** Resolves when the engine holds something of the story's lab. */
async function aLab(): Promise<void> {
  while ((await left()).length === 0);
}

describe('npm start', () => {
  it('shows the six steps of the story and leaves nothing', async () => {
    const run = new Run();
    const code = await run.ended;
    assert.equal(run.lastLine, '6 of 6 shown', run.output);
    assert.equal(code, 0);
    assert.deepEqual(await left(), []);
  });

  const moments: [string, (run: Run) => Promise<void>][] = [
    ['while it prepares', (run) => run.prints('dependencies')],
    ['before the lab starts', (run) => run.prints('2 of 6')],
    ['while the lab starts', aLab],
    ['while the lab runs', (run) => run.prints('3 of 6')],
  ];
  for (const [moment, reached] of moments) {
    it(`leaves nothing after SIGTERM to npm ${moment}`, async () => {
      const run = new Run();
      await reached(run);
      process.kill(run.child.pid ?? 0, 'SIGTERM');
      await run.ended;
      assert.deepEqual(await left(), [], run.output);
    });
  }

  it('leaves nothing after SIGTERM to the group while the lab starts', async () => {
    const run = new Run();
    await aLab();
    process.kill(-(run.child.pid ?? 0), 'SIGTERM');
    await run.ended;
    assert.deepEqual(await left(), [], run.output);
  });

  it('cleans up to the end when the signal comes again', async () => {
    const run = new Run();
    await run.prints('3 of 6');
    const pid = run.child.pid ?? 0;
    process.kill(-pid, 'SIGINT');
    await run.prints('cleaning up');
    process.kill(-pid, 'SIGINT');
    await run.ended;
    assert.deepEqual(await left(), [], run.output);
  });
});
