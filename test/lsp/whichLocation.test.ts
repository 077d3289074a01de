import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Requests, type SettingPlace, type WhichLocationAnswer } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { story } from './story';
import { startInMemory, uriOf } from './testClient';

describe('which location, asked of the language server', () => {
  const folders = temporaryFolders();

  it('answers from unsaved buffers, in lines with their places', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const client = startInMemory();
    await client.start(root);
    const path = join(root, story.nginx);
    await client.open(path, undefined, 'nginx');
    await client.edit(path, (text) => `# one line more\n${text}`);
    const ask = (url: string): Promise<WhichLocationAnswer> =>
      client.connection.sendRequest(Requests.whichLocation, { url, near: uriOf(path) });
    const answer = await ask('GET http://localhost/login.do');
    assert.ok(answer.ok);
    assert.equal(answer.mainFile, uriOf(join(root, 'nginx/nginx.conf')));
    assert.equal(answer.lines[0]?.text, 'GET http://localhost/login.do');
    const line = answer.lines.find(({ text }) => text.startsWith('  location'));
    assert.equal(line?.uri, uriOf(path));
    const row = client.textOf(path).split('\n')[line?.range?.start.line ?? -1];
    assert.match(row ?? '', /location \//);
    assert.deepEqual(answer.location?.range.start, line?.range?.start);
    assert.ok(answer.lines.some(({ text }) => text.includes('candidate') && text.includes('8081')));
    const refused = await ask('not a url at all');
    assert.ok(!refused.ok && refused.message.startsWith('Enter a URL'));
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  it('finds what may decide about a request of a log, in unsaved buffers', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const client = startInMemory();
    await client.start(root);
    const path = join(root, story.nginx);
    await client.open(path, undefined, 'nginx');
    await client.edit(path, (text) => `# one line more\n${text}`);
    const places: SettingPlace[] = await client.connection.sendRequest(Requests.settings, {
      names: ['proxy_buffer_size', 'proxy_pass'],
      request: { server: '_', line: 'GET /login.do HTTP/1.1', host: 'localhost' },
    });
    // A log does not tell whether it was port 80 or 443.
    assert.equal(places.length, 2);
    for (const { uri, range, around } of places) {
      assert.equal(uri, uriOf(path));
      assert.match(client.textOf(path).split('\n')[range.start.line] ?? '', /^\s+proxy_pass /);
      assert.deepEqual(around, range);
    }
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  it('begins with the server and location at the cursor, at the port that Compose publishes', async () => {
    const text = `server {
    listen 80;
    server_name _ shop.example.com;
    location / { return 200; }
    location = /login { return 201; }
    location ~ \\.jsp$ { return 202; }
    location /app/ {
        location @busy { return 503; }
        location /app/a/ { return 203; }
    }
    location ~ ^/(a|b) { return 204; }
}
server { listen 443 ssl; }
# end
`;
    const root = await folders.make({
      'nginx.conf': 'events {}\nhttp {\n    include conf.d/*.conf;\n}\n',
      'conf.d/site.conf': text,
      'compose.yaml': `services:
  web:
    image: nginx:1.28
    ports: ["8088:80", "443:443"]
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf
      - ./conf.d:/etc/nginx/conf.d
`,
    });
    const client = startInMemory();
    await client.start(root);
    const path = join(root, 'conf.d/site.conf');
    await client.open(path, undefined, 'nginx');
    const at = async (part: string): Promise<string | null> => {
      const line = text.split('\n').findIndex((one) => one.includes(part));
      return await client.connection.sendRequest(Requests.urlAt, {
        uri: uriOf(path),
        position: { line, character: (text.split('\n')[line] ?? '').indexOf(part) },
      });
    };
    const origin = 'http://shop.example.com:8088';
    assert.equal(await at('listen 80'), `GET ${origin}/`);
    assert.equal(await at('return 200'), `GET ${origin}/`);
    assert.equal(await at('return 201'), `GET ${origin}/login`);
    assert.equal(await at('return 202'), `GET ${origin}/index.jsp`);
    assert.equal(await at('return 203'), `GET ${origin}/app/a/`);
    assert.equal(await at('return 503'), `GET ${origin}/`);
    assert.equal(await at('return 204'), `GET ${origin}/`);
    assert.equal(await at('listen 443'), 'GET https://localhost/');
    assert.equal(await at('# end'), null);
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
});
