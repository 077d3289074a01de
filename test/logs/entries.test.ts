import { deepEqual } from 'node:assert/strict';
import { Entries, type Entry } from '../../client/src/features/logs/entries';
import { readLine } from '../../client/src/lab/logs/formats';
import type { LogRecord } from '../../client/src/lab/logs/record';

const RECORD = '23-Nov-2026 16:42:12.632 SEVERE [main] a.B.c failed';
const texts = (entries: readonly Entry[]): string[] => entries.map(({ text }) => text);

/** Adds lines of a node as they come, in the order of their streams. */
function reader(entries: Entries): (stream: 'stdout' | 'stderr', text: string) => void {
  const before = new Map<string, LogRecord>();
  let count = 0;
  return (stream, text) => {
    const record = readLine('tomcat', text, before.get(stream));
    before.set(stream, record);
    entries.add({ node: 'tomcat1', stream, stamp: `2026-11-23T16:42:12.${count++}Z`, text, record });
  };
}

function entriesOf(...lines: readonly (readonly ['stdout' | 'stderr', string])[]): Entries {
  const entries = new Entries();
  const add = reader(entries);
  for (const [stream, line] of lines) add(stream, line);
  return entries;
}

describe('entries of a channel', () => {
  it('are a record with its stack trace, and what an app prints meanwhile is none of it', () => {
    const entries = entriesOf(
      ['stderr', RECORD],
      ['stderr', '\tjava.lang.IllegalStateException: no'],
      ['stdout', 'member duke logged in'],
      ['stderr', '\t\tat a.B.c(B.java:1)'],
      ['stdout', 'member duke logged out'],
    ).takeAll();
    deepEqual(
      entries.map(({ level, text }) => [level, text]),
      [
        ['error', '[a.B.c] [main] failed\n\tjava.lang.IllegalStateException: no\n\t\tat a.B.c(B.java:1)'],
        ['info', 'member duke logged in'],
        ['info', 'member duke logged out'],
      ],
    );
  });

  it('wait for what may continue them, as long as it comes', () => {
    const entries = new Entries();
    const add = reader(entries);
    add('stdout', 'before');
    add('stderr', RECORD);
    deepEqual(texts(entries.takeSettled()), []);
    add('stderr', '\tat a.B.c(B.java:1)');
    deepEqual(texts(entries.takeSettled()), ['before']);
    deepEqual(texts(entries.takeSettled()), ['[a.B.c] [main] failed\n\tat a.B.c(B.java:1)']);
    // Too late for its entry: it keeps its level.
    add('stderr', '\tat a.B.d(B.java:2)');
    deepEqual(
      entries.takeAll().map(({ level, text }) => [level, text]),
      [['error', '\tat a.B.d(B.java:2)']],
    );
  });

  it('have a limit', () => {
    const line = `\t${'x'.repeat(40_000)}`;
    const entries = entriesOf(['stderr', RECORD], ['stderr', line], ['stderr', line], ['stderr', line]);
    deepEqual(
      entries.takeAll().map(({ level, text }) => [level, text.length > 64 * 1024]),
      [
        ['error', true],
        ['error', false],
      ],
    );
  });

  it('are the lab’s own where it speaks, also after a stack trace', () => {
    const entries = entriesOf(
      ['stderr', RECORD],
      ['stderr', '\tat a.B.c(B.java:1)'],
      ['stderr', '[cluster-lab] The Docker Engine is back.'],
    ).takeAll();
    deepEqual(
      entries.map(({ level }) => level),
      ['error', 'warn'],
    );
  });
});
