import { strict as assert } from 'node:assert';
import type { Frame } from '../../client/src/lab/logs/frames';
import { Overlap } from '../../client/src/lab/logs/overlap';

const frame = (stamp: string, text: string, stream: Frame['stream'] = 'stdout'): Frame => ({
  stream,
  stamp,
  body: Buffer.from(text),
});

/** What a log read again from `since` on gives that was not seen before. */
function news(overlap: Overlap, log: readonly Frame[]): string[] {
  const since = Number(overlap.since);
  const known = overlap.known();
  return log
    .filter(({ stamp }) => Date.parse(stamp) / 1000 >= since)
    .filter((it) => !known.take(it))
    .map(({ body }) => body.toString());
}

describe('the seconds at which a log is joined again', () => {
  it('know every line that comes again, also where stamps are not in order', () => {
    const seen = [
      frame('2026-01-02T03:04:04.100000000Z', 'long ago'),
      frame('2026-01-02T03:04:05.900000000Z', 'out 1'),
      frame('2026-01-02T03:04:06.000000002Z', 'out 2'),
      // The writer of standard error took its stamp before, and wrote after.
      frame('2026-01-02T03:04:05.999999999Z', 'error 1', 'stderr'),
    ];
    const later = [
      frame('2026-01-02T03:04:06.000000001Z', 'error 2', 'stderr'),
      frame('2026-01-02T03:04:06.000000002Z', 'out 2', 'stderr'),
    ];
    const overlap = new Overlap();
    for (const it of seen) overlap.add(it);
    assert.deepEqual(news(overlap, [...seen, ...later]), ['error 2', 'out 2']);
  });

  it('hold all lines of a stamp of whole seconds, each as often as it was said', () => {
    const line = frame('2026-01-02T03:04:05+02:00', 'again\n');
    const overlap = new Overlap();
    for (let count = 0; count < 3; count++) overlap.add(line);
    assert.equal(overlap.since, String(Date.UTC(2026, 0, 2, 1, 4, 5) / 1000) + '.000000000');
    assert.deepEqual(
      news(
        overlap,
        Array.from({ length: 5 }, () => line),
      ),
      ['again\n', 'again\n'],
    );
  });

  it('are none before the first line', () => {
    assert.equal(new Overlap().since, undefined);
  });
});
