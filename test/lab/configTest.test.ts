import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { askNginx, askNginxAlone, askTomcat } from '../../client/src/lab';
import { parseVerdicts } from '../../client/src/features/configTest/tomcat/verdicts';
import type { Lab } from '../../client/src/lab/lab';
import type { Deployment } from '../../server/src/protocol';
import { Labs, planOf, urlOf } from '../helpers/lab';

const FOLDER = 'samples/story-fixed';

describe('the configuration of a running lab', () => {
  const labs = new Labs();
  let plan: Deployment;
  let lab: Lab;
  before(async () => {
    plan = await planOf(resolve(FOLDER));
    lab = await labs.start(plan);
  });
  after(() => labs.removeAll());

  /** The lab answers as before, and has no container more. */
  async function isAsBefore(): Promise<void> {
    assert.equal((await fetch(urlOf(lab, plan.nginx.name, 'http'))).status, 200);
    const containers = await (await labs.engine()).listContainers(`dev.cluster-lab.lab=${plan.labId}`);
    assert.equal(containers.length, lab.nodes.length);
  }

  /** The plan with one line of one of the user's files changed. */
  const changed = (from: string, to: string): Deployment => ({
    ...plan,
    nginx: {
      ...plan.nginx,
      files: plan.nginx.files.map((file) =>
        file.content.kind === 'text'
          ? { ...file, content: { kind: 'text', text: file.content.text.replace(from, to) } }
          : file,
      ),
    },
  });

  it('is taken by nginx -t, which says what it refuses at the line of the file, and leaves the lab as it is', async () => {
    const engine = await labs.engine();
    const ask = (candidate: Deployment): Promise<string[]> =>
      askNginx(engine, plan.labId, candidate, {
        assets: 'client/assets',
        signal: new AbortController().signal,
      });
    assert.deepEqual(
      (await ask(plan)).filter((line) => line.includes('[emerg]')),
      [],
    );
    const said = (await ask(changed('server_tokens off;', 'server_tokens maybe;'))).join('\n');
    assert.match(said, /\[emerg\].*invalid value "maybe" in \/etc\/nginx\/nginx\.conf:\d+/);
    await isAsBefore();
  });

  it('is not tested any more where somebody ends the test, which is no failure of the engine', async () => {
    const ended = askNginx(await labs.engine(), plan.labId, plan, {
      assets: 'client/assets',
      signal: AbortSignal.abort(),
    });
    await assert.rejects(ended, { name: 'AbortError' });
    await isAsBefore();
  });

  it('is taken by configtest of Tomcat, which says what it does not take, and leaves the lab as it is', async () => {
    const engine = await labs.engine();
    const [node] = plan.tomcats;
    assert.ok(node);
    const ask = (from = '', to = ''): Promise<string[]> =>
      askTomcat(
        engine,
        plan.labId,
        {
          ...node,
          files: node.files.map((file) =>
            file.content.kind === 'text'
              ? { ...file, content: { kind: 'text', text: file.content.text.replace(from, to) } }
              : file,
          ),
        },
        { assets: 'client/assets', signal: new AbortController().signal },
      );
    assert.deepEqual(parseVerdicts((await ask()).join('\n')), []);
    const said = parseVerdicts(
      (await ask('<Host name="localhost"', '<Hosts/><Host name="localhost"')).join('\n'),
    );
    assert.deepEqual(
      said.map(({ level, words, at }) => [level, words, at]),
      [['warning', 'No rules found matching [Server/Service/Engine/Hosts]', { element: 'Hosts' }]],
    );
    await isAsBefore();
  });
});

describe('nginx -t without a lab', () => {
  const labs = new Labs();
  after(() => labs.removeAll());

  it('asks the image of the plan, does not mind names that only the project has, and leaves nothing', async () => {
    const plan = await planOf(resolve(FOLDER));
    const engine = await labs.engine();
    const ask = (text: string, image = plan.nginx.image): Promise<string[] | undefined> =>
      askNginxAlone(
        engine,
        {
          ...plan,
          nginx: {
            ...plan.nginx,
            image,
            files: [
              ...plan.nginx.files,
              { target: '/etc/nginx/conf.d/more.conf', content: { kind: 'text', text } },
            ],
          },
        },
        { assets: 'client/assets', signal: new AbortController().signal },
      );
    const emerg = (said: readonly string[] | undefined): readonly string[] =>
      said?.filter((line) => line.includes('[emerg]')) ?? ['no answer'];
    assert.deepEqual(emerg(await ask('upstream php { server php-fpm:9000; server cache:9000; }')), []);
    assert.match(
      emerg(await ask('upstream php { server php-fpm:9000 weight=none; }')).join(''),
      /invalid parameter "weight=none" in \/etc\/nginx\/conf\.d\/more\.conf:1/,
    );
    assert.equal(await ask('', 'cluster-lab/none:0'), undefined);
    assert.deepEqual(await engine.listContainers(`dev.cluster-lab.lab=${plan.labId}`), []);
  });
});
