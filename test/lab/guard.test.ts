import { strict as assert } from 'node:assert';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Afterwards } from '../../client/src/features/lab/guard';
import { claim, claimants } from '../../client/src/lab/claims';
import type { Deployment } from '../../server/src/protocol';
import { Labs, planOf } from '../helpers/lab';

const MODULE = join(__dirname, '../../client/src/guard.js');

/** Nobody loads a window here: nothing is to be waited for. */
const GRACE_MS = 500;

/** A guard whose extension host this test plays. */
function guard({ labId }: Deployment, afterwards: Afterwards): ChildProcess {
  const child = fork(MODULE, [labId, '', afterwards, String(GRACE_MS)], { stdio: 'ignore', execArgv: [] });
  claim(labId, child.pid ?? 0);
  return child;
}

/** The extension host is gone; resolves with the guard's exit code when its work is done. */
async function abandon(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit');
  child.disconnect();
  return (await ended)[0];
}

describe('the guard of a lab', () => {
  const labs = new Labs();
  let plan: Deployment;
  beforeEach(async () => {
    plan = await planOf(undefined, { nodes: 1 });
    await labs.start(plan);
  });
  afterEach(() => labs.removeAll());

  it('leaves the lab where it is to be kept', async () => {
    const child = guard(plan, 'remove');
    await new Promise<void>((sent) => child.send('keep', () => sent()));
    assert.equal(await abandon(child), 0);
    assert.equal(await labs.left(plan), 2);
    assert.deepEqual(claimants(plan.labId), []);
  });

  it('removes it at once where its start or its stop was cut off', async () => {
    assert.equal(await abandon(guard(plan, 'remove')), 0);
    assert.equal(await labs.left(plan), 0);
  });

  it('leaves it to another window that has it, and the last one removes it', async () => {
    const first = guard(plan, 'remove-later');
    const second = guard(plan, 'remove-later');
    assert.deepEqual(new Set(claimants(plan.labId)), new Set([first.pid, second.pid]));
    assert.equal(await abandon(first), 0);
    assert.equal(await labs.left(plan), 2);
    assert.equal(await abandon(second), 0);
    assert.equal(await labs.left(plan), 0);
  });
});
