import assert from 'node:assert/strict';
import { rules } from '../../server/src/rules/registry';
import { handlerRules } from '../../server/src/rules/nginx/handlers';
import { readCases } from '../helpers/cases/cases';
import { judge } from './nginx';

/** What nginx says at the levels at which rules speak; whether a certificate is there, only a machine knows. */
const saidIn = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => /\[(emerg|warn)\]/.test(line) && !line.includes('cannot load certificate'));

describe("what nginx's own handlers refuse, by the cases of our rules", () => {
  const own = rules.filter((rule) => handlerRules.has(rule));

  it('is judged for every such rule', () => {
    assert.ok(own.length >= 20);
  });

  for (const { meta } of own) {
    it(`${meta.id}: nginx speaks where we speak, and is silent where we are`, async () => {
      const cases = await readCases(meta.id);
      assert.ok(cases.length > 0);
      const verdicts = await judge(cases.map(({ texts }) => texts.get('nginx.conf') ?? ''));
      for (const [index, { section, isValid }] of cases.entries()) {
        const said = saidIn(verdicts[index]?.output ?? '');
        if (isValid) assert.deepEqual(said, [], section.name);
        else assert.ok(said.length > 0, `${section.name}: nginx accepts it`);
      }
    });
  }
});
