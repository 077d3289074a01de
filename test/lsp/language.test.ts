import assert from 'node:assert/strict';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { Requests, type WhichLocationAnswer } from '../../server/src/protocol';
import { unknownDirective } from '../../server/src/rules/nginx/unknown-directive';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf, type TestClient } from './testClient';

const NGINX = 'events {}\nhttp {\n    make_it_fast on;\n}\n';

describe('the language of the server', () => {
  const folders = temporaryFolders();
  let client: TestClient | undefined;

  afterEach(async () => {
    config({ contents: {} });
    await client?.stop();
  });

  /** The messages of the one file of a workspace, in what an editor asks for. */
  async function said(root: string, l10n: unknown): Promise<readonly string[]> {
    const started = startInMemory({ initializationOptions: { l10n } });
    client = started;
    await started.start(root);
    await started.until(() => started.summary);
    return (started.pushed.get(join(root, 'nginx.conf')) ?? []).map(({ message }) =>
      typeof message === 'string' ? message : message.value,
    );
  }

  it('is that of the editor, where its sentences are there', async () => {
    const template = unknownDirective.meta.messages['unknown'] ?? '';
    const bundle = { [template]: 'nginx에는 "{name}" 지시어가 없습니다. nginx: {says}' };
    const root = await folders.make({ 'nginx.conf': NGINX, 'bundle.json': JSON.stringify(bundle) });
    assert.deepEqual(await said(root, join(root, 'bundle.json')), [
      'nginx에는 "make_it_fast" 지시어가 없습니다. nginx: unknown directive "make_it_fast"',
    ]);
  });

  it('is that of the editor in requests too', async () => {
    const root = await folders.make({
      'nginx.conf':
        'events {}\nhttp {\n    server {\n        listen 80;\n        location / { return 200; }\n    }\n}\n',
      'bundle.json': JSON.stringify({
        'The longest prefix.': '가장 긴 접두사입니다.',
        'Context: {contexts}': '문맥: {contexts}',
        'Only names can be renamed here: upstreams, variables that the configuration makes, named locations, log formats and shared memory zones.':
          '이름만 바꿀 수 있습니다.',
      }),
    });
    client = startInMemory({ initializationOptions: { l10n: join(root, 'bundle.json') } });
    await client.start(root);
    const { connection } = client;
    const at = {
      textDocument: { uri: uriOf(join(root, 'nginx.conf')) },
      position: { line: 3, character: 10 },
    };
    const found: WhichLocationAnswer = await connection.sendRequest(Requests.whichLocation, { url: '/x' });
    assert.ok(found.ok && found.lines.some(({ text }) => text === '  location /: 가장 긴 접두사입니다.'));
    const hover: { contents: { value: string } } = await connection.sendRequest('textDocument/hover', at);
    assert.match(hover.contents.value, /^문맥: server/m);
    await assert.rejects(connection.sendRequest('textDocument/prepareRename', at), /이름만/);
  });

  it('is English where nobody asks for another', async () => {
    const root = await folders.make({ 'nginx.conf': NGINX });
    const [message = ''] = await said(root, undefined);
    assert.match(message, /^nginx has no directive "make_it_fast"/);
  });

  it('is English where the sentences cannot be read, which is told', async () => {
    const root = await folders.make({ 'nginx.conf': NGINX });
    const [message = ''] = await said(root, join(root, 'absent.json'));
    assert.match(message, /^nginx has no directive "make_it_fast"/);
    assert.match(client?.logged.join('\n') ?? '', /speaks English, since .*absent\.json cannot be read/);
  });
});
