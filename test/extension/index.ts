import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Called by VS Code in its extension host: runs every test of this folder and rejects where one failed or none ran. */
export async function run(): Promise<void> {
  // The host's working folder is not ours; tests read files relative to the root of the checkout.
  process.chdir(process.env['CLUSTER_LAB_ROOT'] ?? join(__dirname, '../../..'));
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    color: false,
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: Boolean(process.env['CI']),
    reporter: join(process.cwd(), 'scripts/lib/reporter.cjs'),
    ...(process.env['MOCHA_GREP'] ? { grep: process.env['MOCHA_GREP'] } : {}),
  });
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.js'),
  );
  for (const name of names.toSorted()) mocha.addFile(join(__dirname, name));
  let ran = 0;
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve).on('test end', () => ran++);
  });
  if (ran === 0) throw new Error('No test ran.');
  if (failures > 0) throw new Error(`${failures} failed.`);
}
