// VS Code where no desktop VS Code can be had: the server that the npm package code-server carries, and a headless Chromium.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { aptInstall } from '../apt.mjs';
import { run, runNpm, which } from '../processes.mjs';

const CODE_SERVER = '4.139.1';
/** The server wants Node 22.15 or newer: where the machine's is older, the npm package of this version. */
const NODE = '24.21.0';
const HOME = resolve('.tools/vscode');
const SERVER = join(HOME, 'node_modules/code-server/lib/vscode');
const STAND_INS = join(import.meta.dirname, 'stand-ins');

/** What neither tests nor a look at the extension touch: 470 MB of agents, sources maps and other platforms' programs. */
const PRUNED = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@vscode/sqlite3/deps',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
];

const BROWSERS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Installs the server below `.tools/vscode` where it is not there yet. Resolves with how it was got, in words. */
export async function ensureServer() {
  const stamp = `code-server ${CODE_SERVER}, node ${nodePackage() ?? 'of the machine'}`;
  const ready = join(HOME, '.ready');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === stamp) return `${stamp}, already here`;
  rmSync(HOME, { recursive: true, force: true });
  mkdirSync(HOME, { recursive: true });
  writeFileSync(join(HOME, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const packages = [`code-server@${CODE_SERVER}`, ...(nodePackage() ? [nodePackage()] : [])];
  await runNpm(['install', ...flags, '--save-exact', ...packages], { cwd: HOME });
  await runNpm(['install', ...flags], { cwd: SERVER });
  for (const name of ['spdlog', 'native-watchdog']) {
    cpSync(join(STAND_INS, `${name}.cjs`), join(SERVER, 'node_modules/@vscode', name, 'index.js'));
  }
  prune();
  await run(locateServer().node, [locateServer().script, '--version']);
  writeFileSync(`${ready}.part`, stamp);
  renameSync(`${ready}.part`, ready);
  return stamp;
}

/** The server's script and the Node that runs it. Throws where `ensureServer` has not been called. */
export function locateServer() {
  const script = join(SERVER, 'out/server-main.js');
  if (!existsSync(script))
    throw new Error(
      `There is no VS Code server in ${HOME}: "npm test" or "npm start -- --editor" puts it there.`,
    );
  const node = nodePackage()
    ? join(HOME, 'node_modules', nodePackage().split('@')[0], 'bin/node')
    : process.execPath;
  return { script, node };
}

/** Path of a Chromium or Chrome; on Debian, as root, Chromium's headless shell is installed where there is none. */
export async function ensureBrowser() {
  const found = locateBrowser();
  if (found) return found;
  try {
    await aptInstall(['chromium-headless-shell']);
  } catch (error) {
    throw new Error(
      `No Chromium or Chrome is here, and ${error.message}. Install one, or name it in CHROMIUM_PATH.`,
      { cause: error },
    );
  }
  return locateBrowser();
}

export function locateBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  return BROWSERS.map(which).find(Boolean) ?? MAC_BROWSERS.find((path) => existsSync(path));
}

function nodePackage() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return undefined;
  if (process.platform !== 'linux')
    throw new Error("VS Code's server needs Node 22.15 or newer: install that, then try again.");
  return `node-linux-${process.arch}@${NODE}`;
}

function prune() {
  for (const path of PRUNED) rmSync(join(SERVER, path), { recursive: true, force: true });
  for (const path of ['node_modules/node-pty/prebuilds', 'node_modules/@vscode/ripgrep-universal/bin']) {
    const folder = join(SERVER, path);
    if (!existsSync(folder)) continue;
    const own = `${process.platform}-${process.arch}`;
    for (const name of readdirSync(folder).filter((it) => it !== own))
      rmSync(join(folder, name), { recursive: true });
  }
  for (const name of readdirSync(SERVER, { recursive: true })) {
    if (name.endsWith('.map')) rmSync(join(SERVER, name));
  }
}
