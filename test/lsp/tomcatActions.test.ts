import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient } from './testClient';

describe('what is commented out in XML files of Tomcat', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let path: string;
  let stock: string;

  beforeEach(async () => {
    stock = await readFile('test/fixtures/tomcat/10.1/server.xml', 'utf8');
    path = join(await folders.make({ 'conf/server.xml': stock }), 'conf/server.xml');
    client = startInMemory();
    await client.start(join(path, '../..'));
    await client.open(path);
  });
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  async function actionsAt(needle: string): Promise<readonly CodeAction[]> {
    const start = TextDocument.create('', '', 0, stock).positionAt(stock.indexOf(needle));
    const only = [CodeActionKind.Refactor];
    return await client.actions(path, { start, end: start }, { only });
  }

  it('is made live where it stands', async () => {
    const actions = await actionsAt('<Executor name');
    assert.deepEqual(
      actions.map(({ title, kind }) => [title, kind]),
      [['Uncomment <Executor>', CodeActionKind.RefactorRewrite]],
    );
    for (const action of actions) await client.applyAction(action);
    const comment = /<!--\s*(<Executor[^>]*>)\s*-->/;
    assert.equal(client.textOf(path).replace(/\s+/g, ' '), stock.replace(comment, '$1').replace(/\s+/g, ' '));
  });

  it('is a whole element with what lies in it', async () => {
    assert.deepEqual(
      (await actionsAt('<SSLHostConfig>')).map(({ title }) => title),
      ['Uncomment <Connector>'],
    );
  });

  it('is no prose, and nothing that is live', async () => {
    assert.deepEqual(await actionsAt('Licensed to'), []);
    assert.deepEqual(await actionsAt('<Engine'), []);
  });
});
