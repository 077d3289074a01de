import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { Requests } from '../../server/src/protocol';
import type { FixAllAnswer, WorkspaceSummary } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { readTree, story } from './story';
import { startInMemory } from './testClient';
import type { TestClient } from './testClient';

const isFix = ({ isPreferred }: CodeAction): boolean => isPreferred === true;

describe('fixes of the language server', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  beforeEach(async () => {
    root = await folders.copyOf('samples/story-broken');
    client = startInMemory();
    await client.start(root);
    await client.until(() => client.summary);
  });

  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** Opens a file and gives its first diagnostic with the actions offered there. */
  const actionsAt = async (relative: string): Promise<{ diagnostic: Diagnostic; actions: CodeAction[] }> => {
    const path = join(root, relative);
    await client.open(path);
    const [diagnostic] = await client.pull(path);
    assert.ok(diagnostic);
    const actions = await client.actions(path, diagnostic.range, { diagnostics: [diagnostic] });
    return { diagnostic, actions };
  };

  it('one quick fix a diagnostic makes the fixed story, byte for byte', async () => {
    for (;;) {
      const [next] = [...client.pushed].filter(([, diagnostics]) => diagnostics.length > 0);
      if (!next) break;
      const [path, [diagnostic]] = next;
      assert.ok(diagnostic);
      const fix = (await client.actions(path, diagnostic.range, { diagnostics: [diagnostic] })).find(isFix);
      assert.ok(fix, `no fix for ${diagnostic.code}`);
      assert.deepEqual(fix.diagnostics, [diagnostic]);
      await client.applyAction(fix);
      const summary: WorkspaceSummary = await client.connection.sendRequest(Requests.checkWorkspace, null);
      assert.ok(summary.errors + summary.warnings < 5);
    }
    assert.deepEqual(await readTree(root), await readTree('samples/story-fixed'));
  });

  it('fixes of the whole workspace make the fixed story, byte for byte', async () => {
    const answer: FixAllAnswer = await client.connection.sendRequest(Requests.fixWorkspace, null);
    assert.equal(answer.fixed, 5);
    assert.equal(answer.left, 0);
    await client.apply(answer.changes);
    assert.deepEqual(await readTree(root), await readTree('samples/story-fixed'));
    const summary: WorkspaceSummary = await client.connection.sendRequest(Requests.checkWorkspace, null);
    assert.deepEqual([summary.errors, summary.warnings, summary.others], [0, 0, 0]);
    const again: FixAllAnswer = await client.connection.sendRequest(Requests.fixWorkspace, null);
    assert.deepEqual(again, { changes: [], fixed: 0, left: 0 });
  });

  it('a file of doubt is told of, and gets no edit of any kind', async () => {
    const path = join(root, 'half.nginx.conf');
    await writeFile(path, 'half   typ\n');
    const { diagnostic, actions } = await actionsAt('half.nginx.conf');
    assert.equal(diagnostic.code, 'nginx/syntax');
    assert.deepEqual(actions, []);
    const all = await client.actions(path, diagnostic.range, { diagnostics: [], only: ['source.fixAll'] });
    assert.deepEqual(all, []);
    await client.edit(path, () => '/old    /new;\n');
    const textDocument = { uri: pathToFileURL(path).href };
    const options = { tabSize: 2, insertSpaces: true };
    assert.deepEqual(
      await client.connection.sendRequest('textDocument/formatting', { textDocument, options }),
      [],
    );
  });

  it('fixes of the workspace are edits of the unsaved texts', async () => {
    const path = join(root, story.nginx);
    await client.open(path);
    await client.edit(path, (text) => `# first\n# second\n${text}`);
    const answer: FixAllAnswer = await client.connection.sendRequest(Requests.fixWorkspace, null);
    await client.apply(answer.changes);
    const fixed = await readTree('samples/story-fixed');
    assert.equal(client.textOf(path), `# first\n# second\n${fixed[story.nginx]}`);
  });

  it('source.fixAll edits its own document only, and only on request', async () => {
    const path = join(root, story.member);
    await client.open(path);
    const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
    const only = ['source.fixAll'];
    const [action, ...others] = await client.actions(path, whole, { only });
    assert.ok(action);
    assert.deepEqual(others, []);
    assert.equal(action.kind, 'source.fixAll.clusterLab');
    await client.applyAction(action);
    const fixed = await readTree('samples/story-fixed');
    assert.equal(client.textOf(path), fixed[story.member]);
    assert.deepEqual(await client.actions(path, whole, { only }), []);
    const servlet = join(root, story.servlet);
    await client.open(servlet);
    assert.deepEqual(await client.actions(servlet, whole, { only }), []);
    assert.ok((await client.actions(servlet, whole)).every(({ kind }) => kind === 'quickfix'));
  });

  it('offers the fix of a session write at the class too', async () => {
    const path = join(root, story.member);
    await client.open(path);
    const line = client
      .textOf(path)
      .split('\n')
      .findIndex((text) => text.includes('class MemberVO'));
    const at = { line, character: client.textOf(path).split('\n')[line]?.indexOf('MemberVO') ?? 0 };
    const fixes = (await client.actions(path, { start: at, end: at })).filter(isFix);
    assert.equal(fixes.length, 1);
    assert.ok(fixes[0]);
    await client.applyAction(fixes[0]);
    assert.equal(client.textOf(path), (await readTree('samples/story-fixed'))[story.member]);
  });

  for (const relative of [story.nginx, story.servlet, story.webXml]) {
    it(`a comment silences one diagnostic of ${relative.split('/').at(-1)}`, async () => {
      const { diagnostic, actions } = await actionsAt(relative);
      const before = (await client.pull(join(root, relative))).length;
      const ignore = actions.find(({ title }) => title === `Ignore ${diagnostic.code} here`);
      assert.ok(ignore);
      assert.equal(actions.at(-1), ignore, 'it is offered last');
      await client.applyAction(ignore);
      assert.match(client.textOf(join(root, relative)), new RegExp(`cluster-lab-ignore ${diagnostic.code}`));
      assert.equal((await client.pull(join(root, relative))).length, before - 1);
    });
  }

  it('answers with changes by URI where the client knows no versions', async () => {
    const simple = startInMemory({ documentChanges: false });
    await simple.start(root);
    await simple.until(() => simple.summary);
    const path = join(root, story.nginx);
    const [diagnostic] = simple.pushed.get(path) ?? [];
    assert.ok(diagnostic);
    const fix = (await simple.actions(path, diagnostic.range)).find(isFix);
    assert.equal(fix?.edit?.documentChanges, undefined);
    assert.equal(Object.keys(fix?.edit?.changes ?? {}).length, 1);
    await simple.stop();
  });

  it('an unsafe fix of several files is shown before it is made, and no other is', async () => {
    const files = new Map(
      ['one', 'two'].map((name, index) => [
        `${name}/conf/server.xml`,
        `<Server port="-1"><Service name="Catalina"><Connector port="808${index + 1}"/><Engine name="Catalina" defaultHost="localhost">` +
          '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/><Host name="localhost" appBase="webapps"/></Engine></Service></Server>\n',
      ]),
    );
    const folder = await folders.make({
      ...Object.fromEntries(files),
      'nginx.conf':
        'events {\n}\nhttp {\n    upstream all {\n        server 127.0.0.1:8081;\n        server 127.0.0.1:8082;\n    }\n' +
        '    server {\n        location / {\n            proxy_pass http://all;\n        }\n    }\n}\n',
    });
    const careful = startInMemory();
    await careful.start(folder);
    await careful.until(() => careful.summary);
    const path = join(folder, 'one/conf/server.xml');
    const [diagnostic] = (careful.pushed.get(path) ?? []).filter(({ code }) => code === 'cluster/affinity');
    assert.ok(diagnostic);
    const fixes = (await careful.actions(path, diagnostic.range)).filter(
      ({ title }) => !title.startsWith('Ignore'),
    );
    const shown = fixes.map(({ edit }) => [
      edit?.documentChanges?.length,
      Object.values(edit?.changeAnnotations ?? {}).map(({ needsConfirmation }) => needsConfirmation),
    ]);
    assert.deepEqual(shown[0], [2, [true]]);
    for (const [count, annotations] of shown) assert.deepEqual(annotations, count === 1 ? [] : [true]);
    assert.ok(shown.some(([count]) => count === 1));
    await careful.stop();
  });
});
