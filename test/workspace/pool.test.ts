import assert from 'node:assert/strict';
import { mapBounded } from '../../server/src/workspace/pool';

describe('mapBounded', () => {
  it('keeps the order and the bound', async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 50 }, (_, index) => index);
    const results = await mapBounded(
      items,
      async (item) => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return item * 2;
      },
      { width: 4 },
    );
    assert.deepEqual(
      results,
      items.map((item) => item * 2),
    );
    assert.equal(most, 4);
  });

  it('ends at the first failure, when what ran is done', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await new Promise(setImmediate);
      if (item === 1) throw new Error('broken');
    };
    await assert.rejects(mapBounded([0, 1, 2, 3, 4, 5], work, { width: 2 }), /broken/);
    assert.ok(begun.length < 6, `all were begun: ${begun.join()}`);
  });
});
