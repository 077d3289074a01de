import { deepEqual, equal, match } from 'node:assert/strict';
import type { Lab } from '../../client/src/lab';
import { Labs, planOf } from '../helpers/lab';
import { LabUi } from './support/labUi';
import { labsOf, Story, until } from './support/story';

describe('a lab that runs already, in VS Code', () => {
  const labs = new Labs();
  let story: Story;
  let ui: LabUi;

  before(async () => {
    story = await Story.open();
    ui = new LabUi(story.workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
    await labs.removeAll();
  });
  after(() => story.close());

  async function reload(): Promise<void> {
    const { page } = story.workbench;
    await story.workbench.command('Notifications: Clear All Notifications');
    const loaded = page.waitForEvent('load');
    await story.workbench.command('Developer: Reload Window');
    await loaded;
    await page.locator('.activitybar a[aria-label^="Cluster Lab"]').waitFor();
  }

  it('is kept by a window that is loaded again, with its log, and removed when it is stopped there', async () => {
    await ui.start();
    const before = await labsOf(story.folder);
    await reload();
    await ui.statusBar.filter({ hasText: '2/2' }).waitFor({ timeout: 120_000 });
    deepEqual(await labsOf(story.folder), before);
    equal((await ui.urls('tomcat1')).length, 2);
    match(await ui.logWith('tomcat1', 'Server startup'), /Server startup/);
    await ui.stop();
    deepEqual(await labsOf(story.folder), []);
  });

  it('is offered where it was left, shows what others do to it, and says so when they remove it', async () => {
    const lab: Lab = await labs.start({ ...(await planOf()), folder: story.folder });
    await reload();
    await story.workbench.notifications.filter({ hasText: 'still runs: built-in demo, 2 Tomcats' }).waitFor();
    await story.picture('adopt');
    await story.workbench.notificationButton('Use it').click();
    await ui.statusBar.filter({ hasText: '2/2' }).waitFor();
    await lab.killNode('tomcat2');
    await ui.statusBar.filter({ hasText: '1/2' }).waitFor();
    await lab.stop();
    await story.workbench.notifications.filter({ hasText: 'was removed from elsewhere' }).waitFor();
    await ui.noLab();
  });

  it('is removed where it was left and nobody wants it', async () => {
    await labs.start({ ...(await planOf(undefined, { nodes: 1 })), folder: story.folder });
    await reload();
    await story.workbench.notificationButton('Remove it').click();
    await until(async () => (await labsOf(story.folder)).length === 0, 'no lab is left');
  });
});
