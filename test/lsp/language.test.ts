import assert from 'node:assert/strict';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { unknownDirective } from '../../server/src/rules/nginx/unknown-directive';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, type TestClient } from './testClient';

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
