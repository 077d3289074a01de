import { strict as assert } from 'node:assert';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { FrameReader, LineJoiner, LONGEST_LINE, linesOf, type Line } from '../../client/src/lab/logs/frames';

const frame = (stream: number, stamp: string, body: string | Buffer): Buffer => {
  const payload = Buffer.concat([Buffer.from(`${stamp} `), Buffer.from(body)]);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};
const texts = (lines: readonly Line[]): string[] => lines.map(({ text }) => text);

describe('frames of a log', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string({ unit: 'grapheme', maxLength: 40 })), {
          maxLength: 12,
        }),
        fc.infiniteStream(fc.integer({ min: 1, max: 30 })),
        (lines, sizes) => {
          const stamps = lines.map((_, index) => `2026-01-02T03:04:05.${String(index).padStart(9, '0')}Z`);
          const clean = lines.map(([, text]) => text.replaceAll(/[\r\n]/g, ''));
          const whole = Buffer.concat(
            lines.map(([stream], index) => frame(stream, stamps[index] ?? '', `${clean[index]}\n`)),
          );
          const reader = new FrameReader();
          const joiner = new LineJoiner();
          const read: Line[] = [];
          for (let at = 0; at < whole.length;) {
            const size = sizes.next().value;
            for (const it of reader.push(whole.subarray(at, at + size))) read.push(...joiner.push(it));
            at += size;
          }
          assert.deepEqual(texts(read), clean);
          assert.deepEqual(
            read.map(({ stamp }) => stamp),
            stamps,
          );
        },
      ),
    );
  });

  it('make one line where the engine cut a long one, also through a letter', async () => {
    const letters = Buffer.from('한글'.repeat(3000));
    const log = Buffer.concat([
      frame(1, 'T1', letters.subarray(0, 16384)),
      frame(2, 'T2', 'between\n'),
      frame(1, 'T1', Buffer.concat([letters.subarray(16384), Buffer.from('\r\n')])),
    ]);
    assert.deepEqual(texts(await linesOf(Readable.from([log]))), ['between', '한글'.repeat(3000)]);
  });

  it('keep what a killed program left without a newline, before its next line and at the end', async () => {
    const log = Buffer.concat([
      frame(1, 'T1', 'half a li'),
      frame(1, 'T2', 'started again\n'),
      frame(2, 'T3', 'the end'),
    ]);
    assert.deepEqual(texts(await linesOf(Readable.from([log]))), ['half a li', 'started again', 'the end']);
  });

  it('give of a line that is too long the beginning, once, and go on with the next', () => {
    const stamp = '2026-01-02T03:04:05.000000001Z';
    const part = frame(1, stamp, '🙂'.repeat(4096));
    const log = Buffer.concat([
      ...Array.from({ length: 130 }, () => part),
      frame(1, stamp, 'end\n'),
      frame(1, stamp, 'next\n'),
      ...Array.from({ length: 130 }, () => part),
      frame(2, stamp, 'other\n'),
    ]);
    const joiner = new LineJoiner();
    const lines = texts(new FrameReader().push(log).flatMap((it) => joiner.push(it)));
    const [first = '', next, again, other, ...more] = lines;
    const [shown = '', note] = first.split(' … ');
    assert.equal(note, '[cluster-lab: cut, the line has more than 256k characters]');
    assert.equal(shown, '🙂'.repeat(LONGEST_LINE / 2));
    assert.equal(again, first);
    assert.deepEqual([next, other, more, joiner.flush()], ['next', 'other', [], []]);
  });

  it('give a line of many frames whole up to that length, also where it ends without a newline', async () => {
    const stamp = '2026-01-02T03:04:05.000000001Z';
    const log = Buffer.concat(Array.from({ length: 16 }, () => frame(1, stamp, 'x'.repeat(16_384))));
    assert.deepEqual(texts(await linesOf(Readable.from([log]))), ['x'.repeat(LONGEST_LINE)]);
  });

  it('are told apart from a stream that has none', () => {
    assert.throws(
      () => new FrameReader().push(Buffer.from('plain text of a terminal')),
      /does not have the form that Docker gives it/,
    );
  });
});
