import { strict as assert } from 'node:assert';
import { connect, type Lab, type LabError, type LogLine } from '../../client/src/lab';
import { Label } from '../../client/src/lab/labels';
import { EngineProxy } from '../helpers/engineProxy';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

describe('a lab whose engine goes away', () => {
  const proxy = new EngineProxy();
  const labs = new Labs(proxy.host);
  let lab: Lab;
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();

  before(async () => {
    await proxy.open();
    lab = await labs.start(await planOf(), {
      onLine: (line) => {
        lines.push(line);
        for (const look of waiting) look();
      },
    });
    lab.onNodeChange(() => {
      for (const look of waiting) look();
    });
  });
  after(async () => {
    await labs.removeAll();
    await proxy.close();
  });

  /** Looked at after every line and every change of a node. */
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  const requestsOf = (path: string): number => lines.filter(({ text }) => text.includes(path)).length;

  it('says so once, and knows again what is so when the engine is back, with every line', async () => {
    await proxy.close();
    const told = (): number => lines.filter(({ text }) => text.startsWith('[cluster-lab] ')).length;
    await until(() => told() > 0);

    const engine = await connect();
    const containers = await engine.listContainers(`${Label.lab}=${lab.deployment.labId}`);
    const tomcat2 = containers.find(({ labels }) => labels[Label.node] === 'tomcat2');
    await engine.kill(tomcat2?.id ?? '');
    await new Visitor().get(`${urlOf(lab, 'tomcat1', 'http')}while-away`);
    assert.equal(requestsOf('/while-away'), 0);
    await assert.rejects(lab.startNode('tomcat2'), (error: LabError) => {
      assert.equal(error.kind, 'engine-lost');
      return true;
    });

    await proxy.open();
    await until(() => lab.nodes.find(({ name }) => name === 'tomcat2')?.state === 'exited');
    await until(() => requestsOf('/while-away') > 0);
    await new Visitor().get(`${urlOf(lab, 'tomcat1', 'http')}after-all`);
    await until(() => requestsOf('/after-all') > 0);
    assert.equal(requestsOf('/while-away'), 1);

    await lab.startNode('tomcat2');
    await until(() => lab.nodes.every(({ state }) => state === 'running'));
    const words = lines.filter(({ text }) => text.startsWith('[cluster-lab] '));
    for (const { name } of lab.nodes) {
      assert.deepEqual(
        words.filter(({ node }) => node === name).map(({ text }) => text),
        [
          `[cluster-lab] The Docker Engine at ${proxy.host} is no longer reachable; Cluster Lab could not watch the containers.`,
          '[cluster-lab] The Docker Engine is back.',
        ],
      );
    }
  });

  it('is removed when it is stopped again', async () => {
    await proxy.close();
    await assert.rejects(lab.stop(), (error: LabError) => {
      assert.equal(error.kind, 'engine-lost');
      assert.match(error.nextStep, /Start Docker again/);
      return true;
    });
    await proxy.open();
    await lab.stop();
    assert.equal(await labs.left(lab.deployment), 0);
  });
});
