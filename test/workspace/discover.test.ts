import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { discover } from '../../server/src/workspace/discover';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import type { FileSystem } from '../../server/src/workspace/fileSystem';
import { temporaryFolders } from './temporary';

const found = async (root: string): Promise<string[]> =>
  (await discover(root, nodeFileSystem)).map((path) => path.slice(root.length + 1));

describe('discover', () => {
  const folders = temporaryFolders();

  it('finds what can be ours, sorted, and leaves the rest', async () => {
    const root = await folders.make({
      'compose.yaml': '',
      'docker-compose.prod.yml': '',
      'k8s/deployment.yaml': '',
      'nginx/nginx.conf': '',
      'nginx/conf.d/app.conf': '',
      'etc/sites-enabled/default': '',
      'etc/sites-enabled/README': '',
      'etc/sites-enabled/default~': '',
      'tomcat/server.xml': '',
      'app/pom.xml': '',
      'app/src/main/java/A.java': '',
      'app/src/main/webapp/index.jsp': '',
      'docs/notes.md': '',
    });
    assert.deepEqual(await found(root), [
      'app/pom.xml',
      'app/src/main/java/A.java',
      'compose.yaml',
      'docker-compose.prod.yml',
      'etc/sites-enabled/default',
      'k8s/deployment.yaml',
      'nginx/conf.d/app.conf',
      'nginx/nginx.conf',
      'tomcat/server.xml',
    ]);
  });

  it('enters no folder of other people, of a build, or of our own labs', async () => {
    const root = await folders.make({
      '.git/nginx.conf': '',
      'node_modules/x/nginx.conf': '',
      'app/target/app/WEB-INF/web.xml': '',
      'app/build/web.xml': '',
      'dist/server.xml': '',
      '.cluster-lab/story/compose.yaml': '',
      'target.d/nginx.conf': '',
    });
    assert.deepEqual(await found(root), ['target.d/nginx.conf']);
  });

  it('follows links, enters each real folder once, and survives loops', async () => {
    const outside = await folders.make({ 'web.xml': '' });
    const root = await folders.make({ 'a/nginx.conf': '', 'available/site.conf': '' });
    await symlink(root, join(root, 'a', 'up'));
    await symlink('/', join(root, 'disk'));
    await symlink(join(root, 'loop2'), join(root, 'loop1'));
    await symlink(join(root, 'loop1'), join(root, 'loop2'));
    await symlink(outside, join(root, 'linked'));
    await symlink(join(root, 'available/site.conf'), join(root, 'enabled.conf'));
    await symlink(join(root, 'gone.conf'), join(root, 'dangling.conf'));
    assert.deepEqual(await found(root), [
      'a/nginx.conf',
      'available/site.conf',
      'enabled.conf',
      'linked/web.xml',
    ]);
  });

  it('leaves a folder that cannot be listed with a note', async () => {
    const root = await folders.make({ 'nginx.conf': '', 'locked/server.xml': '' });
    const notes: string[] = [];
    const locked: FileSystem = {
      ...nodeFileSystem,
      list: (folder) =>
        folder.endsWith('/locked')
          ? Promise.reject(new Error('permission denied'))
          : nodeFileSystem.list(folder),
    };
    const paths = await discover(root, locked, {
      leave: (path, why) => notes.push(`${path}: ${why}`),
    });
    assert.deepEqual(paths, [`${root}/nginx.conf`]);
    assert.deepEqual(notes, [`${root}/locked: it cannot be listed: permission denied`]);
  });

  it('ends when it is cancelled', async () => {
    const root = await folders.make({ 'a/b/c/nginx.conf': '' });
    const stopping = new AbortController();
    const stopped: FileSystem = {
      ...nodeFileSystem,
      list(folder) {
        if (folder.endsWith('/a')) stopping.abort(new Error('enough'));
        if (folder.endsWith('/b')) assert.fail('listed after the signal');
        return nodeFileSystem.list(folder);
      },
    };
    await assert.rejects(discover(root, stopped, { signal: stopping.signal }), /enough/);
  });
});
