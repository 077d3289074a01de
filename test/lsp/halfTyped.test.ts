import assert from 'node:assert/strict';
import { join } from 'node:path';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf, type TestClient } from './testClient';

const text = `events {}
http {
    upstream tomcats { server 10.0.0.1:8080; }
    server {
        listen 80;
        location / {
            ;
            proxy_pass http://tomcats;
            proxy_read_timeout 5s;
        }
        location /b { return 404; }
    }
}
`;
/** Where the `;` stands that is written over. */
const typedLine = 6;

describe('a line that is half typed', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let path: string;

  beforeEach(async () => {
    const root = await folders.make({ 'nginx.conf': text.replace('            ;\n', '            \n') });
    path = join(root, 'nginx.conf');
    client = startInMemory();
    await client.start(root);
    await client.open(path, undefined, 'nginx');
    assert.deepEqual(await client.pull(path), []);
  });
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** What is said once a line is typed: its line and rule. */
  async function said(line: string, rest = ''): Promise<readonly string[]> {
    await client.edit(path, () => text.replace('            ;\n', () => `            ${line}\n${rest}`));
    return await told();
  }
  const told = async (): Promise<readonly string[]> =>
    (await client.pull(path)).map(({ range, code }) => `${range.start.line} ${code}`);

  it('draws no error elsewhere', async () => {
    for (const line of [
      'prox',
      'proxy_set_header',
      'proxy_set_header X',
      'proxy_set_header X $host',
      'error_page 500',
      'access_log',
      'return 200 "abc',
      "add_header X 'a",
      'if (',
      'if ($request_method = ',
      'if ($host) {',
      'limit_except GET {',
      'location /x',
      'location /x {',
      'rewrite ^/a',
      'proxy_next_upstream error',
    ]) {
      const elsewhere = (await said(line)).filter((one) => !one.startsWith(`${typedLine} `));
      assert.deepEqual(elsewhere, [], line);
    }
  });

  it('has its own error, and those of other lines stay', async () => {
    assert.deepEqual(await said('proxy_set_header X $host'), [`${typedLine} nginx/missing-semicolon`]);
    assert.deepEqual(await said('error_page 500'), [`${typedLine} nginx/arguments`]);
    await client.edit(path, (now) => now.replace('proxy_read_timeout', 'proxy_red_timeout'));
    await client.edit(path, (now) => now.replace('error_page 500', 'error_page 501'));
    assert.deepEqual(await told(), [`${typedLine} nginx/arguments`, '8 nginx/unknown-directive']);
    assert.deepEqual(await said('proxy_set_header X $host;'), []);
  });

  it('is taken as it is when another line is changed, and not for being saved', async () => {
    assert.deepEqual(await said('error_page 500'), [`${typedLine} nginx/arguments`]);
    await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: uriOf(path) } });
    assert.deepEqual(await told(), [`${typedLine} nginx/arguments`]);
    await client.edit(path, (now) => now.replace('listen 80;', 'listen 8080;'));
    assert.deepEqual(await told(), ['7 nginx/invalid-value']);
  });

  it('may go on in the next one', async () => {
    await client.edit(path, () =>
      text.replace('            ;\n', "            add_header X\n                'a' bad;\n"),
    );
    assert.deepEqual(await told(), ['7 nginx/invalid-value']);
  });
});
