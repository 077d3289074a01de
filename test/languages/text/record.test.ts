import assert from 'node:assert/strict';
import { isRecord } from '../../../server/src/languages/text/record';

describe('isRecord', () => {
  it('takes objects, whatever they hold', () => {
    for (const value of [{}, { a: 1 }, new Error('no')]) assert.ok(isRecord(value), JSON.stringify(value));
  });

  it('takes nothing without names', () => {
    for (const value of [null, undefined, [], ['a'], 'a', 1, true, () => 1])
      assert.ok(!isRecord(value), JSON.stringify(value));
  });
});
