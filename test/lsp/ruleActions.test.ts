import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver/node';
import { EditorCommands } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { type ClientOptions, startInMemory, type TestClient } from './testClient';

const text = `events {}
http {
    server {
        location /a { proxy_pass http://127.0.0.1:8080$uri; }
        location /b { proxy_pass http://127.0.0.1:8080$uri; }
        location /c { retur 200; }
    }
}
`;

describe('what the light bulb offers beside fixes', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let path: string;

  /** The actions at a part of the text. */
  async function actionsAt(part: string, options: ClientOptions): Promise<readonly CodeAction[]> {
    const root = await folders.make({ 'nginx.conf': text });
    path = join(root, 'nginx.conf');
    client = startInMemory(options);
    await client.start(root);
    await client.open(path, undefined, 'nginx');
    const before = text.slice(0, text.indexOf(part)).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return await client.actions(path, { start: position, end: position });
  }
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
  const all: ClientOptions = { resolves: true, initializationOptions: { commands: true } };

  it('fixes all of a rule, turns it off and explains it', async () => {
    const actions = await actionsAt('$uri', all);
    assert.deepEqual(
      actions.slice(1).map(({ title }) => title),
      [
        'Fix all 2 of nginx/http-splitting',
        'Ignore nginx/http-splitting here',
        'Turn nginx/http-splitting off',
        'Explain nginx/http-splitting',
      ],
    );
    assert.deepEqual(
      actions.flatMap(({ command }) => (command ? [[command.command, command.arguments]] : [])),
      [
        [EditorCommands.turnRuleOff, ['nginx/http-splitting']],
        [EditorCommands.explainRule, ['nginx/http-splitting']],
      ],
    );
    const action = actions.find(({ title }) => title.startsWith('Fix all 2'));
    assert.equal(action?.edit, undefined);
    await client.applyAction(await client.connection.sendRequest('codeAction/resolve', action));
    assert.equal(client.textOf(path), text.replaceAll('8080$uri', '8080$request_uri'));
  });

  it('fixes one by its own fix', async () => {
    const titles = (await actionsAt('retur 200', all)).map(({ title }) => title);
    assert.ok(!titles.some((title) => title.startsWith('Fix all')));
    assert.ok(titles.includes('Explain nginx/unknown-directive'));
  });

  it('needs an editor that has our commands', async () => {
    const titles = (await actionsAt('$uri', {})).slice(1).map(({ title }) => title);
    assert.deepEqual(titles, ['Ignore nginx/http-splitting here']);
  });
});
