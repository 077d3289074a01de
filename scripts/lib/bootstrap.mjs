import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { runNpm } from './processes.mjs';

/** Installs the dependencies where they are not those of package-lock.json. Returns whether it had to. */
export async function ensureDependencies() {
  keepCacheWritable();
  if (dependenciesMatch()) return false;
  await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  return true;
}

/** npm's cache goes into the checkout where the home folder cannot be written. */
function keepCacheWritable() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  const probe = join(cache, `.write-test-${process.pid}`);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch {
    process.env.npm_config_cache = resolve('.npm-cache');
  }
}

function dependenciesMatch() {
  const installed = 'node_modules/.package-lock.json';
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  return Object.entries(want).every(([path, { version, optional }]) =>
    path === '' ? true : have[path] ? have[path].version === version : optional === true,
  );
}
