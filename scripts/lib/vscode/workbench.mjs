import { mkdtempSync } from 'node:fs';
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
  const extensionsDir = join(work, 'extensions');
  let server;
  let ui;
  const close = async () => {
    await ui?.browser.close();
    await server?.stop();
    // The extension host outlives its server for a moment, and writes its log on: only the asynchronous `rm` begins anew.
    await rm(work, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    const dirs = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`];
    if (vsix) await serverCli([`--install-extension=${resolve(vsix)}`, ...dirs]);
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
