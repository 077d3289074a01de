// npm run soak: many starts in a row, and many cycles of start, use and end with a fault in each; then what is left is counted.
//   npm run soak -- --starts 30 --cycles 60 --seed 7 --kinds dns,static,multicast,stock --from 1
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/bootstrap.mjs';
import { end, ending, watchForEnd } from './lib/ending.mjs';
import { run } from './lib/processes.mjs';
import { createSetUps } from './lib/setups.mjs';
import { step } from './lib/steps.mjs';

/** No start may take longer. */
const LIMIT_MS = 30_000;

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '30' },
    cycles: { type: 'string', default: '60' },
    kinds: { type: 'string', default: 'dns,static,multicast,stock' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    // Number of the first cycle: a soak can be taken in parts.
    from: { type: 'string', default: '1' },
  },
});

process.chdir(join(import.meta.dirname, '..'));
watchForEnd();
let bad = 0;
try {
  await step('dependencies', ensureDependencies);
  const setUps = createSetUps();
  Object.assign(process.env, await setUps.environment(['engine', 'images']));
  const out = process.env.OUT ?? 'out';
  await step('build', () => run(process.execPath, ['esbuild.mjs', '--tests'], { title: 'esbuild' }));
  const load = createRequire(import.meta.url);
  const soak = (name) => load(resolve(out, 'test/helpers/soak', name));
  await starts(soak('starts.js'));
  await cycles(soak('cycle.js'), soak('random.js'));
  console.log(`\n${bad} failed`);
  for (const line of await setUps.leftovers()) {
    bad++;
    console.error(`Left behind: ${line}`);
  }
} catch (error) {
  if (!ending.aborted) console.error(error);
  bad++;
}
await end(bad > 0 ? 1 : 0);

async function starts({ timedStart }) {
  const count = Number(values.starts);
  if (count === 0) return;
  const rows = [];
  for (const kind of values.kinds.split(',')) {
    const times = [];
    for (let round = 1; round <= count && !ending.aborted; round++) {
      const { milliseconds, formed, left } = await timedStart(kind);
      times.push(milliseconds);
      const wrong = [
        ...(milliseconds > LIMIT_MS ? ['too slow'] : []),
        ...(formed ? [] : ['not formed']),
        ...(left > 0 ? ['not all removed'] : []),
      ];
      if (wrong.length > 0) bad++;
      console.log(
        `start ${kind} ${round}/${count}: ${(milliseconds / 1000).toFixed(1)} s ${wrong.join(', ')}`,
      );
    }
    const sorted = times.toSorted((a, b) => a - b);
    rows.push([kind, times.length, sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]);
  }
  console.log('\n| membership | starts | least s | median s | most s |\n|-|-|-|-|-|');
  for (const [kind, number, ...times] of rows)
    console.log(`| ${kind} | ${number} | ${times.map((it) => (it / 1000).toFixed(1)).join(' | ')} |`);
}

async function cycles({ cycle }, { seeded }) {
  const seed = Number(values.seed);
  const from = Number(values.from);
  const count = Number(values.cycles);
  if (count > 0) console.log(`\nseed ${seed}`);
  for (let round = from; round < from + count && !ending.aborted; round++) {
    // A seed for each, so that one can be run alone.
    const { disturbance, at, start, milliseconds, left, error } = await cycle(seeded(seed + round));
    if (left.length > 0 || error) bad++;
    if (error) console.error(error);
    console.log(
      `cycle ${round}: ${disturbance} (${at}): ${start}, ${(milliseconds / 1000).toFixed(1)} s; left: ${left.join(', ') || 'nothing'}`,
    );
  }
}
