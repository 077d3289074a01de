import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import type { Directive, NginxDocument } from '../../server/src/languages/nginx/tree';
import { walk } from '../../server/src/languages/nginx/walk';
import { applyEdits, contains, type Span } from '../../server/src/languages/text/span';

const fragment = fc.constantFrom(
  'a',
  'listen 80',
  'map $a $b',
  'location ~ x',
  'types',
  ' ',
  '\n',
  '\t',
  '\r\n',
  ';',
  ';',
  ';',
  '{',
  '}',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '$',
  '${',
  '#',
  '\u00a0',
  '\ufeff',
  'é한😀',
  '\ud800',
  '"a b"',
  "'c'",
  '{2}',
  ')',
  '；',
  '\0',
  'x_by_lua_block {',
  '[[',
  ']]',
  '--',
  '\n    ',
  'x'.repeat(1400),
  '한'.repeat(1400),
);
const text = fc.oneof(
  fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const site = `# a site\nevents { worker_connections 100; }\nhttp {\n    log_format main '$remote_addr "$request" '\n                    '$status';\n    map $http_upgrade $connection { default upgrade; '' close; }\n    upstream tomcats { server 127.0.0.1:8080; # one\n        server 127.0.0.1:8081; }\n    server {\n        location ~ "^/[0-9]{2}" { proxy_pass http://tomcats; content_by_lua_block { ngx.say("}") -- '\n } }\n    }\n}\n`;

/** Every span of a document that holds something, and the spans of faults, under which recovery left characters out. */
function* spansOf(document: NginxDocument): Generator<Span> {
  for (const { name, args, terminator, block } of walk(document)) {
    yield name.span;
    for (const { span } of args) yield span;
    if (terminator) yield terminator;
    if (block?.close) yield block.close;
    if (block?.lua) yield block.lua;
  }
  for (const { span } of document.comments) yield span;
  yield* document.strays;
}

/** Blanks, and what recovery takes for blanks. */
const blank = /^[\s\u0085\u200b-\u200f\u2060\ufeff]*$/;

function assertLossless(document: NginxDocument): void {
  const covered = new Uint8Array(document.text.length);
  for (const { start, end } of spansOf(document)) covered.fill(1, start, end);
  for (const { span } of document.faults) covered.fill(1, span.start, span.end);
  const rest = Array.from(covered, (flag, i) => (flag ? '' : document.text.charAt(i))).join('');
  assert.match(rest, blank, 'characters that are nowhere in the tree');
}

function assertNests(document: NginxDocument): void {
  const check = (directives: readonly Directive[], outer: Span): void => {
    let from = outer.start;
    for (const { span, name, args, terminator, block, parent } of directives) {
      assert.ok(
        span.start >= from && span.end <= outer.end,
        'directives follow each other inside their block',
      );
      from = span.end;
      for (const part of [name.span, ...args.map((arg) => arg.span), ...(terminator ? [terminator] : [])]) {
        assert.ok(contains(span, part), 'the parts of a directive lie in it');
      }
      if (!block) continue;
      assert.ok(contains(span, block.open));
      assert.ok(block.directives.every((inner) => inner.parent?.name === name || inner.parent === parent));
      check(block.directives, { start: block.open.end, end: block.close?.start ?? span.end });
    }
  };
  check(document.directives, { start: 0, end: document.text.length });
}

const wordsOf = (source: string): string =>
  Array.from(walk(parseNginx(source)), ({ name, args }) =>
    JSON.stringify([name, ...args].map(({ value }) => value)),
  ).join();

describe('nginx parser, on any text', () => {
  it('never throws, loses no character, and its ranges nest', () => {
    fc.assert(
      fc.property(text, (source) => {
        const document = parseNginx(source);
        assert.equal(document.text, source);
        assertLossless(document);
        assertNests(document);
        for (const { span } of document.faults)
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= source.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads every prefix of a realistic file', () => {
    for (let end = 0; end <= site.length; end++) {
      const document = parseNginx(site.slice(0, end));
      assertLossless(document);
      assertNests(document);
    }
    assert.deepEqual(parseNginx(site).faults, []);
  });

  it('reads a realistic file without any one of its characters', () => {
    for (let i = 0; i < site.length; i++) {
      const document = parseNginx(site.slice(0, i) + site.slice(i + 1));
      assertLossless(document);
      assertNests(document);
    }
  });

  it('reads a text without faults the same whatever blanks stand between its words', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('\n', '\t', ' \r\n'), (source, separator) => {
        const { faults, comments, directives } = parseNginx(source);
        if (faults.length > 0 || comments.length > 0 || source.includes('_by_lua_block')) return;
        const words = [...walk(parseNginx(source))];
        assert.equal(words.length >= directives.length, true);
        const blanks: { span: Span; text: string }[] = words.map(({ span }) => ({
          span: { start: span.start, end: span.start },
          text: separator,
        }));
        assert.equal(wordsOf(applyEdits(source, blanks)), wordsOf(source));
      }),
      { numRuns: 1000 },
    );
  });

  it('a fix removes its fault: after a few rounds no fault with a fix is left', () => {
    fc.assert(
      fc.property(text, (source) => {
        let current = source;
        for (let round = 0; round < 60; round++) {
          const edits = parseNginx(current).faults.flatMap(({ fix }) => fix?.edits ?? []);
          if (edits.length === 0) return;
          const next = applyEdits(current, edits);
          assert.notEqual(next, current, 'a fix changes the text');
          current = next;
        }
        assert.fail(`never done: ${JSON.stringify(source)}`);
      }),
      { numRuns: 2000 },
    );
  });
});
