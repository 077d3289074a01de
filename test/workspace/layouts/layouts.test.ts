import assert from 'node:assert/strict';
import { deploy, localCandidates } from '../../../server/src/plan';
import type { Deployment } from '../../../server/src/protocol';
import type { Check } from '../../../server/src/workspace/check';
import { WorkspaceChecker } from '../../../server/src/workspace/checker';
import { nodeFileSystem } from '../../../server/src/workspace/nodeFileSystem';
import { readTexts } from '../../helpers/workspace';
import { temporaryFolders } from '../temporary';
import { COMPOSE_LAYOUTS } from './compose';
import { IMAGE_LAYOUTS } from './images';
import { type Files, type Layout, partsOf } from './layout';
import { MORE_LAYOUTS } from './more';
import { NGINX_LAYOUTS } from './nginx';
import { TOMCAT_LAYOUTS } from './tomcat';

const LAYOUTS = {
  nginx: NGINX_LAYOUTS,
  images: IMAGE_LAYOUTS,
  compose: COMPOSE_LAYOUTS,
  tomcat: TOMCAT_LAYOUTS,
  more: MORE_LAYOUTS,
};
const folders = temporaryFolders();

interface Checked {
  readonly root: string;
  readonly check: Check;
}

async function checked(files: Files): Promise<Checked> {
  const root = await folders.make(files);
  const checker = new WorkspaceChecker(nodeFileSystem);
  checker.setFolders([root]);
  const [check, ...more] = await checker.settle();
  assert.ok(check && more.length === 0);
  assert.deepEqual(check.failures, []);
  return { root, check };
}

const story = async (sample: 'story-broken' | 'story-fixed', { files }: Layout): Promise<Checked> =>
  checked(files(partsOf(await readTexts(`samples/${sample}`))));

const told = ({ root, check }: Checked): readonly string[] =>
  check.diagnostics.map(({ path, code }) => `${path.slice(root.length + 1)} ${code}`).toSorted();

const five = ({ java, webXml, nginx, serverXmls }: Layout): readonly string[] =>
  [
    `${java} java/session-attribute-not-serializable`,
    `${java} java/session-attribute-not-serializable`,
    `${webXml} cluster/distributable-missing`,
    ...serverXmls.map((path) => `${path} cluster/cluster-missing`),
    `${nginx} nginx/underscore-upstream-host`,
  ].toSorted();

function planOf({ check: { model } }: Checked): Deployment {
  const present = new Set(
    localCandidates(model).filter(
      (path) => model.files.has(path) || model.apps.some((app) => app.webRoot === path),
    ),
  );
  const answer = deploy(model, { labId: 'lab', probeToken: 'token' }, present);
  assert.ok(answer.ok);
  return answer.deployment;
}

const isAt = (path: string, app: string): boolean => path === app || path === `${app}.war`;

for (const [group, layouts] of Object.entries(LAYOUTS))
  describe(`layouts: ${group}`, () => {
    for (const layout of layouts) {
      it(`${layout.title}: the five of the story are found`, async () => {
        assert.deepEqual(told(await story('story-broken', layout)), five(layout));
      });

      it(`${layout.title}: its healthy twin is silent`, async () => {
        assert.deepEqual(told(await story('story-fixed', layout)), []);
      });

      it(`${layout.title}: the lab runs what it says`, async () => {
        const { tomcats, nginx, adaptations } = planOf(await story('story-broken', layout));
        const { nodes, ports, app } = layout.lab;
        assert.deepEqual(
          tomcats.map(({ name }) => name),
          nodes,
        );
        assert.deepEqual(
          Object.fromEntries(nginx.ports.map(({ container, preferred }) => [container, preferred])),
          ports,
        );
        const ids = adaptations.map(({ id }) => id);
        assert.ok(!ids.some((id) => id.startsWith('demo')), ids.join());
        const target = app.startsWith('/') ? app : `/usr/local/tomcat/webapps/${app}`;
        for (const { files } of tomcats)
          assert.equal(
            files.filter((file) => isAt(file.target, target)).length,
            1,
            JSON.stringify(files, null, 1),
          );
      });
    }
  });

describe('layouts: several examples in one workspace', () => {
  const [layout] = MORE_LAYOUTS;

  async function checksOf(sample: 'story-broken' | 'story-fixed'): Promise<readonly (readonly string[])[]> {
    assert.ok(layout);
    const files = layout.files(partsOf(await readTexts(`samples/${sample}`)));
    const root = await folders.make(
      Object.fromEntries(
        ['one', 'two'].flatMap((name) =>
          Object.entries(files).map(([path, text]) => [`examples/${name}/${path}`, text]),
        ),
      ),
    );
    const checker = new WorkspaceChecker(nodeFileSystem);
    checker.setFolders([root]);
    const checks = await checker.settle();
    return checks.map((check) => told({ root: check.root, check }));
  }

  it('each is a project, with the five of the story', async () => {
    assert.ok(layout);
    assert.deepEqual(await checksOf('story-broken'), [five(layout), five(layout)]);
  });

  it('their healthy twins are silent', async () => {
    assert.deepEqual(await checksOf('story-fixed'), [[], []]);
  });
});
