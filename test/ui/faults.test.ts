import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabUi } from './support/labUi';
import { labsOf, Story, until } from './support/story';

describe('a lab that does not start, or that nobody stops', () => {
  let story: Story;
  let ui: LabUi;

  async function open(env: Record<string, string> = {}): Promise<void> {
    story = await Story.open(env);
    ui = new LabUi(story.workbench);
  }

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
    await story.close();
  });

  it('says that no engine answers and how to name one, in a message and in the view', async () => {
    await open({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    const message = await ui.startInVain();
    match(message, /\/nowhere\/docker\.sock/);
    await story.workbench.notificationButton('Open settings').waitFor();
    await story.workbench.command('Cluster Lab: Focus on Nodes View');
    await story.workbench.page.getByText('No Docker Engine could be used').waitFor();
  });

  it('leads to the line that nginx refuses', async () => {
    await open();
    const file = join(story.folder, 'nginx/conf.d/story.conf');
    const text = readFileSync(file, 'utf8').replace('proxy_pass https', 'proxy_pas https');
    writeFileSync(file, text);
    const line = text.split('\n').findIndex((candidate) => candidate.includes('proxy_pas https')) + 1;
    match(await ui.startInVain(), /unknown directive "proxy_pas"/);
    await story.workbench.notificationButton(`Go to line ${line}`).click();
    await story.workbench.page.locator('.tab.active[data-resource-name="story.conf"]').waitFor();
    await story.workbench.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` }).waitFor();
    deepEqual(await labsOf(story.folder), []);
  });

  it('is cancelled, and nothing of it is left', async () => {
    await open();
    await story.workbench.command('Cluster Lab: Start cluster lab');
    await ui.labStatus.waitFor();
    await story.workbench.notificationButton('Cancel').click();
    await ui.noLab();
    deepEqual(await labsOf(story.folder), []);
  });

  it('is removed when VS Code is killed with it', async () => {
    await open();
    await ui.start();
    equal((await labsOf(story.folder)).length, 1);
    await story.close();
    await until(async () => (await labsOf(story.folder)).length === 0, 'no lab is left');
  });
});
