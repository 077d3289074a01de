// npm test: from a fresh clone to a verdict. Node built-ins only, since it installs everything else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

if (!existsSync('node_modules/.package-lock.json')) run('npm', ['ci']);
run('npx', ['prettier', '--check', '--log-level', 'warn', '.']);
run('npm', ['run', '--silent', 'lint']);
run('npm', ['run', '--silent', 'types']);
run('node', ['esbuild.mjs', '--tests']);
run('npx', ['mocha', 'out/test/**/*.test.js']);
