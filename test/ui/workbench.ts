import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type * as Opener from '../../scripts/lib/vscode/workbench.mjs';

/** Page object over VS Code's workbench in a real browser. */
export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly closeAll: () => Promise<void>,
  ) {}

  /** Opens a fresh VS Code; see scripts/lib/vscode/workbench.d.mts. Install a VSIX where notifications matter. */
  static async open(options: Opener.WorkbenchOptions): Promise<Workbench> {
    const module = pathToFileURL(resolve('scripts/lib/vscode/workbench.mjs')).href;
    const opener: typeof Opener = await import(module);
    const { page, close } = await opener.openWorkbench(options);
    return new Workbench(page, close);
  }

  close(): Promise<void> {
    return this.closeAll();
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickPick(`>${title}`, title);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickPick(name, name);
    await this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).waitFor();
  }

  /** Types into the open quick input and takes the first row with this text. */
  async quickPick(typed: string, row: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('input.input').fill(typed);
    await widget.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Rows of the Problems view, files and diagnostics, each on one line. */
  async problems(): Promise<string[]> {
    await this.command('Problems: Focus on Problems View');
    return await this.texts(this.page.locator('.markers-panel .monaco-list-row'));
  }

  /** Shows an output channel and gives the lines in view. */
  async output(channel: string): Promise<string> {
    await this.command('Output: Show Output Channels...');
    await this.quickPick(channel, channel);
    const lines = this.page.locator('.part.panel .monaco-editor .view-line');
    await lines.first().waitFor();
    return (await lines.allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' ')).join('\n');
  }

  /** Opens a view container by the title of its icon in the activity bar. */
  async viewContainer(title: string): Promise<void> {
    await this.page.locator(`.activitybar .action-item [aria-label^="${title}"]`).first().click();
  }

  /** Rows of the trees in the side bar; a click unfolds one. */
  get treeRows(): Locator {
    return this.page.locator('.sidebar .monaco-list-row');
  }

  /** Notifications on the screen. */
  get notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** A button of a notification. */
  notificationButton(title: string): Locator {
    return this.notifications.locator('.monaco-button', { hasText: title });
  }

  /** Diagnostics drawn in the open editor. */
  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  /** The document inside a webview: VS Code's frame, and in it the extension's. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Writes a PNG, also into a folder that does not exist yet. */
  async screenshot(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  /** Texts of the rows when there is one at least. */
  private async texts(rows: Locator): Promise<string[]> {
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
  }
}
