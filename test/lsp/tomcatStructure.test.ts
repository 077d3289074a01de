import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { DocumentSymbol, FoldingRange, Range, SelectionRange } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Notifications } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const server = `<!-- The one
     of node 1 -->
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080"
               protocol="HTTP/1.1" />
    <Engine name="Catalina" jvmRoute="n1" defaultHost="localhost">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
        <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" />
      </Cluster>
      <!--
      <Host name="other">
        <Alias>x</Alias>
      </Host>
      -->
      <Host name="localhost" appBase="webapps">
        <Context path="/a" docBase="a" />
      </Host>
    </Engine>
  </Service>
</Server>
`;
const web = `<web-app>
  <display-name>Shop</display-name>
  <servlet>
    <servlet-name>cart</servlet-name>
    <servlet-class>com.example.Cart</servlet-class>
  </servlet>
  <distributable/>
</web-app>
`;

describe('outline, folding and selection in XML files of Tomcat', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  beforeEach(async () => {
    root = await folders.make({
      'conf/server.xml': server,
      'web/WEB-INF/web.xml': web,
    });
    client = startInMemory();
    await client.start(root);
  });
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  const ask = async <Answer>(feature: string, file: string, more: object = {}): Promise<Answer> =>
    await client.connection.sendRequest(`textDocument/${feature}`, {
      textDocument: { uri: uriOf(join(root, file)) },
      ...more,
    });
  const outline = (items: DocumentSymbol[], depth = 0): string[] =>
    items.flatMap(({ name, detail = '', children = [] }) => [
      `${'  '.repeat(depth)}${name}${detail && ` | ${detail}`}`,
      ...outline(children, depth + 1),
    ]);

  it('has the components of server.xml by what tells them apart', async () => {
    assert.deepEqual(outline(await ask('documentSymbol', 'conf/server.xml')), [
      'Server 8005',
      '  Service Catalina',
      '    Connector 8080 | HTTP/1.1',
      '    Engine Catalina | n1',
      '      Cluster SimpleTcpCluster',
      '        Valve ReplicationValve',
      '      Host localhost | webapps',
      '        Context /a | a',
    ]);
  });

  it('has the entries of web.xml by their names', async () => {
    assert.deepEqual(outline(await ask('documentSymbol', 'web/WEB-INF/web.xml')), [
      'web-app',
      '  display-name | Shop',
      '  servlet cart',
      '  distributable',
    ]);
  });

  it('folds elements up to their close tag, and comments with what is in them', async () => {
    const folds = await ask<FoldingRange[]>('foldingRange', 'conf/server.xml');
    assert.deepEqual(
      folds.map(({ startLine, endLine, kind = 'element' }) => `${startLine}-${endLine} ${kind}`),
      [
        '2-19 element',
        '3-18 element',
        '4-5 element',
        '6-17 element',
        '7-8 element',
        '15-16 element',
        '0-1 comment',
        '10-14 comment',
        '11-12 element',
      ],
    );
  });

  async function grown(needle: string): Promise<string[]> {
    const document = TextDocument.create('', '', 0, server);
    const positions = [document.positionAt(server.indexOf(needle) + 1)];
    const [first] = await ask<SelectionRange[]>('selectionRange', 'conf/server.xml', { positions });
    const texts: string[] = [];
    for (let one: SelectionRange | undefined = first; one; one = one.parent)
      texts.push(document.getText(one.range));
    return texts;
  }

  it('grows a selection from a value to the file', async () => {
    const texts = await grown('webapps');
    assert.deepEqual(texts.slice(0, 3), [
      'webapps',
      'appBase="webapps"',
      '<Host name="localhost" appBase="webapps">',
    ]);
    assert.match(texts[3] ?? '', /^<Host name="localhost"[^]*<\/Host>$/);
    assert.match(texts[4] ?? '', /^\s*<Cluster[^]*<\/Host>\s*$/);
    assert.equal(texts.at(-1), server);
  });

  it('grows a selection within a comment to the comment', async () => {
    const texts = await grown('x</Alias>');
    assert.deepEqual(texts.slice(0, 2), ['x', '<Alias>x</Alias>']);
    assert.ok(
      texts.some((text) => text.startsWith('<!--') && text.endsWith('-->') && text.includes('other')),
    );
  });

  const linked = async (file: string, text: string, needle: string): Promise<readonly string[]> => {
    const document = TextDocument.create('', '', 0, text);
    const position = document.positionAt(text.indexOf(needle) + 1);
    const found = await ask<{ ranges: Range[] } | null>('linkedEditingRange', file, { position });
    return (found?.ranges ?? []).map((range) => `${range.start.line} ${document.getText(range)}`);
  };

  it('changes the names in both tags together, and those of tags that have no twin alone', async () => {
    assert.deepEqual(await linked('conf/server.xml', server, 'Host name="localhost"'), [
      '15 Host',
      '17 Host',
    ]);
    assert.deepEqual(await linked('conf/server.xml', server, 'Engine>'), ['6 Engine', '18 Engine']);
    assert.deepEqual(await linked('conf/server.xml', server, 'Connector port'), []);
    assert.deepEqual(await linked('conf/server.xml', server, 'jvmRoute'), []);
    const broken = server.replace('</Engine>', '</Engin>');
    await client.open(join(root, 'conf/server.xml'), broken);
    assert.deepEqual(await linked('conf/server.xml', broken, 'Engine name'), []);
    assert.deepEqual(await linked('conf/server.xml', broken, 'Cluster className'), [
      '7 Cluster',
      '9 Cluster',
    ]);
  });

  describe('beside another extension for XML', () => {
    const BROKEN = server.replace('</Engine>', '</Engin>');
    const path = (): string => join(root, 'conf/server.xml');
    const tell = async (xml: boolean): Promise<void> =>
      await client.connection.sendNotification(Notifications.beside, { xml });
    const isSaid = async (): Promise<boolean> =>
      (await client.pull(path())).some(({ code }) => code === 'tomcat/malformed-xml');

    it('leaves structure and syntax of open documents to it, as long as it is there', async () => {
      await client.open(path(), BROKEN);
      assert.ok(await isSaid());
      await tell(true);
      assert.ok(!(await isSaid()));
      for (const feature of ['documentSymbol', 'foldingRange'])
        assert.equal(await ask(feature, 'conf/server.xml'), null, feature);
      assert.deepEqual(await linked('conf/server.xml', BROKEN, 'Cluster className'), []);
      await tell(false);
      assert.ok(await isSaid());
      assert.ok(await ask('documentSymbol', 'conf/server.xml'));
    });
  });
});
