// The editor of `npm start`: desktop VS Code where there is one and a display, else VS Code in the browser.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, homedir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { Docker } from './docker.mjs';
import { atEnd, ending } from './ending.mjs';
import { filesBelow } from './files.mjs';
import { run, which } from './processes.mjs';
import { createSetUps } from './setups.mjs';
import { hasDesktop } from './vscode/desktop.mjs';
import { ensureServer } from './vscode/install.mjs';
import { QUIET_SETTINGS, serverCli, startServer, workbenchUrl } from './vscode/server.mjs';

const SAMPLE = resolve('samples/story-broken');
const PLAYGROUND = resolve('.cluster-lab/playground');
const PROFILE = resolve('.cluster-lab/vscode');

const CODE_PLACES = [
  '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
  join(homedir(), 'Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'),
  '/usr/share/code/bin/code',
  '/snap/bin/code',
  join(process.env.LOCALAPPDATA ?? '', 'Programs/Microsoft VS Code/bin/code.cmd'),
  join(process.env.ProgramFiles ?? '', 'Microsoft VS Code/bin/code.cmd'),
];

/** Opens the editor on the playground and resolves when it is closed or the script is told to end. */
export async function openEditor(docker) {
  console.log(preparePlayground());
  const settings = {
    ...QUIET_SETTINGS,
    'clusterLab.lab.onClose': 'stop',
    ...(docker.images
      ? {
          'clusterLab.lab.images.tomcat': docker.images.tomcat,
          'clusterLab.lab.images.nginx': docker.images.nginx,
        }
      : {}),
  };
  const env = docker.host ? { DOCKER_HOST: docker.host } : {};
  const dirs = { userDataDir: join(PROFILE, 'user-data'), extensionsDir: join(PROFILE, 'extensions') };
  mkdirSync(join(dirs.userDataDir, 'User'), { recursive: true });
  writeFileSync(join(dirs.userDataDir, 'User/settings.json'), JSON.stringify(settings, null, 2));
  if (docker.host) atEnd('labs of the playground', () => removeLabs(docker.host));
  if (hasDesktop()) await openDesktop(dirs, env);
  else await openInBrowser(dirs, env);
}

/** The extension removes its lab when its window closes; here it may have been too short of time for that. */
async function removeLabs(host) {
  const left = await new Docker(host).removeLabs(({ folder }) => folder === PLAYGROUND);
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
}

/** The broken sample again, or the one that somebody has worked on. */
function preparePlayground() {
  const edited =
    existsSync(PLAYGROUND) &&
    filesBelow([SAMPLE], /./).some((file) => differs(file, join(PLAYGROUND, relative(SAMPLE, file))));
  if (edited)
    return `The playground ${PLAYGROUND} was edited: kept as it is. Delete it to get the broken one back.`;
  rmSync(PLAYGROUND, { recursive: true, force: true });
  cpSync(SAMPLE, PLAYGROUND, { recursive: true });
  return `The playground, still broken: ${PLAYGROUND}`;
}

const differs = (one, other) => !existsSync(other) || !readFileSync(one).equals(readFileSync(other));

async function openDesktop({ userDataDir, extensionsDir }, env) {
  const code = which('code') ?? CODE_PLACES.find((path) => existsSync(path)) ?? (await downloadCode());
  console.log('VS Code opens. Press F1, "Start cluster lab". Close its window to end.');
  const args = [
    PLAYGROUND,
    `--extensionDevelopmentPath=${resolve('.')}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
    '--disable-workspace-trust',
    '--new-window',
    '--wait',
  ];
  if (code.endsWith('.cmd'))
    await run('cmd.exe', ['/d', '/s', '/c', quoted([code, ...args].map(quoted).join(' '))], {
      env,
      verbatim: true,
    });
  else await run(code, args, { env });
}

/** For cmd.exe, which alone runs a .cmd file and takes the command line as it stands. */
function quoted(text) {
  return `"${text}"`;
}

async function downloadCode() {
  const { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } =
    await import('@vscode/test-electron');
  return resolveCliPathFromVSCodeExecutablePath(
    await downloadAndUnzipVSCode({ cachePath: resolve('.tools/vscode-desktop') }),
  );
}

/** Installs the package, as a user would: an extension under development shows no notifications in the browser. */
async function openInBrowser({ userDataDir, extensionsDir }, env) {
  const [{ CLUSTER_LAB_VSIX: vsix }] = await Promise.all([createSetUps().get('vsix'), ensureServer()]);
  await serverCli([
    `--install-extension=${resolve(vsix)}`,
    '--force',
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
  ]);
  const server = await startServer({ userDataDir, extensionsDir, env, logFile: join(PROFILE, 'server.log') });
  const stop = atEnd("VS Code's server", server.stop);
  const port = server.authority.split(':')[1];
  console.log(`
VS Code in the browser: ${workbenchUrl(server, { open: PLAYGROUND })}
  from another machine first: ssh -L ${port}:127.0.0.1:${port} ${hostname()}
Press F1, "Start cluster lab". Ctrl-C here ends it.`);
  await new Promise((resolveEnd) => {
    ending.addEventListener('abort', resolveEnd, { once: true });
    server.child.once('exit', resolveEnd);
  });
  await stop();
}
