import assert from 'node:assert/strict';
import { parseEnv } from '../../../server/src/languages/compose/env';
import { interpolate } from '../../../server/src/languages/compose/values';

describe('variables of Compose', () => {
  const values = new Map([
    ['A', 'one'],
    ['EMPTY', ''],
    ['DOLLAR', 'a$b'],
  ]);
  const rows: readonly (readonly [written: string, read: string])[] = [
    ['x${A}y$A', 'xoneyone'],
    ['$$A', '$$A'],
    ['${B}', '${B}'],
    ['$B', '$B'],
    ['${B:-two}', 'two'],
    ['${B-two}', 'two'],
    ['${EMPTY:-two}', 'two'],
    ['${EMPTY-two}', ''],
    ['${B:-}', ''],
    ['${B:-${A}}', 'one'],
    ['${B:-${C:-three}}', 'three'],
    ['${A:?must be set}', 'one'],
    ['${B:?must be set}', '${B:?must be set}'],
    ['${A:+other}', 'other'],
    ['${B:+other}', '${B:+other}'],
    ['${DOLLAR}', 'a$$b'],
    ['${', '${'],
    ['${A', '${A'],
  ];
  for (const [written, read] of rows)
    it(`reads ${written}`, () =>
      assert.equal(
        interpolate(written, (name) => values.get(name)),
        read,
      ));

  it('ends in a value of many defaults', () => {
    const deep = `${'${A:-'.repeat(5000)}x${'}'.repeat(5000)}`;
    assert.equal(typeof interpolate(deep, () => undefined), 'string');
  });

  it('are read from .env with comments, quotes and export', () => {
    const text =
      '\uFEFF# A=0\nA=1\n export B = two words # not this\nC="a b # c"\nD=\'x$y\'\nE=\nF: yaml\nnot a line\nG="say \\"hi\\""\r\nH=a#b\n';
    assert.deepEqual(Object.fromEntries(parseEnv(text).values), {
      A: '1',
      B: 'two words',
      C: 'a b # c',
      D: 'x$y',
      E: '',
      F: 'yaml',
      G: 'say "hi"',
      H: 'a#b',
    });
  });

  it('are none in a text that is no .env', () => {
    for (const text of ['', '\0\0', '====', '"""', `A="${'x'.repeat(100_000)}`]) parseEnv(text);
  });
});
