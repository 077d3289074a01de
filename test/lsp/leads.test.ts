import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Hover, Location } from 'vscode-languageserver/node';
import { check } from '../../server/src/workspace/check';
import { leadsIn } from '../../server/src/workspace/leads';
import { loadTexts, ROOT } from '../helpers/workspace';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient, uriOf } from './testClient';

const SERVER = `<Server port="-1">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;
const FILES = {
  'compose.yaml': `services:
  nginx:
    image: nginx:1.28
    depends_on: [tomcat1, "tomcat2"]
    links:
      - tomcat2:other
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - ./sites:/etc/nginx/conf.d
      - ./notes.conf:/etc/nginx/notes/notes.conf
      - ./html:/usr/share/nginx/html
  tomcat1: &tomcat
    image: tomcat:10.1.30
    hostname: node-a
    volumes:
      - "./server.xml:/usr/local/tomcat/conf/server.xml"
      - type: bind
        source: ./shop
        target: /usr/local/tomcat/webapps/shop
      - ./spare/server.xml:/usr/local/tomcat/server.xml
  tomcat2:
    <<: *tomcat
    hostname: node-b
    depends_on:
      tomcat1:
        condition: service_started
  built:
    build: ./built
  db:
    image: postgres:17
    volumes:
      - ./nginx.conf:/etc/nginx.conf
`,
  'nginx.conf': `events {
}
http {
    upstream tomcats {
        zone tomcats 64k;
        ip_hash;
        server tomcat1:8080;
        server node-b:8080;
    }
    include /etc/nginx/conf.d/*.conf;
}
`,
  'sites/shop.conf': `server {
    listen 80;
    location / {
        proxy_pass http://tomcats;
    }
    location /db {
        proxy_pass http://db:5432;
    }
}
`,
  'notes.conf': 'server {\n    listen 81;\n}\n',
  'server.xml': SERVER,
  'spare/server.xml': SERVER,
  'shop/WEB-INF/web.xml': '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"/>',
  'built/Dockerfile': `FROM busybox AS files
COPY server.xml /files/server.xml
FROM tomcat:10.1
COPY --from=files /files/server.xml conf/
COPY app.war webapps/ROOT.war
RUN true
`,
  'built/server.xml': SERVER,
};

describe('what mounts, services and addresses lead to', () => {
  const folders = temporaryFolders();
  let root: string;
  let client: TestClient;

  before(async () => {
    root = await folders.make(FILES);
    client = startInMemory();
    await client.start(root);
    for (const path of ['compose.yaml', 'nginx.conf', 'sites/shop.conf', 'built/Dockerfile'])
      await client.open(join(root, path));
  });
  after(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  const at = (path: keyof typeof FILES, words: string): object => {
    const before = FILES[path].slice(0, FILES[path].indexOf(words) + 1).split('\n');
    return {
      textDocument: { uri: uriOf(join(root, path)) },
      position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    };
  };
  const hover = async (path: keyof typeof FILES, words: string): Promise<string | undefined> => {
    const found: Hover | null = await client.connection.sendRequest('textDocument/hover', at(path, words));
    return found ? (found.contents as { value: string }).value : undefined;
  };
  const definitions = async (path: keyof typeof FILES, words: string): Promise<readonly string[]> => {
    const found: Location[] | null = await client.connection.sendRequest(
      'textDocument/definition',
      at(path, words),
    );
    return (found ?? []).map(
      ({ uri, range }) => `${uri.slice(uriOf(root).length + 1)}:${range.start.line + 1}`,
    );
  };

  it('say where files of Compose land, and who reads them there', async () => {
    assert.equal(
      await hover('compose.yaml', './nginx.conf:/etc/nginx/nginx.conf'),
      'Lands as `/etc/nginx/nginx.conf` in nginx. nginx starts from it.',
    );
    assert.equal(
      await hover('compose.yaml', './sites'),
      'Lands as `/etc/nginx/conf.d` in nginx. nginx reads `shop.conf` of it.',
    );
    assert.equal(
      await hover('compose.yaml', './notes.conf'),
      'Lands as `/etc/nginx/notes/notes.conf` in nginx. nginx does not read it there: no include leads to it.',
    );
    assert.equal(await hover('compose.yaml', './html'), 'Lands as `/usr/share/nginx/html` in nginx.');
    assert.equal(
      await hover('compose.yaml', './server.xml'),
      'Lands as `/usr/local/tomcat/conf/server.xml` in tomcat1 and tomcat2. Tomcat reads it there as its server.xml.',
    );
    assert.equal(
      await hover('compose.yaml', './shop'),
      'Lands as `/usr/local/tomcat/webapps/shop` in tomcat1 and tomcat2. Tomcat has the app at `/shop` of it.',
    );
    assert.equal(
      await hover('compose.yaml', './spare'),
      'Lands as `/usr/local/tomcat/server.xml` in tomcat1 and tomcat2. Tomcat does not read it there: its server.xml is `/usr/local/tomcat/conf/server.xml`.',
    );
    assert.equal(await hover('compose.yaml', './nginx.conf:/etc/nginx.conf'), undefined);
    assert.equal(await hover('compose.yaml', 'image: postgres'), undefined);
  });

  it('say the same of a Dockerfile', async () => {
    assert.equal(
      await hover('built/Dockerfile', 'COPY --from'),
      'Lands as `/usr/local/tomcat/conf/server.xml` in built. Tomcat reads it there as its server.xml.',
    );
    assert.equal(
      await hover('built/Dockerfile', 'COPY app.war'),
      'Lands as `/usr/local/tomcat/webapps/ROOT.war` in built. Tomcat has the app at `/` of it.',
    );
    assert.equal(await hover('built/Dockerfile', 'COPY server.xml'), undefined);
    assert.deepEqual(await definitions('built/Dockerfile', 'COPY --from'), ['built/server.xml:1']);
  });

  it('lead from services to services, and from mounts to files', async () => {
    assert.deepEqual(await definitions('compose.yaml', 'tomcat1, "'), ['compose.yaml:12']);
    assert.deepEqual(await definitions('compose.yaml', 'tomcat2"'), ['compose.yaml:21']);
    assert.deepEqual(await definitions('compose.yaml', 'tomcat2:other'), ['compose.yaml:21']);
    assert.deepEqual(await definitions('compose.yaml', 'tomcat1:\n        condition'), ['compose.yaml:12']);
    assert.deepEqual(await definitions('compose.yaml', './server.xml'), ['server.xml:1']);
    assert.deepEqual(await definitions('compose.yaml', 'image: postgres'), []);
    const links: { target: string; range: { start: { line: number; character: number } } }[] =
      await client.connection.sendRequest('textDocument/documentLink', {
        textDocument: { uri: uriOf(join(root, 'compose.yaml')) },
      });
    assert.deepEqual(
      links
        .map(({ target, range: { start } }) => `${start.line + 1}:${start.character + 1} ${target}`)
        .toSorted(),
      [
        ['8:9', 'nginx.conf'],
        ['10:9', 'notes.conf'],
        ['16:10', 'server.xml'],
        ['20:9', 'spare/server.xml'],
      ]
        .map(([place, file]) => `${place} ${uriOf(join(root, file ?? ''))}`)
        .toSorted(),
    );
  });

  it('lead from addresses of nginx to nodes and services', async () => {
    assert.deepEqual(await definitions('nginx.conf', 'tomcat1:8080'), ['server.xml:3', 'compose.yaml:12']);
    assert.deepEqual(await definitions('nginx.conf', 'node-b:8080'), ['server.xml:3', 'compose.yaml:21']);
    assert.deepEqual(await definitions('sites/shop.conf', 'http://db'), ['compose.yaml:29']);
    assert.match(
      (await hover('nginx.conf', 'node-b:8080')) ?? '',
      /^Node \*\*tomcat2\*\*, of compose\.yaml: Connector on port 8080, image `tomcat:10\.1\.30`, Tomcat 10\.1/,
    );
  });
});

describe('leads of files in which anything may stand', () => {
  it('are found wherever a file ends', function () {
    this.timeout(60_000);
    for (const path of ['compose.yaml', 'built/Dockerfile', 'nginx.conf'] as const)
      for (let end = 0; end < FILES[path].length; end += 11) {
        const text = FILES[path].slice(0, end);
        const { model } = check(ROOT, loadTexts(new Map(Object.entries({ ...FILES, [path]: text }))));
        for (const { span, link } of leadsIn(model, `${ROOT}/${path}`))
          for (const one of [span, ...(link ? [link.span] : [])])
            assert.ok(one.start >= 0 && one.start <= one.end && one.end <= text.length);
      }
  });

  it('are of loops and of very many services', function () {
    this.timeout(60_000);
    const services = Array.from(
      { length: 1000 },
      (_, i) =>
        `  a${i}:\n    image: tomcat:10.1\n    depends_on: [a${(i + 1) % 1000}]\n    network_mode: service:a${i}\n`,
    );
    const text = `services:\n${services.join('')}`;
    const { model } = check(ROOT, loadTexts(new Map([['compose.yaml', text]])));
    assert.equal(leadsIn(model, `${ROOT}/compose.yaml`).length, 2000);
  });
});
