import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileChangeType } from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver/node';
import { temporaryFolders } from '../workspace/temporary';
import { five, story } from './story';
import { Requests } from '../../server/src/protocol';
import { startInMemory, startWithSession, uriOf } from './testClient';
import type { ClientOptions, TestClient } from './testClient';

/** File and code of everything pushed for a folder, sorted. */
const pushedIn = (client: TestClient, root: string): string[] =>
  [...client.pushed]
    .filter(([path]) => path.startsWith(`${root}/`))
    .flatMap(([path, diagnostics]) =>
      codes(diagnostics).map((code) => `${path.slice(root.length + 1)} ${code}`),
    )
    .toSorted((a, b) => (a < b ? -1 : 1));

const codes = (diagnostics: readonly Diagnostic[] | undefined): string[] =>
  (diagnostics ?? []).map(({ code }) => String(code));

describe('diagnostics of the language server', () => {
  const folders = temporaryFolders();
  const clients: TestClient[] = [];

  afterEach(async () => {
    for (const client of clients.splice(0)) {
      assert.deepEqual(client.logged, []);
      await client.stop();
    }
  });

  const start = async (options: ClientOptions = {}): Promise<{ client: TestClient; root: string }> => {
    const root = await folders.copyOf('samples/story-broken');
    const client = startInMemory(options);
    clients.push(client);
    await client.start(root);
    return { client, root };
  };

  it('pushes the five of the story while no file is open', async () => {
    const { client, root } = await start();
    const summary = await client.until(() => client.summary);
    assert.deepEqual(pushedIn(client, root), five);
    assert.equal(summary.errors, 3);
    assert.equal(summary.warnings, 2);
    assert.equal(summary.others, 0);
    assert.equal(summary.clusters, 1);
    assert.ok(summary.versions.some(({ product, version }) => product === 'tomcat' && version === '10.1'));
  });

  it('tells what was not checked, and no more when it is', async () => {
    const root = await folders.make({
      'nginx.conf': 'events {}\nhttp {\n    include /opt/more.conf;\n}\n',
      'b/nginx.conf': Buffer.from([0x75, 0]),
    });
    const client = startInMemory();
    await client.start(root);
    const summary = await client.until(() => client.summary);
    assert.equal(summary.files, 1);
    assert.deepEqual(summary.unchecked, [
      { uri: uriOf(join(root, 'b/nginx.conf')), extent: 'whole', why: 'it is a binary file' },
      {
        uri: uriOf(join(root, 'nginx.conf')),
        extent: 'part',
        why: 'the included files are not here, so their contents are not known',
      },
    ]);
    await writeFile(join(root, 'b/nginx.conf'), 'events {}\n');
    await client.changedOnDisk({ [join(root, 'b/nginx.conf')]: FileChangeType.Changed });
    await client.open(join(root, 'nginx.conf'), 'events {}\n');
    await client.until(() => client.summary?.files === 2 && client.summary.unchecked.length === 0);
    await client.stop();
  });

  it('answers what asks for the model alone before any rule is asked', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const { client, session } = startWithSession({ pulls: false });
    await client.start(root);
    await client.until(() => client.summary);
    const held: (() => Promise<void> | void)[] = [];
    session.later = (_milliseconds, work) => {
      held.push(work);
      return setTimeout(() => {}, 0);
    };
    const path = join(root, story.nginx);
    await client.open(path);
    const before = codes(client.pushed.get(path));
    await client.edit(path, (text) => text.replace('proxy_pass https://https_stream;', 'proxy_pass'));
    const at = { textDocument: { uri: uriOf(path) }, position: { line: 0, character: 0 } };
    const questions: readonly (readonly [method: string, params: object])[] = [
      ['textDocument/completion', at],
      ['textDocument/hover', at],
      ['textDocument/documentSymbol', at],
      ['textDocument/documentLink', at],
      ['textDocument/definition', at],
      [Requests.deployment, { folder: uriOf(root), labId: 'a', probeToken: 'b' }],
      [Requests.whichLocation, { url: 'https://localhost/' }],
    ];
    for (const [method, params] of questions) {
      await client.connection.sendRequest(method, params);
      assert.deepEqual(codes(client.pushed.get(path)), before, method);
    }
    for (const work of held) await work();
    await client.until(() => codes(client.pushed.get(path)).includes('nginx/syntax'));
    await client.stop();
  });

  it('gives each its source, code, page and related places', async () => {
    const { client, root } = await start();
    await client.until(() => client.summary);
    for (const diagnostic of [...client.pushed.values()].flat()) {
      assert.equal(diagnostic.source, 'cluster-lab');
      assert.match(diagnostic.codeDescription?.href ?? '', new RegExp(String(diagnostic.code)));
    }
    const [write] = client.pushed.get(join(root, story.servlet)) ?? [];
    assert.ok(
      write?.relatedInformation?.some(({ location }) => location.uri === uriOf(join(root, story.member))),
    );
  });

  it('pushes nothing for an open file and lets it be pulled', async () => {
    const { client, root } = await start();
    const path = join(root, story.nginx);
    await client.until(() => client.pushed.get(path)?.length);
    await client.open(path);
    await client.until(() => client.pushed.get(path)?.length === 0);
    assert.deepEqual(codes(await client.pull(path)), ['nginx/underscore-upstream-host']);
    assert.equal((await client.pullReport(path)).kind, 'unchanged');
    await client.edit(path, (text) => `\n${text}`);
    assert.equal((await client.pullReport(path)).kind, 'full');
    await client.close(path);
    await client.until(() => client.pushed.get(path)?.length === 1);
  });

  it('judges an unsaved buffer, and other files by it', async () => {
    const { client, root } = await start();
    const servlet = join(root, story.servlet);
    const member = join(root, story.member);
    await client.until(() => client.pushed.get(servlet)?.length === 2);
    await client.open(member);
    await client.edit(member, (text) =>
      text.replace('class MemberVO', 'class MemberVO implements java.io.Serializable'),
    );
    await client.until(() => client.pushed.get(servlet)?.length === 1);
    assert.match(await readFile(member, 'utf8'), /class MemberVO \{/);
    await client.close(member);
    await client.until(() => client.pushed.get(servlet)?.length === 2);
  });

  it('asks the client to pull again where an edit elsewhere changed an open file', async () => {
    const { client, root } = await start();
    const servlet = join(root, story.servlet);
    const member = join(root, story.member);
    await client.open(servlet);
    assert.equal((await client.pull(servlet)).length, 2);
    await writeFile(
      member,
      (await readFile(member, 'utf8')).replace(
        'class MemberVO',
        'class MemberVO implements java.io.Serializable',
      ),
    );
    await client.changedOnDisk({ [member]: FileChangeType.Changed });
    await client.until(() => client.refreshes > 0);
    assert.equal((await client.pull(servlet)).length, 1);
  });

  it('follows files that come and go on disk', async () => {
    const { client, root } = await start();
    await client.until(() => client.summary);
    const nginx = join(root, story.nginx);
    const other = join(root, 'nginx/conf.d/zz.conf');
    await writeFile(other, 'server {\n    listen 81\n}\n');
    await client.changedOnDisk({ [other]: FileChangeType.Created });
    await client.until(() => client.pushed.get(other)?.length);
    await rm(join(root, 'nginx'), { recursive: true });
    // A deleted folder is told without its files.
    await client.changedOnDisk({ [join(root, 'nginx')]: FileChangeType.Deleted });
    await client.until(
      () => client.pushed.get(other)?.length === 0 && client.pushed.get(nginx)?.length === 0,
    );
  });

  it('counts no byte order mark in the first line, as editors do', async () => {
    const { client, root } = await start();
    await client.until(() => client.summary);
    const path = join(root, 'nginx/conf.d/zz.conf');
    await writeFile(path, '\ufeffserver { listen 81 }\n');
    await client.changedOnDisk({ [path]: FileChangeType.Created });
    const closed = await client.until(() => client.pushed.get(path));
    await client.open(path, 'server { listen 81 }\n');
    const [open] = await client.pull(path);
    assert.ok(open);
    assert.ok(closed.some(({ range }) => JSON.stringify(range) === JSON.stringify(open.range)));
  });

  it('asks to be told of changes on disk', async () => {
    const { client } = await start();
    await client.until(() => client.summary);
    assert.ok(client.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'));
  });

  it('pushes everything to a client that cannot pull', async () => {
    const { client, root } = await start({ pulls: false });
    assert.equal(client.capabilities.diagnosticProvider, undefined);
    const path = join(root, story.nginx);
    await client.until(() => client.summary);
    await client.open(path, 'server {\n    listen 80\n}\n');
    await client.until(() => codes(client.pushed.get(path)).includes('nginx/syntax'));
  });

  it('keeps to the settings of the user', async () => {
    let level = 'off';
    const { client, root } = await start({
      settings: () => ({ rules: { 'nginx/underscore-upstream-host': level } }),
    });
    const path = join(root, story.nginx);
    await client.until(() => client.summary);
    assert.equal(client.pushed.get(path), undefined);
    level = 'information';
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.until(() => client.pushed.get(path)?.[0]?.severity === 3);
  });

  it('judges a file outside every folder, and an unsaved one, by itself', async () => {
    const { client } = await start();
    const elsewhere = await folders.make({
      'nginx.conf': 'events {}\nhttp {\n    server { listen 80 }\n}\n',
    });
    const path = join(elsewhere, 'nginx.conf');
    await client.open(path);
    assert.deepEqual(codes(await client.pull(path)), ['nginx/syntax']);
    await client.close(path);
    const uri = 'untitled:Untitled-1';
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nginx', version: 1, text: 'worker_processes 1' },
    });
    const report: { items: Diagnostic[] } = await client.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
    });
    assert.deepEqual(codes(report.items), ['nginx/syntax']);
  });

  it('follows workspace folders that come and go', async () => {
    const { client, root } = await start();
    await client.until(() => client.summary);
    const second = await folders.copyOf('samples/story-broken');
    const change = (added: string[], removed: string[]): Promise<void> =>
      client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: {
          added: added.map((path) => ({ uri: uriOf(path), name: path })),
          removed: removed.map((path) => ({ uri: uriOf(path), name: path })),
        },
      });
    await change([second], []);
    await client.until(() => client.summary?.clusters === 2);
    assert.deepEqual(pushedIn(client, second), five);
    await change([], [root]);
    await client.until(() => client.pushed.get(join(root, story.nginx))?.length === 0);
    assert.equal(client.pushed.get(join(second, story.nginx))?.length, 1);
  });
});
