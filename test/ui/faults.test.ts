import { deepEqual, match } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabUi } from './support/labUi';
import { labObjects, Story } from './support/story';

describe('a lab that does not start', () => {
  let story: Story;
  let ui: LabUi;

  async function open(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
    story = await Story.open(settings);
    ui = new LabUi(story.workbench);
  }

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
    await story.close();
  });

  it('says that no engine answers and how to name one, in a message and in the view', async () => {
    await open({ 'clusterLab.docker.host': 'unix:///nowhere/docker.sock' });
    const message = await ui.startInVain();
    match(message, /\/nowhere\/docker\.sock/);
    await story.workbench.notificationButton('Open settings').waitFor();
    await story.workbench.command('Cluster Lab: Focus on Nodes View');
    await story.workbench.page.getByText('No Docker Engine could be used').waitFor();
  });

  it('leads to the line that nginx refuses', async () => {
    await open();
    const before = await labObjects();
    const file = join(story.folder, 'nginx/conf.d/story.conf');
    const text = readFileSync(file, 'utf8').replace('proxy_pass https', 'proxy_pas https');
    writeFileSync(file, text);
    const line = text.split('\n').findIndex((candidate) => candidate.includes('proxy_pas https')) + 1;
    match(await ui.startInVain(), /unknown directive "proxy_pas"/);
    await story.workbench.notificationButton(`Go to line ${line}`).click();
    await story.workbench.page.locator('.tab.active[data-resource-name="story.conf"]').waitFor();
    await story.workbench.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` }).waitFor();
    deepEqual(added(before, await labObjects()), []);
  });

  it('is cancelled, and nothing of it is left', async () => {
    await open();
    const before = await labObjects();
    await story.workbench.command('Cluster Lab: Start cluster lab');
    await ui.statusBar.waitFor();
    await story.workbench.notificationButton('Cancel').click();
    await ui.statusBar.waitFor({ state: 'detached' });
    deepEqual(added(before, await labObjects()), []);
  });
});

const added = (before: readonly string[], after: readonly string[]): string[] =>
  after.filter((object) => !before.includes(object));
