import assert from 'node:assert/strict';
import { join } from 'node:path';
import type {
  DocumentHighlight,
  Hover,
  Location,
  Range,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf, type TestClient } from './testClient';

const serverXml = `<Server port="8005" shutdown="SHUTDOWN">
  <GlobalNamingResources>
    <Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase"/>
    <Resource name="jdbc/shop" type="javax.sql.DataSource"/>
    <Environment name="limit" type="java.lang.Integer" value="5"/>
  </GlobalNamingResources>
  <Service name="Catalina">
    <Executor name="pool" maxThreads="50"/>
    <Connector port="8080" executor="pool"/>
    <Connector port="8081" executor="\${pool}"/>
    <Engine name="Catalina" defaultHost="LocalHost">
      <Realm className="org.apache.catalina.realm.LockOutRealm">
        <Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase"/>
      </Realm>
      <Realm className="org.apache.catalina.realm.DataSourceRealm" dataSourceName="jdbc/shop"/>
      <Host name="localhost" appBase="webapps">
        <Alias> www.example.org </Alias>
        <Context path="/a"><ResourceLink name="jdbc/db" global="jdbc/shop" type="javax.sql.DataSource"/></Context>
        <Context path="/b">
          <Realm className="org.apache.catalina.realm.DataSourceRealm" dataSourceName="jdbc/shop" localDataSource="true"/>
        </Context>
      </Host>
    </Engine>
  </Service>
  <Service name="Second">
    <Executor name="pool" maxThreads="5"/>
    <Connector port="8082" executor="pool"/>
    <Engine name="Other" defaultHost="www.example.org">
      <Host name="localhost" appBase="other"><Alias>www.example.org</Alias></Host>
    </Engine>
  </Service>
</Server>
`;
const contextXml =
  '<Context><ResourceLink name="jdbc/db" global="jdbc/shop" type="javax.sql.DataSource"/></Context>\n';

describe("names in Tomcat's files", () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  /** Opens a workspace, all its files too. */
  async function open(files: Readonly<Record<string, string>>): Promise<void> {
    root = await folders.make(files);
    client = startInMemory();
    await client.start(root);
    for (const name of Object.keys(files)) await client.open(join(root, name));
  }
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  const files = { 'a/conf/server.xml': serverXml, 'a/app/META-INF/context.xml': contextXml };
  const server = 'a/conf/server.xml';

  /** The place of `|` in a part of a file. */
  function at(file: string, part: string): { textDocument: { uri: string }; position: Range['start'] } {
    const path = join(root, file);
    const text = client.textOf(path);
    const offset = text.indexOf(part.replace('|', ''));
    assert.notEqual(offset, -1, part);
    const position = TextDocument.create('', '', 0, text).positionAt(offset + part.indexOf('|'));
    return { textDocument: { uri: uriOf(path) }, position };
  }
  const ask = <Answer>(method: string, params: object): Promise<Answer> =>
    client.connection.sendRequest(`textDocument/${method}`, params);

  /** `server.xml:4 text` of a location. */
  function shown({ uri, range }: { uri: string; range: Range }): string {
    const path = decodeURIComponent(new URL(uri).pathname);
    const text = TextDocument.create('', '', 0, client.textOf(path)).getText(range);
    return `${path.slice(path.lastIndexOf('/') + 1)}:${range.start.line + 1} ${text}`;
  }
  async function definitions(file: string, part: string): Promise<string[]> {
    return ((await ask<Location[] | null>('definition', at(file, part))) ?? []).map(shown);
  }
  async function references(file: string, part: string): Promise<string[]> {
    const context = { includeDeclaration: false };
    return ((await ask<Location[] | null>('references', { ...at(file, part), context })) ?? []).map(shown);
  }
  /** The lines that a rename changes, as they are then, or why it is refused. */
  async function renamed(file: string, part: string, newName: string): Promise<readonly string[]> {
    try {
      const edit = await ask<WorkspaceEdit>('rename', { ...at(file, part), newName });
      const changes = (edit.documentChanges ?? []).filter((change) => 'textDocument' in change);
      const edits = changes.map(({ textDocument: { uri }, edits: own }) => ({
        uri,
        edits: own.filter((one) => 'newText' in one),
      }));
      await client.apply(edits);
      return edits.flatMap(({ uri, edits: own }) => {
        const path = decodeURIComponent(new URL(uri).pathname);
        const lines = client.textOf(path).split('\n');
        return own.map(({ range: { start } }) => lines[start.line]?.trim() ?? '');
      });
    } catch (error) {
      assert.ok(error instanceof Error);
      return [error.message];
    }
  }

  const users = 'a/conf/tomcat-users.xml';
  const webXml = 'a/app/WEB-INF/web.xml';
  const withRoles = {
    [users]: `<tomcat-users>
  <role rolename="admin"/>
  <role rolename="staff"/>
  <user username="a" password="b" roles="admin, staff"/>
</tomcat-users>
`,
    [webXml]: `<web-app>
  <security-constraint>
    <auth-constraint><role-name> admin </role-name><role-name>*</role-name><role-name>ldap</role-name></auth-constraint>
  </security-constraint>
  <security-role><role-name>admin</role-name></security-role>
  <security-role><role-name>ldap</role-name></security-role>
</web-app>
`,
  };

  it('of roles are known across files', async () => {
    await open(withRoles);
    assert.deepEqual(await definitions(webXml, '<role-name> ad|min'), [
      'web.xml:5 admin',
      'tomcat-users.xml:2 admin',
    ]);
    assert.deepEqual(await definitions(users, 'roles="admin, sta|ff"'), ['tomcat-users.xml:3 staff']);
    assert.deepEqual(await references(users, 'rolename="ad|min"'), [
      'web.xml:3 admin',
      'tomcat-users.xml:4 admin',
    ]);
    assert.deepEqual(await definitions(webXml, '<role-name>|*'), []);
    assert.deepEqual(await renamed(users, 'rolename="ad|min"', 'root'), [
      '<auth-constraint><role-name> root </role-name><role-name>*</role-name><role-name>ldap</role-name></auth-constraint>',
      '<security-role><role-name>root</role-name></security-role>',
      '<role rolename="root"/>',
      '<user username="a" password="b" roles="root, staff"/>',
    ]);
  });

  it('of roles that others know are not renamed', async () => {
    await open({
      ...withRoles,
      'a/app/Shop.java': 'class Shop { boolean may(R r) { return r.isUserInRole("staff"); } }\n',
    });
    assert.deepEqual(await renamed(users, 'rolename="sta|ff"', 'crew'), [
      'Java code names the role "staff" too, so it cannot be renamed here.',
    ]);
    assert.deepEqual(await renamed(webXml, '<security-role><role-name>ld|ap', 'x'), [
      'No tomcat-users.xml of this workspace has the role "ldap", so it cannot be renamed here.',
    ]);
    assert.deepEqual(await renamed(users, 'rolename="ad|min"', 'a,b'), [
      'The name of a role consists of letters, digits, dots, hyphens and underscores.',
    ]);
  });

  it('lead to where they are made', async () => {
    await open(files);
    const cases: [part: string, made: string[]][] = [
      ['defaultHost="Local|Host"', ['server.xml:16 localhost']],
      ['defaultHost="www.|example', ['server.xml:29 www.example.org']],
      ['8080" executor="p|ool"', ['server.xml:8 pool']],
      ['8082" executor="p|ool"', ['server.xml:26 pool']],
      ['resourceName="User|Database"', ['server.xml:3 UserDatabase']],
      ['DataSourceRealm" dataSourceName="jdbc|/shop"/>\n      <Host', ['server.xml:4 jdbc/shop']],
      ['global="jdbc/|shop"', ['server.xml:4 jdbc/shop']],
      ['executor="${po|ol}"', []],
      ['dataSourceName="jdbc|/shop" local', []],
      ['ResourceLink name="jdbc|/db"', []],
    ];
    for (const [part, made] of cases) assert.deepEqual(await definitions(server, part), made, part);
    assert.deepEqual(await definitions('a/app/META-INF/context.xml', 'global="jdbc|/shop"'), [
      'server.xml:4 jdbc/shop',
    ]);
  });

  it('have all their uses found, those of other Services and Engines apart', async () => {
    await open(files);
    assert.deepEqual(await references(server, '<Host name="local|host" appBase="webapps"'), [
      'server.xml:11 LocalHost',
    ]);
    assert.deepEqual(await references(server, '<Host name="local|host" appBase="other"'), []);
    assert.deepEqual(await references(server, '<Executor name="po|ol" maxThreads="50"'), [
      'server.xml:9 pool',
    ]);
    assert.deepEqual(await references(server, '<Resource name="jdbc|/shop"'), [
      'context.xml:1 jdbc/shop',
      'server.xml:15 jdbc/shop',
      'server.xml:18 jdbc/shop',
    ]);
    assert.deepEqual(await references(server, '<Resource name="User|Database"'), [
      'server.xml:13 UserDatabase',
    ]);
    assert.deepEqual(await references(server, '<Environment name="li|mit"'), []);
  });

  it('are marked in their file, told where they are used, and listed', async () => {
    await open(files);
    const marked = await ask<DocumentHighlight[]>('documentHighlight', at(server, '8082" executor="p|ool"'));
    assert.deepEqual(
      marked.map(({ range, kind }) => [range.start.line + 1, kind]),
      [
        [26, 3],
        [27, 2],
      ],
    );
    const hover = await ask<Hover | null>('hover', at(server, 'global="jdbc/|shop"'));
    assert.ok(hover && typeof hover.contents === 'object' && 'value' in hover.contents);
    assert.match(
      hover.contents.value,
      /^\*\*jdbc\/shop\*\*, global resource\n\nDefined by `Resource` in \[server\.xml:4\]\(file:.*#L4,\d+\)\n\nUsed by\n\n- \[/,
    );
    const found: SymbolInformation[] = await client.connection.sendRequest('workspace/symbol', {
      query: 'OOL',
    });
    assert.deepEqual(
      found.map(({ name, containerName, location }) => [name, containerName, location.range.start.line + 1]),
      [
        ['pool', 'executor', 8],
        ['pool', 'executor', 26],
      ],
    );
  });

  it('are renamed at all their places', async () => {
    await open(files);
    assert.deepEqual(await renamed(server, 'defaultHost="Local|Host"', 'shop.example.org'), [
      '<Engine name="Catalina" defaultHost="shop.example.org">',
      '<Host name="shop.example.org" appBase="webapps">',
    ]);
    assert.deepEqual(await renamed(server, 'defaultHost="www|.example', '*.example.org'), [
      '<Engine name="Other" defaultHost="*.example.org">',
      '<Host name="localhost" appBase="other"><Alias>*.example.org</Alias></Host>',
    ]);
    assert.deepEqual(await renamed(server, '<Alias> www|.example', 'example.org'), [
      '<Alias> example.org </Alias>',
    ]);
    assert.deepEqual(await renamed(server, '8082" executor="p|ool"', 'few'), [
      '<Executor name="few" maxThreads="5"/>',
      '<Connector port="8082" executor="few"/>',
    ]);
    assert.deepEqual(await renamed(server, 'global="jdbc|/shop"', 'jdbc/orders'), [
      contextXml.trim().replace('jdbc/shop', 'jdbc/orders'),
      '<Resource name="jdbc/orders" type="javax.sql.DataSource"/>',
      '<Realm className="org.apache.catalina.realm.DataSourceRealm" dataSourceName="jdbc/orders"/>',
      '<Context path="/a"><ResourceLink name="jdbc/db" global="jdbc/orders" type="javax.sql.DataSource"/></Context>',
    ]);
    assert.deepEqual(await renamed(server, 'resourceName="User|Database"', 'users'), [
      '<Resource name="users" auth="Container" type="org.apache.catalina.UserDatabase"/>',
      '<Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="users"/>',
    ]);
  });

  it('are not renamed where that is not safe', async () => {
    await open({
      ...files,
      'a/conf/Catalina/localhost/shop.xml': contextXml,
      'b/conf/server.xml': serverXml
        .replace(' resourceName="UserDatabase"', '')
        .replace('defaultHost="LocalHost"', 'defaultHost="@host@"'),
      'c/conf/server.xml': serverXml.replace('<Engine name="Other"', '&more;$&'),
    });
    const refused: [file: string, part: string, newName: string, sentence: RegExp][] = [
      [server, '50"/>\n    <Connector port="8080" executor="po|ol"', 'few', /placeholder.*executor "pool"/],
      [server, 'webapps">\n        <Alias> www|.', 'localhost', /two would become one/],
      [server, 'defaultHost="Local|Host"', 'shop', /files in conf\/Catalina\/localhost by .*"localhost"/],
      [server, '8082" executor="po|ol"', 'a b', /letters, digits, dots/],
      [server, 'resourceName="User|Database"', 'a//b', /single slashes/],
      [server, 'Engine name="Ot|her"', 'x', /Only names can be renamed here: hosts/],
      ['b/conf/server.xml', '<Resource name="User|Database"', 'users', /without resourceName.*first/],
      [
        'b/conf/server.xml',
        '<Host name="local|host" appBase="webapps"',
        'x',
        /placeholder.*host "localhost"/,
      ],
      [server, '<Resource name="jdbc|/shop"', 'jdbc/x', /which Tomcat .* reads context\.xml, .*"jdbc\/shop"/],
      ['c/conf/server.xml', '8082" executor="po|ol"', 'few', /entity.*executor "pool"/],
    ];
    for (const [file, part, newName, sentence] of refused) {
      const [message = '', ...more] = await renamed(file, part, newName);
      assert.deepEqual(more, [], part);
      assert.match(message, sentence, part);
    }
  });

  it('of a resource are those of the Tomcat that reads the file', async () => {
    const service = (name: string, app: string): string =>
      `  ${name}:\n    image: tomcat:10.1\n    volumes:\n      - ./${name}/server.xml:/usr/local/tomcat/conf/server.xml\n      - ./${app}:/usr/local/tomcat/webapps/ROOT\n`;
    await open({
      'compose.yaml': `services:\n${service('one', 'shop')}${service('two', 'blog')}`,
      'one/server.xml': serverXml,
      'two/server.xml': serverXml,
      'shop/META-INF/context.xml': contextXml,
      'shop/WEB-INF/web.xml': '<web-app/>\n',
      'blog/META-INF/context.xml': contextXml,
      'blog/WEB-INF/web.xml': '<web-app/>\n',
    });
    const found = await ask<Location[]>('definition', at('blog/META-INF/context.xml', 'global="jdbc|/shop"'));
    assert.deepEqual(
      found.map(({ uri }) => uri),
      [uriOf(join(root, 'two/server.xml'))],
    );
  });
});
