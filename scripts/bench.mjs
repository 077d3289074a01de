// npm run bench: what the extension and the lab cost. It prints and judges nothing.
//   npm run bench                   everything
//   npm run bench -- starts logs    only these parts
import { delimiter, join } from 'node:path';
import { ensureDependencies } from './lib/bootstrap.mjs';
import { end, ending, watchForEnd } from './lib/ending.mjs';
import { run } from './lib/processes.mjs';
import { createSetUps } from './lib/setups.mjs';
import { step } from './lib/steps.mjs';

/** Each part with what it needs; it is loaded when the dependencies are there. */
const PARTS = {
  sizes: { needs: ['vsix'], run: async (env) => (await import('./lib/bench/sizes.mjs')).printSizes(env) },
  language: {
    needs: ['nginx'],
    run: async ({ PATH }) =>
      (await import('./lib/bench/language.mjs')).compareLanguage(join(PATH.split(delimiter)[0], 'nginx')),
  },
  xml: { needs: [], run: async () => (await import('./lib/bench/xml.mjs')).compareXml() },
  workspace: {
    needs: [],
    run: async () => (await import('./lib/bench/workspace.mjs')).compareWorkspaces(),
  },
  explain: { needs: [], run: async () => (await import('./lib/bench/explain.mjs')).compareExplain() },
  activation: {
    needs: ['vscode', 'vsix'],
    run: async (env) => (await import('./lib/bench/activation.mjs')).compareActivation(env),
  },
  starts: {
    needs: ['engine', 'images'],
    run: async (env) => (await import('./lib/bench/starts.mjs')).compareStarts(env),
  },
  logs: {
    needs: ['engine', 'images'],
    run: async (env) => (await import('./lib/bench/logs.mjs')).compareLogs(env),
  },
  reload: {
    needs: ['engine', 'images'],
    run: async (env) => (await import('./lib/bench/reload.mjs')).compareReloads(env),
  },
  polling: {
    needs: ['engine', 'images'],
    run: async (env) => (await import('./lib/bench/polling.mjs')).measurePolling(env),
  },
};

process.chdir(join(import.meta.dirname, '..'));
watchForEnd();
let code = 0;
try {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
  const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`);
  await step('dependencies', ensureDependencies);
  const setUps = createSetUps();
  for (const name of wanted) {
    const env = await setUps.environment(PARTS[name].needs);
    if (name !== 'sizes' && name !== 'activation')
      await step('build', () => run(process.execPath, ['esbuild.mjs', '--tests'], { title: 'esbuild' }));
    await PARTS[name].run(env);
  }
} catch (error) {
  if (!ending.aborted) console.error(error.message);
  code = 1;
}
await end(code);
