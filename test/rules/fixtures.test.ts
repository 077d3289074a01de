import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { applyEdits } from '../../server/src/languages/text/span';
import { rules } from '../../server/src/rules/registry';
import type { Rule } from '../../server/src/rules/rule';
import type { RuleSettings } from '../../server/src/rules/run';
import { check, type Check } from '../../server/src/workspace/check';
import { fixAll } from '../../server/src/workspace/fixAll';
import { loadTexts, readTexts, ROOT, type Texts } from '../helpers/workspace';
import { readCases, type Expected } from './cases';

/** A check by one rule alone. */
function checkBy(rule: Rule, texts: Texts): Check {
  const others: RuleSettings = Object.fromEntries(
    rules.filter((other) => other !== rule).map(({ meta }) => [meta.id, 'off'] as const),
  );
  const checked = check(ROOT, loadTexts(texts), { rules: others });
  assert.deepEqual(checked.failures, []);
  return checked;
}

/** What a check says, in the form of a case's expectations. */
const saidBy = ({ diagnostics, files }: Check): readonly Expected[] =>
  diagnostics.map(({ path, span, severity, message }) => {
    const file = files.get(path);
    assert.ok(file, `${path} is no file of the workspace`);
    assert.doesNotMatch(message, /\{\w+\}/, 'a message with a gap');
    const [text = ''] = file.text.slice(span.start, span.end).split(/\r?\n/);
    return {
      path: path.slice(ROOT.length + 1),
      line: file.lines.positionAt(span.start).line + 1,
      text,
      severity,
    };
  });

const textsOf = ({ files }: Check): Record<string, string> =>
  Object.fromEntries([...files.values()].map(({ path, text }) => [path.slice(ROOT.length + 1), text]));

/** The workspace with the files of a folder laid over it; each must be there already. */
async function overlaid(texts: Record<string, string>, folder: string): Promise<Record<string, string>> {
  const fixed = await readTexts(folder);
  assert.ok(fixed.size > 0, `${folder} holds what the fix makes of the case`);
  for (const path of fixed.keys()) assert.ok(path in texts, `${folder}/${path} is a file of the case`);
  return { ...texts, ...Object.fromEntries(fixed) };
}

describe('the registry of rules', () => {
  it('holds each id once, in the order of the ids', () => {
    const ids = rules.map(({ meta }) => meta.id);
    assert.deepEqual(ids, [...new Set(ids)].toSorted());
  });

  it('is what the settings offer', async () => {
    const manifest: Manifest = JSON.parse(await readFile('package.json', 'utf8'));
    const offered = manifest.contributes.configuration
      .map(({ properties }) => properties['clusterLab.rules'])
      .find((setting) => setting !== undefined);
    assert.deepEqual(
      Object.keys(offered?.properties ?? {}).toSorted(),
      rules.map(({ meta }) => meta.id).toSorted(),
    );
  });
});

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly properties?: object } | undefined>>;
    }[];
  };
}

for (const rule of rules) {
  const { id, fix } = rule.meta;

  describe(id, () => {
    const folder = `test/rules/${id}`;

    it('has a page that says when it is silent', async () => {
      const page = await readFile(`docs/rules/${id}.md`, 'utf8');
      assert.match(page, new RegExp(`^# ${id}\n`));
      assert.ok(page.includes(`"clusterLab.rules": { "${id}"`), 'the page names the setting');
      assert.match(page, /^## When it (stays|is) silent$/m);
    });

    it('says what it must, where it must', async () => {
      const cases = await readCases(`${folder}/invalid`);
      assert.ok(cases.length > 0, `${folder}/invalid holds cases`);
      for (const { name, texts, expected } of cases) {
        assert.ok(expected.length > 0, `${name} expects something`);
        assert.deepEqual(saidBy(checkBy(rule, texts)), expected, name);
      }
    });

    it('is silent where it must be', async () => {
      const cases = await readCases(`${folder}/valid`);
      assert.ok(cases.length > 0, `${folder}/valid holds cases`);
      for (const { name, texts } of cases) assert.deepEqual(saidBy(checkBy(rule, texts)), [], name);
    });

    if (fix === 'safe') {
      it('fixes what is safe byte for byte, and nothing a second time', async () => {
        let proved = 0;
        for (const { name, texts } of await readCases(`${folder}/invalid`)) {
          const before = checkBy(rule, texts);
          const { after, fixed } = fixAll(before);
          const expected = `${folder}/fixed/${name}`;
          if (fixed.length === 0) {
            assert.ok(!existsSync(expected), `${name}: nothing was fixed`);
            continue;
          }
          proved++;
          assert.deepEqual(textsOf(after), await overlaid(textsOf(before), expected), name);
          assert.deepEqual(saidBy(after), [], `${name}: fixed and still said`);
          assert.equal(fixAll(after).files.length, 0, `${name}: a second run changes something`);
        }
        assert.ok(proved > 0, `${folder}/fixed holds cases`);
      });
    }

    if (fix !== 'none') {
      it('offers each fix as it is written down', async () => {
        for (const { name, texts } of await readCases(`${folder}/invalid`)) {
          const before = checkBy(rule, texts);
          const offered = before.diagnostics[0]?.fixes ?? [];
          for (const [index, { edits, safe, title }] of offered.entries()) {
            if (safe) continue;
            const after = { ...textsOf(before) };
            for (const [path, own] of edits) {
              const relative = path.slice(ROOT.length + 1);
              after[relative] = applyEdits(after[relative] ?? '', own);
            }
            const expected = `${folder}/offered/${name}/${index + 1}`;
            assert.deepEqual(after, await overlaid(textsOf(before), expected), `${name}: ${title}`);
          }
        }
      });
    }
  });
}
