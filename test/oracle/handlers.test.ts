import assert from 'node:assert/strict';
import { rules } from '../../server/src/rules/registry';
import { handlerRules } from '../../server/src/rules/nginx/handlers';
import { readCases } from '../helpers/cases/cases';
import { check } from '../../server/src/workspace/check';
import { loadTexts, ROOT } from '../helpers/workspace';
import { judge } from './nginx';
import { quotedIn, quotes } from './words';

/** What nginx says at the levels at which rules speak; whether a file is there, only a machine knows. */
const saidIn = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter(
      (line) => /\[(emerg|warn)\]/.test(line) && !/cannot load certificate|open\(\) "|dlopen\(\)/.test(line),
    );

describe("what nginx's own handlers refuse, by the cases of our rules", () => {
  it('is judged for every such rule', () => {
    assert.ok(handlerRules.length >= 20);
  });

  for (const { meta } of handlerRules) {
    it(`${meta.id}: nginx speaks where we speak, and is silent where we are`, async () => {
      const cases = (await readCases(meta.id)).filter(({ texts }) => {
        const text = texts.get('nginx.conf');
        // What is filled in later is not what nginx reads.
        return text !== undefined && !/\$\{[A-Z]/.test(text);
      });
      assert.ok(cases.length > 0);
      const verdicts = await judge(cases.map(({ texts }) => texts.get('nginx.conf') ?? ''));
      for (const [index, { section, isValid }] of cases.entries()) {
        const said = saidIn(verdicts[index]?.output ?? '');
        // Debian's nginx lacks modules that a case may be about.
        if (isValid)
          assert.deepEqual(
            said.filter((line) => !line.includes('unknown directive')),
            [],
            section.name,
          );
        else assert.ok(said.length > 0, `${section.name}: nginx accepts it`);
      }
    });
  }
});

describe("nginx' words in the cases of all rules", () => {
  it('are what nginx says first, where a case is one file', async () => {
    const found = await Promise.all(
      rules.map(async ({ meta }) =>
        (await readCases(meta.id)).map((one) => ({ name: `${meta.id}, ${one.section.name}`, ...one })),
      ),
    );
    const quoting = found.flat().flatMap(({ name, texts, settings }) => {
      const text = texts.get('nginx.conf');
      if (texts.size !== 1 || text === undefined) return [];
      const { diagnostics } = check(ROOT, loadTexts(texts), { nginxVersion: '1.22.1', ...settings });
      // Debian's nginx stops at modules that it has to load.
      if (/^\s*(?:stream|load_module|lua_|content_by_lua)/m.test(text)) return [];
      return diagnostics.some(({ message }) => quotedIn(message)) ? [{ name, text, diagnostics }] : [];
    });
    assert.ok(quoting.length >= 55, `${quoting.length} cases`);
    const verdicts = await judge(quoting.map(({ text }) => text));
    const wrong = quoting.flatMap(({ name, diagnostics }, index) => {
      const { message = '', line = 0, output = '' } = verdicts[index] ?? {};
      const warned = [...output.matchAll(/\[warn\] (?:\d+#\d+: )?(.*?)(?: in \S+:\d+)?$/gm)].map(
        ([, one = '']) => one,
      );
      const said = [message, ...warned].map((one) => Buffer.from(one, 'latin1').toString());
      return said.some((one) => diagnostics.some((ours) => quotes(ours.message, { message: one, line })))
        ? []
        : [
            `${name}\n  nginx: ${line} ${said.join(', ')}\n${diagnostics.map((one) => `  we: ${one.message}`).join('\n')}`,
          ];
    });
    assert.equal(wrong.length, 0, `${wrong.length} of ${quoting.length}:\n${wrong.join('\n')}`);
  });
});
