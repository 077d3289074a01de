import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabUi } from './support/labUi';
import { labsOf, Story, until } from './support/story';

describe('a lab that has no engine', () => {
  let story: Story;
  let ui: LabUi;

  before(async () => {
    story = await Story.open({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    ui = new LabUi(story.workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
  });
  after(() => story.close());

  it('says that none answers and how to name one, in a message and in the view', async () => {
    const message = await ui.startInVain();
    match(message, /\/nowhere\/docker\.sock/);
    await story.workbench.notificationButton('Open settings').waitFor();
    await story.workbench.command('Cluster Lab: Focus on Nodes View');
    await story.workbench.page.getByText('No Docker Engine could be used').waitFor();
  });
});

describe('a lab that does not start, or that nobody stops', () => {
  let story: Story;
  let ui: LabUi;

  before(async () => {
    story = await Story.open();
    ui = new LabUi(story.workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
  });
  after(() => story.close());

  it('leads to the line that nginx refuses', async () => {
    const file = join(story.folder, 'nginx/conf.d/story.conf');
    const before = readFileSync(file, 'utf8');
    const text = before.replace('proxy_pass https', 'proxy_pas https');
    writeFileSync(file, text);
    const line = text.split('\n').findIndex((candidate) => candidate.includes('proxy_pas https')) + 1;
    match(await ui.startInVain(), /unknown directive "proxy_pas"/);
    await story.workbench.notificationButton(`Go to line ${line}`).click();
    await story.workbench.page.locator('.tab.active[data-resource-name="story.conf"]').waitFor();
    await story.workbench.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` }).waitFor();
    deepEqual(await labsOf(story.folder), []);
    writeFileSync(file, before);
  });

  it('is cancelled, and nothing of it is left', async () => {
    await story.workbench.command('Notifications: Clear All Notifications');
    await story.workbench.command('Cluster Lab: Start cluster lab');
    await ui.labStatus.waitFor();
    await story.workbench.notificationButton('Cancel').click();
    await ui.noLab();
    deepEqual(await labsOf(story.folder), []);
  });

  it('is removed when VS Code is killed with it', async () => {
    await ui.start();
    equal((await labsOf(story.folder)).length, 1);
    await story.close();
    await until(async () => (await labsOf(story.folder)).length === 0, 'no lab is left');
  });
});
