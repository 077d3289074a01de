// npm test: from a fresh clone to a verdict. Node built-ins only, since it installs everything else.
//   npm test                      everything
//   npm test -- languages lab     only these layers (folders of test/), without the static checks
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ensureDependencies } from './lib/bootstrap.mjs';
import { end, ending, watchForEnd } from './lib/ending.mjs';
import { globSync } from './lib/glob.mjs';
import { runTool, run } from './lib/processes.mjs';
import { printTimes, step } from './lib/steps.mjs';

/** Layers that need more than Node, in the order they run; all other folders of test/ need nothing. */
const NEEDS = {
  oracle: [],
  lab: [],
  'cli-lab': [],
  extension: [],
  ui: [],
};

const out = process.env.OUT ?? 'out';
const ci = Boolean(process.env.CI);
const total = { passed: 0, failed: 0 };

process.chdir(join(import.meta.dirname, '..'));
watchForEnd();
const wanted = process.argv.slice(2);
try {
  await step('dependencies', async () => ((await ensureDependencies()) ? 'installed' : 'in place'));
  await Promise.all([wanted.length > 0 ? undefined : staticChecks(), check('build', build)]);
  await runLayers();
} catch (error) {
  if (!ending.aborted) {
    total.failed++;
    console.error(error.message);
  }
}
if (!ending.aborted) {
  printTimes();
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
}
await end(total.failed > 0 ? 1 : 0);

function build() {
  return run(process.execPath, ['esbuild.mjs', '--tests'], { title: 'esbuild' });
}

function staticChecks() {
  return Promise.all([
    check('format', () => runTool('prettier', ['--check', '--log-level', 'warn', '.'])),
    check('lint', () => runTool('oxlint', ['--type-aware', '--deny-warnings'])),
    check('types', () =>
      Promise.all(
        ['.', 'server/tsconfig.json', 'client/src/lab/tsconfig.json'].map((project) =>
          runTool('tsc', ['-p', project]),
        ),
      ),
    ),
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

async function runLayers() {
  const files = globSync([join(out, 'test')], /\.test\.js$/);
  const found = [...new Set(files.map((file) => relative(join(out, 'test'), file).split(sep)[0]))];
  for (const name of wanted.filter((layer) => !found.includes(layer)))
    throw new Error(`no such layer of tests: ${name}`);
  const special = Object.keys(NEEDS);
  const order = [
    ...found.filter((layer) => !special.includes(layer)),
    ...special.filter((layer) => found.includes(layer)),
  ];
  mkdirSync('.cluster-lab', { recursive: true });
  for (const layer of order.filter((name) => wanted.length === 0 || wanted.includes(name)))
    await runLayer(layer);
}

async function runLayer(layer) {
  const counts = join('.cluster-lab', `counts-${process.pid}.json`);
  rmSync(counts, { force: true });
  console.log(`\n── ${layer}`);
  let failure;
  try {
    await step(`layer ${layer}`, () =>
      runTool(
        'mocha',
        [
          '--reporter',
          'scripts/lib/reporter.cjs',
          ...(ci ? ['--forbid-pending'] : []),
          `${out}/test/${layer}/**/*.test.js`,
        ],
        {
          show: 'live',
          env: { CLUSTER_LAB_COUNTS: counts },
        },
      ),
    );
  } catch (error) {
    if (ending.aborted) throw error;
    failure = error;
  }
  count(counts, failure);
}

/** Adds what a layer's reporter wrote; a layer that ended badly, or without its counts, is one failure at least. */
function count(file, failure) {
  let counts = { passes: 0, failures: 0, pending: 0 };
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(file);
  } catch (error) {
    failure ??= error;
  }
  total.passed += counts.passes;
  total.failed += counts.failures || (failure ? 1 : 0);
}
