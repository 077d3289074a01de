// npm test: from a fresh clone to a verdict. Node built-ins only, since it installs everything else.
//   npm test                      everything
//   npm test -- languages lab     only these layers (folders of test/), without the static checks
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ensureDependencies } from './lib/bootstrap.mjs';
import { end, ending, watchForEnd } from './lib/ending.mjs';
import { filesBelow } from './lib/files.mjs';
import { run, runTool } from './lib/processes.mjs';
import { createSetUps } from './lib/setups.mjs';
import { printTimes, step } from './lib/steps.mjs';

/** What a layer needs beyond Node, and the milliseconds a test of it may take; layers not named here need nothing. */
const LAYERS = {
  oracle: { needs: ['nginx', 'engine', 'images', 'tomcat'], timeout: 120_000 },
  lab: { needs: ['engine', 'images', 'newest nginx', 'sshd'], timeout: 120_000 },
  podman: { needs: ['engine', 'images', 'podman'], timeout: 60_000 },
  start: { needs: ['engine', 'images'], timeout: 180_000 },
  'cli-lab': { needs: ['engine', 'images'], timeout: 120_000 },
  extension: { needs: ['nginx', 'tomcat', 'engine', 'images', 'vscode'], timeout: 120_000 },
  ui: { needs: ['engine', 'images', 'vscode', 'vsix'], timeout: 180_000 },
};

const ci = Boolean(process.env.CI);
const total = { passed: 0, failed: 0 };
const notRun = [];

process.chdir(join(import.meta.dirname, '..'));
watchForEnd();
const out = process.env.OUT ?? 'out';
const setUps = createSetUps();
try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!ending.aborted) {
    total.failed++;
    console.error(error.message);
  }
}
if (!ending.aborted) {
  printTimes();
  for (const line of notRun) console.log(`NOT RUN  ${line}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
}
await end(total.failed > 0 || notRun.length > 0 ? 1 : 0);

async function main(wanted) {
  await step('dependencies', ensureDependencies, (installed) => (installed ? 'installed' : 'in place'));
  const layers = findLayers(wanted);
  setUps.begin(layers.flatMap((layer) => LAYERS[layer]?.needs ?? []));
  // The package is made first: its build empties dist/.
  if (layers.includes('ui')) await setUps.get('vsix').catch(() => undefined);
  await Promise.all([wanted.length > 0 ? undefined : staticChecks(), step('build', build)]);
  for (const layer of layers) await runLayer(layer);
  for (const line of await setUps.leftovers()) {
    total.failed++;
    console.error(`Left behind by the tests: ${line}`);
  }
}

/** Folders of test/ that hold tests, and single files there: first those that need only Node, then the others in their order. */
function findLayers(wanted) {
  const files = filesBelow(['test'], /\.test\.ts$/);
  const found = [...new Set(files.map((file) => layerOf('test', file)))];
  const unknown = wanted.filter((layer) => !found.includes(layer));
  if (unknown.length > 0)
    throw new Error(`No tests in ${unknown.map((layer) => `test/${layer}`).join(', ')}.`);
  const special = Object.keys(LAYERS);
  const order = [
    ...found.filter((layer) => !special.includes(layer)),
    ...special.filter((layer) => found.includes(layer)),
  ];
  return order.filter((layer) => wanted.length === 0 || wanted.includes(layer));
}

function layerOf(root, file) {
  return relative(root, file)
    .split(sep)[0]
    .replace(/\.test\.[jt]s$/, '');
}

function build() {
  return run(process.execPath, ['esbuild.mjs', '--tests'], { title: 'esbuild' });
}

function staticChecks() {
  const projects = ['.', 'server/tsconfig.json', 'client/src/lab/tsconfig.json'];
  return Promise.all([
    check('format', () => runTool('prettier', ['--check', '--log-level', 'warn', '.'])),
    check('lint', () => runTool('oxlint', ['--type-aware', '--deny-warnings'])),
    check('types', () => Promise.all(projects.map((project) => runTool('tsc', ['-p', project])))),
    check('settings', () =>
      run(process.execPath, ['scripts/generate-settings.mjs', '--check'], { title: 'settings' }),
    ),
    check('l10n', () => run(process.execPath, ['scripts/l10n.mjs', '--check'], { title: 'l10n' })),
  ]);
}

/** A step whose failure counts as one failed test and holds up nothing else. */
async function check(name, action) {
  try {
    await step(name, action);
  } catch (error) {
    if (ending.aborted) throw error;
    total.failed++;
  }
}

async function runLayer(layer) {
  const { needs = [], timeout } = LAYERS[layer] ?? {};
  let env;
  try {
    env = await setUps.environment(needs);
  } catch (error) {
    if (ending.aborted) throw error;
    if (ci) total.failed++;
    notRun.push(`layer ${layer}: ${error.message}`);
    return;
  }
  mkdirSync('.cluster-lab', { recursive: true });
  const counts = resolve('.cluster-lab', `counts-${process.pid}.json`);
  rmSync(counts, { force: true });
  console.log(`\n── ${layer}`);
  let failure;
  try {
    await step(`layer ${layer}`, () => runTests(layer, timeout, { ...env, CLUSTER_LAB_COUNTS: counts }));
  } catch (error) {
    if (ending.aborted) throw error;
    failure = error;
  }
  count(counts, failure);
}

function runTests(layer, timeout, env) {
  if (layer === 'extension') {
    return run(process.execPath, [join(out, 'test/extension/run.js')], {
      title: 'VS Code',
      show: 'live',
      env,
    });
  }
  const options = [
    '--reporter=scripts/lib/reporter.cjs',
    '--reporter-option=patience=20',
    ...(timeout ? [`--timeout=${timeout}`] : []),
    ...(ci ? ['--forbid-pending'] : []),
  ];
  const root = join(out, 'test');
  const files = filesBelow([root], /\.test\.js$/).filter((file) => layerOf(root, file) === layer);
  return runTool('mocha', [...options, ...files], { show: 'live', env });
}

/** Adds what a layer's reporter wrote; a layer that ended badly, or without its counts, is one failure at least. */
function count(file, failure) {
  let counts = { passes: 0, failures: 0, pending: 0 };
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(file);
  } catch (error) {
    failure ??= error;
    console.error(`No counts were written: ${failure.message}`);
  }
  total.passed += counts.passes;
  total.failed += counts.failures || (failure ? 1 : 0);
}
