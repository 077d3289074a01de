import assert from 'node:assert/strict';
import { readRules } from '../../server/src/lsp/settings';

describe('the setting clusterLab.rules', () => {
  it('takes severities and off', () => {
    assert.deepEqual(readRules({ 'nginx/syntax': 'off', 'cluster/affinity': 'error' }), {
      rules: { 'nginx/syntax': 'off', 'cluster/affinity': 'error' },
      problems: [],
    });
  });

  it('leaves out what is no severity, and says so', () => {
    const { rules, problems } = readRules({ a: 'loud', b: 3, c: 'hint' });
    assert.deepEqual(rules, { c: 'hint' });
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /"a" takes off, hint, information, warning, error; "loud" is not used/);
  });

  for (const value of [null, undefined, {}]) {
    it(`${JSON.stringify(value)} means the defaults`, () => {
      assert.deepEqual(readRules(value), { rules: {}, problems: [] });
    });
  }

  it('anything else is told', () => {
    assert.equal(readRules('off').problems.length, 1);
  });
});
