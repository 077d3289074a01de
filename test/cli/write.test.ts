import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFiles } from '../../server/src/cli/write';
import type { FixedFile } from '../../server/src/workspace/fixAll';
import { Folder } from '../../server/src/workspace/folder';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { Sources } from '../../server/src/workspace/sources';
import { temporaryFolders } from '../workspace/temporary';

/** Every file of the folder with a comment put behind its text. */
const fixed = async (root: string): Promise<FixedFile[]> => {
  const folder = new Folder(root, new Sources(nodeFileSystem));
  await folder.scan();
  return folder.files.map((before) => ({
    path: before.path,
    before,
    text: `${before.text}# fixed\n`,
    edits: [],
  }));
};

describe('writing of fixed files', () => {
  const folders = temporaryFolders();
  const files = { 'a/nginx.conf': 'events {}\n', 'b/nginx.conf': 'events {}\n' };

  it('writes all', async () => {
    const root = await folders.make(files);
    assert.equal(await writeFiles(await fixed(root)), undefined);
    for (const path of Object.keys(files)) {
      assert.equal(await readFile(join(root, path), 'utf8'), 'events {}\n# fixed\n');
    }
  });

  it('writes none where one changed meanwhile, and leaves nothing behind', async () => {
    const root = await folders.make(files);
    const all = await fixed(root);
    await writeFile(join(root, 'b/nginx.conf'), 'user x;\n');
    assert.equal(await writeFiles(all), `nothing was fixed: ${root}/b/nginx.conf changed meanwhile`);
    assert.equal(await readFile(join(root, 'a/nginx.conf'), 'utf8'), 'events {}\n');
    assert.deepEqual(await readdir(join(root, 'a')), ['nginx.conf']);
  });

  it('writes none where one is gone', async () => {
    const root = await folders.make(files);
    const all = await fixed(root);
    await rm(join(root, 'b/nginx.conf'));
    assert.match((await writeFiles(all)) ?? '', /^nothing was fixed: ENOENT/);
    assert.deepEqual(await readdir(join(root, 'a')), ['nginx.conf']);
  });
});
