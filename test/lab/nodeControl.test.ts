import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import type { Lab, LabNode } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

describe('the nodes of a lab of two Tomcats', () => {
  const labs = new Labs();
  let lab: Lab;
  before(async () => {
    lab = await labs.start(await planOf());
  });
  after(() => labs.removeAll());

  const node = (name: string): LabNode | undefined => lab.nodes.find((it) => it.name === name);

  /** Resolves when it holds; it is looked at after each change of a node. */
  function until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        listening.dispose();
        resolve();
      };
      const listening = lab.onNodeChange(look);
      look();
    });
  }

  const idOf = (name: string): Promise<string> => labs.idOf(lab.deployment, name);

  const sessionsOf = async (name: string): Promise<string | number | undefined> => {
    const read = (await lab.sessions.read(AbortSignal.timeout(30_000))).find((it) => it.node === name);
    return read?.error ?? read?.contexts.reduce((sum, { count }) => sum + count, 0);
  };

  it('tell by their names which others they see', async () => {
    await until(() => node('tomcat1')?.sees?.join() === 'tomcat2');
    await until(() => node('tomcat2')?.sees?.join() === 'tomcat1');
    assert.equal(node('nginx')?.sees, undefined);
  });

  it('take what docker says that they take, and have run as long as the engine says', async () => {
    const first = await lab.usage();
    assert.deepEqual(
      first.map(({ node: name, cpuPercent }) => [name, cpuPercent]),
      [
        ['nginx', undefined],
        ['tomcat1', undefined],
        ['tomcat2', undefined],
      ],
    );
    const id = await idOf('tomcat1');
    const told = execFileSync('docker', ['stats', '--no-stream', '--format', '{{.MemUsage}}', id]).toString();
    const [, used = '', unit = ''] = /^([\d.]+)(\w+) \/ 512MiB/.exec(told) ?? [];
    const bytes = Number(used) * ({ KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }[unit] ?? Number.NaN);
    const [, tomcat1] = await lab.usage();
    assert.ok(tomcat1);
    assert.equal(tomcat1.memoryLimit, 512 * 1024 * 1024);
    // It works while both of them look.
    assert.ok(Math.abs(tomcat1.memoryBytes / bytes - 1) < 0.1, `${tomcat1.memoryBytes} against ${told}`);
    assert.ok((tomcat1.cpuPercent ?? -1) >= 0, `${tomcat1.cpuPercent}`);
    const started = execFileSync('docker', ['inspect', '--format', '{{.State.StartedAt}}', id]).toString();
    const uptime = Date.now() - Date.parse(started.trim());
    assert.ok(Math.abs(uptime - tomcat1.uptimeMs) < 10_000, `${tomcat1.uptimeMs} against ${uptime}`);
  });

  it('hold still while they are paused, which the other sees at once and the reader does not wait for', async () => {
    await lab.pauseNode('tomcat2');
    await lab.pauseNode('tomcat2');
    assert.equal(node('tomcat2')?.state, 'paused');
    assert.equal(await sessionsOf('tomcat2'), 'is paused');
    assert.equal(await sessionsOf('tomcat1'), 0);
    await assert.rejects(lab.dumpThreads('tomcat2'), /tomcat2 is not running/);
    assert.equal((await lab.usage()).length, 3);
    await lab.unpauseNode('tomcat2');
    await lab.unpauseNode('tomcat2');
    assert.equal(node('tomcat2')?.state, 'running');
    assert.equal((await new Visitor().get(urlOf(lab, 'tomcat2', 'http'))).status, 200);
  });

  it('are followed where somebody else pauses them', async () => {
    const id = await idOf('tomcat2');
    execFileSync('docker', ['pause', id]);
    await until(() => node('tomcat2')?.state === 'paused');
    execFileSync('docker', ['unpause', id]);
    await until(() => node('tomcat2')?.state === 'running');
  });

  it('keep the sessions through a restart of each', async () => {
    const visitor = new Visitor();
    await visitor.get(`${urlOf(lab, 'tomcat1', 'http')}login.do?user=alice`);
    for (const name of ['tomcat1', 'tomcat2']) {
      await lab.restartNode(name);
      assert.equal(node(name)?.state, 'running');
      await until(() => lab.nodes.every(({ role, sees }) => role === 'nginx' || sees?.length === 1));
    }
    const { text } = await visitor.get(urlOf(lab, 'tomcat2', 'http'));
    assert.match(text, /alice/);
  });

  it('end when they are stopped, also frozen ones, and are seen no more', async () => {
    await lab.pauseNode('tomcat2');
    await lab.stopNode('tomcat2');
    await lab.stopNode('tomcat2');
    assert.equal(node('tomcat2')?.state, 'exited');
    await until(() => node('tomcat1')?.sees?.length === 0);
    assert.deepEqual(
      (await lab.usage()).map((it) => it.node),
      ['nginx', 'tomcat1'],
    );
    await assert.rejects(lab.pauseNode('tomcat2'), /tomcat2 is not running/);
    await lab.restartNode('tomcat2');
    await until(() => node('tomcat1')?.sees?.join() === 'tomcat2');
  });

  it('that are killed while they are paused end, and come back', async () => {
    await lab.pauseNode('tomcat2');
    await lab.killNode('tomcat2');
    assert.equal(node('tomcat2')?.state, 'exited');
    await lab.restartNode('tomcat2');
    assert.equal(node('tomcat2')?.state, 'running');
  });

  it('write what their threads do, and go on', async () => {
    const dump = await lab.dumpThreads('tomcat1');
    assert.match(dump, /^Full thread dump OpenJDK/);
    assert.match(dump, /"main" #1 /);
    assert.match(dump, /\s+class space\s+used .*\n$/);
    assert.doesNotMatch(dump, /^ACCESS /m);
    assert.equal((await new Visitor().get(urlOf(lab, 'tomcat1', 'http'))).status, 200);
    await assert.rejects(lab.dumpThreads('nginx'), /nginx, which has no threads/);
    assert.match(await lab.dumpThreads('tomcat1'), /^Full thread dump/);
  });

  it('give a shell on a terminal', async () => {
    const shell = await lab.openShell('tomcat1', { columns: 133, rows: 20 });
    let shown = '';
    shell.stream.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const ended = new Promise((resolve) => shell.stream.on('end', resolve));
    shell.stream.write('stty size; hostname; exit 3\n');
    await ended;
    assert.match(shown, /\n20 133\r\n(.*\n)*.*tomcat1\r\n/);
    assert.equal(await shell.exitCode(), 3);
  });

  it('are let alone when the lab is stopped, which is no failure', async () => {
    const restarted = lab.restartNode('tomcat2');
    const refused = assert.rejects(restarted, { name: 'LabError', kind: 'cancelled' });
    await until(() => node('tomcat2')?.state === 'starting');
    await lab.stop();
    await refused;
  });
});
