import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Requests, type WhichLocationAnswer } from '../../server/src/protocol';
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
});
