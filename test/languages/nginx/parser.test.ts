import assert from 'node:assert/strict';
import { parseNginx } from '../../../server/src/languages/nginx/parser';
import { applyEdits } from '../../../server/src/languages/text/span';
import { outline } from './outline';

/** What is said of a text: nginx's line and words, and the text that is marked. */
const told = (text: string): string[] =>
  parseNginx(text).faults.map(
    ({ nginx, line, span }) => `${line}: ${nginx} @ ${text.slice(span.start, span.end)}`,
  );

const tree = (text: string): string => outline(parseNginx(text).directives, text);

/** The text after the fixes of all its faults, each of which must have one. */
function fixed(text: string): string {
  const { faults } = parseNginx(text);
  assert.ok(faults.length > 0);
  return applyEdits(
    text,
    faults.flatMap(({ fix, message }) => {
      assert.ok(fix, `no fix: ${message}`);
      return fix.edits;
    }),
  );
}

const hasFix = (text: string): boolean => parseNginx(text).faults.some(({ fix }) => fix !== undefined);

/** A Lua block of this code has no fault and ends where it should. */
function readsLua(code: string): void {
  const text = `content_by_lua_block {${code}}\nroot x;\n`;
  assert.deepEqual(told(text), [], code);
  assert.equal(tree(text), 'content_by_lua_block{lua} root·x;', code);
  const lua = parseNginx(text).directives[0]?.block?.lua;
  assert.equal(text.slice(lua?.start, lua?.end), code);
}

describe('nginx parser', () => {
  it('gives every part its place', () => {
    const text = 'http {\n  # c\n  proxy_pass "http://x" ;\n}\n';
    const { directives, comments, faults } = parseNginx(text);
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const [http] = directives;
    const [pass] = http?.block?.directives ?? [];
    assert.ok(http?.block?.close && pass?.terminator && pass.args[0] && comments[0]);
    assert.equal(at(http.span), text.trimEnd());
    assert.equal(at(http.name.span), 'http');
    assert.equal(at(http.block.open), '{');
    assert.deepEqual(http.terminator, http.block.open);
    assert.equal(at(http.block.close), '}');
    assert.equal(at(pass.span), 'proxy_pass "http://x" ;');
    assert.equal(at(pass.args[0].span), '"http://x"');
    assert.equal(pass.args[0].value, 'http://x');
    assert.equal(pass.args[0].quote, '"');
    assert.equal(at(pass.terminator), ';');
    assert.equal(pass.parent, http);
    assert.equal(at(comments[0].span), '# c');
    assert.deepEqual(faults, []);
  });

  describe('missing semicolon', () => {
    it('before a closing brace is told at the word and repaired there', () => {
      const text = 'server {\n    listen 80\n}\n';
      assert.deepEqual(told(text), ['3: unexpected "}" @ 80']);
      assert.equal(fixed(text), 'server {\n    listen 80;\n}\n');
      assert.equal(tree(text), 'server{listen·80?}');
    });
    it('at the end of the file', () => {
      assert.deepEqual(told('user www;\npid x'), ['2: unexpected end of file, expecting ";" or "}" @ x']);
      assert.equal(fixed('pid x\n'), 'pid x;\n');
    });
    it('whose brace nginx takes for a part of the word', () => {
      const text = 'a {\n    return 200 ok}\nb;\n}\n';
      assert.deepEqual(told(text), []);
      assert.deepEqual(told('a { return ok} # c\n'), [
        '2: unexpected end of file, expecting ";" or "}" @ ok',
      ]);
      assert.equal(fixed('a { return ok} # c\n'), 'a { return ok;} # c\n');
      assert.equal(tree('a { b { return ok}\n}\nc;'), 'a{b{return·ok?}} c;');
    });
    it('behind a string', () => assert.equal(fixed('a { return 200 "ok"}\n'), 'a { return 200 "ok";}\n'));
    it('for which a look-alike stands', () => {
      assert.equal(fixed('a {\n  listen 80；\n}\n'), 'a {\n  listen 80;\n}\n');
      assert.equal(fixed('listen 80\u037e\n'), 'listen 80;\n');
    });
    it('is not repaired where a block was meant', () => {
      assert.deepEqual(told('server {\n  location /\n}\n'), ['3: unexpected "}" @ /']);
      assert.equal(hasFix('server {\n  location /\n}\n'), false);
      assert.equal(hasFix('server {\n  listen 80\n  location /\n}\n'), false);
    });
    it('with the blocks around it still open', () =>
      assert.deepEqual(told('http {\n  server {\n    listen 80'), [
        '3: unexpected end of file, expecting ";" or "}" @ 80',
        '3: unexpected end of file, expecting "}" @ listen 80',
      ]));
  });

  describe('stray characters', () => {
    it('; is removed', () => {
      assert.equal(fixed('a { b; };\nc;;\n'), 'a { b; }\nc;\n');
      assert.equal(tree('a { b; };\nc;;\nd;'), 'a{b;} c; d;');
    });
    it('{ that the file has too many is removed', () => {
      const text = 'a {{\n  b;\n}\nc;\n';
      assert.deepEqual(told(text), ['1: unexpected "{" @ {']);
      assert.equal(fixed(text), 'a {\n  b;\n}\nc;\n');
      assert.equal(tree(text), 'a{b;} c;');
    });
    it('{ with a } of its own is a block without a name', () => {
      const text = 'a {\n  {\n    b;\n  }\n}\nc;\n';
      assert.deepEqual(told(text), ['2: unexpected "{" @ {']);
      assert.equal(hasFix(text), false);
      assert.equal(tree(text), 'a{b;} c;');
    });
    it('} that the indentation betrays is removed', () => {
      const text = 'http {\n  server {\n    listen 80;\n  }\n  }\n  server {\n  }\n}\n';
      assert.deepEqual(told(text), ['8: unexpected "}" @ }']);
      assert.equal(fixed(text), 'http {\n  server {\n    listen 80;\n  }\n  server {\n  }\n}\n');
      assert.equal(tree(text), 'http{server{listen·80;} server{}}');
    });
    it('} that nothing betrays is told where nginx sees it', () => {
      assert.deepEqual(told('a;\n}\nb;\n}'), ['2: unexpected "}" @ }', '4: unexpected "}" @ }']);
      assert.equal(hasFix('a { }\n}\n'), false);
    });
  });

  describe('missing closing brace', () => {
    const told80 = ['8: unexpected end of file, expecting "}" @ root x;'];

    it('before a brace further out', () => {
      const text = 'http {\n  server {\n    location / {\n      root x;\n  }\n  index y;\n}\n';
      assert.deepEqual(told(text), told80);
      assert.equal(fixed(text), text.replace('root x;\n', 'root x;\n    }\n'));
      assert.equal(tree(text), 'http{server{location·/{root·x;!} index·y;}');
    });
    it('before the next block of its kind', () => {
      const text = 'server {\n  listen 80;\n\nserver {\n  listen 81;\n}\n';
      assert.deepEqual(told(text), ['7: unexpected end of file, expecting "}" @ listen 80;']);
      assert.equal(fixed(text), 'server {\n  listen 80;\n\n}\nserver {\n  listen 81;\n}\n');
      assert.equal(tree(text), 'server{listen·80;! server{listen·81;}');
    });
    it('at the end of an indented file', () => {
      assert.equal(fixed('http {\n  server {\n    a;\n'), 'http {\n  server {\n    a;\n  }\n}\n');
      assert.equal(fixed('events {\n}\nhttp {'), 'events {\n}\nhttp {\n}\n');
    });
    it('is not put in where nothing tells the place', () => {
      assert.equal(hasFix('http {\nserver {\na;\n}\n'), false);
      assert.equal(hasFix('http { server { a;\n'), false);
    });
    it('of a block of entries', () => {
      const text = 'http {\n  map $a $b {\n    x y;\n\n  server {\n    listen 80;\n  }\n}\n';
      assert.deepEqual(told(text), ['5: unexpected "{" @ x y;']);
      assert.equal(fixed(text), text.replace('\n\n', '\n\n  }\n'));
      assert.equal(tree(text), 'http{map·$a·$b{x·y;! server{listen·80;}}');
    });
    it('of several nested blocks is one fault', () =>
      assert.deepEqual(told('a {\n b {\n  c {\n'), ['4: unexpected end of file, expecting "}" @ c {']));
  });

  describe('a string without its closing quote', () => {
    it('is told where it begins, and ends on its line', () => {
      const text = 'add_header X "a b;\nadd_header Y "c";\nroot z;\n';
      assert.deepEqual(told(text), ['2: unexpected "c" @ "a b']);
      assert.equal(fixed(text), text.replace('b;', 'b";'));
      assert.equal(tree(text), 'add_header·X·a b; add_header·Y·c; root·z;');
    });
    it('before a block', () => {
      const text = "location ~ '^/a$ {\n  root x;\n}\n";
      assert.deepEqual(told(text), [`4: unexpected end of file, expecting ";" or "}" @ '^/a$`]);
      assert.equal(fixed(text), text.replace(' {', "' {"));
      assert.equal(tree(text), 'location·~·^/a${root·x;}');
    });
    it('in the middle of a list of strings', () => {
      const text = `log_format main '$remote_addr - $request \n    '$status $body_bytes_sent';\n`;
      assert.deepEqual(told(text), [`2: unexpected "$" @ '$remote_addr - $request`]);
      assert.equal(fixed(text), text.replace('request ', "request' "));
      assert.equal(tree(text), 'log_format·main·$remote_addr - $request·$status $body_bytes_sent;');
    });
    it('half typed', () => {
      assert.deepEqual(told('a {\n  b "\n  c "d";\n}\n'), ['3: unexpected "d" @ "']);
      assert.equal(hasFix('a {\n  b "\n  c "d";\n}\n'), false);
    });
    it('is not blamed for an apostrophe in a string of several lines', () => {
      const text = `content_by_lua '\n  ngx.say("it's")\n';\nroot x;\n`;
      assert.deepEqual(told(text), ['2: unexpected "s" @ s']);
      assert.equal(tree(text).endsWith('root·x;'), true);
    });
  });

  describe('what follows a string', () => {
    it('one quote too many is removed', () => assert.equal(fixed('a "b"";\nc;\n'), 'a "b";\nc;\n'));
    it('is told once a statement', () =>
      assert.deepEqual(told('a "b"c"d" "e"f;\ng;\n'), ['1: unexpected "c" @ c']));
    it('does not swallow the next lines', () =>
      assert.equal(tree('a "b"c"d;\ne;\nf "g";'), 'a·b·c"d; e; f·g;'));
  });

  describe('a regular expression with braces', () => {
    it('in a location is quoted', () => {
      const text = 'location ~ ^/[0-9]{2}/"x"$ {\n  root x;\n}\n';
      assert.deepEqual(told(text), ['1: unknown directive "2}/"x"$" @ ^/[0-9]{2}/"x"$']);
      assert.equal(fixed(text), 'location ~ "^/[0-9]{2}/\\"x\\"$" {\n  root x;\n}\n');
      assert.equal(tree(text), 'location·~·^/[0-9]{2}/"x"${root·x;}');
      assert.equal(tree(fixed(text)), tree(text));
    });
    it('in other directives and in entries', () => {
      assert.deepEqual(told('rewrite ^/x{2,}$ /y;\n'), [
        '1: directive "rewrite" is not terminated by ";" @ ^/x{2,}$',
      ]);
      assert.deepEqual(told('map $a $b {\n  ~x{1,3}y 1;\n}\n'), ['2: unexpected "{" @ ~x{1,3}y']);
      assert.deepEqual(told('if ($a ~ ^x{2}$) {\n}\n'), ['1: invalid condition "^x" @ ^x{2}$)']);
    });
    it('quoted is fine', () => assert.deepEqual(told('location ~ "^/[0-9]{2}$" { }'), []));
  });

  it('look-alikes of blanks are replaced, the invisible ones removed', () => {
    assert.equal(fixed('\ufeffuser x;\n'), 'user x;\n');
    assert.equal(fixed('a {\n\u00a0\u00a0listen\u00a080;\u3000\n}\n'), 'a {\n  listen 80; \n}\n');
    assert.equal(fixed('ser\u200bver { }\n'), 'server { }\n');
  });

  it('a long comment is broken into lines', () => {
    const text = `# ${'ein Wort '.repeat(900)}\na;\n`;
    const result = fixed(text);
    assert.deepEqual(parseNginx(result).faults, []);
    assert.equal(result.replaceAll('\n# ', ''), text);
    assert.deepEqual(parseNginx(fixed(`#${'한'.repeat(5000)}`)).faults, []);
  });

  describe('Lua blocks', () => {
    it('count braces', () => readsLua(' local t = { a = { } } '));
    it('skip strings on one line', () => readsLua(` a = "}" b = '{' c = "\\"}" d = 'it\\'s }' `));
    it('take a quote without a partner for a character', () => readsLua(` -- x\n a = " \n { } ' `));
    it('skip comments', () => readsLua(" -- it's }\n --[[ } \n } ]] --[==[ ]] } ]==] "));
    it('skip long brackets', () => readsLua(' a = [[ } ]] b = [=[ ]] } ]=] c = t[u[1]] '));
    it('may follow arguments, or the name at once', () => {
      assert.equal(tree('set_by_lua_block $x { return 1 }'), 'set_by_lua_block·$x{lua}');
      assert.equal(tree('content_by_lua_block{}'), 'content_by_lua_block{lua}');
    });
    it('take no semicolon', () =>
      assert.deepEqual(told('content_by_lua_block { };'), ['1: unexpected ";" @ ;']));
    it('without an end are one fault, on the line of the last brace', () =>
      assert.deepEqual(told('http {\n content_by_lua_block {\n if x {\n }\n'), [
        '3: unexpected end of file, expecting terminating characters for lua code block @ {',
      ]));
    it('with an open long bracket', () =>
      assert.deepEqual(told('content_by_lua_block {\n x = [=[ a ]] }\n'), [
        '2: Lua code block missing the closing long bracket "]=]", the inlined Lua code may be too long @ {',
      ]));
    it('with a long bracket larger than the buffer', () =>
      assert.equal(told(`content_by_lua_block { [[${'x'.repeat(5000)}]] }\nroot x;`).length, 1));
  });

  describe('bad input', () => {
    const size = 10_000_000;
    /** Where every character is a token or a fault. */
    const dense = size / 5;
    const texts: Record<string, string> = {
      'a large file': `http {\n${'  server {\n    listen 80;\n  }\n'.repeat(size / 30)}}\n`,
      'one line': 'a b c; '.repeat(size / 70),
      'one comment': `#${'x'.repeat(size)}`,
      'one word': 'x'.repeat(size),
      'one string': `a "${'x'.repeat(size)}`,
      quotes: '"'.repeat(dense),
      'both quotes': `a "b;\nc 'd;\n`.repeat(size / 100),
      braces: '{'.repeat(dense),
      'closing braces': '}'.repeat(dense),
      'no-break spaces': '\u00a0} '.repeat(dense / 4),
      'nested blocks': `${'a {\n'.repeat(100_000)}${'}\n'.repeat(100_000)}`,
      'open blocks': 'a {'.repeat(100_000),
      'unpaired quotes in Lua': `x_by_lua_block { ${'"\\'.repeat(size / 2)}`,
      binary: Array.from({ length: 100_000 }, (_, i) => String.fromCharCode((i * i * 7919) % 65_536)).join(
        '',
      ),
    };
    for (const [name, text] of Object.entries(texts)) {
      it(`${name}: no throw, no hang`, () => {
        const document = parseNginx(text);
        assert.equal(document.text, text);
        assert.ok(document.faults.length <= 1000);
      });
    }
    it('blocks of millions are read to a depth that memory bears', () => {
      const { directives, faults } = parseNginx('a {'.repeat(4_000_000));
      assert.deepEqual(directives, []);
      assert.match(faults[0]?.message ?? '', /^1000000 blocks are still open/);
    });

    it('the 100,000th nested block is there', () => {
      const { directives, faults } = parseNginx(texts['nested blocks'] ?? '');
      assert.deepEqual(faults, []);
      let depth = 0;
      for (let [inner] = directives; inner; [inner] = inner.block?.directives ?? []) depth++;
      assert.equal(depth, 100_000);
    });
  });
});
