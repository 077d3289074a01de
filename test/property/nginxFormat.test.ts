import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatNginx } from '../../server/src/languages/nginx/features/format';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import { walk } from '../../server/src/languages/nginx/walk';
import { applyEdits } from '../../server/src/languages/text/span';
import { families } from '../oracle/generate';

const blanks = fc.constantFrom(
  ' ',
  '  ',
  '\n',
  '\t',
  '\r\n',
  '\n\n\n',
  ' \t ',
  ' # a comment }\n',
  '\n# own line\n',
);
const word = fc.constantFrom(
  'a',
  'b}c',
  'd#e',
  '"f g"',
  "'h;{'",
  '"i\n  j"',
  '$k',
  '${l}m',
  '\\;',
  '"\\""',
  'é한😀',
  '"n")',
);
const directive: fc.Memo<string> = fc.memo((depth) =>
  fc
    .tuple(
      fc.array(fc.tuple(blanks, word), { maxLength: 4 }),
      fc.option(blanks),
      depth > 1 ? block(depth - 1) : fc.constant(';'),
    )
    .map(([words, before, end]) => `x${words.map((pair) => pair.join('')).join('')}${before ?? ' '}${end}`),
);
const lua = 'y_by_lua_block{\n  a = {1}  -- }\n \t}';
const block: fc.Memo<string> = fc.memo((depth) =>
  fc.oneof(
    fc.constant(';'),
    fc
      .array(fc.tuple(fc.option(blanks), directive(depth)), { maxLength: 4 })
      .map((inner) => `{${inner.map(([gap, text]) => (gap ?? '') + text).join('')}}`),
  ),
);
const file = fc
  .tuple(fc.array(fc.tuple(fc.option(blanks), directive(4)), { maxLength: 5 }), fc.option(blanks))
  .map(([parts, end]) => parts.map(([gap, text]) => (gap ?? '') + text).join(lua) + (end ?? ''));

/** What nginx reads: every word with its quotes, nested; and every comment. */
function reading(text: string): string {
  const document = parseNginx(text);
  const lines = Array.from(walk(document), ({ name, args, block: inner, parent }) => [
    parent?.name.value,
    ...[name, ...args].map(({ span }) => text.slice(span.start, span.end)),
    inner?.lua ? text.slice(inner.lua.start, inner.lua.end) : inner !== undefined,
  ]);
  const comments = document.comments.map(({ span }) => text.slice(span.start, span.end).trimEnd());
  return JSON.stringify([lines, comments]);
}

function assertSafe(text: string, options: { tabSize: number; insertSpaces: boolean }): boolean {
  const document = parseNginx(text);
  const edits = formatNginx(document, options);
  if (document.faults.length > 0) {
    assert.deepEqual(edits, []);
    return false;
  }
  const formatted = applyEdits(text, edits);
  assert.equal(reading(formatted), reading(text));
  assert.deepEqual(parseNginx(formatted).faults, []);
  assert.equal(applyEdits(formatted, formatNginx(parseNginx(formatted), options)), formatted, 'idempotent');
  return true;
}

const options = fc.record({ tabSize: fc.constantFrom(2, 4, 8), insertSpaces: fc.boolean() });

describe('nginx formatter, on any text', () => {
  it('changes no token, loses no comment, and has nothing to do twice', () => {
    fc.assert(
      fc.property(file, options, (text, given) => {
        assertSafe(text, given);
      }),
      { numRuns: 2000, seed: 20201221 },
    );
  });

  it('is as safe on a range of any two offsets', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.nat(), (text, a, b) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y);
        const range = { start: start ?? 0, end: end ?? 0 };
        const edits = formatNginx(parseNginx(text), { tabSize: 4, insertSpaces: true }, range);
        assert.equal(reading(applyEdits(text, edits)), reading(text));
      }),
      { numRuns: 1000, seed: 20201221 },
    );
  });

  it('is as safe on the files made for the oracle', () => {
    let formatted = 0;
    for (const { texts } of families(20201221)) {
      for (const text of texts) if (assertSafe(text, { tabSize: 4, insertSpaces: true })) formatted++;
    }
    assert.ok(formatted > 200, `${formatted} files without faults`);
  });
});
