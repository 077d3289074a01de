import { strict as assert } from 'node:assert';
import type { LabError } from '../../client/src/lab';
import { Labs, planOf } from '../helpers/lab';

describe('a Tomcat that hangs', () => {
  const labs = new Labs();
  after(() => labs.removeAll());

  it('is said not to answer, keeps nobody from the others, and is removed with the lab all the same', async () => {
    const lab = await labs.start(await planOf());
    const engine = await labs.engine();
    const id = await labs.idOf(lab.deployment, 'tomcat1');
    const read = async (): Promise<(string | undefined)[]> =>
      (await lab.sessions.read(AbortSignal.timeout(30_000))).map(({ error }) => error);
    assert.deepEqual(await read(), [undefined, undefined]);
    await engine.kill(id, 'SIGSTOP');
    assert.deepEqual(await read(), ['does not answer within 3 seconds', undefined]);
    await assert.rejects(lab.dumpThreads('tomcat1'), (error: LabError) => {
      assert.equal(error.message, 'tomcat1 wrote no thread dump within 10 seconds.');
      return true;
    });
    await lab.restartNode('tomcat1');
    assert.deepEqual(await read(), [undefined, undefined]);
    await engine.kill(id, 'SIGSTOP');
    await lab.stop();
    assert.equal(await labs.left(lab.deployment), 0);
  });
});
