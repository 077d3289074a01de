import { strict as assert } from 'node:assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect, findLabs } from '../../client/src/lab';
import { images } from '../helpers/engine';

const CLI = resolve('dist/cli.js');
const env = {
  ...process.env,
  CLUSTER_LAB_TOMCAT_IMAGE: images.tomcat,
  CLUSTER_LAB_NGINX_IMAGE: images.nginx,
};

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command; `act` is told each piece of output and may end it. */
function run(
  words: readonly string[],
  act: (child: ChildProcess, out: string) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, 'lab', ...words], { env });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    act(child, out);
  });
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, out, error })));
}

describe('cluster-lab lab', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lab-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const left = async (): Promise<number> =>
    (await findLabs(await connect())).filter((lab) => lab.folder === folder).length;

  for (const at of ['Creating the network', 'Starting tomcat2', 'Lab ready']) {
    it(`start removes everything when it is ended at "${at}", and a second signal does not shorten that`, async () => {
      let ended = false;
      const { code, out } = await run(['start', folder], (child, text) => {
        if (ended || !text.includes(at)) return;
        ended = true;
        child.kill('SIGTERM');
        child.kill('SIGINT');
      });
      assert.equal(code, 0, out);
      assert.match(out, /The lab is removed\.\n$/);
      assert.equal(await left(), 0);
    });
  }

  it('start tells a program what happens, status shows it, and it ends when stop removes it from elsewhere', async () => {
    let shown: Promise<Ended> | undefined;
    let stopped: Promise<Ended> | undefined;
    const { code, out } = await run(['start', folder, '--json', '--nodes', '1'], (_, text) => {
      if (stopped || !text.includes('"event":"ready"')) return;
      shown = run(['status']);
      stopped = shown.then(() => run(['stop', folder]));
    });
    assert.equal(code, 0);
    const events = out
      .trim()
      .split('\n')
      .map((line): { event: string; by?: string } => JSON.parse(line));
    assert.deepEqual(events.at(-1), { event: 'stopped', by: 'others' });
    const kinds = new Set(events.map(({ event }) => event));
    assert.deepEqual([...kinds].toSorted(), ['line', 'plan', 'ready', 'step', 'stopped']);
    assert.match(
      (await shown)?.out ?? '',
      /built-in demo \(.*\n {2}nginx {4}running .*\n {2}tomcat1 {2}running .*8080.*\n {2}sessions: 0 on tomcat1 \(owner of 0\)/,
    );
    assert.equal((await stopped)?.code, 0);
    assert.equal(await left(), 0);
  });

  it('start says in a sentence that its lab was removed from elsewhere', async () => {
    let stopped: Promise<Ended> | undefined;
    const { code, out } = await run(['start', folder, '--nodes', '1'], (_, text) => {
      if (text.includes('Ctrl-C removes it')) stopped ??= run(['stop', folder]);
    });
    assert.equal(code, 0);
    assert.match(out, /\nThe lab was removed from elsewhere: .*\n$/);
    assert.equal((await stopped)?.code, 0);
    assert.equal(await left(), 0);
  });

  it('plan prints what would run, and touches no engine', async () => {
    const { code, out } = await run(['plan', 'samples/story-fixed']);
    assert.equal(code, 0);
    const plan: { title: string; tomcats: unknown[] } = JSON.parse(out);
    assert.deepEqual([plan.title, plan.tomcats.length], ['story-fixed', 2]);
  });

  it('refuses what it does not understand with exit code 2 and the usage', async () => {
    for (const words of [
      [],
      ['begin'],
      ['start', '/nowhere'],
      ['start', '--nodes', 'two'],
      ['start', 'a', 'b'],
    ]) {
      const { code, error } = await run(words);
      assert.equal(code, 2, words.join(' '));
      assert.match(error, /cluster-lab: .*\n\nUsage:/);
    }
  });
});
