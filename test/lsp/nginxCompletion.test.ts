import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CompletionItem, CompletionList } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf, type TestClient } from './testClient';

const main = `events {}
http {
    log_format timed '$remote_addr $request_time';
    sendfile on;
    upstream tomcats { server tomcat1:8080; }
    upstream secure { server tomcat1:8443; }
    include conf.d/*.conf;
}
`;
const site = (body: string): string => `server {
    listen 80;
    error_page 502 /sorry.html;
    location = /sorry.html { internal; }
    location /static/ { root /data; }
    location @busy { return 503; }
    location / {
        ${body}
    }
}
`;

describe('completion in the order in which nginx is written', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  beforeEach(async () => {
    root = await folders.make({
      'nginx.conf': main,
      'conf.d/site.conf': site(''),
      'certs/site.pem': 'a certificate',
      'html/index.html': '',
      'compose.yaml': `services:
  web:
    image: nginx:1.22
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf
      - ./conf.d:/etc/nginx/conf.d
      - ./certs:/etc/nginx/tls
      - ./html:/usr/share/nginx/html
`,
    });
    client = startInMemory({ snippets: true });
    await client.start(root);
  });
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** What is offered at the `|` of a text, in the order in which editors show it while nothing is typed. */
  async function complete(file: string, text: string, trigger?: string): Promise<readonly CompletionItem[]> {
    const path = join(root, file);
    const clean = text.replace('|', '');
    await client.open(path, clean, 'nginx');
    const list: CompletionList | null = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: uriOf(path) },
      position: TextDocument.create('', '', 0, clean).positionAt(text.indexOf('|')),
      ...(trigger !== undefined && { context: { triggerKind: 2, triggerCharacter: trigger } }),
    });
    await client.close(path);
    return (list?.items ?? []).toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  }
  const labels = async (file: string, text: string, trigger?: string): Promise<readonly string[]> =>
    (await complete(file, text, trigger)).map(({ label }) => label);
  const inLocation = async (line: string, trigger?: string): Promise<readonly string[]> =>
    await labels('conf.d/site.conf', site(line), trigger);

  it('offers first what is written most in the block', async () => {
    assert.deepEqual((await inLocation('|')).slice(0, 4), [
      'proxy_pass',
      'proxy_set_header',
      'root',
      'return',
    ]);
    const ofServer = await labels('conf.d/site.conf', 'server {\n    |\n}\n');
    assert.deepEqual(ofServer.slice(0, 3), ['location', 'listen', 'server_name']);
    const ofMain = await labels('nginx.conf', '|');
    assert.deepEqual(ofMain.slice(0, 3), ['events', 'http', 'worker_processes']);
    assert.ok(ofMain.indexOf('thread_pool') > ofMain.indexOf('user'));
  });

  it('leaves out what is there and may stand once, also in another file', async () => {
    assert.ok(!(await labels('nginx.conf', `${main}|`)).includes('http'));
    assert.ok(!(await labels('nginx.conf', `ev|\n${main}`)).includes('events'));
    const ofLocation = await inLocation('prox|\n        root /a;\n        proxy_set_header Host $host;');
    assert.ok(!ofLocation.includes('root') && !ofLocation.includes('alias'));
    assert.ok(ofLocation.includes('proxy_set_header') && ofLocation.includes('proxy_pass'));
    assert.ok(!(await labels('conf.d/site.conf', '|')).includes('sendfile'));
    // The one that is being written is not there yet.
    assert.ok((await inLocation('roo|t /a;')).includes('root'));
    // It stands behind a line that is half typed.
    assert.ok(!(await inLocation('prox|\n        proxy_pass http://tomcats;')).includes('proxy_pass'));
  });

  it('has a list behind a blank where there are values, and none behind the blanks of an indentation', async () => {
    assert.deepEqual(await inLocation('proxy_buffering |', ' '), ['on', 'off']);
    assert.deepEqual(await inLocation('satisfy |', ' '), ['all', 'any']);
    assert.deepEqual((await inLocation('limit_except |', ' ')).slice(0, 3), ['GET', 'POST', 'PUT']);
    assert.deepEqual((await inLocation('set $a |', ' ')).slice(0, 2), ['$remote_addr', '$host']);
    assert.deepEqual(await inLocation('if ($request_method |', ' '), ['=', '!=', '~', '~*', '!~', '!~*']);
    assert.deepEqual((await inLocation('if ($request_method = |', ' ')).slice(0, 2), ['GET', 'POST']);
    assert.ok((await inLocation('if (|', '(')).includes('$request_method'));
    assert.deepEqual(await inLocation(' |', ' '), []);
    assert.deepEqual(await inLocation('# proxy_buffering |', ' '), []);
    assert.deepEqual(await inLocation('proxy_read_timeout |', ' '), []);
    assert.deepEqual(await inLocation('proxy_buffering on |', ' '), []);
    const [name] = (await complete('conf.d/site.conf', site('proxy_http|'))).filter(
      ({ label }) => label === 'satisfy',
    );
    assert.equal(name?.textEdit?.newText, 'satisfy ${1|all,any|};');
    const pass = (await complete('conf.d/site.conf', site('|'))).find(({ label }) => label === 'proxy_pass');
    assert.equal(pass?.command?.command, 'editor.action.triggerSuggest');
  });

  it('offers upstreams as they are written', async () => {
    assert.deepEqual(await inLocation('proxy_pass |', ' '), [
      'http://tomcats',
      'https://secure',
      'http://secure',
      'https://tomcats',
      'http://',
      'https://',
    ]);
    assert.deepEqual(await inLocation('proxy_pass http://|;'), ['secure', 'tomcats']);
    assert.equal((await inLocation('grpc_pass |'))[0], 'grpc://tomcats');
    assert.deepEqual(await inLocation('fastcgi_pass |'), ['secure', 'tomcats']);
  });

  it('offers headers, and what they are mostly given', async () => {
    const headers = await inLocation('proxy_set_header Host $host;\n        proxy_set_header |', ' ');
    assert.deepEqual(headers.slice(0, 2), ['X-Forwarded-For', 'X-Real-IP']);
    assert.equal(
      (await inLocation('proxy_set_header X-Forwarded-For |', ' '))[0],
      '$proxy_add_x_forwarded_for',
    );
    assert.equal((await inLocation('add_header |', ' '))[0], 'Strict-Transport-Security');
    assert.equal((await inLocation('add_header X-Frame-Options |', ' '))[0], 'SAMEORIGIN');
    assert.equal((await inLocation('add_header X-Frame-Options DENY |', ' '))[0], 'always');
    assert.equal((await inLocation('proxy_hide_header |', ' '))[0], 'X-Powered-By');
  });

  it('offers statuses, and the locations that pages of errors may be in', async () => {
    assert.deepEqual((await inLocation('error_page |', ' ')).slice(0, 2), ['500', '502']);
    const uris = await inLocation('error_page 500 |', ' ');
    assert.deepEqual(uris.slice(0, 4), ['/sorry.html', '/static/', '@busy', '502']);
    assert.deepEqual((await inLocation('return |', ' ')).slice(0, 2), ['301', '302']);
    assert.deepEqual((await inLocation('try_files |', ' ')).slice(0, 3), [
      '/sorry.html',
      '/static/',
      '@busy',
    ]);
  });

  it('offers no parameter where the address is to be written', async () => {
    const first = await labels('conf.d/site.conf', 'server {\n    listen |\n}\n', ' ');
    assert.deepEqual(first.slice(0, 2), ['80', '443 ssl']);
    assert.ok(!first.includes('ssl'));
    assert.ok((await labels('conf.d/site.conf', 'server {\n    listen 443 |\n}\n', ' ')).includes('ssl'));
    assert.deepEqual(await labels('nginx.conf', 'error_log /a |', ' '), [
      'debug',
      'info',
      'notice',
      'warn',
      'error',
      'crit',
      'alert',
      'emerg',
    ]);
  });

  it('offers pieces of configuration where they may stand, and nowhere else', async () => {
    const kinds = async (file: string, text: string): Promise<readonly string[]> =>
      (await complete(file, text)).filter(({ kind }) => kind === 15).map(({ label }) => label);
    const ofLocation = await kinds('conf.d/site.conf', site('|'));
    assert.deepEqual(ofLocation, ['proxy-failover', 'proxy-keepalive']);
    const ofServer = await kinds('conf.d/site.conf', 'server {\n    |\n}\n');
    assert.ok(ofServer.includes('proxy-tomcat') && !ofServer.includes('upstream-ip-hash'));
    assert.ok((await kinds('conf.d/site.conf', '|')).includes('upstream-ip-hash'));
    assert.deepEqual(await kinds('nginx.conf', '|'), ['nginx.conf']);
    assert.deepEqual(await kinds('nginx.conf', `${main}|`), []);
    assert.deepEqual(await kinds('conf.d/site.conf', site('proxy_pass |')), []);
  });

  it('offers paths as nginx sees them', async () => {
    assert.deepEqual(await labels('nginx.conf', main.replace('conf.d/*.conf', '|')), ['conf.d/', 'tls/']);
    assert.deepEqual(await inLocation('ssl_certificate tls/|'), ['site.pem']);
    assert.deepEqual(await inLocation('ssl_certificate /etc/nginx/tls/|'), ['site.pem']);
    assert.ok((await inLocation('root |', ' ')).includes('/usr/share/nginx/html'));
    assert.deepEqual(await inLocation('root /usr/share/|'), ['nginx/html']);
  });
});
