import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { DocumentLink } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const server = `<Server port="8005" shutdown="SHUTDOWN">
  <GlobalNamingResources>
    <Resource name="UserDatabase" type="org.apache.catalina.UserDatabase" pathname="conf/tomcat-users.xml" />
  </GlobalNamingResources>
  <Service name="Catalina">
    <Connector port="8443" SSLEnabled="true">
      <SSLHostConfig truststoreFile="\${catalina.base}/conf/trust.p12">
        <Certificate certificateFile="/usr/local/tomcat/conf/cert.pem" certificateKeyFile="conf/none.pem" />
        <Certificate type="EC" certificateFile="\${CERT}" certificateKeyFile="../../outside.pem" />
      </SSLHostConfig>
    </Connector>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="apps">
        <Context path="/shop" docBase="shop" />
        <Context path="/none" docBase="none" />
      </Host>
    </Engine>
  </Service>
</Server>
`;

describe("links in Tomcat's files", () => {
  const folders = temporaryFolders();
  let client: TestClient;

  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  it('lead to files of the workspace alone', async () => {
    const around = await folders.make({
      'outside.pem': '',
      'w/tc/conf/server.xml': server,
      'w/tc/conf/tomcat-users.xml': '<tomcat-users/>\n',
      'w/tc/conf/trust.p12': '',
      'w/tc/conf/cert.pem': '',
      'w/tc/apps/shop/WEB-INF/web.xml': '<web-app/>\n',
      'w/compose.yaml': `services:\n  app:\n    image: tomcat:10.1\n    volumes:\n      - ./tc/conf:/usr/local/tomcat/conf\n`,
    });
    const root = join(around, 'w');
    client = startInMemory();
    await client.start(root);
    const path = join(root, 'tc/conf/server.xml');
    await client.open(path, undefined, 'xml');
    const links: DocumentLink[] = await client.connection.sendRequest('textDocument/documentLink', {
      textDocument: { uri: uriOf(path) },
    });
    const document = TextDocument.create('', '', 0, server);
    assert.deepEqual(
      links.map(({ range, target }) => [document.getText(range), target]),
      [
        ['conf/tomcat-users.xml', uriOf(join(root, 'tc/conf/tomcat-users.xml'))],
        ['${catalina.base}/conf/trust.p12', uriOf(join(root, 'tc/conf/trust.p12'))],
        ['/usr/local/tomcat/conf/cert.pem', uriOf(join(root, 'tc/conf/cert.pem'))],
        ['shop', uriOf(join(root, 'tc/apps/shop/WEB-INF/web.xml'))],
      ],
    );
  });
});
