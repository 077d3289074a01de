// npm start: prepares everything, tells the story in the terminal, opens the editor. Node built-ins only, like scripts/test.mjs.
//   npm start                 where there is no terminal, or CI is set, it ends after the story
//   npm start -- --editor     straight to the editor, without the story
import { resolve } from 'node:path';
import { ensureDependencies } from './lib/bootstrap.mjs';
import { Docker } from './lib/docker.mjs';
import { end, ending, watchForEnd } from './lib/ending.mjs';
import { ensureEngine } from './lib/engine.mjs';
import { ensureImages } from './lib/images.mjs';
import { run } from './lib/processes.mjs';
import { step } from './lib/steps.mjs';
import { tellStory } from './lib/story/tell.mjs';

const STORY = '.cluster-lab/story';
const editorAlone = process.argv.includes('--editor');
const editorWanted = editorAlone || (process.stdout.isTTY && !process.env.CI);

process.chdir(resolve(import.meta.dirname, '..'));
watchForEnd();
let code = 0;
try {
  const docker = await prepare();
  if (!editorAlone) code = await story(docker);
  if (editorWanted) await (await import('./lib/editor.mjs')).openEditor(docker);
} catch (error) {
  if (!ending.aborted) {
    console.error(error.message);
    code = 1;
  }
}
await end(code);

/** Dependencies and bundles; an engine and images, or the sentence why there are none. */
async function prepare() {
  const [docker] = await Promise.all([
    findDocker(),
    step('dependencies', ensureDependencies, (installed) => (installed ? 'installed' : 'in place')).then(() =>
      step('build', () => run(process.execPath, ['esbuild.mjs'], { title: 'esbuild' })),
    ),
  ]);
  return docker;
}

async function findDocker() {
  try {
    const { host } = await step('Docker Engine', ensureEngine, (it) => it.how);
    const images = await step(
      'images',
      () => ensureImages(new Docker(host)),
      (it) => `${it.tomcat} and ${it.nginx}, ${it.how}`,
    );
    return { host, images };
  } catch (error) {
    if (ending.aborted) throw error;
    return { missing: error.message };
  }
}

/** Exit code: 1 where a step that ran failed. */
async function story(docker) {
  console.log(`\nThe story of samples/story-broken, on a copy in ${STORY}:`);
  let shown = 0;
  let failed = 0;
  await tellStory(resolve(STORY), docker, {
    say: async (number, title, action) => {
      try {
        await step(`${number} of 6  ${title}`, action, (values) => values);
        shown++;
      } catch (error) {
        if (ending.aborted) throw error;
        failed++;
      }
    },
    skip: (number, title, why) => console.log(`           ${number} of 6  ${title}: not run: ${why}`),
  });
  if (!editorWanted) console.log('The editor: npm start -- --editor');
  console.log(`${shown} of 6 shown`);
  return failed > 0 ? 1 : 0;
}
