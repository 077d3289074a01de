import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { LogChannel } from '../../client/src/features/logs/channel';
import type { Entry } from '../../client/src/features/logs/entries';
import type { Level } from '../../client/src/lab/logs/record';

/** What stands in a channel, and how often it was written to. */
class Shown {
  text = '';
  writes = 0;
  append(text: string): void {
    this.text += text;
    this.writes++;
  }
  clear(): void {
    this.text = '';
  }
  show(): void {}
  dispose(): void {}
}

const stamp = '2026-11-23T16:42:12.632123456Z';
const entry = (text: string, level: Level = 'info'): Entry => ({ node: 'tomcat1', stamp, level, text });
const channelOf = (shown: Shown, namesNodes = false): LogChannel =>
  new LogChannel(shown, { level: 'trace', namesNodes, note: '(note)' });
const wordsOf = ({ text }: Shown): string[] => text.split('\n').map((line) => line.replace(/^.*\] /, ''));

describe('a channel of a log', () => {
  it('begins each entry as VS Code’s own logs do, with the time of the engine', () => {
    const shown = new Shown();
    channelOf(shown, true).write([entry('no\n\tat a.B.c(B.java:1)', 'warn')]);
    match(
      shown.text,
      /^\d{4}-\d\d-\d\d \d\d:\d\d:12\.632 \[warning\] \[tomcat1\] no\n\tat a\.B\.c\(B\.java:1\)\n$/,
    );
  });

  it('shows the level that was chosen and above, also of what was said before', () => {
    const shown = new Shown();
    const channel = channelOf(shown);
    channel.write([entry('fine', 'debug'), entry('said'), entry('slow', 'warn'), entry('broken', 'error')]);
    channel.setLevel('warn');
    deepEqual(wordsOf(shown), ['slow', 'broken', '']);
    channel.write([entry('said'), entry('slower', 'warn')]);
    deepEqual(wordsOf(shown), ['slow', 'broken', 'slower', '']);
    channel.setLevel('trace');
    deepEqual(wordsOf(shown), ['fine', 'said', 'slow', 'broken', 'said', 'slower', '']);
  });

  it('is bounded, whatever an app prints, and says where something is left out', () => {
    const shown = new Shown();
    const channel = channelOf(shown);
    let longest = 0;
    let count = 0;
    for (let batch = 0; batch < 1000; batch++) {
      channel.write(Array.from({ length: 1000 }, () => entry(`line ${count++} ${'x'.repeat(60)}`)));
      longest = Math.max(longest, shown.text.length);
    }
    ok(longest < 9_000_000, String(longest));
    equal(shown.text.slice(0, 7), '(note)\n');
    const numbers = [...shown.text.matchAll(/ line (\d+) /g)].map(([, number]) => Number(number));
    deepEqual(
      numbers,
      Array.from(numbers.keys(), (index) => count - numbers.length + index),
    );
    // Each batch in one go.
    equal(shown.writes, 1000);
  });
});
