import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAndCheck } from '../../server/src/cli/check';

/** Whole configurations as people run them; nginx takes each of them. */
const folder = resolve('test/rules/sound');

describe('sound configurations, by all registered rules', () => {
  const names = readdirSync(folder);

  it('are a dozen', () => {
    assert.equal(names.length, 12);
  });

  for (const name of names) {
    it(`${name}: there is nothing to say`, async () => {
      const notes: string[] = [];
      const checks = await readAndCheck([`${folder}/${name}`], {}, (note) => notes.push(note));
      assert.ok(checks.some(({ files }) => files.size > 0));
      assert.deepEqual(
        checks.flatMap(({ diagnostics }) =>
          diagnostics.map(({ path, severity, code, message }) => `${path} ${severity} ${code}: ${message}`),
        ),
        [],
      );
      assert.deepEqual([notes, checks.flatMap(({ failures }) => failures)], [[], []]);
    });
  }
});
