// Runs the suite of this folder inside a real VS Code, on a copy of the story's workspace. Exit code 0: all passed.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { labSettings } from '../helpers/engine';

/** Settings of the workspace under test: beside the engine's images nothing that a user would not have. */
const settings = { ...labSettings, 'clusterLab.lab.onClose': 'stop' };

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'clab-ext-'));
  const folder = join(work, 'story');
  cpSync('samples/story-broken', folder, { recursive: true });
  // VS Code may take another PATH than ours from the user's shell; which program runs, no user's settings say in a browser.
  const programs = {
    'clusterLab.nginx.path': process.env['CLUSTER_LAB_NGINX'],
    'clusterLab.tomcat.home': process.env['CLUSTER_LAB_TOMCAT_HOME'],
  };
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(programs));
  const profile = join(work, 'user-data');
  mkdirSync(join(profile, 'User'), { recursive: true });
  writeFileSync(
    join(profile, 'User', 'settings.json'),
    JSON.stringify({
      ...settings,
      'telemetry.telemetryLevel': 'off',
      'security.workspace.trust.enabled': false,
      'workbench.localHistory.enabled': false,
      'git.openRepositoryInParentFolders': 'never',
      'extensions.ignoreRecommendations': true,
    }),
  );
  // Unset, @vscode/test-electron downloads desktop VS Code; `npm test` names the stand-in where there is no display.
  const installed = join(work, 'extensions');
  cpSync('test/extension/beside', join(installed, 'redhat.vscode-xml-0.0.1'), { recursive: true });
  const executable = process.env['CLUSTER_LAB_VSCODE'];
  try {
    process.exitCode = await runTests({
      ...(executable ? { vscodeExecutablePath: resolve(executable) } : {}),
      extensionDevelopmentPath: resolve('.'),
      extensionTestsPath: join(__dirname, 'index.js'),
      extensionTestsEnv: { CLUSTER_LAB_ROOT: resolve('.') },
      launchArgs: [
        folder,
        `--user-data-dir=${profile}`,
        `--extensions-dir=${installed}`,
        '--disable-workspace-trust',
      ],
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
