import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { preferred } from '../../client/src/lab/engine/preferred';

describe('of several attempts', () => {
  const gives = (name: string) => (): Promise<string> => Promise.resolve(name);
  const fails = (name: string) => (): Promise<string> => Promise.reject(new Error(name));
  /** Settles only when it is told. */
  function later() {
    const controls: { resolve?: (name: string) => void; reject?: (error: Error) => void } = {};
    const result = new Promise<string>((resolve, reject) => Object.assign(controls, { resolve, reject }));
    return { attempt: () => result, ...controls };
  }

  it('the first in their order counts, and not the fastest', async () => {
    const slow = later();
    const found = preferred([fails('none'), slow.attempt, gives('fast')]);
    await setImmediate();
    slow.resolve?.('slow');
    assert.equal(await found, 'slow');
  });

  it('all are made at once: a silent one holds up none of the others', async () => {
    const silent = later();
    let begun = false;
    const found = preferred([
      silent.attempt,
      () => {
        begun = true;
        return Promise.resolve('second');
      },
    ]);
    assert.ok(begun);
    silent.reject?.(new Error('no answer'));
    assert.equal(await found, 'second');
  });

  it('those behind it are given up', async () => {
    let told: Promise<unknown> | undefined;
    const found = preferred<string>([
      gives('first'),
      async (signal) => {
        told = once(signal, 'abort');
        await told;
        throw new Error('given up');
      },
    ]);
    assert.equal(await found, 'first');
    await told;
  });

  it('that all fail the first failure is told, and of none there is nothing', async () => {
    await assert.rejects(preferred([fails('first'), fails('second')]), /first/);
    assert.equal(await preferred([]), undefined);
  });
});
