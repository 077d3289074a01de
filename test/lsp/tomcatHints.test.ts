import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { InlayHint } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseXml } from '../../server/src/languages/xml/parse';
import { hintsIn } from '../../server/src/languages/tomcat/features/hints';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const server = `<Server port="8005" shutdown="SHUTDOWN" portOffset="100">
  <Service name="Catalina">
    <Connector port="8080" />
    <Connector port="\${ajp}" protocol="AJP/1.3" />
    <Connector port="0" />
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="\${route}">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
        <Channel className="org.apache.catalina.tribes.group.GroupChannel">
          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" />
        </Channel>
      </Cluster>
      <!-- <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/> -->
      <Host name="localhost"/>
    </Engine>
  </Service>
</Server>
`;

describe('what decides in a server.xml and is not written', () => {
  const folders = temporaryFolders();
  let client: TestClient | undefined;

  afterEach(async () => {
    assert.deepEqual(client?.logged ?? [], []);
    await client?.stop();
    client = undefined;
  });

  let tomcat: object;
  let path: string;

  async function start(settings: object): Promise<TestClient> {
    const root = await folders.make({ 'conf/server.xml': server });
    tomcat = settings;
    client = startInMemory({ settings: () => ({ tomcat }) });
    await client.start(root);
    path = join(root, 'conf/server.xml');
    await client.open(path, undefined, 'xml');
    return client;
  }

  const ask = async ({ connection }: TestClient): Promise<readonly InlayHint[] | null> =>
    await connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri: uriOf(path) },
      range: { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } },
    });

  it('stands behind the attribute, or where it could be', async () => {
    const hints = (await ask(await start({}))) ?? [];
    const document = TextDocument.create('', '', 0, server);
    const shown = hints.map(({ position, label }) => {
      const offset = document.offsetAt(position);
      return `${server.slice(0, offset).split('\n').at(-1)?.trim()} ${typeof label === 'string' ? label : ''}`;
    });
    assert.deepEqual(shown, [
      '<Server port="8005" → 8105',
      '<Connector port="8080" → 8180',
      '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="8"',
      '<Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" port="4000"',
    ]);
    assert.ok(hints.every(({ tooltip }) => tooltip !== undefined));
    assert.deepEqual(
      hints.map(({ textEdits }) => textEdits?.map(({ newText }) => newText)),
      [undefined, undefined, [' channelSendOptions="8"'], [' port="4000"']],
    );
  });

  it('is not shown where somebody does not want it', async () => {
    const started = await start({});
    assert.ok(await ask(started));
    const before = started.hintRefreshes;
    tomcat = { inlayHints: false };
    await started.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await started.until(() => started.hintRefreshes > before);
    assert.equal(await ask(started), null);
  });

  const labels = (text: string, properties: Readonly<Record<string, string>> = {}): readonly string[] =>
    hintsIn(parseXml(text), { start: 0, end: text.length }, (name) => properties[name]).map(
      ({ label }) => label,
    );

  it('tells what stands for a value, where that is known', () => {
    assert.deepEqual(labels(server, { ajp: '8009', route: 'n1' }), [
      '→ 8105',
      '→ 8180',
      '→ 8109',
      '→ n1',
      'channelSendOptions="8"',
      'port="4000"',
    ]);
    const plain = server.replace(' portOffset="100"', '');
    assert.deepEqual(labels(plain, { ajp: '8009' }).slice(0, 1), ['→ 8009']);
  });

  it('is silent where all is written, or the class is not known', () => {
    for (const text of [
      '<Server port="8005"><Service><Connector port="8080"/></Service></Server>',
      '<Server port="-1" portOffset="5"/>',
      '<Server port="8005" portOffset="${o}"/>',
      '<Server><Cluster className="com.example.Ours"/><Receiver className="${r}"/></Server>',
      '<Server><Cluster channelSendOptions="6"/><Receiver port="4100"/></Server>',
    ])
      assert.deepEqual(labels(text), [], text);
  });
});
