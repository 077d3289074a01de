import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
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

  it('tells two clusters of equal names apart, each with what mends it', async () => {
    const broken = await folders.copyOf('samples/story-broken');
    const root = await folders.make();
    for (const name of ['blue', 'green']) await cp(broken, `${root}/${name}`, { recursive: true });
    const client = startInMemory();
    await client.start(root);
    const { clusters }: ReadinessAnswer = await client.connection.sendRequest(Requests.readiness);
    assert.equal(clusters.length, 2);
    assert.equal(new Set(clusters.map(({ id }) => id)).size, 2);
    assert.equal(new Set(clusters.map(({ nodes }) => nodes.join())).size, 1);
    for (const [index, name] of ['blue', 'green'].entries()) {
      const edits = clusters[index]?.points.flatMap(({ fix }) => (fix ? [fix.edit] : [])) ?? [];
      assert.ok(edits.length > 0);
      for (const uri of JSON.stringify(edits).match(/file:[^"]+/g) ?? [])
        assert.ok(uri.startsWith(uriOf(`${root}/${name}/`)), uri);
    }
    const [, green] = clusters;
    const point = green?.points.find(({ title }) => title === 'The apps are distributable');
    assert.ok(point?.fix);
    await client.applyAction({ title: point.fix.title, edit: point.fix.edit });
    const after: ReadinessAnswer = await client.connection.sendRequest(Requests.readiness);
    assert.deepEqual(
      after.clusters.map(({ id, points }) => [id, points.find(({ title }) => title === point.title)?.state]),
      [
        [clusters[0]?.id, 'lacks'],
        [green?.id, 'holds'],
      ],
    );
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
});
