import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startBrowser } from './browser.mjs';
import { remoteUri, serverCli, startServer, workbenchUrl } from './server.mjs';

/**
 * Opens VS Code in a browser, with a profile of its own, on `folder`, with `vsix` installed or with the `extension` folder under
 * development. Resolves with the page when the workbench stands, and with `close()`.
 */
export async function openWorkbench({ folder, vsix, extension, settings = {}, viewport, env }) {
  const work = mkdtempSync(join(tmpdir(), 'clab-ui-'));
  const userDataDir = join(work, 'user-data');
  let server;
  let ui;
  const close = async () => {
    await ui?.browser.close();
    await server?.stop();
    // The extension host outlives its server for a moment, and writes its log on: only the asynchronous `rm` begins anew.
    await rm(work, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    const extensionsDir = vsix ? await installed(resolve(vsix)) : join(work, 'extensions');
    server = await startServer({
      userDataDir,
      extensionsDir,
      settings: { 'workbench.list.openMode': 'singleClick', ...settings },
      driver: Boolean(extension),
      env,
      logFile: join(work, 'server.log'),
    });
    ui = await startBrowser({ viewport });
    ui.page.setDefaultTimeout(30_000);
    const payload = [
      ['skipWelcome', 'true'],
      ...(extension ? [['extensionDevelopmentPath', remoteUri(server, extension)]] : []),
    ];
    await ui.page.goto(workbenchUrl(server, { open: folder, payload }));
    await ui.page.locator('.monaco-workbench').waitFor();
    // The status bar fills when the workbench has restored itself.
    await ui.page.locator('.statusbar-item').first().waitFor();
    return { page: ui.page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Folders of extensions, by the package that was installed there: once a process, since it takes seconds and nothing writes there. */
const folders = new Map();

function installed(vsix) {
  if (!folders.has(vsix)) folders.set(vsix, install(vsix));
  return folders.get(vsix);
}

async function install(vsix) {
  const work = mkdtempSync(join(tmpdir(), 'clab-extensions-'));
  process.once('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 20 }));
  const extensionsDir = join(work, 'extensions');
  const dirs = [`--user-data-dir=${join(work, 'user-data')}`, `--extensions-dir=${extensionsDir}`];
  await serverCli([`--install-extension=${vsix}`, ...dirs]);
  return extensionsDir;
}
