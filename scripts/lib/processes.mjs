import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Ended, ending, running } from './ending.mjs';

/** A program that ended with another code than 0. */
export class Failed extends Error {
  name = 'Failed';
  constructor(title, code, output, standardOutput) {
    super(`${title} ended with ${code}`);
    Object.assign(this, { code, output, standardOutput });
  }
}

/** Ends a process and all that it started in its group: politely, and by force after `patience` milliseconds. */
export const endGroup = (child, patience = 15_000) => endBy(signalGroup, child, patience);

/** Ends one process, likewise. */
export const endProcess = (child, patience = 15_000) => endBy(signalPid, child, patience);

function endBy(send, child, patience) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => send(child.pid, 'SIGKILL'), patience);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    send(child.pid, 'SIGTERM');
  });
}

/** Sends a signal to a process group; false where the group is gone. */
export function signalGroup(pid, signal) {
  return signalPid(process.platform === 'win32' ? pid : -pid, signal);
}

/** Sends a signal to a process; false where it is gone. */
export function signalPid(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Runs a program in a process group of its own and waits for it; the end of the script ends it.
 * `show`: `live` streams its output, `failure` prints it only where the program fails, `never` keeps it for the caller.
 * `whole`: the end of the script waits for it instead of ending it. `atEnd`: belongs to a clean-up, so it may also start then.
 * `verbatim`: on Windows the arguments are passed as they stand.
 * Resolves with its standard output where it was not streamed; throws Failed for an exit code other than 0.
 */
export function run(
  command,
  args,
  {
    env,
    cwd,
    show = 'failure',
    title = command,
    patience,
    whole = false,
    atEnd = false,
    verbatim = false,
  } = {},
) {
  if (ending.aborted && !atEnd) return Promise.reject(new Ended());
  const gone = new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', ...(show === 'live' ? ['inherit', 'inherit'] : ['pipe', 'pipe'])],
      detached: process.platform !== 'win32',
      windowsVerbatimArguments: verbatim,
    });
    let output = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => ((output += chunk), (all += chunk)));
    child.stderr?.setEncoding('utf8').on('data', (chunk) => (all += chunk));
    const stop = () => void endGroup(child, patience);
    if (!atEnd && !whole) ending.addEventListener('abort', stop, { once: true });
    child.once('error', (error) => {
      ending.removeEventListener('abort', stop);
      reject(error.code === 'ENOENT' ? new Error(`${command} is not installed`, { cause: error }) : error);
    });
    child.once('close', (code, signal) => {
      ending.removeEventListener('abort', stop);
      if (ending.aborted && !atEnd) reject(new Ended());
      else if (code === 0) resolve(output);
      else {
        if (show === 'failure') process.stderr.write(all);
        reject(new Failed(title, code ?? signal, all, output));
      }
    });
  });
  running.add(gone);
  const forget = () => running.delete(gone);
  gone.then(forget, forget);
  return gone;
}

/** Runs a program that a development dependency brings, by its JavaScript file: no shell and no `npx` in between. */
export function runTool(name, args, options) {
  return run(process.execPath, [toolPath(name), ...args], { title: name, ...options });
}

function toolPath(name) {
  const folder = join(
    'node_modules',
    ...(name === 'vsce' ? ['@vscode', 'vsce'] : name === 'tsc' ? ['typescript'] : [name]),
  );
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** Runs npm: the one that runs us where there is one. */
export function runNpm(args, options) {
  const title = `npm ${args[0]}`;
  const script =
    process.env.npm_execpath ?? join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  return existsSync(script)
    ? run(process.execPath, [script, ...args], { title, ...options })
    : run('npm', args, { title, ...options });
}

/** Absolute path of a program on the PATH, or undefined. */
export function which(name) {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((file) => join(folder, file)))
    .find((path) => existsSync(path));
}
