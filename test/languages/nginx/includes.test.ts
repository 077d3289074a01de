import assert from 'node:assert/strict';
import { includedBy, isGlob, matchGlob } from '../../../server/src/languages/nginx/includes';
import { parseNginx } from '../../../server/src/languages/nginx/parser';
import { walk } from '../../../server/src/languages/nginx/walk';

describe('nginx includes', () => {
  it('are found at any depth, quoted or not, in the order of the text', () => {
    const document = parseNginx(
      'include a.conf;\nhttp { include "b c/*.conf"; server { include d; }\ninclude e; # include f;\n}\nincluded g;',
    );
    assert.deepEqual(includedBy(document), ['a.conf', 'b c/*.conf', 'd', 'e']);
  });

  it('are glob patterns where they hold *, ? or [', () => {
    assert.deepEqual(['a/b', 'a*', 'a?', '[a]', 'a]'].map(isGlob), [false, true, true, true, false]);
  });

  const paths = [
    '/e/b.conf',
    '/e/a.conf',
    '/e/.h.conf',
    '/e/B.conf',
    '/e/sub/c.conf',
    '/e/a1.conf',
    '/e/a.bak',
    '/e/[x].conf',
  ];
  const cases: [string, string[]][] = [
    ['/e/*.conf', ['/e/B.conf', '/e/[x].conf', '/e/a.conf', '/e/a1.conf', '/e/b.conf']],
    ['/e/*', ['/e/B.conf', '/e/[x].conf', '/e/a.bak', '/e/a.conf', '/e/a1.conf', '/e/b.conf']],
    ['/e/.*', ['/e/.h.conf']],
    ['/*/*.conf', ['/e/B.conf', '/e/[x].conf', '/e/a.conf', '/e/a1.conf', '/e/b.conf']],
    ['/e/*/c.conf', ['/e/sub/c.conf']],
    ['/e/?.conf', ['/e/B.conf', '/e/a.conf', '/e/b.conf']],
    ['/e/[a-b].conf', ['/e/a.conf', '/e/b.conf']],
    ['/e/[!a-z].conf', ['/e/B.conf']],
    ['/e/[[:upper:]].conf', ['/e/B.conf']],
    ['/e/a[[:digit:]].conf', ['/e/a1.conf']],
    ['/e/\\[x\\].conf', ['/e/[x].conf']],
    ['/e/[[]x[]].conf', ['/e/[x].conf']],
    ['/e/[x.conf', []],
    ['/e/a.conf', ['/e/a.conf']],
    ['/e/a*a*a*a*a*a*a*a*a*a*a*a*b', []],
    ['', []],
  ];
  for (const [pattern, expected] of cases) {
    it(`${pattern || 'an empty pattern'} matches ${expected.length}`, () =>
      assert.deepEqual(matchGlob(pattern, paths), expected));
  }

  it('a pattern of many stars takes no longer than its length times that of the name', () => {
    assert.deepEqual(matchGlob('a*'.repeat(200), ['a'.repeat(20_000) + 'b']), ['a'.repeat(20_000) + 'b']);
    assert.deepEqual(matchGlob(`${'a*'.repeat(200)}c`, ['a'.repeat(20_000)]), []);
  });
});

describe('walk', () => {
  it('gives outer directives before inner ones, in the order of the text', () => {
    const document = parseNginx('a; b { c { d; } e; } f { }');
    assert.deepEqual(
      [...walk(document)].map(({ name }) => name.value),
      ['a', 'b', 'c', 'd', 'e', 'f'],
    );
  });
});
