import assert from 'node:assert/strict';
import { quotedIn, quotes } from './words';

const verdict = (message: string, line = 3): { message: string; line: number } => ({ message, line });

describe("nginx' words in a message", () => {
  it('are what stands behind "nginx says"', () => {
    assert.deepEqual(quotedIn('Bad. nginx says: unexpected ";" (line 3)'), {
      words: 'unexpected ";"',
      line: 3,
      isLast: false,
    });
    assert.equal(quotedIn('Bad. nginx says then: no host')?.words, 'no host');
    assert.equal(quotedIn('Without a word of nginx.'), undefined);
  });

  it("are nginx' own, to the letter", () => {
    assert.ok(quotes('Bad. nginx says: no host in "x"', verdict('no host in "x"')));
    assert.ok(!quotes('Bad. nginx says: no host in "y"', verdict('no host in "x"')));
    assert.ok(!quotes('Bad. nginx says: x', verdict('no host in "x"')));
    assert.ok(!quotes('Bad.', verdict('no host in "x"')));
  });

  it('may be shortened where they are long', () => {
    const long = `no host in "${'x'.repeat(200)}"`;
    assert.ok(quotes(`Bad. nginx says: ${long.slice(0, 120)}…`, verdict(long)));
    assert.ok(!quotes(`Bad. nginx says: ${long.slice(0, 20)}…`, verdict(long)));
    assert.ok(!quotes(`Bad. nginx says: no ${long.slice(0, 120)}…`, verdict(long)));
  });

  it('may depend on where the configuration lies', () => {
    const missing = (path: string): string => `open() "${path}" failed (2: No such file or directory)`;
    assert.ok(quotes(`Bad. nginx says: ${missing('…/a.conf')}`, verdict(missing('./a.conf'))));
    assert.ok(!quotes(`Bad. nginx says: ${missing('…/a.conf')}`, verdict(missing('./b.conf'))));
  });

  it('may be those of another PCRE, about the same pattern', () => {
    const ours = 'Bad. nginx says: pcre2_compile() failed: unmatched closing parenthesis in "a)" at ")"';
    assert.ok(quotes(ours, verdict('pcre_compile() failed: unmatched parentheses in "a)" at ")"')));
    assert.ok(!quotes(ours, verdict('pcre_compile() failed: unmatched parentheses in "b)" at ")"')));
    assert.ok(!quotes(ours, verdict('pcre2_compile() failed: missing closing parenthesis in "a)" at ")"')));
  });

  it('may never be said where nginx stops before, and only there', () => {
    const late = 'Bad. Unless it stops earlier, nginx says: unexpected "}" (line 9)';
    assert.ok(quotes(late, verdict('"http" directive is not allowed here', 5)));
    assert.ok(quotes(late, verdict('unexpected "}"', 9)));
    assert.ok(!quotes(late, verdict('"http" directive is not allowed here', 9)));
    assert.ok(!quotes('Bad. nginx says: unexpected "}" (line 9)', verdict('"http" is not', 5)));
  });
});
