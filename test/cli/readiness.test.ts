import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolders } from '../workspace/temporary';
import { runCli } from './runCli';

interface Answer {
  readonly clusters: readonly {
    readonly nodes: readonly string[];
    readonly points: readonly {
      readonly id: string;
      readonly state: string;
      readonly places: readonly { readonly path: string; readonly range?: unknown }[];
      readonly fix: { readonly title: string; readonly safe: boolean } | null;
    }[];
  }[];
}

describe('cluster-lab check --readiness', () => {
  const folders = temporaryFolders();
  const ask = async (path: string): Promise<{ code: number | null; answer: Answer }> => {
    const { code, stdout } = await runCli(['check', '--readiness', '--format', 'json', path]);
    const answer: Answer = JSON.parse(stdout);
    return { code, answer };
  };

  it('says of the broken story what each point lacks, with its fix', async () => {
    const { code, answer } = await ask('samples/story-broken');
    assert.equal(code, 1);
    const [cluster, ...others] = answer.clusters;
    assert.equal(others.length, 0);
    assert.deepEqual(cluster?.nodes, ['tomcat1', 'tomcat2']);
    assert.deepEqual(Object.fromEntries(cluster.points.map(({ id, state }) => [id, state])), {
      serializable: 'lacks',
      cluster: 'lacks',
      'replication-valve': 'unknown',
      'receiver-port': 'holds',
      distributable: 'lacks',
      'jvm-route': 'holds',
      time: 'holds',
      sticky: 'unknown',
      'one-group': 'unknown',
      alike: 'unknown',
      reached: 'lacks',
      cookie: 'holds',
    });
    for (const { state, places, fix } of cluster.points) {
      if (state !== 'lacks') continue;
      assert.ok(fix?.safe);
      assert.ok(places.length > 0 && places.every(({ range }) => range));
    }
  });

  it('says of the healthy story that all holds, and where', async () => {
    const { code, answer } = await ask('samples/story-fixed');
    assert.equal(code, 0);
    assert.deepEqual(
      answer.clusters.flatMap(({ points }) => points.filter(({ state }) => state !== 'holds')),
      [],
    );
  });

  it('does not claim what is decided outside of the workspace', async () => {
    const root = await folders.make({
      'compose.yaml':
        'services:\n  web:\n    image: nginx\n    volumes: ["./site.conf:/etc/nginx/conf.d/default.conf"]\n' +
        '  a:\n    image: tomcat:10.1\n  b:\n    image: tomcat:10.1\n',
      'site.conf':
        'upstream tomcats {\n    server a:8080;\n    server b:8080;\n}\nserver {\n    location / {\n        proxy_pass http://tomcats;\n    }\n}\n',
    });
    const { code, answer } = await ask(root);
    assert.equal(code, 0);
    const states = new Map(answer.clusters[0]?.points.map(({ id, state }) => [id, state]));
    for (const id of ['serializable', 'cluster', 'distributable', 'one-group', 'alike', 'cookie'])
      assert.equal(states.get(id), 'unknown', id);
    assert.equal(states.get('reached'), 'holds');
  });

  it('blames a web.xml that cannot be read on the app, not on the Cluster', async () => {
    const root = await folders.copyOf('samples/story-fixed');
    await appendFile(join(root, 'app/src/main/webapp/WEB-INF/web.xml'), '-->');
    const { answer } = await ask(root);
    const lacking = answer.clusters.flatMap(({ points }) => points.filter(({ state }) => state === 'lacks'));
    assert.deepEqual(
      lacking.map(({ id }) => id),
      ['distributable'],
    );
  });

  it('is printed for people, and as Markdown', async () => {
    const text = await runCli(['check', '--readiness', 'samples/story-broken']);
    assert.match(text.stdout, /^tomcat1, tomcat2: \d+ of 12 hold, \d+ lack something, \d+ cannot be told\n/);
    assert.match(text.stdout, /\nlacks {4}The apps are distributable\n/);
    const markdown = await runCli(['check', '--readiness', '--format', 'markdown', 'samples/story-broken']);
    assert.match(markdown.stdout, /^## tomcat1, tomcat2\n/);
    assert.match(markdown.stdout, /\| lacks \| The apps are distributable \| .*&lt;distributable\/>.* \|/);
  });

  it('ends with 3 where there is no cluster, and refuses what does not go with it', async () => {
    const root = await folders.make({ 'nginx.conf': 'events {\n}\n' });
    const { code, stderr } = await runCli(['check', '--readiness', root]);
    assert.equal(code, 3);
    assert.match(stderr, /no cluster was found/);
    for (const words of [
      ['--readiness', '--fix'],
      ['--format', 'markdown'],
    ])
      assert.equal((await runCli(['check', ...words, root])).code, 2);
  });
});
