import { strict as assert } from 'node:assert';
import { EngineProxy } from '../helpers/engineProxy';
import { Labs, planOf } from '../helpers/lab';

describe('a port that is lost while a lab starts', () => {
  const proxy = new EngineProxy();
  const labs = new Labs(proxy.host);
  before(() => proxy.open());
  after(async () => {
    proxy.faults();
    await labs.removeAll();
    await proxy.close();
  });

  it('is another one then, and the lab says so', async () => {
    const demo = await planOf(undefined, { nodes: 1 });
    const wish = 18_437;
    const [first, ...others] = demo.nginx.ports.map((port) => Object.assign({}, port, { preferred: wish }));
    assert.ok(first);
    const rest = others.map((port) => Object.assign({}, port, { preferred: null }));
    const plan = { ...demo, nginx: { ...demo.nginx, ports: [first, ...rest] } };
    let told = false;
    proxy.faults(({ path }) => {
      if (told || !path.endsWith('/start')) return undefined;
      told = true;
      const message = `driver failed programming external connectivity on endpoint lab: Bind for 127.0.0.1:${wish} failed: port is already allocated`;
      return { kind: 'answer', status: 500, message };
    });
    const steps: string[] = [];
    const lab = await labs.start(plan, { onStep: ({ message }) => steps.push(message) });
    assert.ok(
      steps.includes(`Port ${wish} has been taken in the meantime: starting again with another`),
      steps.join('\n'),
    );
    assert.notEqual(lab.nodes[0]?.ports[0]?.host, wish);
  });
});
