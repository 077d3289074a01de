import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { summaryOf } from '../../server/src/lsp/summary';
import type { Check } from '../../server/src/workspace/check';
import { WorkspaceChecker } from '../../server/src/workspace/checker';
import type { FileSystem } from '../../server/src/workspace/fileSystem';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { story } from '../lsp/story';
import { temporaryFolders, writeAll } from './temporary';

/** The disk, with a record of what was read whole. */
function recording(): { fileSystem: FileSystem; read: string[] } {
  const read: string[] = [];
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    read(path, limit) {
      if (limit === undefined) read.push(path);
      return nodeFileSystem.read(path, limit);
    },
  };
  return { fileSystem, read };
}

const codesIn = (checks: readonly Check[], path: string): string[] =>
  checks
    .flatMap(({ diagnostics }) => diagnostics)
    .filter((diagnostic) => diagnostic.path === path)
    .map(({ code }) => code);

const filesOf = (checks: readonly Check[], root: string): string[] =>
  checks.flatMap(({ files }) => [...files.keys()]).map((path) => path.slice(root.length + 1));

const checkerOn = (...roots: string[]): { checker: WorkspaceChecker; read: string[]; notes: string[] } => {
  const { fileSystem, read } = recording();
  const notes: string[] = [];
  const checker = new WorkspaceChecker(fileSystem, { note: (message) => notes.push(message) });
  checker.setFolders(roots);
  return { checker, read, notes };
};

describe('WorkspaceChecker', () => {
  const folders = temporaryFolders();

  it('takes an nginx that is built from DockerfileNginx for nginx', async () => {
    const root = await folders.make({
      'compose.yaml': 'services:\n  web:\n    build: { context: ., dockerfile: DockerfileNginx }\n',
      DockerfileNginx: 'FROM nginx:1.22\nCOPY web.conf /etc/nginx/nginx.conf\n',
      'web.conf': 'events {}\nhttp {\n    server {\n        listen 80;\n        http2 on;\n    }\n}\n',
    });
    const checks = await checkerOn(root).checker.settle();
    assert.deepEqual(codesIn(checks, join(root, 'web.conf')), ['nginx/version']);
    assert.deepEqual(summaryOf(checks).versions, [
      { product: 'nginx', version: '1.22', reason: 'from DockerfileNginx' },
    ]);
  });

  it('says where a version stands', async () => {
    const main = 'events {}\nhttp {\n    server_tokens off;\n}\n';
    const root = await folders.make({
      'a/compose.yaml':
        'services:\n  web:\n    image: nginx:1.28\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n',
      'a/nginx.conf': main,
      'nginx.conf': main,
    });
    const { checker } = checkerOn(root);
    assert.deepEqual(summaryOf(await checker.settle()).versions, [
      { product: 'nginx', version: '1.28', reason: 'from a/compose.yaml' },
      { product: 'nginx', version: null, reason: 'nothing in the workspace says' },
    ]);
    const set = new WorkspaceChecker(nodeFileSystem, { settings: () => ({ nginxVersion: '1.26' }) });
    set.setFolders([root]);
    assert.deepEqual(summaryOf(await set.settle()).versions, [
      { product: 'nginx', version: '1.26', reason: 'set' },
    ]);
  });

  it('reads the Dockerfiles that Compose names, whatever they are called, as long as it does', async () => {
    const compose = (dockerfile: string): string =>
      `services:\n  web:\n    build: { context: web, dockerfile: ${dockerfile} }\n`;
    const root = await folders.make({
      'compose.yaml': compose('DockerfileNginx'),
      'web/DockerfileNginx': 'FROM nginx:1.28\n',
    });
    const { checker, read } = checkerOn(root);
    const kinds = async (): Promise<string[]> =>
      (await checker.settle()).flatMap(({ files }) => [...files.values()].map(({ file }) => file.kind));
    assert.deepEqual(await kinds(), ['compose', 'dockerfile']);
    read.length = 0;
    const dockerfile = join(root, 'web/DockerfileNginx');
    await writeFile(dockerfile, 'FROM nginx:1.27\n');
    checker.changed([dockerfile]);
    await kinds();
    assert.deepEqual(read, [dockerfile]);
    await writeFile(join(root, 'compose.yaml'), compose('Dockerfile'));
    checker.changed([join(root, 'compose.yaml')]);
    assert.deepEqual(await kinds(), ['compose']);
    await writeFile(join(root, 'web/Dockerfile'), 'FROM nginx:1.27\n');
    checker.changed([join(root, 'web/Dockerfile')]);
    assert.deepEqual(await kinds(), ['compose', 'dockerfile']);
  });

  it('reads each file once, and after a change only that one', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const { checker, read } = checkerOn(root);
    await checker.settle();
    assert.equal(new Set(read).size, read.length);
    read.length = 0;
    const path = join(root, story.nginx);
    await writeFile(path, 'server {\n    listen 80\n}\n');
    checker.changed([path]);
    const checks = await checker.settle();
    assert.deepEqual(read, [path]);
    assert.deepEqual(codesIn(checks, path), ['nginx/syntax']);
    checker.rescan();
    await checker.settle();
    assert.deepEqual(read, [path], 'an unchanged file is not read again');
  });

  it('gives the same checks while nothing changes', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const { checker } = checkerOn(root);
    const [first] = await checker.settle();
    const [second] = await checker.settle();
    assert.equal(first, second);
    checker.changed([
      join(root, 'README.md'),
      join(root, 'node_modules/x/nginx.conf'),
      '/elsewhere/nginx.conf',
    ]);
    const [third] = await checker.settle();
    assert.equal(first, third);
  });

  it('prefers an unsaved text to the disk, and returns to it', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const { checker } = checkerOn(root);
    const [servlet, member] = [join(root, story.servlet), join(root, story.member)];
    assert.equal(codesIn(await checker.settle(), servlet).length, 2);
    checker.open(
      member,
      'package com.example.login;\npublic class MemberVO implements java.io.Serializable {}\n',
    );
    assert.equal(codesIn(await checker.settle(), servlet).length, 1);
    checker.close(member);
    assert.equal(codesIn(await checker.settle(), servlet).length, 2);
  });

  it('keeps an open text whose file was deleted, until it is closed', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {}\n' });
    const { checker } = checkerOn(root);
    const path = join(root, 'nginx.conf');
    await checker.settle();
    checker.open(path, 'worker_processes 1');
    await rm(path);
    checker.changed([path]);
    checker.rescan();
    assert.deepEqual(codesIn(await checker.settle(), path), ['nginx/syntax']);
    checker.close(path);
    assert.deepEqual(filesOf(await checker.settle(), root), []);
  });

  it('works off what changes while it works', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {}\n' });
    const { checker } = checkerOn(root);
    const path = join(root, 'nginx.conf');
    const first = checker.settle();
    checker.open(path, 'one');
    const second = checker.settle();
    checker.open(path, 'one two three;\n}');
    const [checks] = await Promise.all([checker.settle(), first, second]);
    assert.equal(checks[0]?.files.get(path)?.text, 'one two three;\n}');
  });

  it('finds files and folders that appear, and drops those that go', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {}\n' });
    const { checker } = checkerOn(root);
    await checker.settle();
    await writeAll(root, {
      'stack/compose.yaml': 'services: {}\n',
      'stack/server.xml': '<Server port="8005"/>',
    });
    checker.changed([join(root, 'stack')]);
    assert.deepEqual(filesOf(await checker.settle(), root), [
      'nginx.conf',
      'stack/compose.yaml',
      'stack/server.xml',
    ]);
    await rm(join(root, 'stack'), { recursive: true });
    checker.changed([join(root, 'stack')]);
    assert.deepEqual(filesOf(await checker.settle(), root), ['nginx.conf']);
  });

  it('reads what a main file includes, whatever its name, and forgets it with the include', async () => {
    const root = await folders.make({
      'nginx/nginx.conf': 'events {}\nhttp {\n    include mime.types;\n    include /etc/nginx/extra/*;\n}\n',
      'nginx/mime.types': 'types { text/html html; }\n',
      'nginx/extra/limits': 'client_max_body_size 1m;\n',
      'nginx/other': 'nothing\n',
    });
    const { checker } = checkerOn(root);
    assert.deepEqual(filesOf(await checker.settle(), root), [
      'nginx/extra/limits',
      'nginx/mime.types',
      'nginx/nginx.conf',
    ]);
    checker.open(join(root, 'nginx/nginx.conf'), 'events {}\nhttp {\n    include mime.types;\n}\n');
    assert.deepEqual(filesOf(await checker.settle(), root), ['nginx/mime.types', 'nginx/nginx.conf']);
  });

  it('reads no file outside the workspace, whatever is included', async () => {
    const outside = await folders.make({ 'secret.conf': 'server {}\n' });
    const root = await folders.make({
      'nginx.conf': `events {}\nhttp { include ${outside}/*.conf; include ../**/*; include *a*b*c*d*e*f*g*h*i*j*; include [z-a]; }\n`,
    });
    const { checker, read } = checkerOn(root);
    await checker.settle();
    assert.deepEqual(read, [join(root, 'nginx.conf')]);
  });

  it('survives an include loop', async () => {
    const root = await folders.make({
      'nginx.conf': 'events {}\ninclude a;\ninclude nginx.conf;\n',
      a: 'include b;\n',
      b: 'include a;\ninclude *;\n',
    });
    const { checker } = checkerOn(root);
    assert.deepEqual(filesOf(await checker.settle(), root), ['a', 'b', 'nginx.conf']);
  });

  it('leaves a workspace of plain Java unread', async () => {
    const root = await folders.make({ 'src/A.java': 'class A {}', 'pom.xml': '<project/>' });
    const { checker, read } = checkerOn(root);
    await checker.settle();
    assert.deepEqual(read, [join(root, 'pom.xml')]);
    await writeAll(root, { 'conf/server.xml': '<Server port="8005"/>' });
    checker.changed([join(root, 'conf/server.xml')]);
    await checker.settle();
    assert.ok(read.includes(join(root, 'src/A.java')));
  });

  it('leaves binary and huge files with a note', async () => {
    const root = await folders.make({
      'a/nginx.conf': Buffer.from([0x75, 0, 0]),
      'b/docker-compose.yml': Buffer.alloc(11 * 1024 * 1024, 'services: {}\n'),
    });
    const { checker, notes } = checkerOn(root);
    await checker.settle();
    assert.deepEqual(
      notes.toSorted((a, b) => (a < b ? -1 : 1)),
      [
        `${root}/a/nginx.conf is not checked: it is a binary file`,
        `${root}/b/docker-compose.yml is not checked: it is larger than 10 MiB (11 MiB)`,
      ],
    );
  });

  it('knows what it left until it is read or gone', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {}\n', 'b/nginx.conf': Buffer.from([0x75, 0]) });
    const path = join(root, 'b/nginx.conf');
    const { checker } = checkerOn(root);
    const left = async (): Promise<readonly string[]> => {
      await checker.settle();
      return checker.unread.map((one) => `${one.path.slice(root.length + 1)}: ${one.why}`);
    };
    assert.deepEqual(await left(), ['b/nginx.conf: it is a binary file']);
    checker.rescan();
    assert.deepEqual(await left(), ['b/nginx.conf: it is a binary file']);
    await writeFile(path, 'events {}\n');
    checker.changed([path]);
    assert.deepEqual(await left(), []);
    const before = await checker.settle();
    await writeAll(root, {
      'b/nginx.conf': Buffer.from([0x75, 0, 0]),
      'build/nginx/nginx.conf': 'events {}\n',
    });
    checker.changed([path]);
    checker.rescan();
    assert.deepEqual(await left(), [
      'b/nginx.conf: it is a binary file',
      'build: it is skipped as build output, but contains nginx/nginx.conf; check it separately',
    ]);
    assert.notEqual((await checker.settle())[0], before[0]);
    await rm(path);
    checker.changed([path]);
    assert.deepEqual(await left(), [
      'build: it is skipped as build output, but contains nginx/nginx.conf; check it separately',
    ]);
  });

  it('reads what an open main file outside of all folders includes, and judges each file once', async () => {
    const root = await folders.make({
      'nginx.conf': 'events {}\nhttp {\n    include conf.d/*.conf;\n}\n',
      'conf.d/a.conf': 'server {\n    listen 80\n}\n',
      'other.conf': 'server {\n    listen 81\n}\n',
    });
    const [main, site] = [join(root, 'nginx.conf'), join(root, 'conf.d/a.conf')];
    const { checker } = checkerOn();
    checker.open(main, await readFile(main, 'utf8'), 'nginx');
    assert.deepEqual(codesIn(await checker.settle(), site), ['nginx/syntax']);
    assert.deepEqual(filesOf(await checker.settle(), root), ['conf.d/a.conf', 'nginx.conf']);
    checker.open(site, 'server {\n    listen 80 81\n}\n', 'nginx');
    assert.deepEqual(codesIn(await checker.settle(), site), ['nginx/syntax']);
    assert.deepEqual(filesOf(await checker.settle(), root), ['conf.d/a.conf', 'nginx.conf']);
    checker.close(main);
    assert.deepEqual(filesOf(await checker.settle(), root), ['conf.d/a.conf']);
  });

  it('reads a large nginx file for its syntax alone, and says so', async () => {
    const site = 'server {\n    listen 80;\n    no_such_directive on;\n}\n';
    const root = await folders.make({
      'nginx.conf': 'events {}\nhttp {\n    include sites/*.conf;\n    access_log /a main;\n}\n',
      'sites/all.conf': `log_format main x;\n${site.repeat(900_000)}server {\n    listen 80\n}\n`,
    });
    const { checker } = checkerOn(root);
    const checks = await checker.settle();
    assert.deepEqual(
      checks.flatMap(({ diagnostics, files }) =>
        diagnostics.map(
          ({ path, severity, code, span }) =>
            `${path.slice(root.length + 1)}:${(files.get(path)?.lines.positionAt(span.start).line ?? -1) + 1} ${severity} ${code}`,
        ),
      ),
      ['sites/all.conf:1 information nginx/syntax', 'sites/all.conf:3600003 error nginx/syntax'],
    );
  }).timeout(60_000);

  it('reads a large text of an editor so too, and whole when it shrinks', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {}\n' });
    const { checker } = checkerOn(root);
    const path = join(root, 'nginx.conf');
    checker.open(path, `events {}\nnone;\n${'# \n'.repeat(4_000_000)}`);
    assert.deepEqual(codesIn(await checker.settle(), path), ['nginx/syntax']);
    checker.open(path, 'events {}\nnone;\n');
    assert.deepEqual(codesIn(await checker.settle(), path), ['nginx/unknown-directive']);
  });

  it('tells of a file that cannot be read, and goes on', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {\n', 'conf/nginx.conf': 'events {}\n' });
    const notes: string[] = [];
    const broken: FileSystem = {
      ...nodeFileSystem,
      read: (path, limit) =>
        path.endsWith('/conf/nginx.conf')
          ? Promise.reject(new Error('EIO'))
          : nodeFileSystem.read(path, limit),
    };
    const checker = new WorkspaceChecker(broken, { note: (message) => notes.push(message) });
    checker.setFolders([root]);
    assert.deepEqual(codesIn(await checker.settle(), join(root, 'nginx.conf')), ['nginx/syntax']);
    assert.deepEqual(notes, [`${root}/conf/nginx.conf is not checked: it cannot be read: EIO`]);
  });

  it('takes a folder inside another for a part of it', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const { checker } = checkerOn(root, join(root, 'nginx'));
    assert.equal((await checker.settle()).length, 1);
  });

  it('ends when it is stopped', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const { checker } = checkerOn(root);
    const settled = checker.settle();
    checker.stop();
    assert.deepEqual(await settled, []);
  });
});
