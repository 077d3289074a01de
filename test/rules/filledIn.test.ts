import assert from 'node:assert/strict';
import { runRules } from '../../server/src/rules/run';
import { readCase } from '../helpers/cases/cases';
import { modelOf } from '../helpers/model';

describe('a configuration that another program fills in', () => {
  it('is told of nothing that its placeholders may be', async () => {
    const { texts } = await readCase('nginx/invalid-value', 'valid: filled-in');
    const { diagnostics } = runRules(modelOf(Object.fromEntries(texts)));
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    );
  });
});
