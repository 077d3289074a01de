import assert from 'node:assert/strict';
import { decode, encode } from '../../server/src/workspace/encoding';

describe('encoding', () => {
  const roundTrips: [string, Uint8Array][] = [
    ['UTF-8', Buffer.from('server_name 예시.kr; # 한국어\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffuser nginx;\r\n')],
    ['EUC-KR, which is no UTF-8', Buffer.from([0x23, 0x20, 0xc7, 0xd1, 0xb1, 0xdb, 0x0a])],
    ['nothing', Buffer.alloc(0)],
  ];
  for (const [title, bytes] of roundTrips) {
    it(`gives ${title} back byte for byte`, () => {
      const decoded = decode(bytes);
      assert.ok(decoded);
      assert.deepEqual(Buffer.from(encode(decoded.text, decoded.encoding)), Buffer.from(bytes));
    });
  }

  it('keeps the mark in the text, since nginx refuses it', () => {
    assert.equal(decode(Buffer.from('\ufeffuser x;'))?.text, '\ufeffuser x;');
  });

  it('takes a NUL for a binary file', () => {
    assert.equal(decode(Buffer.from([0x75, 0, 0x73])), undefined);
  });

  it('refuses to write what the file cannot hold', () => {
    assert.throws(() => encode('한', 'latin1'), /the encoding of the file does not have/);
  });
});
