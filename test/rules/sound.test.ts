import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAndCheck } from '../../server/src/cli/read';
import type { Check } from '../../server/src/workspace/check';

const FOLDER = 'test/rules/sound';

/** What is worth a hint in a sound configuration, by folder; no error and no warning is. */
const expected: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(`${FOLDER}/expected.json`, 'utf8'),
);

const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** One line a diagnostic: where, how bad, which rule. */
const linesOf = (folder: string, { diagnostics, files }: Check): readonly string[] =>
  diagnostics.map(({ path, span, severity, code }) => {
    const line = (files.get(path)?.lines.positionAt(span.start).line ?? 0) + 1;
    return `${path.slice(folder.length + 1)}:${line} ${severity} ${code}`;
  });

/**
 * Each does what its owner wants, and the real nginx and Tomcat take it (test/oracle/sound.test.ts); it is read as
 * `cluster-lab check` reads it.
 */
describe('sound configurations, by all registered rules', () => {
  it('expect no error and no warning, and nothing of a folder that is not there', () => {
    for (const [name, lines] of Object.entries(expected)) {
      assert.ok(names.includes(name), `${FOLDER}/${name} is a folder`);
      for (const line of lines) assert.match(line, / (information|hint) \S+$/);
    }
  });

  it('are at least a hundred', () => {
    assert.ok(names.length >= 100, `${names.length}`);
  });

  for (const name of names) {
    it(`${name} gives nothing but what is expected`, async () => {
      const folder = resolve(FOLDER, name);
      const { checks } = await readAndCheck({ paths: [folder], stdin: nothing() });
      assert.deepEqual(
        checks.flatMap(({ failures }) => failures),
        [],
      );
      assert.deepEqual(
        checks.flatMap((one) => linesOf(folder, one)),
        expected[name] ?? [],
      );
    });
  }
});
