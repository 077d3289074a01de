import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CompletionList, Diagnostic, Hover } from 'vscode-languageserver/node';
import { type Beside, Notifications } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const broken = `<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" port="8081" />
    <Engine name="Catalina" defaultHost="localhost">
    </Engine>
  </Service>
</Server>
`;

const absent: Beside = { xml: false, validates: true };
const silent: Beside = { xml: true, validates: false };
const validating: Beside = { xml: true, validates: true };

describe('beside the XML extension of Red Hat', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let path: string;

  async function start(beside?: Beside, pulls = false): Promise<void> {
    const root = await folders.make({ 'conf/server.xml': broken });
    path = join(root, 'conf/server.xml');
    client = startInMemory({ pulls, ...(beside && { initializationOptions: { beside } }) });
    await client.start(root);
  }
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  const becomes = async (beside: Beside): Promise<void> =>
    await client.connection.sendNotification(Notifications.beside, beside);
  const ask = async <Answer>(feature: string, more: object = {}): Promise<Answer> =>
    await client.connection.sendRequest(`textDocument/${feature}`, {
      textDocument: { uri: uriOf(path) },
      ...more,
    });
  const position = { line: 3, character: 6 };
  const structure = async (): Promise<readonly unknown[]> => [
    await ask('documentSymbol'),
    await ask('foldingRange'),
    await ask('selectionRange', { positions: [position] }),
    await ask('linkedEditingRange', { position }),
  ];
  const isTold = (diagnostics: readonly Diagnostic[] | undefined): boolean =>
    diagnostics?.some(({ code }) => code === 'tomcat/malformed-xml') ?? false;

  it('tells the structure of a file alone', async () => {
    await start();
    await client.open(path, undefined, 'xml');
    assert.ok((await structure()).every(Boolean));
    await becomes(silent);
    assert.deepEqual(await structure(), [null, null, null, null]);
    await becomes(absent);
    assert.ok((await structure()).every(Boolean));
  });

  it('says all that it has to say of Tomcat', async () => {
    await start(validating);
    await client.open(path, undefined, 'xml');
    const hover: Hover | null = await ask('hover', { position });
    assert.ok(hover);
    const list: CompletionList | null = await ask('completion', { position: { line: 4, character: 4 } });
    assert.ok(list?.items.some(({ label }) => label === 'Host'));
  });

  it('reports what is not well-formed where that extension does not', async () => {
    await start(validating);
    await client.until(() => isTold(client.pushed.get(path)));
    await client.open(path, undefined, 'xml');
    await client.until(() => !isTold(client.pushed.get(path)));
    await becomes(silent);
    await client.until(() => isTold(client.pushed.get(path)));
    await becomes(validating);
    await client.until(() => !isTold(client.pushed.get(path)));
    await client.close(path);
    await client.until(() => isTold(client.pushed.get(path)));
  });

  it('leaves it out of what a client pulls', async () => {
    await start(undefined, true);
    await client.open(path, undefined, 'xml');
    assert.ok(isTold(await client.pull(path)));
    await becomes(validating);
    await client.until(() => client.refreshes > 0);
    assert.ok(!isTold(await client.pull(path)));
  });
});
