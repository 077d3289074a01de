import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Hover } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const server = `<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1" maxThreads="300" />
    <Connector port="8009" protocol="org.apache.coyote.ajp.AjpNioProtocol" secretRequired="false" />
    <Engine name="Catalina" defaultHost="localhost">
      <!--
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
        <Manager className="org.apache.catalina.ha.session.DeltaManager" />
      </Cluster>
      -->
      <Host name="localhost">
        <Valve className="com.example.OurValve" />
        <Valve className="org.apache.catalina.valves.CometConnectionManagerValve" />
        <Oddity />
      </Host>
    </Engine>
  </Service>
</Server>
`;

describe('hover in server.xml and context.xml', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  async function start(image: string, version?: string): Promise<void> {
    root = await folders.make({
      'server.xml': server,
      'compose.yaml': `services:\n  app:\n    image: ${image}\n    volumes:\n      - ./server.xml:/usr/local/tomcat/conf/server.xml\n`,
      'web/META-INF/context.xml': '<Context sessionCookieName="S"><Manager pathname="" /></Context>\n',
      'web/WEB-INF/web.xml': '<web-app><distributable/></web-app>\n',
    });
    client = startInMemory({ settings: () => ({ tomcat: { version } }) });
    await client.start(root);
  }
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** What is said of the first place of a text in a file, or of a place in it. */
  async function hover(text: string, file = 'server.xml', content = server): Promise<string | undefined> {
    const path = join(root, file);
    await client.open(path, content, 'xml');
    const at = content.indexOf(text);
    assert.ok(at >= 0, `${text} is in ${file}`);
    const found: Hover | null = await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: uriOf(path) },
      position: TextDocument.create('', '', 0, content).positionAt(at),
    });
    await client.close(path);
    if (!found) return undefined;
    assert.ok(typeof found.contents === 'object' && 'value' in found.contents);
    return found.contents.value;
  }

  it('says what an element is, which class it makes, and which releases know it', async () => {
    await start('tomcat:10.1');
    assert.equal(
      await hover('Engine name'),
      [
        '**`<Engine>`**',
        'The Engine element represents the entire request processing machinery associated with a particular Catalina Service.',
        'Class: `org.apache.catalina.core.StandardEngine`, by default',
        '[Reference](https://tomcat.apache.org/tomcat-11.0-doc/config/engine.html#Introduction)',
      ].join('\n\n'),
    );
    assert.match((await hover('Connector port')) ?? '', /Listens on a port for HTTP or AJP/);
    assert.match((await hover('defaultHost')) ?? '', /answers requests for names that no other has/);
    assert.ok(!(await hover('protocol='))?.includes('Deprecated'));
    assert.match((await hover('port="8080"')) ?? '', /Required/);
    assert.match((await hover('/Engine>'.slice(1))) ?? '', /machinery/);
    assert.equal(await hover('Oddity'), undefined);
  });

  it('knows what is commented out, with the class that is written', async () => {
    await start('tomcat:10.1');
    const cluster = (await hover('Cluster className')) ?? '';
    assert.match(cluster, /one cluster, which shares the sessions/);
    assert.match(cluster, /`SimpleTcpCluster`: The tomcat cluster implementation/);
    assert.match(cluster, /Class: `org\.apache\.catalina\.ha\.tcp\.SimpleTcpCluster`/);
    const option = (await hover('channelSendOptions')) ?? '';
    assert.match(option, /Type: text {2}\nDefault: `8`, in Tomcat 10\.1/);
    assert.ok(!option.includes('Required'));
    assert.match((await hover('6">')) ?? '', /channelSendOptions/);
  });

  it('says of an attribute its type and the default in the version in use', async () => {
    await start('tomcat:10.1');
    assert.equal(
      await hover('maxThreads'),
      [
        '**`maxThreads`**',
        'The maximum number of request processing threads to be created by this Connector, which therefore determines the maximum number of simultaneous requests that can be handled.',
        'Type: whole number  \nDefault: `200`, in Tomcat 10.1',
        '[Reference](https://tomcat.apache.org/tomcat-11.0-doc/config/http.html#Attributes_Standard%20Implementation_maxThreads)',
      ].join('\n\n'),
    );
    const secret = (await hover('secretRequired')) ?? '';
    assert.match(secret, /Type: `true`, `false` {2}\nDefault: `true`, in Tomcat 10\.1/);
    assert.match(secret, /Releases: 8\.5\.51 and newer, 9\.0\.31 and newer, 10\.1, 11\.0/);
    assert.match(
      (await hover('className="com')) ?? '',
      /Must be a `org\.apache\.catalina\.Valve` {2}\nRequired/,
    );
  });

  it('says that the version in use lacks it', async () => {
    await start('tomcat:9.0', '9.0.30');
    const secret = (await hover('secretRequired')) ?? '';
    assert.match(secret, /\*\*Not in Tomcat 9\.0\.30\*\*/);
    assert.ok(!secret.includes('Default'));
  });

  it('says what the classes of Tomcat do, and what takes the place of one that is gone', async () => {
    await start('tomcat:10.1');
    const manager = (await hover('org.apache.catalina.ha.session.DeltaManager')) ?? '';
    assert.match(manager, /^\*\*`DeltaManager`\*\*\n\nCopies the changes of every session/);
    assert.match((await hover('org.apache.coyote.ajp')) ?? '', /AJP with non-blocking I\/O/);
    assert.match((await hover('org.apache.catalina.valves.Comet')) ?? '', /Until Tomcat 8\.0/);
    // Of somebody else's class only the attribute is known.
    assert.match((await hover('com.example.OurValve')) ?? '', /^\*\*`className`\*\*/);
  });

  it('says what the elements of web.xml do, and since when there are any', async () => {
    await start('tomcat:10.1');
    const at = async (text: string, content: string): Promise<string> =>
      (await hover(text, 'web/WEB-INF/web.xml', content)) ?? '';
    const distributable = await at('distributable', '<web-app><distributable/></web-app>');
    assert.match(distributable, /^\*\*`<distributable>`\*\*\n\nThe application may run on several nodes/);
    assert.match(distributable, /\n\nSince Servlet 2\.2\n\n\[Reference\]\(https:/);
    const session =
      '<web-app><session-config><tracking-mode>URL</tracking-mode><cookie-config><attribute/><name/></cookie-config></session-config><taglib/></web-app>';
    assert.match(await at('tracking', session), /One of `COOKIE`, `URL`, `SSL` {2}\nSince Servlet 3\.0/);
    assert.match(await at('attribute', session), /Since Servlet 6\.0/);
    assert.match(await at('name', session), /JSESSIONID[^]*Since Servlet 3\.0/);
    assert.match(await at('taglib', session), /Since Servlet 2\.2 {2}\nUntil Servlet 2\.3/);
    assert.match(await at('/tracking'.slice(1), session), /How the session ID is sent/);
    const prefixed = '<ee:web-app><ee:filter/></ee:web-app>';
    assert.match(await at('ee:filter', prefixed), /A filter[^]*passes over elements with a prefix/);
    const parameter = '<web-app><context-param><description>x</description></context-param></web-app>';
    assert.match(await at('description', parameter), /Text for people/);
    assert.equal(await at('oddity', '<web-app><oddity/></web-app>'), '');
    assert.equal(await at('id', '<web-app id="w"/>'), '');
    assert.match(await at('metadata', '<web-app metadata-complete="true"/>'), /no fragment is read/);
  });

  it('says what fragments and users are', async () => {
    await start('tomcat:10.1');
    const fragment =
      '<web-fragment><name>a</name><ordering><after><others/></after></ordering></web-fragment>';
    const of = async (text: string, file: string, content: string): Promise<string> =>
      (await hover(text, file, content)) ?? '';
    assert.match(
      await of('name', 'web-fragment.xml', fragment),
      /others order this fragment[^]*Servlet 3\.0/,
    );
    assert.match(await of('after', 'web-fragment.xml', fragment), /come before this one/);
    const users = '<tomcat-users><user username="a" password="b" roles="c"/></tomcat-users>';
    const user = await of('user ', 'tomcat-users.xml', users);
    assert.match(user, /password and roles[^]*realm-howto/);
    assert.ok(!user.includes('Servlet'));
    assert.match(await of('roles', 'tomcat-users.xml', users), /with commas between/);
    assert.match(await of('c"', 'tomcat-users.xml', users), /with commas between/);
  });

  it('names the defaults of all releases where no version is known', async () => {
    await start('our-own');
    const secret = (await hover('secretRequired')) ?? '';
    assert.match(secret, /Default: `true`/);
    assert.match(
      (await hover('Context', 'web/META-INF/context.xml', '<Context useHttpOnly="true"/>')) ?? '',
      /One web application/,
    );
    const pathname =
      (await hover(
        'pathname',
        'web/META-INF/context.xml',
        '<Context><Manager className="org.apache.catalina.session.StandardManager" pathname=""/></Context>',
      )) ?? '';
    assert.match(pathname, /Default: `SESSIONS\.ser`/);
  });

  it('is silent where nothing is to be said', async () => {
    await start('tomcat:10.1');
    assert.equal(await hover('\n  <Service'), undefined);
  });
});
