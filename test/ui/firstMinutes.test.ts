import { equal, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { labSettings } from '../helpers/engine';
import { LabUi } from './support/labUi';
import { until } from './support/story';
import { Visitor } from './support/visitor';
import { Workbench } from './workbench';

describe('the first minutes, in VS Code', () => {
  let work: string;
  let workbench: Workbench;
  let ui: LabUi;

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'clab-first-'));
    workbench = await Workbench.open({
      vsix: process.env['CLUSTER_LAB_VSIX'] ?? 'dist/cluster-lab.vsix',
      settings: labSettings,
      viewport: { width: 1440, height: 900 },
    });
    ui = new LabUi(workbench);
  });
  afterEach(async function () {
    const shots = process.env['CLUSTER_LAB_SHOTS'];
    if (shots && this.currentTest?.state === 'failed')
      await workbench.screenshot(join(shots, `failed-${this.currentTest.title}.png`));
  });
  after(async () => {
    await workbench.close();
    rmSync(work, { recursive: true, force: true });
  });

  const step = (title: string): Locator =>
    workbench.page.locator('.getting-started-step', { hasText: title });

  const isTicked = async (title: string): Promise<boolean> =>
    (await step(title).getAttribute('aria-checked')) === 'true';

  const ticked = async (title: string): Promise<void> => {
    await until(() => isTicked(title), `the step "${title}" is ticked off`);
  };

  /** Unfolds a step, and presses its button. */
  async function press(title: string, button: string): Promise<void> {
    await step(title).locator('.step-title').click();
    await step(title).locator('.monaco-button, button, a').getByText(button, { exact: true }).click();
  }

  const dialog = (): Locator => workbench.page.locator('.quick-input-widget:visible');

  it('begin in an empty window, which leads to six steps', async () => {
    await workbench.viewContainer('Cluster Lab');
    await workbench.page.getByText('No folder is open.').waitFor();
    await workbench.page.getByText('Six steps with a sample').click();
    await step('Kill a node').waitFor();
  });

  it('open the sample, which is no step done before it is there', async () => {
    await press('Open the sample', 'Open the sample');
    await dialog().waitFor();
    await workbench.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    equal(await isTicked('Open the sample'), false);
    await press('Open the sample', 'Open the sample');
    await dialog().locator('input.input').fill(`${work}/`);
    await dialog().locator('.monaco-button', { hasText: 'Copy the sample here' }).click();
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'tomcat' }).waitFor();
    await ticked('Open the sample');
  });

  it('show what is wrong, once somebody looks', async () => {
    await workbench.page.locator('.statusbar-item[id="status.problems"]', { hasText: '3' }).waitFor();
    equal(await isTicked('See what is wrong'), false);
    await press('See what is wrong', 'Show problems');
    await ticked('See what is wrong');
  });

  it('preview the fixes, and say so where nothing was ticked there', async () => {
    await press('Fix it', 'Preview the fixes');
    await workbench.page.locator('.monaco-button', { hasText: /^Apply$/ }).click();
    await workbench.notifications.filter({ hasText: 'Nothing was changed.' }).waitFor();
    equal(await isTicked('Fix it'), false);
  });

  it('fix all, show what was changed, and offer still to take it back', async () => {
    await press('Fix it', 'Fix all in workspace');
    await workbench.notificationButton('Show changes').click();
    await workbench.page.locator('.tab', { hasText: 'Fixes of Cluster Lab (5 files)' }).waitFor();
    await workbench.notificationButton('Undo').waitFor();
    await workbench.page.locator('.tab', { hasText: 'Welcome' }).click();
    await ticked('Fix it');
  });

  it('start the lab from the report of what will run', async () => {
    const { page } = workbench;
    await press('Start the lab', 'Show what will run');
    await page.locator('.editor-instance .view-line', { hasText: 'nginx in front of 2 Tomcats' }).waitFor();
    await page.locator('.codelens-decoration a', { hasText: 'Start cluster lab' }).click();
    const ready = workbench.notifications.filter({ hasText: 'Lab ready' });
    await ready.waitFor({ timeout: 120_000 });
    await ticked('Start the lab');
    await ready.locator('.monaco-button', { hasText: 'What runs' }).click();
    const [entry] = await ui.urls('nginx');
    ok(entry);
    await page.locator('.editor-instance .view-line', { hasText: entry }).waitFor();
  });

  it('log in, and stay so when a node is killed', async () => {
    const [entry = ''] = await ui.urls('nginx');
    const visitor = new Visitor();
    ok((await visitor.get(entry)).session);
    await ui.showSessions();
    await ui.sessionRows.filter({ hasText: 'on 2 of 2 nodes' }).waitFor();
    equal(await isTicked('Log in'), false, 'a page alone is no login');
    await visitor.post(new URL('/login.do', entry).href, { user: 'duke' });
    await ticked('Log in');

    await press('Kill a node', 'Kill a node');
    await dialog().waitFor();
    await workbench.page.keyboard.press('Escape');
    equal(await isTicked('Kill a node'), false);
    // Then it is the other's turn, and nginx waits for no answer of the dead one.
    await until(async () => (await visitor.get(entry)).node === 'tomcat1', 'tomcat1 has answered last');
    await press('Kill a node', 'Kill a node');
    await dialog().locator('.monaco-list-row', { hasText: 'tomcat1' }).waitFor();
    // Nobody who takes what is offered first is left without pages.
    await workbench.page.keyboard.press('Enter');
    await ui.statusBar.filter({ hasText: 'Cluster 1/2' }).waitFor();
    await ticked('Kill a node');
    equal((await visitor.get(entry)).login, 'duke');
    await ui.sessionRows.filter({ hasText: 'on 1 of 2 nodes, tomcat1 not running' }).waitFor();
    await ui.stop();
  });
});
