// One run of VS Code's server, with folders of its own, on a port of 127.0.0.1 that the kernel picks.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { endProcess, signalPid } from '../processes.mjs';
import { locateServer } from './install.mjs';

/** Settings of a new profile: nothing pops up, nothing moves, nothing asks the network. */
export const QUIET_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.localHistory.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
};

/** Lines of the server's log that are told when it does not start; its own lines can be a megabyte long. */
const lastLines = (text) =>
  text
    .split('\n')
    .filter((line) => line.trim())
    .slice(-20)
    .map((line) => line.slice(0, 300))
    .join('\n');

/**
 * Starts the server and resolves when it listens.
 * `userDataDir`, `extensionsDir`: its folders, made where missing; `settings`: for a profile without any; the quiet ones stand below either;
 * `driver`: extension tests and extensions under development work only with it, notifications only without;
 * `logFile`: where its output goes; `onOutput` sees it too.
 */
export async function startServer({
  userDataDir,
  extensionsDir,
  settings = {},
  driver = false,
  args = [],
  env = {},
  logFile,
  onOutput,
}) {
  prepareProfile(userDataDir, extensionsDir, settings);
  const { script, node } = locateServer();
  const token = randomBytes(16).toString('hex'); // keeps other users of the machine out
  // The server leaves its sockets behind; the path is short since a socket's has 107 bytes at most.
  const runtime = mkdtempSync(join(tmpdir(), 'clab-'));
  const child = spawn(
    node,
    [
      script,
      '--host=127.0.0.1',
      '--port=0',
      `--connection-token=${token}`,
      '--accept-server-license-terms',
      '--telemetry-level=off',
      '--disable-workspace-trust',
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${extensionsDir}`,
      ...(driver ? ['--enable-smoke-test-driver'] : []),
      ...args,
    ],
    {
      env: { ...process.env, XDG_RUNTIME_DIR: runtime, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // A test run that is cut off must not leave it behind; a signal to our group reaches it by itself.
  const kill = () => signalPid(child.pid, 'SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    await endProcess(child, 3000);
    process.off('exit', kill);
    rmSync(runtime, { recursive: true, force: true });
  };
  try {
    const port = await listeningPort(child, logFile && createWriteStream(logFile), onOutput);
    return { child, token, authority: `127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function prepareProfile(userDataDir, extensionsDir, settings) {
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  mkdirSync(extensionsDir, { recursive: true });
  const file = join(userDataDir, 'User/settings.json');
  const own = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : settings;
  writeFileSync(file, JSON.stringify({ ...QUIET_SETTINGS, ...own }, null, 2));
}

function listeningPort(child, log, onOutput) {
  return new Promise((resolvePort, reject) => {
    let text = '';
    let listening = false;
    const read = (chunk) => {
      log?.write(chunk);
      onOutput?.(chunk);
      if (listening) return;
      text += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(text)?.[1];
      listening = port !== undefined;
      if (listening) resolvePort(Number(port));
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      log?.end();
      reject(new Error(`VS Code's server ended early (${code ?? signal}):\n${lastLines(text)}`));
    });
  });
}

/** Address of the workbench for a browser. `open` is a folder, a .code-workspace file or nothing; `payload` as VS Code's web takes it. */
export function workbenchUrl(server, { open, payload = [] } = {}) {
  const query = new URLSearchParams({ tkn: server.token });
  if (open) query.set(open.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(open));
  else query.set('ew', 'true');
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://${server.authority}/?${query}`;
}

/** A file of this machine as the workbench in the browser names it. */
export const remoteUri = (server, path) => `vscode-remote://${server.authority}${encodeURI(resolve(path))}`;

/** Runs the server's command line (`--install-extension …`) and resolves with what it printed. */
export async function serverCli(args) {
  const { script, node } = locateServer();
  const { stdout } = await promisify(execFile)(node, [script, '--accept-server-license-terms', ...args]);
  return stdout;
}
