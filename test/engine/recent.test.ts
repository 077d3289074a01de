import { strict as assert } from 'node:assert';
import { Recent } from '../../client/src/lab/recent';

const recent = (count: number, characters: number): Recent<string> =>
  new Recent({ count, characters }, (text: string) => text.length);

describe('what is kept of a log', () => {
  it('is the last lines, between once and twice as many as wanted', () => {
    const kept = recent(100, 1e6);
    for (let line = 1; line <= 1000; line++) {
      kept.add(`line ${line}`);
      assert.ok(kept.items.length >= Math.min(line, 100) && kept.items.length <= 200);
    }
    assert.equal(kept.items.at(-1), 'line 1000');
    assert.equal(kept.items[0], `line ${1001 - kept.items.length}`);
  });

  it('is no more than so many characters, but for the last line', () => {
    const kept = recent(100, 1000);
    for (let line = 1; line <= 50; line++) kept.add('x'.repeat(300));
    const size = kept.items.join('').length;
    assert.ok(size <= 2000 && size >= 900, String(size));
    kept.add('y'.repeat(5000));
    assert.deepEqual(kept.items, ['y'.repeat(5000)]);
  });
});
