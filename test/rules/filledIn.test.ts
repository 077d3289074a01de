import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runRules } from '../../server/src/rules/run';
import { modelOf } from '../helpers/model';

describe('a configuration that another program fills in', () => {
  it('is told of nothing that its placeholders may be', () => {
    const text = readFileSync('test/rules/nginx/invalid-value/valid/filled-in.conf', 'utf8');
    const { diagnostics } = runRules(modelOf({ 'nginx.conf': text }));
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    );
  });
});
