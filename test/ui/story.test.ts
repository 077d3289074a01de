import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabUi } from './support/labUi';
import { files, labsOf, objectsOf, Story } from './support/story';
import { Visitor } from './support/visitor';

const nodes = ['tomcat1', 'tomcat2'] as const;

/** Names of the story's requests in a log. */
const seen = (log: string): string[] =>
  [...log.matchAll(/login\.do_(test\w+)/g)].map(([, name = '']) => name);

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

describe('the story, in VS Code', () => {
  let story: Story;
  let ui: LabUi;

  beforeEach(async () => {
    story = await Story.open();
    ui = new LabUi(story.workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
    await story.close();
  });

  it('is diagnosed, fixed, run and watched, and leaves nothing behind', async () => {
    await fiveProblems();
    await fixAll();
    await ui.start();
    const [labId = ''] = await labsOf(story.folder);
    ok((await objectsOf(labId)).length > 3, 'the lab carries its label');
    equal(await status(), 'Cluster 2/2');
    await requestsLandOnBoth();
    const visitor = await loginOnBoth();
    await killedAndStillLoggedIn(visitor);
    await ui.stop();
    deepEqual(await objectsOf(labId), []);
  });

  it('fails in the lab as it was told, as long as the files are broken', async () => {
    await ui.start();
    const entry = await httpUrl('nginx');
    const visitor = new Visitor();
    await visitor.post(new URL('/login.do', entry).href, { user: 'duke' });
    const { session } = await visitor.get(entry);
    ok(session, 'a session was made');
    await ui.showSessions();
    await ui.sessionRows
      .filter({ hasText: /on 1 of 2 nodes/ })
      .first()
      .waitFor();
    await ui.stop();

    const webXml = join(story.folder, 'app/src/main/webapp/WEB-INF/web.xml');
    writeFileSync(
      webXml,
      readFileSync(webXml, 'utf8').replace('</web-app>', '  <distributable/>\n</web-app>'),
    );
    await ui.start();
    // At a node's own port, so that it is known whose log tells.
    const login = new URL('/login.do', await httpUrl('tomcat1'));
    equal((await new Visitor().post(login.href, { user: 'duke' })).status, 500);
    const log = await ui.logWith('tomcat1', 'IllegalArgumentException');
    match(log, /IllegalArgumentException: setAttribute: .*\[loginStatus\]/);
    await ui.stop();
  });

  async function fiveProblems(): Promise<void> {
    const places = await ui.problems(5);
    await story.workbench.openFile('story.conf');
    await ui.goTo(line('story.conf', 'https://https_stream'), 12);
    await story.workbench.squiggles('error').first().waitFor();
    await story.picture('problems');
    await quickFix();
    deepEqual(places.toSorted(byText), [
      `LoginServlet.java:${line('LoginServlet.java', '"loginStatus", memberVO')}`,
      `LoginServlet.java:${line('LoginServlet.java', '"rsaPrivateKey", rsaUtil')}`,
      `server.xml:${line('server.xml', '<Cluster className')}`,
      `story.conf:${line('story.conf', 'https://https_stream')}`,
      `web.xml:${line('web.xml', '<web-app')}`,
    ]);
  }

  /** The menu at the place of a problem offers its fix. */
  async function quickFix(): Promise<void> {
    const { page } = story.workbench;
    // The light bulb says that the fixes are known, and the focus that the editor hears the key.
    await page
      .locator(
        '.monaco-editor.focused [class*="codicon-light-bulb"], .monaco-editor.focused [class*="codicon-lightbulb"]',
      )
      .first()
      .waitFor();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Host $http_host' }).waitFor();
    await story.picture('fixes');
    await page.keyboard.press('Escape');
  }

  /** Line, from 1, of a text in a file of the workspace known by its name. */
  function line(name: string, text: string): number {
    const [, content = ''] =
      Object.entries(files(story.folder)).find(([path]) => path.endsWith(`/${name}`)) ?? [];
    return content.split('\n').findIndex((candidate) => candidate.includes(text)) + 1;
  }

  async function fixAll(): Promise<void> {
    await story.workbench.command('Cluster Lab: Fix all in workspace');
    await story.workbench.notifications.filter({ hasText: 'Fixed 5 problems' }).waitFor();
    await ui.problems(0);
    await story.workbench.notificationButton('Undo').click();
    await ui.problems(5);
    deepEqual(files(story.folder), files('samples/story-broken'));
    await story.workbench.command('Cluster Lab: Fix all in workspace');
    await ui.problems(0);
    deepEqual(files(story.folder), files('samples/story-fixed'));
  }

  async function status(): Promise<string> {
    return (await ui.statusBar.innerText()).replaceAll(/\s+/g, ' ').trim();
  }

  async function httpUrl(node: string): Promise<string> {
    const url = (await ui.urls(node)).find((candidate) => candidate.startsWith('http:'));
    ok(url, `${node} has an HTTP port`);
    return url;
  }

  /** Each of the two requests in the log of one node, and not in the other's. */
  async function requestsLandOnBoth(): Promise<void> {
    const entry = await httpUrl('nginx');
    for (const name of ['testOne', 'testTwo']) {
      const { status: code } = await new Visitor().get(new URL(`/login.do_${name}`, entry).href);
      equal(code, 404);
    }
    await story.workbench.command('Notifications: Clear All Notifications');
    const one = await ui.logWith('tomcat1', /login\.do_test/);
    const two = await ui.logWith('tomcat2', /login\.do_test/);
    await ui.scrollLogToEnd();
    await story.picture('node-log');
    deepEqual([...seen(one), ...seen(two)].toSorted(), ['testOne', 'testTwo']);
    equal(seen(one).length, 1);
  }

  /** Logs in through nginx; the session is on both nodes, and its login seen on both of their own ports. */
  async function loginOnBoth(): Promise<Visitor> {
    const entry = await httpUrl('nginx');
    const visitor = new Visitor();
    await visitor.get(entry);

    await ui.widenSideBar();
    await ui.showSessions();
    await ui.inTallWindow(async () => {
      const row = ui.sessionRows.filter({ hasText: visitor.sessionId?.slice(0, 8) ?? 'no session' });
      await row.filter({ hasText: 'on 2 of 2 nodes' }).waitFor();
      await row.click();
      for (const node of nodes) {
        await ui.sessionRows.filter({ hasText: node }).filter({ hasText: 'no attributes' }).waitFor();
      }
      await ui.sessionRows.filter({ hasText: /primary/ }).waitFor();
      await ui.sessionRows.filter({ hasText: /backup/ }).waitFor();
      // Who looks on sees the login arrive, and need not unfold it.
      equal((await visitor.post(new URL('/login.do', entry).href, { user: 'duke' })).status, 302);
      equal((await visitor.get(entry)).login, 'duke');
      for (const name of ['loginStatus', 'rsaPrivateKey']) {
        await ui.sessionRows
          .filter({ hasText: new RegExp(`^\\s*${name}`) })
          .nth(1)
          .waitFor();
      }
    });
    await story.picture('sessions');

    for (const node of nodes) {
      const direct = (await ui.urls(node)).find((url) => url.startsWith('https:'));
      ok(direct, `${node} has an HTTPS port`);
      const page = await visitor.get(direct);
      deepEqual([page.node, page.session, page.login], [node, visitor.sessionId, 'duke']);
    }
    return visitor;
  }

  async function killedAndStillLoggedIn(visitor: Visitor): Promise<void> {
    const entry = await httpUrl('nginx');
    const { node: served } = await visitor.get(entry);
    ok(served);
    await ui.nodeAction(served, 'Kill node');
    await ui.statusBar.filter({ hasText: '1/2' }).waitFor();
    const page = await visitor.get(entry);
    equal(page.login, 'duke');
    equal(
      page.node,
      nodes.find((node) => node !== served),
    );
  }
});
