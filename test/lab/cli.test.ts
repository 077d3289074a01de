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

  it('node tells of the nodes and does with one what is asked', async () => {
    const ran: string[] = [];
    let asked: Promise<void> | undefined;
    const ask = async (child: ChildProcess): Promise<void> => {
      const node = async (...words: string[]): Promise<void> => {
        const { code, out, error } = await run(['node', ...words]);
        ran.push(`${words[0]} ${code}: ${out}${error}`);
      };
      await node('list', folder);
      await node('restart', 'tomcat2', folder);
      await node('pause', 'tomcat2', folder, '--json');
      await node('list', folder, '--json');
      await node('dump', 'tomcat1', folder);
      await node('stop', 'tomcat2', folder);
      await node('list', folder);
      await node('kill', 'tomcat9', folder);
      await node('list', tmpdir());
      child.kill('SIGTERM');
    };
    await run(['start', folder], (child, text) => {
      if (text.includes('Ctrl-C removes it')) asked ??= ask(child);
    });
    await asked;
    const [list, restart, pause, json, dump, stop, last, unknown, nowhere] = ran;
    const up = String.raw`up \d+ s +\d+ of \d+ MB +\d+ % CPU`;
    assert.match(
      list ?? '',
      new RegExp(
        [
          String.raw`^list 0: nginx    running  ${up}`,
          String.raw`tomcat1  running  ${up}  0 sessions \(owner of 0\)  sees tomcat2`,
          String.raw`tomcat2  running  ${up}  0 sessions \(owner of 0\)  sees tomcat1\n$`,
        ].join('\n'),
      ),
    );
    assert.equal(restart, 'restart 0: tomcat2 is running.\n');
    assert.equal(pause, 'pause 0: {"node":"tomcat2","state":"paused"}\n');
    const nodes: { name: string; state: string; sessions?: { error?: string } }[] = JSON.parse(
      (json ?? '').replace('list 0: ', ''),
    );
    assert.deepEqual(
      nodes.map(({ name, state, sessions }) => [name, state, sessions?.error]),
      [
        ['nginx', 'running', undefined],
        ['tomcat1', 'running', undefined],
        ['tomcat2', 'paused', 'is paused'],
      ],
    );
    assert.match(dump ?? '', /^dump 0: Full thread dump OpenJDK/);
    assert.equal(stop, 'stop 0: tomcat2 is stopped.\n');
    assert.match(last ?? '', /\ntomcat1  running .*\ntomcat2  stopped\n$/);
    assert.match(unknown ?? '', /^kill 1: cluster-lab: The lab has no node "tomcat9"/);
    assert.match(nowhere ?? '', /^list 1: cluster-lab: no lab of .* is there; "lab start" starts one\n$/);
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
      ['node'],
      ['node', 'eat'],
      ['node', 'kill'],
      ['node', 'list', 'a', 'b'],
    ]) {
      const { code, error } = await run(words);
      assert.equal(code, 2, words.join(' '));
      assert.match(error, /cluster-lab: .*\n\nUsage:/);
    }
  });
});
