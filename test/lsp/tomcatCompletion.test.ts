import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompletionItem, CompletionList } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const server = `<Server port="8005" shutdown="SHUTDOWN">
  <GlobalNamingResources>
    <Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase" />
  </GlobalNamingResources>
  <Service name="Catalina">
    <Executor name="pool" />
    <Connector port="8080" />
    <Engine name="Catalina" defaultHost="localhost">
      <Realm className="org.apache.catalina.realm.LockOutRealm" />
      <Host name="localhost">
      </Host>
      <Host name="shop.example.com" />
    </Engine>
  </Service>
</Server>
`;

describe('completion in the XML files of Tomcat', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  async function start(image = 'tomcat:10.1'): Promise<void> {
    root = await folders.make({
      'server.xml': server,
      'web/META-INF/context.xml': '<Context/>\n',
      'web/WEB-INF/web.xml': '<web-app/>\n',
      'tomcat-users.xml': '<tomcat-users/>\n',
      'lib/META-INF/web-fragment.xml': '<web-fragment/>\n',
      'compose.yaml': `services:\n  app:\n    image: ${image}\n    volumes:\n      - ./server.xml:/usr/local/tomcat/conf/server.xml\n`,
    });
    client = startInMemory({ snippets: true });
    await client.start(root);
  }
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** What is offered at the `|` of a text that is written in place of another. */
  async function complete(
    old: string,
    text: string,
    file = 'server.xml',
  ): Promise<readonly CompletionItem[]> {
    const before = file === 'server.xml' ? server : old;
    assert.ok(before.includes(old), old);
    const content = before.replace(old, () => text);
    const offset = content.indexOf('|');
    const clean = content.replace('|', '');
    const path = join(root, file);
    await client.open(path, clean, 'xml');
    const list: CompletionList | null = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: uriOf(path) },
      position: TextDocument.create('', '', 0, clean).positionAt(offset),
    });
    await client.close(path);
    return list?.items ?? [];
  }
  const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label);
  const written = (items: readonly CompletionItem[], label: string): string | undefined =>
    items.find((item) => item.label === label)?.textEdit?.newText;
  const inHost = '<Host name="localhost">\n';

  it('offers the elements that may stand here, with what they need', async () => {
    await start();
    for (const typed of ['<|', '<Va|', '<Va|\n        <Alias>a</Alias>']) {
      const items = await complete(inHost, `${inHost}        ${typed}\n`);
      assert.ok(labels(items).includes('Valve'), typed);
      assert.ok(!labels(items).includes('Connector'), typed);
      assert.equal(written(items, 'Valve'), 'Valve className="$1"$0 />');
      assert.equal(
        written(items, 'Cluster'),
        'Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">\n\t$0\n</Cluster>',
      );
      assert.equal(written(items, 'Alias'), 'Alias>$0</Alias>');
    }
    const items = await complete('<Executor', '|\n    <Executor');
    assert.equal(
      written(items, 'Connector'),
      '<Connector port="${1:8080}" protocol="${2|HTTP/1.1,AJP/1.3|}"$0 />',
    );
  });

  it('offers whole pieces where they may stand, and in a release that takes them', async () => {
    await start();
    const pieces = async (old: string, text: string, file?: string): Promise<readonly string[]> =>
      (await complete(old, text, file)).filter(({ kind }) => kind === 15).map(({ label }) => label);
    const inside = await pieces(inHost, `${inHost}        <|\n`);
    assert.ok(inside.includes('tomcat-cluster-dns') && inside.includes('tomcat-remote-ip'));
    assert.ok(!inside.includes('tomcat-https') && !inside.includes('tomcat-manager-delta'));
    const [item] = (await complete(inHost, `${inHost}        <tomcat-cl|\n`)).filter(
      ({ label }) => label === 'tomcat-cluster',
    );
    assert.match(item?.textEdit?.newText ?? '', /^Cluster className=/);
    const second = `${inHost}<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>\n        `;
    assert.ok(!(await pieces(inHost, `${second}<|\n`)).some((label) => label.startsWith('tomcat-cluster')));
    assert.deepEqual(await pieces('<web-app/>', '<web-app>\n|\n</web-app>', 'web/WEB-INF/web.xml'), [
      'tomcat-distributable',
    ]);
    await client.stop();
    await start('tomcat:8.5.20');
    assert.ok(!(await pieces(inHost, `${inHost}        <|\n`)).includes('tomcat-cluster-dns'));
  });

  it('goes on in an element that is not closed yet', async () => {
    await start();
    const rest = server.slice(server.indexOf('<Service'));
    assert.ok(labels(await complete(rest, '<Service name="Catalina"><Engine name="e">|')).includes('Host'));
    assert.ok(labels(await complete(rest, '<Service name="Catalina"><Engine name="e"><|')).includes('Host'));
  });

  it('leaves out a second one of what there can be one of, and writes the name alone in a whole tag', async () => {
    await start();
    const items = await complete('<Host name="localhost">', '<|\n<Host name="localhost">');
    assert.ok(!labels(items).includes('Realm'));
    assert.ok(labels(items).includes('Cluster'));
    const again = await complete('<Realm className', '<Re|alm className');
    assert.equal(written(again, 'Realm'), 'Realm');
  });

  it('offers nothing in close tags, comments and declarations', async () => {
    await start();
    for (const text of [
      '</|',
      '<!-- <| -->',
      '<!-- a | -->',
      '<?x | ?>',
      '<![CDATA[ <| ]]>',
      '<Alias>a|</Alias>',
    ])
      assert.deepEqual(labels(await complete(inHost, `${inHost}${text}\n`)), [], text);
  });

  it('offers the attributes of the class that are not written yet, with their values to choose from', async () => {
    await start();
    const items = await complete('<Connector port="8080" />', '<Connector port="8080" |/>');
    assert.ok(!labels(items).includes('port'));
    assert.ok(labels(items).includes('executor'));
    assert.equal(written(items, 'maxThreads'), 'maxThreads="${1:200}"');
    assert.equal(written(items, 'SSLEnabled'), 'SSLEnabled="${1|true,false|}"');
    assert.equal(written(items, 'scheme'), 'scheme="${1|https,http|}"');
    assert.ok(!labels(items).includes('secretRequired'));
    const ajp = await complete('<Connector port="8080" />', '<Connector protocol="AJP/1.3" secret| />');
    assert.ok(labels(ajp).includes('secretRequired'));
    assert.equal(written(await complete('port="8080"', 'po|rt="8080"'), 'port'), 'port');
    const host = await complete('<Host name="localhost">', '<Host |');
    assert.ok(labels(host).includes('appBase'));
    const item = items.find(({ label }) => label === 'maxThreads');
    const resolved: CompletionItem = await client.connection.sendRequest(
      'completionItem/resolve',
      (await complete('port="8080"', 'port="8080" |')).find(({ label }) => label === item?.label),
    );
    assert.ok(typeof resolved.documentation === 'object');
    assert.match(resolved.documentation.value, /Default: `200`, in Tomcat 10\.1/);
  });

  it('offers classes of the type that fits, by their simple names too', async () => {
    await start();
    const items = await complete(inHost, `${inHost}<Valve className="Acc|" />`);
    assert.ok(labels(items).includes('AccessLogValve'));
    assert.ok(!labels(items).includes('DeltaManager'));
    assert.equal(written(items, 'AccessLogValve'), 'org.apache.catalina.valves.AccessLogValve');
    const inCluster = await complete(
      inHost,
      `${inHost}<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"><Manager className="|"/></Cluster>`,
    );
    assert.deepEqual(labels(inCluster).toSorted(), ['BackupManager', 'DeltaManager']);
    assert.deepEqual(labels(await complete(inHost, `${inHost}<Valve className="|`)), labels(items));
  });

  it('offers protocols, enums, booleans and the names of other elements', async () => {
    await start();
    const connector = async (attribute: string): Promise<readonly string[]> =>
      labels(await complete('<Connector port="8080" />', `<Connector ${attribute} port="8080" />`));
    assert.deepEqual((await connector('protocol="|"')).slice(0, 2), ['HTTP/1.1', 'AJP/1.3']);
    assert.deepEqual(await connector('SSLEnabled="|"'), ['true', 'false']);
    assert.deepEqual(await connector("compression='o|'"), ['off', 'on', 'force']);
    assert.deepEqual(await connector('executor="|"'), ['pool']);
    assert.deepEqual(await connector('maxThreads="|"'), []);
    assert.deepEqual(labels(await complete('defaultHost="localhost"', 'defaultHost="|"')), [
      'localhost',
      'shop.example.com',
    ]);
    assert.deepEqual(
      labels(
        await complete(
          inHost,
          `${inHost}<Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="|"/>`,
        ),
      ),
      ['UserDatabase'],
    );
  });

  it('offers the routes of workers, and what applications keep in sessions', async () => {
    await start();
    await writeFile(
      join(root, 'workers.properties'),
      'worker.list=lb\nworker.lb.type=lb\nworker.lb.balance_workers=one,two\nworker.one.host=a\nworker.two.host=b\n',
    );
    await mkdir(join(root, 'web/WEB-INF/classes/shop'), { recursive: true });
    await writeFile(
      join(root, 'web/WEB-INF/classes/shop/Cart.java'),
      'package shop;\nimport javax.servlet.http.HttpSession;\nclass Cart implements java.io.Serializable {\n  void put(HttpSession session) {\n    session.setAttribute("cart", new Cart());\n    session.setAttribute("size", "1");\n  }\n}\n',
    );
    await client.stop();
    client = startInMemory({ snippets: true });
    await client.start(root);
    assert.deepEqual(
      labels(await complete('defaultHost="localhost"', 'defaultHost="localhost" jvmRoute="|"')),
      ['one', 'two'],
    );
    const manager = `${inHost}<Context><Manager className="org.apache.catalina.session.StandardManager" sessionAttributeValueClassNameFilter="|"/></Context>`;
    assert.deepEqual(labels(await complete(inHost, manager)), [
      'java\\.lang\\.String|shop\\.Cart',
      'java\\.lang\\.String',
      'shop\\.Cart',
    ]);
  });

  it('goes by the version in use', async () => {
    await start('tomcat:9.0');
    const old = await complete('<Connector port="8080" />', '<Connector port="8080" |/>');
    assert.ok(labels(old).includes('keystoreFile'));
    await client.stop();
    await start('tomcat:11.0');
    const today = await complete('<Connector port="8080" />', '<Connector port="8080" |/>');
    assert.ok(!labels(today).includes('keystoreFile'));
  });

  it('knows context.xml, where Tomcat ignores path and docBase', async () => {
    await start();
    const attributes = labels(await complete('<Context/>', '<Context |/>', 'web/META-INF/context.xml'));
    assert.ok(attributes.includes('sessionCookieName'));
    assert.ok(!attributes.includes('docBase'));
    const elements = labels(
      await complete('<Context/>', '<Context><|</Context>', 'web/META-INF/context.xml'),
    );
    assert.deepEqual(
      labels(
        await complete(
          '<Context/>',
          '<Context><ResourceLink global="|"/></Context>',
          'web/META-INF/context.xml',
        ),
      ),
      ['UserDatabase'],
    );
    assert.ok(elements.includes('Manager') && elements.includes('Resources'));
  });

  it('knows the elements of web.xml and the words that some of them hold', async () => {
    await start();
    const at = async (inside: string): Promise<readonly CompletionItem[]> =>
      await complete('<web-app/>', `<web-app>${inside}</web-app>`, 'web/WEB-INF/web.xml');
    const items = await at('<session-config/>\n<|\n');
    assert.equal(written(items, 'distributable'), 'distributable/>');
    assert.equal(
      written(items, 'servlet'),
      'servlet>\n\t<servlet-name>$1</servlet-name>\n\t<servlet-class>$2</servlet-class>$0\n</servlet>',
    );
    assert.ok(!labels(items).includes('session-config'));
    assert.ok(!labels(items).includes('ordering'));
    assert.deepEqual(labels(await at('<login-config><auth-method>|</auth-method></login-config>')), [
      'BASIC',
      'DIGEST',
      'FORM',
      'CLIENT-CERT',
    ]);
    const inside = await at('<session-config><|</session-config>');
    assert.equal(written(inside, 'tracking-mode'), 'tracking-mode>${1|COOKIE,URL,SSL|}</tracking-mode>');
  });

  it('offers ports that are free', async () => {
    await start();
    await mkdir(join(root, 'second'));
    await writeFile(
      join(root, 'second/server.xml'),
      '<Server port="8006" shutdown="S"><Service name="C"><Connector port="8081"/></Service></Server>',
    );
    await client.changedOnDisk({ [join(root, 'second/server.xml')]: 1 });
    const values = async (old: string, text: string): Promise<readonly (string | undefined)[]> =>
      (await complete(old, text)).map(
        ({ label, labelDetails }) => `${label}: ${labelDetails?.description ?? ''}`,
      );
    assert.deepEqual(
      await values('<Connector port="8080" />', '<Connector port="8080" /><Connector port="|" />'),
      ['8082: free in the workspace', '8081: free in this file'],
    );
    // Its own port is free for it.
    assert.deepEqual(await values('port="8080"', 'port="|8080"'), ['8080: free in the workspace']);
    assert.deepEqual(await values('<Connector port="8080" />', '<Connector port="|" protocol="AJP/1.3" />'), [
      '8009: free in the workspace',
    ]);
    assert.deepEqual(await values('Server port="8005"', 'Server port="|8005" portOffset="1000"'), [
      '8005: free in the workspace',
      '-1: no shutdown port',
    ]);
  });

  it('offers names of send options where the release takes them', async () => {
    await start();
    const option = async (): Promise<readonly string[]> =>
      labels(
        await complete(
          inHost,
          `${inHost}<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="|"/>`,
        ),
      );
    assert.deepEqual(await option(), ['8', '6', 'asynchronous', 'synchronized_ack,use_ack']);
    await client.stop();
    await start('tomcat:8.5');
    assert.deepEqual(await option(), ['8', '6']);
  });

  it('offers the roles that are known', async () => {
    await start();
    await client.open(
      join(root, 'web/WEB-INF/web.xml'),
      '<web-app><security-role><role-name>staff</role-name></security-role></web-app>',
      'xml',
    );
    const users = async (text: string): Promise<readonly CompletionItem[]> =>
      await complete('<tomcat-users/>', `<tomcat-users>${text}</tomcat-users>`, 'tomcat-users.xml');
    const second = await users('<role rolename="root"/><user roles="root, st|"/>');
    assert.ok(labels(second).includes('staff') && labels(second).includes('manager-gui'));
    assert.ok(!labels(second).includes('root'));
    const range = second.find(({ label }) => label === 'staff')?.textEdit;
    assert.ok(range && 'range' in range);
    assert.equal(range.range.end.character - range.range.start.character, 'st'.length);
    await client.close(join(root, 'web/WEB-INF/web.xml'));
    await client.open(
      join(root, 'tomcat-users.xml'),
      '<tomcat-users><role rolename="root"/></tomcat-users>',
      'xml',
    );
    const roles = await complete(
      '<web-app/>',
      '<web-app><security-constraint><auth-constraint><role-name>|</role-name></auth-constraint></security-constraint></web-app>',
      'web/WEB-INF/web.xml',
    );
    assert.deepEqual(labels(roles), ['root']);
    await client.close(join(root, 'tomcat-users.xml'));
  });

  it('keeps the prefix of a web.xml that has one', async () => {
    await start();
    const at = async (inside: string): Promise<readonly CompletionItem[]> =>
      await complete('<web-app/>', `<ee:web-app>${inside}</ee:web-app>`, 'web/WEB-INF/web.xml');
    for (const typed of ['<|', '<ee:fi|', 'ee:fi|']) {
      const items = await at(typed);
      assert.ok(!labels(items).includes('filter'), typed);
      assert.equal(
        written(items, 'ee:filter')?.replace(/^</, ''),
        'ee:filter>\n\t<ee:filter-name>$1</ee:filter-name>\n\t<ee:filter-class>$2</ee:filter-class>$0\n</ee:filter>',
        typed,
      );
      assert.equal(written(items, 'ee:distributable')?.replace(/^</, ''), 'ee:distributable/>');
    }
    assert.ok(!labels(await at('<ee:distributable/>\n<|')).includes('ee:distributable'));
    assert.deepEqual(
      labels(await at('<ee:login-config><ee:auth-method>|</ee:auth-method></ee:login-config>')),
      ['BASIC', 'DIGEST', 'FORM', 'CLIENT-CERT'],
    );
  });

  it('knows the attributes of the root', async () => {
    await start();
    const at = async (text: string): Promise<readonly string[]> =>
      labels(await complete('<web-app/>', text, 'web/WEB-INF/web.xml'));
    assert.deepEqual(await at('<web-app version="6.0" |/>'), ['metadata-complete']);
    assert.deepEqual(await at('<web-app metadata-complete="|"/>'), ['true', 'false']);
    assert.equal((await at('<web-app version="|"/>'))[0], '6.1');
    assert.deepEqual(await at('<web-app><servlet version="|"/></web-app>'), []);
  });

  it('knows what a fragment of a web.xml may have', async () => {
    await start();
    const at = async (inside: string): Promise<readonly string[]> =>
      labels(
        await complete(
          '<web-fragment/>',
          `<web-fragment>${inside}</web-fragment>`,
          'lib/META-INF/web-fragment.xml',
        ),
      );
    const offered = await at('<|');
    for (const name of ['name', 'ordering', 'servlet']) assert.ok(offered.includes(name), name);
    for (const name of ['absolute-ordering', 'taglib', 'welcome-file'])
      assert.ok(!offered.includes(name), name);
    assert.deepEqual(await at('<ordering><before><|</before></ordering>'), ['name', 'others']);
  });

  it('knows users and roles', async () => {
    await start();
    const at = async (inside: string): Promise<readonly CompletionItem[]> =>
      await complete('<tomcat-users/>', `<tomcat-users>${inside}</tomcat-users>`, 'tomcat-users.xml');
    assert.equal(written(await at('<|'), 'user'), 'user username="$1" password="$2" roles="$3"$0 />');
    const attributes = labels(await at('<user username="a" |/>'));
    assert.ok(attributes.includes('password') && !attributes.includes('username'));
  });
});
