import { strict as assert } from 'node:assert';
import type { Lab, LabError, LogLine, NodeState } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

describe('a node of a lab', () => {
  const labs = new Labs();
  let lab: Lab;
  const early: LogLine[] = [];
  before(async () => {
    lab = await labs.start(await planOf(undefined, { nodes: 1 }), { onLine: (line) => early.push(line) });
  });
  after(() => labs.removeAll());

  /** Resolves when the node has gone through these states. */
  function goesThrough(name: string, states: readonly NodeState[]): Promise<void> {
    const left = [...states];
    return new Promise((resolve) => {
      const listening = lab.onNodeChange((node) => {
        if (node.name !== name) return;
        assert.equal(node.state, left.shift());
        if (left.length > 0) return;
        listening.dispose();
        resolve();
      });
    });
  }

  const idOf = (name: string): Promise<string> => labs.idOf(lab.deployment, name);

  const texts = (): string[] => {
    const lines: string[] = [];
    lab
      .onLine(({ node, stamp, stream, text }) => {
        if (node === 'tomcat1') lines.push(`${stamp} ${stream} ${text}`);
      })
      .dispose();
    return lines;
  };

  it('is heard from its first line on, also by those who come later', () => {
    const first = early.find(({ node }) => node === 'tomcat1');
    assert.match(first?.text ?? '', /AbstractProtocol\.init Initializing ProtocolHandler/);
    assert.deepEqual(
      texts(),
      early
        .filter(({ node }) => node === 'tomcat1')
        .map(({ stamp, stream, text }) => `${stamp} ${stream} ${text}`),
    );
  });

  it('is followed where somebody else ends and starts it, and keeps its port and no line twice', async () => {
    const engine = await labs.engine();
    const id = await idOf('tomcat1');
    const url = urlOf(lab, 'tomcat1', 'http');
    const before = texts();

    const gone = goesThrough('tomcat1', ['exited']);
    await engine.kill(id);
    await gone;
    const back = goesThrough('tomcat1', ['starting', 'running']);
    await engine.start(id);
    await back;

    assert.equal((await new Visitor().get(url)).status, 200);
    const after = texts();
    assert.deepEqual(after.slice(0, before.length), before);
    assert.equal(new Set(after).size, after.length);
    assert.equal(after.filter((it) => it.includes('Catalina.start Server startup')).length, 2);
  });

  it('that is nginx serves when its start is over, and is not refused for what it said before', async () => {
    const url = urlOf(lab, 'nginx', 'http');
    await lab.killNode('nginx');
    await lab.startNode('nginx');
    assert.equal((await new Visitor().get(url)).status, 200);

    // Without its Tomcat the name is not to be resolved.
    await lab.killNode('tomcat1');
    await lab.killNode('nginx');
    await assert.rejects(lab.startNode('nginx'), (error: LabError) => {
      assert.equal(error.kind, 'nginx-refused');
      assert.match(error.message, /host not found in upstream "tomcat1:8080"/);
      return true;
    });
    const back = goesThrough('tomcat1', ['starting', 'running']);
    await lab.startNode('tomcat1');
    await back;
    await lab.startNode('nginx');
    assert.equal((await new Visitor().get(url)).status, 200);
  });

  it('may be killed and started twice', async () => {
    await lab.killNode('tomcat1');
    await lab.killNode('tomcat1');
    assert.equal(lab.nodes.find(({ name }) => name === 'tomcat1')?.state, 'exited');
    const back = goesThrough('tomcat1', ['starting', 'running']);
    await lab.startNode('tomcat1');
    await lab.startNode('tomcat1');
    await back;
  });

  it('has to be one of the lab', async () => {
    await assert.rejects(lab.killNode('tomcat9'), /The lab has no node "tomcat9"/);
  });
});
