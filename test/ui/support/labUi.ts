import type { Locator } from 'playwright-core';
import type { Workbench } from '../workbench';

const labLimit = 120_000;

/** What a person does with the extension, in its own words. */
export class LabUi {
  constructor(private readonly workbench: Workbench) {}

  /** Waits until the Problems view shows this many problems, and gives them as `file:line`, in their order there. */
  async problems(count: number): Promise<string[]> {
    const { page } = this.workbench;
    await this.workbench.command('Problems: Focus on Problems View');
    if (count === 0) {
      await page.getByText('No problems have been detected in the workspace').waitFor();
      return [];
    }
    return await this.withTallPanel(async () => {
      const rows = page.locator('.markers-panel .monaco-list-row');
      await rows
        .and(page.locator('[aria-level="2"]'))
        .nth(count - 1)
        .waitFor();
      const places: string[] = [];
      let file = '';
      for (const row of await rows.all()) {
        const level = await row.getAttribute('aria-level');
        if (level === '1') file = await row.locator('.label-name').innerText();
        if (level === '2') places.push(`${file}:${/\[Ln (\d+)/.exec(await row.innerText())?.[1]}`);
      }
      return places;
    });
  }

  /** Starts the lab from the palette and waits until it is ready. */
  async start(): Promise<void> {
    // What an earlier start said would be taken for what this one says.
    await this.workbench.command('Notifications: Clear All Notifications');
    await this.workbench.command('Cluster Lab: Start cluster lab');
    const ready = this.workbench.notifications.filter({ hasText: 'Lab ready' });
    await ready.or(this.failure).first().waitFor({ timeout: labLimit });
    if ((await this.failure.count()) > 0) throw new Error(await this.failure.first().innerText());
  }

  /** Starts the lab, waits until it says why it cannot, and gives what it says. */
  async startInVain(): Promise<string> {
    await this.workbench.command('Cluster Lab: Start cluster lab');
    await this.failure.first().waitFor({ timeout: labLimit });
    return await this.failure.first().innerText();
  }

  async stop(): Promise<void> {
    await this.workbench.command('Cluster Lab: Stop cluster lab');
    await this.noLab();
  }

  /** A lab, running or on its way, in the status bar. */
  get labStatus(): Locator {
    return this.statusBar.filter({ hasText: /Cluster (?:\d|starting|stopping)/ });
  }

  /** Resolves when the status bar tells of no lab; what stays there tells of the files alone. */
  async noLab(): Promise<void> {
    await this.labStatus.waitFor({ state: 'detached', timeout: labLimit });
  }

  /** `Cluster 2/2` */
  get statusBar(): Locator {
    return this.workbench.page.locator('.statusbar-item[id="cluster-lab.cluster-lab.clusterLab.status"]');
  }

  /** Addresses of a node, as its rows in the tree show them. */
  async urls(node: string): Promise<string[]> {
    await this.workbench.command('Cluster Lab: Focus on Nodes View');
    const row = this.nodeRow(node);
    return await this.inTallWindow(async () => {
      // A node has its ports, and can be unfolded, once its row shows that it runs.
      await row.and(this.workbench.page.locator('[aria-expanded]')).waitFor();
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
      const ports = this.nodes.locator('.monaco-list-row[aria-level="2"]');
      await ports.filter({ hasText: '127.0.0.1' }).first().waitFor();
      const texts = await ports.locator('.label-name').allInnerTexts();
      await row.click();
      return texts.map((text) => text.trim());
    });
  }

  /** Presses a button that a node's row shows under the pointer. */
  async nodeAction(node: string, title: string): Promise<void> {
    const row = this.nodeRow(node);
    await row.hover();
    await row.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** Of the tree of nodes. */
  nodeRow(node: string): Locator {
    const { page } = this.workbench;
    const name = page.locator('.label-name').getByText(node, { exact: true });
    return this.nodes.locator('.monaco-list-row[aria-level="1"]').filter({ has: name });
  }

  /** Rows of the tree of sessions. */
  get sessionRows(): Locator {
    return this.view('Sessions').locator('.monaco-list-row');
  }

  async showSessions(): Promise<void> {
    await this.workbench.command('Cluster Lab: Focus on Sessions View');
  }

  /** Puts the cursor of the open editor there; both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    const { page } = this.workbench;
    await page.keyboard.press('Control+G');
    await this.workbench.quickPick(`:${line}:${column}`, `line ${line}`);
    await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Makes room for what the trees tell. */
  async widenSideBar(): Promise<void> {
    const { page } = this.workbench;
    const bar = await page.locator('.sidebar').boundingBox();
    if (!bar) throw new Error('no side bar');
    const sashes = await page.locator('.monaco-sash.vertical').all();
    const boxes = await Promise.all(sashes.map((sash) => sash.boundingBox()));
    const distance = (x: number): number => Math.abs(x - bar.x - bar.width);
    const [edge = 0] = boxes
      .flatMap((box) => (box ? [box.x + box.width / 2] : []))
      .toSorted((a, b) => distance(a) - distance(b));
    await page.mouse.move(edge, bar.y + 40);
    await page.mouse.down();
    await page.mouse.move(edge + 120, bar.y + 40, { steps: 4 });
    await page.mouse.up();
  }

  /** Shows the log of a node and waits for a text in it; gives the lines in view. */
  async logWith(node: string, text: string | RegExp): Promise<string> {
    await this.workbench.output(`Cluster Lab: ${node}`);
    return await this.withTallPanel(async () => {
      const lines = this.workbench.page.locator('.part.panel .monaco-editor .view-line');
      await lines.filter({ hasText: text }).first().waitFor();
      return await this.logInView();
    });
  }

  /** The lines of the log in view, from the top down; an editor keeps them in the order in which it has drawn them. */
  async logInView(): Promise<string> {
    const lines = this.workbench.page.locator('.part.panel .monaco-editor .view-line');
    const places = await Promise.all(
      (await lines.all()).map(async (line) => ({
        top: Number.parseFloat((await line.getAttribute('style'))?.replace(/.*top:\s*/s, '') ?? '0'),
        text: (await line.innerText()).replaceAll('\u00a0', ' '),
      })),
    );
    return places
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text)
      .join('\n');
  }

  /** Brings the newest lines of the log into view. */
  async scrollLogToEnd(): Promise<void> {
    await this.workbench.command('Output: Focus on Output View');
    await this.workbench.page.keyboard.press('Control+End');
  }

  /** Lists and editors hold only the lines in view: here the window is large enough for all. */
  async inTallWindow<Result>(look: () => Promise<Result>): Promise<Result> {
    const { page } = this.workbench;
    const size = page.viewportSize();
    await page.setViewportSize({ width: 1440, height: 2400 });
    try {
      return await look();
    } finally {
      if (size) await page.setViewportSize(size);
    }
  }

  private async withTallPanel<Result>(look: () => Promise<Result>): Promise<Result> {
    await this.workbench.command('View: Toggle Maximized Panel');
    try {
      return await this.inTallWindow(look);
    } finally {
      await this.workbench.command('View: Toggle Maximized Panel');
    }
  }

  private get failure(): Locator {
    return this.workbench.notifications.filter({ has: this.workbench.page.locator('.codicon-error') });
  }

  private get nodes(): Locator {
    return this.view('Nodes');
  }

  private view(title: string): Locator {
    const { page } = this.workbench;
    return page.locator('.sidebar .pane', { has: page.locator(`.pane-header[aria-label^="${title}"]`) });
  }
}
