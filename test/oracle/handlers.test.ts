import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rules } from '../../server/src/rules/registry';
import { handlerRules } from '../../server/src/rules/nginx/handlers';
import { readCases } from '../rules/cases';
import { judge } from './nginx';

/** What nginx says at the levels at which rules speak; whether a certificate is there, only a machine knows. */
const saidIn = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => /\[(emerg|warn)\]/.test(line) && !line.includes('cannot load certificate'));

describe("what nginx's own handlers refuse, by the fixtures of our rules", () => {
  const own = rules.filter((rule) => handlerRules.has(rule));

  it('is judged for every such rule', () => {
    assert.ok(own.length >= 20);
  });

  for (const { meta } of own) {
    it(`${meta.id}: nginx speaks where we speak, and is silent where we are`, async () => {
      for (const kind of ['invalid', 'valid']) {
        const folder = `test/rules/${meta.id}/${kind}`;
        assert.ok(existsSync(folder), folder);
        const cases = await readCases(folder);
        const verdicts = await judge(cases.map(({ texts }) => texts.get('nginx.conf') ?? ''));
        for (const [index, { name }] of cases.entries()) {
          const said = saidIn(verdicts[index]?.output ?? '');
          if (kind === 'invalid') assert.ok(said.length > 0, `${name}: nginx accepts it`);
          else assert.deepEqual(said, [], name);
        }
      }
    });
  }
});
