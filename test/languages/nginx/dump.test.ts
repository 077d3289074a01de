import assert from 'node:assert/strict';
import { array, assert as check, constantFrom, property } from 'fast-check';
import { isDump, readDump } from '../../../server/src/languages/nginx/dump';

/** As ngx_dump_config in src/core/nginx.c prints. */
const print = (files: readonly { readonly path: string; readonly text: string }[]): string =>
  files.map(({ path, text }) => `# configuration file ${path}:\n${text}\n`).join('');

describe('the output of nginx -T', () => {
  it('is taken apart into the texts that nginx read, to the character', () => {
    const text = array(constantFrom('a b;', '', '\r', '# c', 'x {', '}'), { maxLength: 6 });
    const file = text.map((lines) => lines.join('\n'));
    check(
      property(array(file, { minLength: 1, maxLength: 4 }), (texts) => {
        const files = texts.map((one, index) => ({ path: `/etc/nginx/${index}.conf`, text: one }));
        assert.deepEqual(readDump(print(files)), { files, version: undefined });
      }),
    );
  });

  it('may have lost the line break at its end', () => {
    assert.equal(readDump('# configuration file /a:\nhttp {}')?.files[0]?.text, 'http {}');
  });

  it('may have been written with other line ends', () => {
    const dump = print([
      { path: '/a', text: 'x;\n' },
      { path: '/b', text: 'y;\n' },
    ]);
    assert.deepEqual(readDump(dump.replaceAll('\n', '\r\n'))?.files, [
      { path: '/a', text: 'x;\r\n' },
      { path: '/b', text: 'y;\r\n' },
    ]);
  });

  it('names its files as Windows does, too', () => {
    assert.deepEqual(readDump(print([{ path: 'c:\\nginx/conf/nginx.conf', text: '' }]))?.files, [
      { path: 'C:/nginx/conf/nginx.conf', text: '' },
    ]);
  });

  it('begins with nothing but what nginx says by itself', () => {
    const dump = print([{ path: '/a', text: '' }]);
    assert.ok(
      isDump(`nginx: [warn] something in /a:1\nnginx: configuration file /a test is successful\n${dump}`),
    );
    assert.ok(!isDump(`events {}\n${dump}`));
    assert.ok(!isDump('# configuration file of ours\nevents {}\n'));
  });
});
