import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Requests, type ReadinessAnswer } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory } from './testClient';

const server = (port: number): string => `<Server port="-1">
  <Service name="Catalina">
    <Connector port="${port}" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6"/>
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;
const APP = '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"><distributable/></web-app>';
const FILES = {
  'nginx.conf': `events {
}
http {
    upstream tomcats {
        zone tomcats 64k;
        server 127.0.0.1:8080;
        server 127.0.0.1:8081;
    }
    server {
        listen 80;
        location / {
            proxy_pass http://tomcats;
        }
    }
}
`,
  'blue/conf/server.xml': server(8080),
  'green/conf/server.xml': server(8081),
  'shop/WEB-INF/web.xml': APP,
  'admin/WEB-INF/web.xml': APP,
};
const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('a choice that cluster-lab.json settles', () => {
  const folders = temporaryFolders();

  it('is asked for by the readiness report, and written by a quick fix into a new file', async () => {
    const root = await folders.make(FILES);
    const client = startInMemory();
    await client.start(root);
    const path = join(root, 'blue/conf/server.xml');
    await client.open(path, undefined, 'xml');
    const ask = async (): Promise<{ state: string; says: string } | undefined> => {
      const { clusters }: ReadinessAnswer = await client.connection.sendRequest(Requests.readiness);
      return clusters[0]?.points.find(({ title }) => title === 'The apps are distributable');
    };
    const before = await ask();
    assert.equal(before?.state, 'unknown');
    assert.match(before.says, /blue and green run admin or shop/);
    const actions = (await client.actions(path, range)).filter(({ title }) =>
      title.includes('cluster-lab.json'),
    );
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Write cluster-lab.json: blue and green run admin', 'Write cluster-lab.json: blue and green run shop'],
    );
    const [, shop] = actions;
    assert.ok(shop);
    await client.applyAction(shop);
    const written: unknown = JSON.parse(await readFile(join(root, 'cluster-lab.json'), 'utf8'));
    assert.deepEqual(written, { apps: [{ source: 'shop', nodes: ['blue', 'green'] }] });
    assert.equal((await ask())?.state, 'holds');
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  it('is not offered where the editor makes no files', async () => {
    const root = await folders.make(FILES);
    const client = startInMemory({ documentChanges: false });
    await client.start(root);
    const path = join(root, 'blue/conf/server.xml');
    await client.open(path, undefined, 'xml');
    const actions = await client.actions(path, range);
    assert.ok(actions.every(({ title }) => !title.startsWith('Write cluster-lab.json')));
    await client.stop();
  });

  it('leads to the files that it names', async () => {
    const root = await folders.make({
      ...FILES,
      'cluster-lab.json': '{ "nginx": { "main": "nginx.conf", "http": ["none.conf"] } }\n',
    });
    const client = startInMemory();
    await client.start(root);
    const path = join(root, 'cluster-lab.json');
    await client.open(path, undefined, 'json');
    const links: { target: string }[] = await client.connection.sendRequest('textDocument/documentLink', {
      textDocument: { uri: `file://${path}` },
    });
    assert.deepEqual(
      links.map(({ target }) => target),
      [`file://${join(root, 'nginx.conf')}`],
    );
    await client.stop();
  });

  it('leaves what is no JSON to VS Code', async () => {
    const root = await folders.make({ ...FILES, 'cluster-lab.json': '{ "compose": 1 "x": 2 }\n' });
    for (const json of [true, false]) {
      const client = startInMemory({
        initializationOptions: { beside: { xml: false, validates: true, json } },
      });
      await client.start(root);
      const path = join(root, 'cluster-lab.json');
      await client.open(path, undefined, 'json');
      const codes = (await client.pull(path)).map(({ code }) => code);
      assert.deepEqual(codes, json ? ['project/unknown-key'] : ['project/malformed', 'project/unknown-key']);
      await client.stop();
    }
  });
});
