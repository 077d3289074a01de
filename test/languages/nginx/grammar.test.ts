import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { loadGrammar } from './loadGrammar';

describe('nginx grammar', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar();
  });

  /** The parts of a text that are not blank, with their scopes from the outermost to the innermost. */
  function scopes(text: string): [part: string, scopes: readonly string[]][] {
    const found: [string, readonly string[]][] = [];
    let stack = INITIAL;
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      for (const { startIndex, endIndex, scopes: all } of tokens) {
        const part = line.slice(startIndex, endIndex).trim();
        if (part !== '') found.push([part, all]);
      }
      stack = ruleStack;
    }
    return found;
  }

  /** The innermost scope of a part of a text, which must be one token. */
  function scopeOf(text: string, part: string): string | undefined {
    const found = scopes(text).find(([token]) => token === part);
    assert.ok(found, `${part} is no token of ${JSON.stringify(scopes(text))}`);
    return found[1].at(-1);
  }

  const cases: [text: string, part: string, scope: string][] = [
    ['# a comment; {', 'a comment; {', 'comment.line.number-sign.nginx'],
    ['root x; # c', 'root', 'keyword.other.directive.nginx'],
    ['root x;', 'x', 'string.unquoted.nginx'],
    ['root x;', ';', 'punctuation.terminator.nginx'],
    ['return 200 a#b;', 'a#b', 'string.unquoted.nginx'],
    ['return 200 a}b;', 'a}b', 'string.unquoted.nginx'],
    ['return 301 /x;', 'return', 'keyword.control.flow.nginx'],
    ['return 301 /x;', '301', 'constant.numeric.nginx'],
    ['http {\n}', 'http', 'keyword.control.block.nginx'],
    ['http {\n}', '{', 'punctuation.section.block.begin.nginx'],
    ['http {\n}', '}', 'punctuation.section.block.end.nginx'],
    ['upstream tomcats { server 127.0.0.1:8080 weight=2; }', 'tomcats', 'entity.name.type.upstream.nginx'],
    ['upstream t { server 127.0.0.1:8080 weight=2; }', 'server', 'keyword.other.directive.nginx'],
    ['upstream t { server 127.0.0.1:8080 weight=2; }', '127.0.0.1:8080', 'constant.numeric.address.nginx'],
    ['upstream t { server a:8080 weight=2; }', 'weight', 'variable.parameter.nginx'],
    ['server { listen 80; }', 'server', 'keyword.control.block.nginx'],
    ['server\n{ listen 80; }', 'server', 'keyword.control.block.nginx'],
    ['location = /a { }', '=', 'keyword.operator.location.nginx'],
    ['location /a/b { }', '/a/b', 'string.unquoted.path.nginx'],
    ['location ~* \\.(jpg|png)$ { }', '~*', 'keyword.operator.regexp.nginx'],
    ['location ~* \\.(jpg|png)$ { }', '\\.', 'constant.character.escape.regexp.nginx'],
    ['location ~ "^/[0-9]{2}" { }', '{2}', 'keyword.operator.quantifier.regexp.nginx'],
    ['location @named { }', '@named', 'entity.name.function.location.nginx'],
    ['proxy_pass http://tomcats/x;', 'tomcats', 'entity.name.type.upstream.nginx'],
    ['proxy_set_header Host $http_host;', 'http_host', 'variable.other.nginx'],
    ['return 200 a${b}c;', 'b', 'variable.other.nginx'],
    ['return 200 "a $b \\" c";', 'b', 'variable.other.nginx'],
    ['return 200 "a $b \\" c";', '\\"', 'constant.character.escape.nginx'],
    ["return 200 'a;b{c}';", 'a;b{c}', 'string.quoted.single.nginx'],
    ['sendfile on;', 'on', 'constant.language.nginx'],
    ['client_max_body_size 10m;', 'm', 'keyword.other.unit.nginx'],
    ['keepalive_timeout 1h30m;', '1h30m', 'constant.numeric.time.nginx'],
    ['if ($uri ~ ^/x) { }', 'if', 'keyword.control.conditional.nginx'],
    ['if ($uri ~ ^/x) { }', '~', 'keyword.operator.regexp.nginx'],
    ['if ($request_method = POST) { }', 'POST', 'string.unquoted.nginx'],
    ['if ($request_method = POST) { }', ')', 'punctuation.section.parens.nginx'],
    ['if ($a = b(c)) {', 'b(c)', 'string.unquoted.nginx'],
    ['if ($a = "b") { }', '=', 'keyword.operator.comparison.nginx'],
    ['include conf.d/*.conf;', 'conf.d/*.conf', 'string.unquoted.path.nginx'],
    ['set $a b;', '$a', 'variable.other.readwrite.nginx'],
    ['map $a $b {\n  default 1;\n}', 'default', 'keyword.other.default.nginx'],
    ['map $a $b {\n  ~^x(y) 1;\n}', '~', 'keyword.operator.regexp.nginx'],
    ['types {\n  text/html html;\n}', 'text/html', 'string.unquoted.nginx'],
    ['rewrite ^/a /b last;', 'last', 'keyword.control.flow.nginx'],
  ];
  for (const [text, part, scope] of cases) {
    it(`${text.replace(/\n/g, '⏎')}: ${part} is ${scope}`, () => assert.equal(scopeOf(text, part), scope));
  }

  /** That a directive behind a text is read as one shows that the text was left behind where it should be. */
  const closed = [
    'a b}c;',
    'a "b;{" \'}\' c;',
    'a "b\nc";',
    'a "b\\"";',
    "a it's;",
    'a b"c;',
    'a ${b};',
    'location ~ "^/[0-9]{2}$" { }',
    'location ~ \\.php$ { }',
    'if ($http_cookie ~* "id=([^;]+)") { }',
    'content_by_lua_block { if x then y = { "}" } end -- } }\n}',
    'set_by_lua_block $x { return {} }',
    'map $a $b { "" x; ~^a{2} y; }',
    'types { text/html html; }',
    'a b\n  c\n  d;',
    'server { listen 80 }',
    'server\n{\n}',
    'a # b; "\n;',
  ];
  for (const text of closed) {
    it(`${text.replace(/\n/g, '⏎')} ends`, () => {
      const found = scopes(`${text}\nworker_processes 1;`).findLast(([part]) => part === 'worker_processes');
      assert.deepEqual(found?.[1], ['source.nginx', 'meta.directive.nginx', 'keyword.other.directive.nginx']);
    });
  }

  it('gives the inside of a Lua block to Lua', () => {
    const text = 'content_by_lua_block {\n  -- it is { Lua\n  x = { }\n}\nroot x;';
    assert.equal(scopeOf(text, '-- it is { Lua'), 'comment.line.lua');
    assert.equal(scopeOf(text, 'root'), 'keyword.other.directive.nginx');
  });

  it('takes quoted names, templates and half-typed lines without end', () => {
    for (const text of [
      '"server_name" x;',
      'listen ${NGINX_PORT};',
      'proxy_',
      'location ~',
      'map $a',
      'if (',
    ]) {
      assert.ok(scopes(text).length > 0);
    }
  });
});

describe('nginx language configuration', () => {
  const configuration = JSON.parse(readFileSync('syntaxes/nginx.language-configuration.json', 'utf8')) as {
    wordPattern: string;
    indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
  };
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;

  it('indents inside blocks', () => {
    const increases = (line: string): boolean => new RegExp(increaseIndentPattern).test(line);
    assert.deepEqual(
      ['server {', '  location / { # c', 'server { }', '# server {', 'listen 80;', 'return 200 "{";'].map(
        increases,
      ),
      [true, true, false, false, false, false],
    );
    assert.ok(new RegExp(decreaseIndentPattern).test('   }'));
  });

  it('takes variables, header names and upstream names for words', () => {
    const words = (text: string): string[] => text.match(new RegExp(configuration.wordPattern, 'g')) ?? [];
    assert.deepEqual(words('proxy_set_header X-Forwarded-For $proxy_add;'), [
      'proxy_set_header',
      'X-Forwarded-For',
      '$proxy_add',
    ]);
  });
});
