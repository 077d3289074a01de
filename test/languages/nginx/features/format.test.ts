import assert from 'node:assert/strict';
import { formatNginx } from '../../../../server/src/languages/nginx/features/format';
import { parseNginx } from '../../../../server/src/languages/nginx/parser';
import { applyEdits, type Span } from '../../../../server/src/languages/text/span';

const options = { tabSize: 4, insertSpaces: true };
const format = (text: string, range?: Span, given = options): string =>
  applyEdits(text, formatNginx(parseNginx(text), given, range));

describe('nginx formatter', () => {
  const cases: [what: string, before: string, after: string][] = [
    [
      'indents blocks',
      'http{\nserver{\nlisten 80;\n}\n}',
      'http {\n    server {\n        listen 80;\n    }\n}\n',
    ],
    ['one directive a line', 'a b; c d;', 'a b;\nc d;\n'],
    ['joins a brace to its directive', 'server\n{\n  a b;\n}\n', 'server {\n    a b;\n}\n'],
    ['takes blanks from before a semicolon', 'a   b ;\n', 'a b;\n'],
    ['keeps one blank line of several', '\n\na b;\n\n\n\nc d;\n\n\n', 'a b;\n\nc d;\n'],
    ['no blank lines at the ends of a block', 'a {\n\n  b c;\n\n}\n', 'a {\n    b c;\n}\n'],
    ['keeps a short block on its line', 'if ($x) {return 404;}\n', 'if ($x) { return 404; }\n'],
    ['keeps an empty block', 'events { }\nhttp {\n}\n', 'events {}\nhttp {\n}\n'],
    ['opens a block of two', 'a { b c; d e; }\n', 'a {\n    b c;\n    d e;\n}\n'],
    [
      'moves comments with their block',
      'a {\n# one\n  b c;    # two\n# three\n}\n',
      'a {\n    # one\n    b c; # two\n    # three\n}\n',
    ],
    ['cuts blanks behind comments', '# one   \na b;\n', '# one\na b;\n'],
    ['keeps a comment behind a brace', 'a {# one\nb c;\n}# two\n', 'a { # one\n    b c;\n} # two\n'],
    ['keeps a comment amid a directive', 'a # one\nb # two\n;\n', 'a # one\n    b # two\n    ;\n'],
    [
      'keeps columns that people aligned',
      'a {\nproxy_set_header Host       $host;\nproxy_set_header X-Real-IP  $remote_addr;\nb    c;\n}\n',
      'a {\n    proxy_set_header Host       $host;\n    proxy_set_header X-Real-IP  $remote_addr;\n    b c;\n}\n',
    ],
    [
      'keeps aligned comments',
      'a {\nb c;      # one\ndd ee;    # two\n}\n',
      'a {\n    b c;      # one\n    dd ee;    # two\n}\n',
    ],
    [
      'keeps continued lines below the word they stood below',
      "log_format  main  '$a '\n                  '$b';\n",
      "log_format main '$a '\n                '$b';\n",
    ],
    ['one step for other continued lines', 'server_name a\nb\n  c;\n', 'server_name a\n    b\n    c;\n'],
    ['leaves a quoted text of several lines', 'a {\nb "x\n  y\n";\n}\n', 'a {\n    b "x\n  y\n";\n}\n'],
    [
      'leaves Lua',
      'a {\ncontent_by_lua_block{\n  local x = { 1 }  -- }\n}\n}\n',
      'a {\n    content_by_lua_block {\n  local x = { 1 }  -- }\n}\n}\n',
    ],
    ['keeps the line ends of Windows', 'a {\r\nb c; # d \r\n}\r\n', 'a {\r\n    b c; # d\r\n}\r\n'],
    ['words with braces and hashes stay', 'a  b}c  d#e ${f}g;\n', 'a b}c d#e ${f}g;\n'],
  ];
  for (const [what, before, after] of cases) {
    it(what, () => {
      assert.equal(format(before), after);
      assert.equal(format(after), after);
    });
  }

  it('indents with tabs, and aligns with blanks', () => {
    const tabs = { tabSize: 8, insertSpaces: false };
    const text = "a {\nlog_format x 'b'\n             'c';\n}\n";
    assert.equal(format(text, undefined, tabs), "a {\n\tlog_format x 'b'\n\t             'c';\n}\n");
  });

  it('gives nothing for a text with syntax faults, templates and very deep blocks', () => {
    for (const text of [
      'a {\nb c\n',
      'a  "b',
      '}',
      '<% if x %>\n  a   b;\n',
      'a { '.repeat(100) + '} '.repeat(100),
    ]) {
      assert.deepEqual(formatNginx(parseNginx(text), options), []);
    }
  });

  it('edits only what differs', () => {
    const text = 'a {\n    b c;\n  d   e;\n    f g;\n}\n';
    assert.deepEqual(formatNginx(parseNginx(text), options), [
      { span: { start: 15, end: 15 }, text: '  ' },
      { span: { start: 17, end: 19 }, text: '' },
    ]);
  });

  it('formats the lines of a range alone', () => {
    const text = 'a {\nb  c;\ndd   e;\nf  g;\n}\n';
    const at = text.indexOf('d');
    assert.equal(format(text, { start: at, end: at + 1 }), 'a {\nb  c;\n    dd e;\nf  g;\n}\n');
    assert.equal(format(text, { start: 0, end: text.length }), format(text));
  });
});
