import { deepEqual, equal, match } from 'node:assert/strict';
import { shortagesOf } from '../../client/src/lab/resources';
import type { Deployment } from '../../server/src/protocol';
import { planOf } from '../helpers/lab';

const GB = 1024 ** 3;
const MB = 1024 ** 2;

const withOptions = (plan: Deployment, options: string, memoryBytes = 4 * GB): Deployment => ({
  ...plan,
  tomcats: plan.tomcats.map((it) => ({ ...it, memoryBytes, env: { ...it.env, CATALINA_OPTS: options } })),
});

describe('room for a lab', () => {
  const plenty = { memory: 2 * GB, disk: 20 * GB };

  it('is enough on an ordinary machine, also while images are still to be pulled', async () => {
    deepEqual(shortagesOf(await planOf(undefined, { nodes: 4 }), 2, plenty), []);
    deepEqual(shortagesOf(await planOf(), 0, { memory: 600 * MB, disk: 300 * MB }), []);
  });

  it('is not asked for where it is not known', async () => {
    deepEqual(
      shortagesOf(await planOf(undefined, { nodes: 16 }), 9, { memory: undefined, disk: undefined }),
      [],
    );
  });

  it('lacks memory where the heaps and 100 MB a node are more than what is left', async () => {
    const eight = await planOf(undefined, { nodes: 8 });
    const [sentence = '', ...others] = shortagesOf(eight, 0, { ...plenty, memory: GB });
    match(sentence, /^nginx and 8 Tomcats need about 1\.8 GB of memory, but Docker has only 1\.0 GB left/);
    deepEqual(others, []);
    const two = await planOf();
    equal(shortagesOf(withOptions(two, '-Xms1g -Xmx1g'), 0, plenty).length, 1);
    deepEqual(shortagesOf(withOptions(two, '-Xmx800m'), 0, plenty), []);
    // The container's own limit is the end of it.
    deepEqual(shortagesOf(withOptions(two, '-Xmx8g', GB / 2), 0, plenty), []);
  });

  it('lacks disk where images are to be pulled and there is little left', async () => {
    const [sentence = ''] = shortagesOf(await planOf(), 2, { ...plenty, disk: 700 * MB });
    match(sentence, /needs about 1\.1 GB of disk, but Docker has only 700 MB left/);
  });
});
