import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, removeLab } from '../../client/src/lab';
import { LabUi } from './support/labUi';
import { labsOf, Story } from './support/story';
import { Visitor } from './support/visitor';

describe('logs, in VS Code', () => {
  let story: Story;
  let ui: LabUi;

  before(async () => {
    story = await Story.open();
    ui = new LabUi(story.workbench);
    // So that Tomcat refuses the attributes of the broken sample, and the trace names the class.
    const webXml = join(story.folder, 'app/src/main/webapp/WEB-INF/web.xml');
    const text = readFileSync(webXml, 'utf8');
    writeFileSync(webXml, text.replace('</web-app>', '  <distributable/>\n</web-app>'));
    // A machine with much to do takes longer to load a window than a lab is kept for it.
    mkdirSync(join(story.folder, '.vscode'));
    writeFileSync(join(story.folder, '.vscode/settings.json'), '{ "clusterLab.lab.onClose": "keep" }');
    await ui.start();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
  });
  after(async () => {
    const left = await labsOf(story.folder);
    await story.close();
    const engine = await connect();
    for (const labId of left) await removeLab(engine, labId);
  });

  const stampsIn = (log: string): string[] =>
    [...log.matchAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}(?= \[)/gm)].map(([stamp]) => stamp);

  async function ask(node: string, path: string): Promise<void> {
    const url = (await ui.urls(node)).find((candidate) => candidate.startsWith('http:'));
    await new Visitor().get(new URL(path, url).href);
  }

  it('of all nodes stand in one channel, in the order of their times, each with its node', async () => {
    for (const path of ['/one.do', '/two.do']) await ask('nginx', path);
    await story.workbench.output('Cluster Lab: all nodes');
    const log = await ui.inTallWindow(async () => {
      await ui.scrollLogToEnd();
      const line = story.workbench.page.locator('.part.panel .view-line', {
        hasText: /tomcat.*two\.do/,
      });
      await line.first().waitFor();
      return await ui.logInView();
    });
    const stamps = stampsIn(log);
    ok(stamps.length > 5);
    deepEqual(stamps, stamps.toSorted());
    for (const path of ['one', 'two']) {
      match(
        log,
        new RegExp(`\\[warning\\] \\[nginx\\] \\[access\\] GET /${path}\\.do → 404 · upstream tomcat`),
      );
      match(
        log,
        new RegExp(`\\[warning\\] \\[tomcat\\d\\] \\[access\\] GET /${path}\\.do → 404 · .* · nginx`),
      );
    }
    await story.picture('all-nodes');
  });

  it('lead from a frame of a stack trace to the line of the source', async () => {
    const url = (await ui.urls('tomcat1')).find((candidate) => candidate.startsWith('http:'));
    equal((await new Visitor().post(new URL('/login.do', url).href, { user: 'duke' })).status, 500);
    await ui.logWith('tomcat1', 'IllegalArgumentException');
    const { page } = story.workbench;
    await story.workbench.command('Notifications: Clear All Notifications');
    await story.workbench.command('View: Toggle Maximized Panel');
    const links = page.locator('.part.panel .view-line .detected-link');
    await links.first().waitFor();
    // Classes of Tomcat are nobody's.
    deepEqual(new Set(await links.allInnerTexts()), new Set(['LoginServlet.java:33']));
    await story.picture('stack-trace');
    // The line is drawn anew while the key is down.
    const { x = 0, y = 0 } = (await links.first().boundingBox()) ?? {};
    await page.mouse.move(x + 20, y + 8);
    await page.keyboard.down('Control');
    await page.mouse.move(x + 22, y + 8);
    await page.mouse.click(x + 22, y + 8);
    await page.keyboard.up('Control');
    await page.locator('.tabs-container .tab[data-resource-name="LoginServlet.java"]').waitFor();
    await page.locator('.statusbar-item', { hasText: 'Ln 33, Col 1' }).waitFor();
  });

  it('have the same times after the window was loaded again', async () => {
    const before = await firstLines();
    const { page } = story.workbench;
    const loaded = page.waitForEvent('load');
    await story.workbench.command('Developer: Reload Window');
    await loaded;
    // The palette is of use when the editors are back.
    await page.locator('.tabs-container .tab[data-resource-name="LoginServlet.java"]').waitFor();
    await ui.statusBar.filter({ hasText: '2/2' }).waitFor({ timeout: 120_000 });
    deepEqual(await firstLines(), before);
    const stamps = stampsIn(await ui.logWith('all nodes', 'Server startup'));
    deepEqual(stamps, stamps.toSorted());
  });

  it('can be read when the lab is gone', async () => {
    await ask('tomcat2', '/last.do');
    await ui.logWith('tomcat2', '/last.do');
    await story.workbench.output('Cluster Lab');
    await ui.stop();
    await story.workbench.command('Cluster Lab: Show logs');
    await story.workbench.quickPick('tomcat2', 'tomcat2');
    await story.workbench.page.locator('.part.panel .view-line', { hasText: 'GET /last.do → 404' }).waitFor();
  });

  async function firstLines(): Promise<string[]> {
    // A channel is at its end, or where it was read last.
    await story.workbench.output('Cluster Lab: tomcat2');
    await story.workbench.command('Output: Focus on Output View');
    await story.workbench.page.keyboard.press('Control+Home');
    const log = await ui.logWith('tomcat2', 'Server version name');
    return log
      .split('\n')
      .filter((line) => line.includes('[info]'))
      .slice(0, 5);
  }
});
