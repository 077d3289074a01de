import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, ok } from 'node:assert/strict';
import { Story } from './support/story';

describe('cluster readiness, in VS Code', () => {
  let story: Story;

  beforeEach(async () => {
    story = await Story.open();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
    await story.close();
  });

  it('tells what is lacking, and mends it from where it is told', async () => {
    const { workbench } = story;
    const { page } = workbench;
    await workbench.viewContainer('Cluster Lab');
    const held = workbench.treeRows.filter({ hasText: '4 of 12 hold' });
    await held.waitFor();
    await workbench.treeRows.and(page.getByLabel(/^Lacks: The apps are distributable/)).waitFor();
    await workbench.command('Cluster Lab: Check cluster readiness');
    const lines = page.locator('.editor-instance .view-lines').last();
    const line = (text: string) => lines.locator('.view-line', { hasText: text }).first();
    await line('Lacks: The apps are distributable').waitFor();
    await story.picture('readiness');
    await page.locator('.codelens-decoration a', { hasText: 'Add <distributable/>' }).first().click();
    await line('Lacks: The apps are distributable').waitFor({ state: 'detached' });
    await held.waitFor({ state: 'detached' });
    await workbench.treeRows.filter({ hasText: / of 12 hold/ }).waitFor();
    await story.picture('readiness-mended');
    equal(await page.locator('.editor-instance', { hasText: 'points hold' }).count(), 1);
    const webXml = join(story.folder, 'app/src/main/webapp/WEB-INF/web.xml');
    const limit = Date.now() + 30_000;
    while (!readFileSync(webXml, 'utf8').includes('<distributable/>')) {
      ok(Date.now() < limit, 'the file is saved');
      await page.waitForTimeout(100);
    }
  });
});
