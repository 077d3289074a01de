import { strict as assert } from 'node:assert';
import { adoptLab } from '../../client/src/lab';
import { Labs, planOf } from '../helpers/lab';

/** More than is read of what a node told since its start, and less than is kept of its log. */
const FILLS = 'yes "$(printf %0200d 7)" | head -n 60000 > /proc/1/fd/1; echo the last line > /proc/1/fd/1';

describe('a lab with a long log', () => {
  const labs = new Labs();
  afterEach(() => labs.removeAll());

  it('is adopted with what its beginning tells, and says nothing of what may have changed since', async () => {
    const first = await labs.start(await planOf());
    const engine = await labs.engine();
    const id = await labs.idOf(first.deployment, 'tomcat1');
    const written = new Promise<void>((resolve) => {
      first.onLine(({ text }) => text === 'the last line' && resolve());
    });
    assert.deepEqual(await engine.run(id, ['bash', '-c', FILLS]), { code: 0, output: '' });
    await written;

    const second = await adoptLab(engine, first.deployment.labId, { logs: { tail: 10 } });
    try {
      const facts = second.nodes.map(({ name, state, sees }) => [name, state, sees]);
      assert.deepEqual(facts, [
        ['nginx', 'running', undefined],
        ['tomcat1', 'running', undefined],
        ['tomcat2', 'running', ['tomcat1']],
      ]);
    } finally {
      second.dispose();
    }
  });

  it('knows each node once, by what is read apart and by the lines that are given', async () => {
    const first = await labs.start(await planOf());
    const second = await adoptLab(await labs.engine(), first.deployment.labId, { logs: { tail: 10_000 } });
    const sees = (): string | undefined => second.nodes.find(({ name }) => name === 'tomcat2')?.sees?.join();
    try {
      await new Promise<void>((resolve) => {
        second.onLine(({ node, text }) => {
          if (node === 'tomcat2' && text.includes('Catalina.start Server startup')) resolve();
        });
      });
      assert.equal(sees(), 'tomcat1');
      const alone = new Promise<void>((resolve) => {
        second.onNodeChange(() => sees() === '' && resolve());
      });
      await first.stopNode('tomcat1');
      await alone;
    } finally {
      second.dispose();
    }
  });
});
