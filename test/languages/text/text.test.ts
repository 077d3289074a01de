import { strict as assert } from 'node:assert';
import { applyEdits, span } from '../../../server/src/languages/text/span';
import { Lines } from '../../../server/src/languages/text/lines';

describe('text', () => {
  it('maps offsets to positions and back over LF, CRLF and CR', () => {
    const lines = new Lines('a\nbc\r\nd\re');
    assert.equal(lines.count, 4);
    for (let offset = 0; offset <= 9; offset++)
      assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
    assert.deepEqual(lines.positionAt(6), { line: 2, character: 0 });
    assert.deepEqual(lines.positionAt(99), { line: 3, character: 1 });
  });

  it('applies edits in order of place, an overlapping one never', () => {
    assert.equal(
      applyEdits('0123456789', [
        { span: span(5, 7), text: 'X' },
        { span: span(6, 8), text: 'lost' },
        { span: span(0, 0), text: 'a' },
        { span: span(0, 0), text: 'b' },
        { span: span(9, 10), text: '' },
      ]),
      'ab01234X78',
    );
  });
});
