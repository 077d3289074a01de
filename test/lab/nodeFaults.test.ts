import { strict as assert } from 'node:assert';
import type { LabError, LabNode, LogLine } from '../../client/src/lab';
import type { Deployment } from '../../server/src/protocol';
import { Labs, planOf } from '../helpers/lab';

describe('a node that fails', () => {
  const labs = new Labs();
  afterEach(() => labs.removeAll());

  /** The plan of one node, whose program is a script, with so much memory. */
  async function runs(script: string, memoryBytes: number): Promise<Deployment> {
    const plan = await planOf(undefined, { nodes: 1 });
    const file = {
      target: '/usr/local/tomcat/bin/catalina.sh',
      content: { kind: 'text' as const, text: `#!/bin/bash\n${script}\n` },
      mode: 0o755,
    };
    return {
      ...plan,
      tomcats: plan.tomcats.map((it) => ({ ...it, memoryBytes, files: [...it.files, file] })),
    };
  }

  it('is told to have run out of memory, with its limit and what to do', async () => {
    const plan = await runs('echo I am hungry; x=x; while :; do x=$x$x; done', 32 * 1024 * 1024);
    await assert.rejects(labs.start(plan), (error: LabError) => {
      assert.equal(error.kind, 'node-failed');
      assert.equal(
        error.message,
        'tomcat1 ran out of memory: it used more than the 32 MB of its container; its last line: I am hungry.',
      );
      assert.match(error.nextStep, /-Xmx in CATALINA_OPTS/);
      return true;
    });
    assert.equal(await labs.left(plan), 0);
  });

  it('may go up and down many times: its state is right in the end, and no line is lost', async () => {
    const lines: LogLine[] = [];
    const lab = await labs.start(await planOf(undefined, { nodes: 1 }), {
      onLine: (line) => lines.push(line),
    });
    const engine = await labs.engine();
    const id = await labs.idOf(lab.deployment, 'tomcat1');
    const states: LabNode['state'][] = [];
    const running = new Promise<void>((resolve) => {
      lab.onNodeChange(({ name, state }) => {
        if (name !== 'tomcat1') return;
        states.push(state);
        if (state === 'running') resolve();
      });
    });
    // Somebody else's loop of restarts: faster than Tomcat can come up.
    for (let round = 0; round < 6; round++) {
      await engine.kill(id);
      await engine.wait(id, AbortSignal.timeout(20_000));
      await engine.start(id);
    }
    await running;
    assert.equal(states.at(-1), 'running');
    assert.equal(states.filter((state) => state === 'exited').length, 6);
    const own = lines.filter(({ node }) => node === 'tomcat1').map(({ stamp, text }) => `${stamp} ${text}`);
    assert.equal(new Set(own).size, own.length);
    assert.equal(own.filter((line) => line.includes('Catalina.start Server startup')).length, 2);
  });

  it('is followed all the same where this machine has another time than the engine', async () => {
    const { now } = Date;
    for (const hours of [-1, 1]) {
      const lines: LogLine[] = [];
      try {
        Date.now = () => now() + hours * 3_600_000;
        const lab = await labs.start(await planOf(undefined, { nodes: 1 }), {
          onLine: (line) => lines.push(line),
        });
        await lab.killNode('tomcat1');
        const up = new Promise<void>((resolve) => {
          lab.onNodeChange(({ state }) => {
            if (state === 'running') resolve();
          });
        });
        await lab.startNode('tomcat1');
        await up;
        const [node] = await lab.sessions.read(AbortSignal.timeout(20_000));
        assert.equal(node?.error, undefined);
      } finally {
        Date.now = now;
      }
      const own = lines.filter(({ node }) => node === 'tomcat1').map(({ stamp, text }) => `${stamp} ${text}`);
      assert.equal(new Set(own).size, own.length);
      assert.equal(own.filter((line) => line.includes('Catalina.start Server startup')).length, 2);
      await labs.removeAll();
    }
  });
});
