import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The git directory of a repository on GitHub below `folder`; cloned where it is missing. */
export function cloneOf(folder, repository) {
  const made = join(folder, repository.replace('/', '+'));
  const path = [join(made, 'repo'), made].find((candidate) => existsSync(candidate));
  if (path) return path;
  execFileSync('git', ['clone', '--quiet', '--bare', `https://github.com/${repository}`, made], {
    stdio: 'inherit',
  });
  return made;
}

export function git(repository, ...words) {
  return execFileSync('git', ['-C', repository, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** The files of a commit below a folder: path from there → text. */
export function filesAt(repository, commit, under, ...endings) {
  const names = git(repository, 'ls-tree', '-r', '--name-only', commit, ...(under ? [under] : []))
    .split('\n')
    .filter((name) => endings.some((ending) => name.endsWith(ending)));
  const input = names.map((name) => `${commit}:${name}\n`).join('');
  const output = execFileSync('git', ['-C', repository, 'cat-file', '--batch'], {
    input,
    maxBuffer: 1 << 28,
  });
  const files = new Map();
  let at = 0;
  for (const name of names) {
    const line = output.indexOf(10, at);
    const size = Number(output.subarray(at, line).toString().split(' ')[2]);
    files.set(
      under ? name.slice(under.length + 1) : name,
      output.toString('utf8', line + 1, line + 1 + size),
    );
    at = line + 1 + size + 1;
  }
  return files;
}
