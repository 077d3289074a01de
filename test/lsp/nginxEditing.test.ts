import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CompletionItem, CompletionList, Hover, SignatureHelp } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf, type TestClient } from './testClient';

const main = `events {}
http {
    log_format timed '$remote_addr $request_time';
    limit_req_zone $binary_remote_addr zone=perip:10m rate=10r/s;
    map $http_upgrade $upgraded {
        default upgrade;
    }
    upstream tomcats {
        server 10.0.0.1:8080;
    }
    server {
        include snippets/*.conf;
    }
}
`;
const snippet = `location / {
    proxy_pass http://tomcats;
    proxy_set_header Host $http_host;
}
`;

describe('completion, hover and signature help in nginx files', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  beforeEach(async () => {
    root = await folders.make({
      'nginx.conf': main,
      'snippets/app.conf': snippet,
      'snippets/tls/site.pem': 'a certificate',
      '.env': 'SECRET=1',
      'compose.yaml':
        'services:\n  web:\n    image: nginx:1.22\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf\n      - ./snippets:/etc/nginx/snippets\n',
    });
    client = startInMemory({ snippets: true });
    await client.start(root);
  });
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** The place of `|` in a text that takes the place of a file's. */
  async function typed(
    file: string,
    text: string,
  ): Promise<{ textDocument: { uri: string }; position: { line: number; character: number } }> {
    const path = join(root, file);
    const offset = text.indexOf('|');
    const clean = text.replace('|', '');
    await client.open(path, clean, 'nginx');
    return {
      textDocument: { uri: uriOf(path) },
      position: TextDocument.create('', '', 0, clean).positionAt(offset),
    };
  }

  async function complete(file: string, text: string): Promise<readonly CompletionItem[]> {
    const list: CompletionList | null = await client.connection.sendRequest(
      'textDocument/completion',
      await typed(file, text),
    );
    return list?.items ?? [];
  }
  const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label);
  const written = (items: readonly CompletionItem[], label: string): string | undefined =>
    items.find((item) => item.label === label)?.textEdit?.newText;
  const inLocation = (line: string): string =>
    snippet.replace('    proxy_set_header', `    ${line}\n    proxy_set_header`);

  const inEmptyLocation = (line: string): string => `location / {\n    ${line}\n}\n`;

  it('offers what may stand where the file is included, and nothing else', async () => {
    const items = await complete('snippets/app.conf', inEmptyLocation('prox|'));
    assert.ok(labels(items).includes('proxy_pass'));
    assert.ok(!labels(items).includes('upstream'));
    assert.ok(!labels(items).includes('worker_processes'));
    assert.equal(written(items, 'proxy_pass'), 'proxy_pass $0;');
    assert.equal(written(items, 'proxy_buffering'), 'proxy_buffering ${1|on,off|};');
    assert.equal(written(items, 'location'), 'location ${1:/} {\n\t$0\n}');
    const top = await complete('snippets/app.conf', `loc|\n${snippet}`);
    assert.ok(labels(top).includes('location'));
    assert.ok(labels(top).includes('listen'));
    assert.ok(!labels(top).includes('upstream'));
  });

  it('offers names on a line whose predecessor lacks its semicolon, and behind a bare block', async () => {
    assert.ok(
      labels(await complete('snippets/app.conf', inLocation('gzip on\n    prox|'))).includes(
        'proxy_redirect',
      ),
    );
    assert.ok(
      labels(await complete('nginx.conf', main.replace('events {}', 'events {\n    |\n}'))).includes(
        'worker_connections',
      ),
    );
  });

  it('goes on with a path by what the workspace has, and not beyond it', async () => {
    const at = async (line: string): Promise<readonly string[]> =>
      labels(await complete('nginx.conf', main.replace('include snippets/*.conf;', line))).toSorted();
    assert.deepEqual(await at('include |'), ['snippets/']);
    assert.deepEqual(await at('include snippets/|'), ['*.conf', 'app.conf', 'tls/']);
    assert.deepEqual(await at('include /etc/nginx/snippets/a|'), ['*.conf', 'app.conf', 'tls/']);
    assert.deepEqual(await at('ssl_certificate "snippets/tls/|'), ['site.pem']);
    assert.deepEqual(await at('root snippets/|;'), ['tls/']);
    assert.deepEqual(await at('include ../|'), []);
    assert.deepEqual(await at('include /etc/|'), ['nginx/snippets/']);
    const items = await complete('nginx.conf', main.replace('snippets/*.conf', 'snippets/ap|'));
    assert.equal(written(items, 'app.conf'), 'app.conf');
    assert.equal(
      items.find(({ label }) => label === 'tls/')?.command?.command,
      'editor.action.triggerSuggest',
    );
  });

  it('writes the name alone where its arguments are there', async () => {
    const items = await complete('snippets/app.conf', snippet.replace('proxy_pass http', 'proxy_|pass http'));
    assert.equal(written(items, 'proxy_pass'), 'proxy_pass');
  });

  it('leaves out what the release in use does not have, and the commercial edition', async () => {
    const items = labels(await complete('nginx.conf', main.replace('server 10.0.0.1:8080;', 's|')));
    assert.ok(items.includes('server'));
    assert.ok(items.includes('keepalive'));
    assert.ok(!items.includes('sticky'));
    assert.ok(!items.includes('queue'));
    const parameters = labels(
      await complete('nginx.conf', main.replace('server 10.0.0.1:8080;', 'server 10.0.0.1:8080 weight=2 |;')),
    );
    assert.ok(parameters.includes('backup'));
    assert.ok(!parameters.includes('weight='));
    assert.ok(!parameters.includes('drain'));
  });

  it('offers values, parameters and the names that the configuration makes', async () => {
    const at = async (line: string): Promise<readonly string[]> =>
      labels(await complete('snippets/app.conf', inLocation(line)));
    assert.deepEqual(await at('proxy_buffering |;'), ['on', 'off']);
    assert.ok((await at('proxy_next_upstream error |;')).includes('non_idempotent'));
    assert.deepEqual(await at('proxy_pass http://|;'), ['tomcats']);
    assert.deepEqual(await at('limit_req zone=|;'), ['perip']);
    assert.ok((await at('limit_req zone=perip |;')).includes('burst='));
    assert.ok((await at('access_log /var/log/a.log |;')).includes('timed'));
    const variables = await at('proxy_set_header X $|;');
    assert.ok(variables.includes('$upgraded'));
    assert.ok(variables.includes('$remote_addr'));
    assert.ok(variables.includes('$cookie_…'));
  });

  it('is silent in comments and among the entries of a map', async () => {
    assert.deepEqual(await complete('snippets/app.conf', inLocation('# prox|')), []);
    assert.deepEqual(await complete('nginx.conf', main.replace('default upgrade;', 'def|')), []);
  });

  it('tells what an item is when it is looked at', async () => {
    const items = await complete('snippets/app.conf', inEmptyLocation('prox|'));
    const item = items.find(({ label }) => label === 'proxy_pass');
    const resolved: CompletionItem = await client.connection.sendRequest('completionItem/resolve', item);
    assert.ok(typeof resolved.documentation === 'object');
    assert.match(resolved.documentation.value, /proxy_pass <URL>;[\s\S]*Context: location/);
  });

  async function hover(file: string, text: string): Promise<string | undefined> {
    const found: Hover | null = await client.connection.sendRequest(
      'textDocument/hover',
      await typed(file, text),
    );
    return found && typeof found.contents === 'object' && 'value' in found.contents
      ? found.contents.value
      : undefined;
  }

  it('explains directives where they stand, variables, and names that the configuration makes', async () => {
    const pass = await hover('snippets/app.conf', snippet.replace('proxy_pass', 'proxy|_pass'));
    assert.match(pass ?? '', /Module: ngx_http_proxy_module[\s\S]*nginx\.org\/en\/docs\/http/);
    const upstreamServer = await hover('nginx.conf', main.replace('server 10', 'ser|ver 10'));
    assert.match(upstreamServer ?? '', /ngx_http_upstream_module/);
    const header = await hover('snippets/app.conf', snippet.replace('$http_host', '$http_|host'));
    assert.match(header ?? '', /\$http_host[\s\S]*Host header/);
    const own = await hover('snippets/app.conf', snippet.replace('$http_host', '$upgr|aded'));
    assert.match(
      own ?? '',
      /\$upgraded\*\*, variable[\s\S]*`map` in \[nginx\.conf:5\]\(file:.*nginx\.conf#L5,24\)/,
    );
    assert.equal(await hover('nginx.conf', main.replace('default upgrade', 'def|ault upgrade')), undefined);
  });

  it('explains an upstream by its servers, its method and who uses it', async () => {
    const text = await hover('snippets/app.conf', snippet.replace('http://tomcats', 'http://tom|cats'));
    const nginxConf = uriOf(join(root, 'nginx.conf'));
    const app = uriOf(join(root, 'snippets/app.conf'));
    assert.equal(
      text,
      `**tomcats**, upstream

\`\`\`nginx
upstream tomcats {
    server 10.0.0.1:8080;
}
\`\`\`

The servers get requests in turn (round robin), since no line says otherwise.

Defined by \`upstream\` in [nginx.conf:8](${nginxConf}#L8,14)

Used by

- [app.conf:2](${app}#L2,23) \`proxy_pass http://tomcats\` in \`location /\``,
    );
    const hashed = main.replace('server 10', 'hash $uri consistent;\n        server 10');
    assert.match(
      (await hover('nginx.conf', hashed.replace('upstream tom', 'upstream tom|'))) ?? '',
      /A hash of `\$uri` decides which server gets a request\./,
    );
  });

  it('explains zones, headers, values and statuses', async () => {
    const at = async (line: string): Promise<string> =>
      (await hover('snippets/app.conf', inLocation(line))) ?? '';
    assert.match(
      await at('limit_req zone=per|ip;'),
      /\*\*perip\*\*, limit_req zone\n\n```nginx\nlimit_req_zone \$binary_remote_addr zone=perip:10m rate=10r\/s\n```\n\nDefined by `limit_req_zone` in \[nginx\.conf:4\]/,
    );
    assert.match(await at('proxy_set_header X-Forwarded-|Proto $scheme;'), /RemoteIpValve/);
    assert.match(await at('add_header Strict-Transport|-Security "a";'), /https alone/);
    assert.match(await at('proxy_next_upstream non_|idempotent;'), /POST/);
    assert.match(await at('error_page 50|2 /a;'), /Bad Gateway/);
    assert.match(await at('grpc_next_upstream time|out;'), /took too long/);
    assert.match(
      (await hover('snippets/app.conf', snippet.replace('location /', 'location ^|~ /'))) ?? '',
      /\*\*`\^~`\*\*\n\n/,
    );
    assert.equal(await at('proxy_read_timeout 5|s;'), '');
  });

  it('shows the signs of a location as they are written', async () => {
    const text = await hover('snippets/app.conf', snippet.replace('location', 'loca|tion'));
    const outside = (text ?? '').replace(/```[\s\S]*?```/g, '').replace(/`[^`]*`/g, '');
    assert.ok(!outside.includes('~'), outside);
  });

  it('says where the release in use does not have a directive', async () => {
    const text = await hover('nginx.conf', main.replace('server 10.0.0.1:8080;', 'stic|ky cookie srv;'));
    assert.match(text ?? '', /Since nginx 1\.29\.6[\s\S]*Not in nginx 1\.22/);
  });

  it('shows the syntax while arguments are written', async () => {
    const at = async (line: string): Promise<readonly [string, string] | undefined> => {
      const help: SignatureHelp | null = await client.connection.sendRequest(
        'textDocument/signatureHelp',
        await typed('snippets/app.conf', inLocation(line)),
      );
      const signature = help?.signatures[help.activeSignature ?? 0];
      const label = signature?.parameters?.[signature.activeParameter ?? 0]?.label;
      return signature && [signature.label, Array.isArray(label) ? signature.label.slice(...label) : ''];
    };
    assert.deepEqual(await at('limit_req |'), [
      'limit_req zone=<name> [burst=<number>] [nodelay | delay=<number>];',
      'zone=<name>',
    ]);
    assert.deepEqual(await at('limit_req zone=a |'), [
      'limit_req zone=<name> [burst=<number>] [nodelay | delay=<number>];',
      '[burst=<number>]',
    ]);
    assert.deepEqual(await at('try_files $uri $uri/ |'), ['try_files <file> ... <uri>;', '<file>']);
    assert.equal(await at('prox|'), undefined);
  });
});
