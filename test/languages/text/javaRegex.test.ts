import assert from 'node:assert/strict';
import { javaRegexFault } from '../../../server/src/languages/text/javaRegex';

/** What java.util.regex.Pattern of Java 17 says of each. */
const refused: Readonly<Record<string, string>> = {
  '*.gif;*.js': 'nothing to repeat',
  'a|*b': 'nothing to repeat',
  '(?:+a)': 'nothing to repeat',
  '(?<name>?)': 'nothing to repeat',
  'a(b': 'unclosed group',
  'a(b[)]': 'unclosed group',
  '[a': 'unclosed class',
  '[]': 'unclosed class',
  '[a&&[b]': 'unclosed class',
  'a)': 'unmatched )',
  'a\\': 'open escape',
};

describe('javaRegexFault', () => {
  for (const [pattern, fault] of Object.entries(refused))
    it(`finds in ${pattern}: ${fault}`, () => {
      assert.equal(javaRegexFault(pattern), fault);
    });

  for (const pattern of [
    '',
    '.*\\.(?:gif|js)',
    'a*?b++c{2,}',
    '\\*\\(\\[',
    '[]a]',
    '[^]a]',
    '[a-z&&[^aeiou]]',
    '[(*]',
    '(?i)a|(?=b)c|(?<!d)e|(?<f>g)',
    '^*a',
    '\\Q*(\\E',
    '(?x) a # (',
  ])
    it(`finds nothing in ${pattern}`, () => {
      assert.equal(javaRegexFault(pattern), undefined);
    });
});
