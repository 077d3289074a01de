import { strict as assert } from 'node:assert';
import { cycle } from '../helpers/soak/cycle';
import { seeded } from '../helpers/soak/random';
import { MEMBERSHIPS, timedStart } from '../helpers/soak/starts';

/** A slice of `npm run soak`. */
describe('labs that come and go', function () {
  this.timeout(180_000);

  for (const kind of MEMBERSHIPS) {
    it(`form a cluster with ${kind} membership, again and again`, async () => {
      for (let round = 0; round < 2; round++) {
        const { formed, left } = await timedStart(kind);
        assert.deepEqual({ formed, left }, { formed: true, left: 0 });
      }
    });
  }

  const seed = Number(process.env['CLUSTER_LAB_SEED'] ?? Math.floor(Math.random() * 1e6));
  it(`leave nothing behind, whatever happens (CLUSTER_LAB_SEED=${seed})`, async () => {
    const random = seeded(seed);
    for (let round = 0; round < 6; round++) {
      const { left, error, ...happened } = await cycle(random);
      assert.deepEqual({ left, error }, { left: [], error: undefined }, JSON.stringify(happened));
    }
  });
});
