import assert from 'node:assert/strict';
import { parseNginx } from '../../../server/src/languages/nginx/parser';
import { outline } from './outline';

const tree = (text: string): string => outline(parseNginx(text).directives, text);

/** nginx's words and line of every fault. */
const refusals = (text: string): string[] =>
  parseNginx(text).faults.map(({ nginx, line }) => `${line}: ${nginx}`);

/** A text without faults, and what its words are. */
function reads(text: string, expected: string): void {
  assert.deepEqual(refusals(text), []);
  assert.equal(tree(text), expected);
}

const refuses = (text: string, ...expected: string[]): void => assert.deepEqual(refusals(text), expected);

const x = (count: number): string => 'x'.repeat(count);

describe('nginx lexer', () => {
  describe('separators', () => {
    it('are space, tab, carriage return and line feed', () => reads('a\tb\r\nc d ;', 'a·b·c·d;'));
    it('are no other blanks: in an argument these are letters', () =>
      reads('a b\u00a0c d\u000be f\u000cg \u3000;', 'a·b\u00a0c·d\u000be·f\u000cg·\u3000;'));
    it('count lines by line feeds only', () => refuses('a;\r\rb;\r\n;', '2: unexpected ";"'));
    it('take NUL for a letter', () => reads('a b\0c;', 'a·b\0c;'));
  });

  describe('at the start of a token', () => {
    it('; and { need words before them', () => {
      refuses(';', '1: unexpected ";"');
      refuses('a;\n;', '2: unexpected ";"');
      refuses('{ a; }', '1: unexpected "{"');
    });
    it('} may not have words before it', () => refuses('a {\n b c\n}', '3: unexpected "}"'));
    it('# begins a comment up to the line feed', () => reads('a # b; "\r c {\nd;', 'a·d;'));
    it('a backslash takes the next character', () => reads('\\;a; \\#b; \\{c;', '\\;a; \\#b; \\{c;'));
  });

  describe('inside a bare word', () => {
    it('only a blank, ; and { end it', () =>
      reads('a b}c d#e f"g" h\'i\' {j;}', 'a·b}c·d#e·f"g"·h\'i\'{j;}'));
    it('a } that touches it is eaten', () =>
      refuses('a {\n return 200 ok}', '2: unexpected end of file, expecting ";" or "}"'));
    it('a condition without a blank is one word', () => reads('if($host) {}', 'if($host){}'));
  });

  describe('variables', () => {
    it('${ opens no block', () => reads('a ${b} c${d}e;', 'a·${b}·c${d}e;'));
    it('$name{ does', () => reads('a $b{c;}', 'a·$b{c;}'));
    it('braces behind $ may repeat', () => reads('a ${{b;', 'a·${{b;'));
    it('a backslash between $ and { takes the brace', () => reads('a $\\{b;', 'a·$\\{b;'));
    it('a blank between them does not', () => reads('a $ {b;}', 'a·${b;}'));
  });

  describe('escapes', () => {
    it('quotes and the backslash lose theirs', () => reads(`a \\"b\\'c\\\\d;`, `a·"b'c\\d;`));
    it('t, r and n are translated', () => reads('a b\\tc\\rd\\ne;', 'a·b\tc\rd\ne;'));
    it('all others keep the backslash', () =>
      reads('a \\;b\\ c\\x; ret\\urn;', 'a·\\;b\\ c\\x; ret·urn;'.replace('ret·urn', 'ret\\urn')));
    it('a line feed may be escaped', () => reads('a b\\\nc;', 'a·b\\\nc;'));
    it('hold in quotes too', () => reads('a "b\\"c\\;\\n";', 'a·b"c\\;\n;'));
    it('the last character of a file', () =>
      refuses('a b\\', '1: unexpected end of file, expecting ";" or "}"'));
  });

  describe('quoted strings', () => {
    it('run to the same quote, over lines, and may be empty', () =>
      reads(`a "b\n'c" '"d' "" '';`, `a·b\n'c·"d··;`));
    it('may name a directive', () => reads('"return" 200;', 'return·200;'));
    it('may name nothing', () => reads('"" x;', '·x;'));
    it('end at a blank, ;, { or )', () => {
      reads('a "b";', 'a·b;');
      reads('a "b"{c;}', 'a·b{c;}');
      reads('if ($a = "b") {c;}', 'if·($a·=·b·){c;}');
      reads('a "b")c;', 'a·b·)c;');
    });
    it('end at nothing else', () => {
      refuses('a "b"c;', '1: unexpected "c"');
      refuses('a "b""c";', '1: unexpected """');
      refuses('a "b"#c\n;', '1: unexpected "#"');
      refuses("a 'b'}", '1: unexpected "}"', '1: unexpected "}"');
      refuses('a "b"é;', '1: unexpected "é"');
    });
    it('without an end', () => {
      refuses('a "b;\n', '2: unexpected end of file, expecting ";" or "}"');
      refuses("a 'b\\';\nc;", '2: unexpected end of file, expecting ";" or "}"');
    });
    it('after which the file ends', () =>
      refuses('a "b"', '1: unexpected end of file, expecting ";" or "}"'));
  });

  describe('the end of the file', () => {
    it('between directives', () => reads('a;\n# b', 'a;'));
    it('of an empty file', () => reads('', ''));
    it('of a file of blanks', () => reads(' \n\t\r\n', ''));
    it('in a directive', () => refuses('a;\nb c\n\n', '4: unexpected end of file, expecting ";" or "}"'));
    it('in a block', () => refuses('a {\nb;\n', '3: unexpected end of file, expecting "}"'));
    it('with a } too many', () => refuses('a { }\n}\n', '2: unexpected "}"'));
  });

  describe('token length', () => {
    const started = 'too long parameter "xxxxxxxxxx..." started';
    const unterminated = 'too long parameter, probably missing terminating """ character';
    const rest = '\nb;';

    it('bare words before a terminator: 4095 bytes', () => {
      refuses(`a ${x(4095)};${rest}`);
      refuses(`a\n${x(4096)};${rest}`, `2: ${started}`);
    });
    it('bare words before a blank: 4094 bytes', () => {
      refuses(`a ${x(4094)} ;${rest}`);
      refuses(`a ${x(4095)} ;${rest}`, `1: ${started}`);
    });
    it('quoted strings before a terminator: 4094 bytes', () => {
      refuses(`a "${x(4094)}";${rest}`);
      refuses(`a "${x(4095)}";${rest}`, `1: ${started}`);
      refuses(`a "${x(4096)}";${rest}`, `1: ${unterminated}`);
    });
    it('quoted strings before a blank: 4093 bytes', () => {
      refuses(`a "${x(4093)}" ;${rest}`);
      refuses(`a "${x(4094)}" ;${rest}`, `1: ${started}`);
    });
    it('comments: 4095 bytes with the #', () => {
      refuses(`#${x(4094)}${rest}`);
      refuses(`a;\n#${x(4095)}${rest}`, '2: too long parameter "#xxxxxxxxx..." started');
    });
    it('comments at the end of the file: one more', () => {
      refuses(`#${x(4095)}`);
      refuses(`#${x(4096)}`, '1: too long parameter "#xxxxxxxxx..." started');
    });
    it('counts UTF-8 bytes', () => {
      refuses(`# ${'한'.repeat(1364)}\n`);
      refuses(`# ${'한'.repeat(1365)}\n`, '1: too long parameter "# 한한..." started');
      refuses(`# ${'😀'.repeat(1023)}\n`);
      refuses(`# ${'😀'.repeat(1024)}\n`, '1: too long parameter "# 😀😀..." started');
    });
    it('a string without end in a long file', () =>
      refuses(`a;\nb "c;\n${'d;\n'.repeat(2000)}`, `2: ${unterminated}`));
    it('a string without end just short of it', () =>
      refuses(`b "${x(4096)}`, '1: unexpected end of file, expecting ";" or "}"'));
    it('runs of blanks are unlimited', () => reads(`a${' '.repeat(10000)}b\n${'\n'.repeat(5000)};`, 'a·b;'));
  });

  describe('characters that look like a blank', () => {
    it('the byte order mark', () => {
      refuses('\ufeffworker_processes\n1;\nb;', '2: unknown directive "\ufeffworker_processes"');
      assert.equal(tree('\ufeffworker_processes 1;\nb;'), 'worker_processes·1; b;');
    });
    it('the byte order mark before a comment', () => {
      refuses('\ufeff# c\nevents\n{}', '3: unknown directive "\ufeff#"');
      assert.equal(tree('\ufeff# c\nevents {}'), 'events{}');
    });
    it('the byte order mark alone', () =>
      refuses('\ufeff', '1: unexpected end of file, expecting ";" or "}"'));
    it('before, in and behind a directive', () => {
      refuses('a;\n\u00a0b;', '2: unknown directive "\u00a0b"');
      refuses('listen\u00a080;', '1: unknown directive "listen\u00a080"');
      refuses('a {\u3000\nb; }', '2: unknown directive "\u3000"');
      refuses('ser\u200bver {\n}', '1: unknown directive "ser\u200bver"');
      refuses('a\u000bb;', '1: unknown directive "a\u000bb"');
      assert.equal(tree('\u00a0listen\u00a080;\u00a0\nser\u200bver { }'), 'listen·80; server{}');
    });
    it('one fault for a run of them', () =>
      refuses('\u00a0 \u00a0\n\u00a0 a;\nb;', '2: unknown directive "\u00a0"'));
    it('not where any word may stand', () => reads('map $a $b { x\u00a0y 1; }', 'map·$a·$b{x\u00a0y·1;}'));
  });

  describe('blocks of entries', () => {
    for (const name of ['types', 'map $a $b', 'geo $a', 'split_clients $a $b', 'charset_map a b']) {
      it(`${name} holds no block`, () => refuses(`${name} {\n x {\n y; } }`, '2: unexpected "{"'));
    }
  });
});
