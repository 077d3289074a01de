import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { check, type Check } from '../../server/src/workspace/check';
import { LoadedFile } from '../../server/src/workspace/folder';
import { languages } from '../../server/src/languages/table';
import { readTexts, ROOT } from '../helpers/workspace';

const FOLDER = 'test/rules/sound';
/** What is worth a hint in a sound configuration; no error and no warning is. */
const EXPECTED = `${FOLDER}/expected.json`;

/** A folder's files. A snippet of a few lines is nginx's because it is included, a template because an editor says so. */
async function loadSound(folder: string): Promise<readonly LoadedFile[]> {
  const texts = await readTexts(folder);
  return [...texts].flatMap(([relative, text]) => {
    const path = `${ROOT}/${relative}`;
    const recognised = languages.recognise(path, text, {
      included: relative.endsWith('.conf'),
      language: relative.endsWith('.template') ? 'nginx' : undefined,
    });
    const file = recognised?.language.open(path, recognised, text);
    return file ? [new LoadedFile(path, text, 'utf8', '', file)] : [];
  });
}

/** One line a diagnostic: where, how bad, which rule. */
const linesOf = ({ diagnostics, files }: Check): readonly string[] =>
  diagnostics.map(({ path, span, severity, code }) => {
    const line = (files.get(path)?.lines.positionAt(span.start).line ?? 0) + 1;
    return `${path.slice(ROOT.length + 1)}:${line} ${severity} ${code}`;
  });

/** Each was taken by the real nginx, and does what its owner wants. */
describe('sound configurations, by all registered rules', () => {
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  it('expects no error and no warning, and nothing of a folder that is not there', async () => {
    const expected: Expected = JSON.parse(await readFile(EXPECTED, 'utf8'));
    for (const [name, lines] of Object.entries(expected)) {
      assert.ok(names.includes(name), `${FOLDER}/${name} is a folder`);
      for (const line of lines) assert.match(line, / (information|hint) \S+$/);
    }
  });

  for (const name of names) {
    it(`${name} gives nothing but what is expected`, async () => {
      const expected: Expected = JSON.parse(await readFile(EXPECTED, 'utf8'));
      const checked = check(ROOT, await loadSound(`${FOLDER}/${name}`));
      assert.deepEqual(checked.failures, []);
      assert.ok(
        checked.model.configurations.some(({ placements }) => placements.length > 0),
        'is read as nginx',
      );
      assert.deepEqual(linesOf(checked), expected[name] ?? []);
    });
  }
});

/** Lines by folder. */
type Expected = Readonly<Record<string, readonly string[]>>;
