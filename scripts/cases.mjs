// npm run cases: compares test/rules/**/*.cases with what the rules say now; exit code 1 where they differ.
//   npm run cases -- --accept                  writes them: read the diff before it is committed
//   npm run cases -- --accept nginx/listen     only those of these rules
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './lib/processes.mjs';

process.chdir(join(import.meta.dirname, '..'));
const out = resolve(process.env.OUT ?? `.cluster-lab/cases-${process.pid}`);
try {
  await run(process.execPath, ['esbuild.mjs', '--tests'], { title: 'esbuild', env: { OUT: out } });
  const words = [join(out, 'test/helpers/cases/accept.js'), ...process.argv.slice(2)];
  await run(process.execPath, words, { title: 'cases', show: 'live' });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  if (!process.env.OUT) rmSync(out, { recursive: true, force: true });
}
