import { deepEqual, equal, match } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { LabUi } from './support/labUi';
import { Story } from './support/story';
import { Visitor } from './support/visitor';

describe('files that change while a lab runs, in VS Code', () => {
  let story: Story;
  let ui: LabUi;

  before(async () => {
    story = await Story.open();
    ui = new LabUi(story.workbench);
  });
  after(() => story.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
  });

  const statusItem = (): Locator =>
    story.workbench.page.locator('.statusbar-item[id="cluster-lab.cluster-lab.clusterLab.live"]');
  const says = async (text: string): Promise<void> => {
    await statusItem().filter({ hasText: text }).waitFor();
  };
  const row = (node: string): Locator => story.workbench.treeRows.filter({ hasText: node }).first();

  it('are marked after "Fix all", nginx has its own at once, and the others come by "Apply changes"', async () => {
    await ui.start();
    const [entry = ''] = await ui.urls('nginx');
    await story.workbench.command('Cluster Lab: Fix all in workspace');
    await story.workbench.notifications.filter({ hasText: 'Fixed 5 problems' }).waitFor();
    // server.xml, web.xml and the two classes of the app.
    await says('files changed');
    await row('tomcat1')
      .filter({ hasText: /files? changed/ })
      .waitFor();
    const badge = story.workbench.page.locator('.activitybar .action-item', { hasText: /\d/ });
    await badge.first().waitFor();
    await story.picture('live-changed');
    const text = (await statusItem().innerText()).trim();
    match(text, /^\d files changed$/);

    await statusItem().click();
    await says('Changes applied to');
    await story.picture('live-applied');
    await row('tomcat1')
      .filter({ hasNotText: /files? changed/ })
      .waitFor();
    const visitor = new Visitor();
    await visitor.get(entry);
    await visitor.post(new URL('/login.do', entry).href, { user: 'duke' });
    for (let round = 0; round < 4; round++) equal((await visitor.get(entry)).login, 'duke');
  });

  it('of nginx are refused in its words, or taken, when they are saved', async () => {
    const { page } = story.workbench;
    const [entry = ''] = await ui.urls('nginx');
    await story.workbench.openFile('story.conf');
    await ui.goTo(1, 1);
    await page.keyboard.type('limit_req_zone $uri zone=one:1m rate=1r/x;\n');
    await page.keyboard.press('Control+S');
    await says('nginx keeps the old configuration');
    await story.picture('live-refused');
    await statusItem().click();
    await page.locator('.markers-panel', { hasText: 'invalid rate' }).waitFor();
    await story.picture('live-refused-problems');
    await story.workbench.openFile('story.conf');
    await ui.goTo(1, 1);
    await page.keyboard.press('Control+Shift+K');
    await page.keyboard.type('server { listen 80; server_name live.test; return 204; }\n');
    await page.keyboard.press('Control+S');
    await says('nginx reloaded');
    await story.picture('live-reloaded');
    // The first server of a port is its default.
    const { status } = await fetch(entry);
    equal(status, 204);
  });

  it('are what a restarted lab runs, at the ports that it had', async () => {
    const before = await ui.urls('nginx');
    await story.workbench.command('Notifications: Clear All Notifications');
    await story.workbench.command('Cluster Lab: Restart cluster lab');
    await story.workbench.notifications.filter({ hasText: 'Lab ready' }).waitFor({ timeout: 120_000 });
    deepEqual(await ui.urls('nginx'), before);
    await story.picture('live-restarted');
    await ui.stop();
  });
});
