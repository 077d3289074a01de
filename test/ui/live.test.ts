import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { connect, removeLab } from '../../client/src/lab';
import { LabUi } from './support/labUi';
import { labsOf, Story, until } from './support/story';
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

  const CONF = 'nginx/conf.d/story.conf';
  /** Changes a file as another program does. */
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const path = join(story.folder, file);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(from, to);
    ok(changed !== text, `nothing to replace in ${file}`);
    writeFileSync(path, changed);
  };
  const answer = (status: number): void => edit(CONF, /return \d+[^;]*;/, `return ${status};`);
  const onSave = async (value: 'reload' | 'ask' | 'off'): Promise<void> => {
    mkdirSync(join(story.folder, '.vscode'), { recursive: true });
    const title = `clusterLab.lab.onSave is ${value}`;
    writeFileSync(
      join(story.folder, '.vscode/settings.json'),
      JSON.stringify({ 'clusterLab.lab.onSave': value, 'window.title': title }),
    );
    // VS Code reads its settings some time after they were written, and shows when.
    await until(async () => (await story.workbench.page.title()).includes(title), title);
    await pause(500);
  };
  const statusOf = async (url: string): Promise<number> =>
    (await fetch(url, { headers: { connection: 'close' } })).status;
  const question = (): Locator =>
    story.workbench.notifications.filter({ hasText: 'A file of nginx has changed' });

  it('of nginx are marked and nothing else where clusterLab.lab.onSave is off', async () => {
    const [entry = ''] = await ui.urls('nginx');
    await onSave('off');
    answer(205);
    await says('1 file changed');
    await pause(1_500);
    await says('1 file changed');
    equal(await statusOf(entry), 204);
  });

  it('of nginx wait for a yes where it is ask, and that is one to the file as it is then', async () => {
    const [entry = ''] = await ui.urls('nginx');
    await onSave('ask');
    answer(206);
    await question().waitFor();
    await story.picture('live-asked');
    await story.workbench.notificationButton('Not now').click();
    await question().waitFor({ state: 'detached' });
    await says('1 file changed');
    equal(await statusOf(entry), 204);
    answer(207);
    await question().waitFor();
    // The question holds nothing up.
    edit('tomcat/server.xml', 'redirectPort="8443"', 'redirectPort="8443" server="Asked"');
    await says('2 files changed');
    answer(208);
    await pause(2_000);
    await story.workbench.notificationButton('Reload nginx').first().click();
    await says('nginx reloaded');
    equal(await statusOf(entry), 208);
    await onSave('reload');
  });

  it('of nginx that are saved while nodes restart are taken behind that', async () => {
    const [entry = ''] = await ui.urls('nginx');
    await says('1 file changed');
    await statusItem().click();
    await says('Restarting tomcat1');
    answer(209);
    await says('nginx reloaded');
    equal(await statusOf(entry), 209);
    const [node = ''] = await ui.urls('tomcat2');
    equal((await fetch(node)).headers.get('server'), 'Asked');
  });

  it('of nginx make two reloads at most where somebody saves twenty times in a second', async () => {
    const { page } = story.workbench;
    const [entry = ''] = await ui.urls('nginx');
    edit(CONF, /return \d+;/, 'return 200 $pid;');
    await says('nginx reloaded');
    const worker = async (): Promise<string> =>
      (await fetch(entry, { headers: { connection: 'close' } })).text();
    const first = await worker();
    const seen = new Set<string>();
    const over = new AbortController();
    const watching = (async () => {
      while (!over.signal.aborted) seen.add(await worker());
    })();
    await story.workbench.openFile('story.conf');
    // Whoever saves before VS Code has read what another program wrote is told of a conflict.
    await page.keyboard.press('Control+Home');
    await page.locator('.editor-instance .view-line', { hasText: '$pid' }).waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n# ');
    const began = Date.now();
    for (let save = 0; save < 20; save++) {
      await page.keyboard.type('x');
      await page.keyboard.press('Control+S');
      await pause(20);
    }
    // Where the machine is busy they take longer, and whoever goes on for seconds gets more.
    const most = 1 + Math.max(1, Math.ceil((Date.now() - began) / 1_500));
    await says('nginx reloaded');
    await pause(4_000);
    over.abort();
    await watching;
    seen.delete(first);
    ok(seen.size >= 1 && seen.size <= most, `${seen.size} reloads, and not ${most}`);
    match(readFileSync(join(story.folder, CONF), 'utf8'), /\n# x{20}/);
    // Files that the lab has nothing of make none.
    const last = await worker();
    for (const name of ['nginx/unused.conf', 'notes.conf', 'NOTES.md'])
      writeFileSync(join(story.folder, name), 'server { listen 81; }\n');
    await pause(2_500);
    equal(await worker(), last);
  });

  it('are what a restarted lab runs, at the ports that it had', async () => {
    const before = await ui.urls('nginx');
    await story.workbench.command('Notifications: Clear All Notifications');
    await story.workbench.command('Cluster Lab: Restart cluster lab');
    await story.workbench.notifications.filter({ hasText: 'Lab ready' }).waitFor({ timeout: 120_000 });
    deepEqual(await ui.urls('nginx'), before);
    await story.picture('live-restarted');
  });

  it('are nothing to a lab that somebody removes while nginx tests them, nor to one that is gone when a question is answered', async () => {
    edit(CONF, /return [^;]*;/, 'return 210;');
    await says('Testing');
    await remove();
    await onSave('ask');
    await ui.start();
    answer(211);
    await question().waitFor();
    await remove();
    await story.workbench.notificationButton('Reload nginx').first().click();
    await pause(1_000);
    equal(await statusItem().count(), 0);
  });

  /** From outside. */
  async function remove(): Promise<void> {
    const engine = await connect();
    for (const labId of await labsOf(story.folder)) await removeLab(engine, labId);
    await ui.noLab();
    await statusItem().waitFor({ state: 'detached' });
    await story.workbench.notifications.filter({ hasText: 'removed' }).first().waitFor();
  }
});
