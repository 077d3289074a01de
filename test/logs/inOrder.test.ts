import { deepEqual, equal } from 'node:assert/strict';
import { array, assert, constantFrom, nat, property, tuple } from 'fast-check';
import type { Entry } from '../../client/src/features/logs/entries';
import { InOrder } from '../../client/src/features/logs/inOrder';

const entry = (node: string, time: number, text = ''): Entry => ({
  node,
  stamp: new Date(time).toISOString().replace('Z', '000000Z'),
  level: 'info',
  text,
});
const told = (entries: readonly Entry[]): string[] => entries.map(({ node, text }) => `${node} ${text}`);

describe('the entries of several nodes', () => {
  it('come in the order of their times, as soon as every node has said something later', () => {
    const order = new InOrder(['a', 'b']);
    order.add(entry('a', 10, '1'), 0);
    order.add(entry('a', 30, '3'), 0);
    deepEqual(told(order.take(1, 300)), []);
    order.add(entry('b', 20, '2'), 1);
    order.add(entry('b', 40, '4'), 1);
    deepEqual(told(order.take(1, 300)), ['a 1', 'b 2', 'a 3']);
    deepEqual(told(order.take(301, 300)), ['b 4']);
    equal(order.size, 0);
  });

  it('do not wait for a node that is silent', () => {
    const order = new InOrder(['a', 'b', 'c']);
    order.add(entry('a', 10, '1'), 0);
    order.add(entry('b', 5, '0'), 100);
    deepEqual(told(order.take(299, 300)), []);
    // The younger one goes with it: it is the older by its time.
    deepEqual(told(order.take(400, 300)), ['b 0', 'a 1']);
  });

  it('put right what the two streams of a node bring in another order', () => {
    const order = new InOrder(['a']);
    order.add(entry('a', 10, '1'), 0);
    order.add(entry('a', 30, '3'), 0);
    order.add(entry('a', 20, '2'), 0);
    deepEqual(told(order.take(0, 300)), ['a 1', 'a 2', 'a 3']);
  });

  it('know times of other zones', () => {
    const order = new InOrder(['a', 'b']);
    order.add({ ...entry('a', 0, 'late'), stamp: '2026-11-23T17:42:13+01:00' }, 0);
    order.add({ ...entry('b', 0, 'early'), stamp: '2026-11-23T16:42:12.000000000Z' }, 0);
    deepEqual(told(order.take(300, 300)), ['b early', 'a late']);
  });

  it('are bounded in number', () => {
    const order = new InOrder(['a', 'b']);
    for (let time = 0; time < 30_000; time++) order.add(entry('a', time), 0);
    equal(order.take(0, 300).length, 10_000);
    equal(order.size, 20_000);
  });

  it('are none lost and none twice, and sorted where they come in time', () => {
    assert(
      property(array(tuple(constantFrom('a', 'b', 'c'), nat(5))), (steps) => {
        const order = new InOrder(['a', 'b', 'c']);
        const taken: Entry[] = [];
        let time = 0;
        for (const [node, pause] of steps) {
          time += pause;
          order.add(entry(node, time, String(time)), time);
          taken.push(...order.take(time, 300));
        }
        taken.push(...order.take(time + 300, 300));
        equal(taken.length, steps.length);
        const stamps = taken.map(({ stamp }) => stamp);
        deepEqual(stamps, stamps.toSorted());
      }),
    );
  });
});
