import assert from 'node:assert/strict';
import { Requests, type ReadinessAnswer } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { story } from './story';
import { startInMemory, uriOf } from './testClient';

describe('cluster readiness, asked of the language server', () => {
  const folders = temporaryFolders();

  it('answers with places and edits, from unsaved buffers', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const client = startInMemory();
    await client.start(root);
    const path = `${root}/${story.webXml}`;
    await client.open(path, undefined, 'xml');
    await client.edit(path, (text) => `<!-- one line more -->\n${text.replace(/^<\?xml.*\n/, '')}`);
    const { clusters }: ReadinessAnswer = await client.connection.sendRequest(Requests.readiness);
    const point = clusters[0]?.points.find(({ title }) => title === 'The apps are distributable');
    assert.equal(point?.state, 'lacks');
    assert.equal(point.places[0]?.uri, uriOf(path));
    assert.match(JSON.stringify(point.fix?.edit), /<distributable\/>/);
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
});
