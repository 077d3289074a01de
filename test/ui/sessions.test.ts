import { equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manySessionsJsp } from '../helpers/manySessions';
import { LabUi } from './support/labUi';
import { labsOf, Story, until } from './support/story';
import { Visitor } from './support/visitor';

const MANY = 10_000;

describe('the tree of 10,000 sessions', () => {
  let story: Story;
  let ui: LabUi;
  let labId: string;
  let newest: string;

  before(async () => {
    story = await Story.open();
    ui = new LabUi(story.workbench);
    writeFileSync(join(story.folder, 'app/src/main/webapp/many.jsp'), manySessionsJsp);
    // So that they are replicated.
    await story.workbench.command('Cluster Lab: Fix all in workspace');
    await story.workbench.notifications.filter({ hasText: 'Fixed 5 problems' }).waitFor();
    await ui.start();
    [labId = ''] = await labsOf(story.folder);
    const url = (await ui.urls('tomcat1')).find((it) => it.startsWith('http:'));
    ok(url, 'tomcat1 has an HTTP port');
    const { text } = await new Visitor().get(new URL(`/many.jsp?n=${MANY}`, url).href);
    const [, count, id = ''] = text.trim().split(' ');
    equal(count, String(MANY));
    newest = id.slice(0, 8);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
  });
  after(() => story.close());

  /** How often a node was asked for its sessions, by its access log. */
  const asked = (): number =>
    execFileSync('docker', ['logs', `cluster-lab-${labId}-tomcat1`], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n')
      .filter((line) => line.includes('ACCESS') && line.includes('/sessions.jsp')).length;

  /** The list holds only the rows in view. */
  async function go(to: 'Home' | 'End'): Promise<void> {
    await ui.showSessions();
    await story.workbench.page.keyboard.press(to);
  }

  const focused = () => ui.sessionRows.and(story.workbench.page.locator('.focused'));

  const topRow = () =>
    ui.sessionRows.and(story.workbench.page.locator('[aria-level="1"][aria-posinset="1"]'));

  const description = () =>
    story.workbench.page.locator('.sidebar .pane-header[aria-label^="Sessions"] .description');

  it('shows the newest, says how many there are, and gives more on demand', async () => {
    await ui.widenSideBar();
    await ui.showSessions();
    await description().filter({ hasText: '10,000 sessions, showing 100' }).waitFor();
    await story.picture('sessions-10000');
    // The rows are drawn a moment after the description: until then the first is another session.
    await topRow().filter({ hasText: newest }).filter({ hasText: 'on 2 of 2 nodes' }).click();
    await ui.sessionRows.filter({ hasText: 'backup' }).waitFor();
    await go('End');
    await focused().filter({ hasText: 'Show 200 more' }).waitFor();
    await story.workbench.page.keyboard.press('Enter');
    await description().filter({ hasText: '10,000 sessions, showing 300' }).waitFor();
    await go('Home');
    await topRow()
      .filter({ hasText: newest })
      .and(story.workbench.page.locator('[aria-expanded="true"]'))
      .waitFor();
    await story.workbench.command('Preferences: Toggle between Light/Dark Themes');
    await story.workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
    await story.picture('sessions-10000-dark');
  });

  it('finds one by the beginning of its ID, and shows it on all nodes', async () => {
    const id = (await topRow().locator('.label-name').innerText()).slice(0, 8);
    const { page } = story.workbench;
    await story.workbench.command('Cluster Lab: Find session');
    const input = page.locator('.quick-input-widget input.input');
    await input.fill(id);
    const listed = page.locator('.quick-input-list .monaco-list-row');
    await listed.nth(1).waitFor({ state: 'detached' });
    await listed.filter({ hasText: id }).waitFor();
    await story.picture('find-session');
    await page.keyboard.press('Enter');
    const row = focused().filter({ hasText: id });
    await row.waitFor();
    await row.hover();
    await row.locator('.action-label[aria-label^="Show session on all nodes"]').click();
    await page.locator('.editor-instance .view-line', { hasText: 'The same on tomcat1, tomcat2' }).waitFor();
    await page.locator('.editor-instance .view-line', { hasText: 'last used' }).waitFor();
    await story.picture('session-document');
  });

  it('asks no node while nobody sees it', async () => {
    const { workbench } = story;
    await until(async () => asked() > 0, 'the nodes are asked');
    await workbench.command('View: Close All Editors');
    await workbench.command('View: Show Explorer');
    await ui.sessionRows.first().waitFor({ state: 'hidden' });
    // A round that had begun, or begins before the extension hears that nobody looks, comes to its end.
    await workbench.page.waitForTimeout(3_000);
    const before = asked();
    // Longer than two rounds of a tree that is seen and has nothing new.
    await workbench.page.waitForTimeout(11_000);
    equal(asked(), before);
    await ui.showSessions();
    await until(async () => asked() > before, 'the nodes are asked again');
  });

  it('finds the sessions by a value, and the report of one follows what becomes of it', async () => {
    const { page } = story.workbench;
    await story.workbench.command('Cluster Lab: Find session');
    await page.locator('.quick-input-widget input.input').fill('user9900');
    const found = page.locator('.quick-input-list .monaco-list-row', { hasText: 'loginStatus: user9900' });
    await found.waitFor();
    await story.picture('find-session-by-value');
    await page.keyboard.press('Enter');
    await focused().filter({ hasText: 'loginStatus' }).waitFor();
    await focused().hover();
    await focused().locator('.action-label[aria-label^="Show session on all nodes"]').click();
    const lines = page.locator('.editor-instance .view-line');
    await lines.filter({ hasText: 'user9900' }).first().waitFor();
    execFileSync('docker', ['pause', `cluster-lab-${labId}-tomcat2`]);
    await lines.filter({ hasText: 'tomcat2 is paused' }).first().waitFor();
    await story.picture('session-report');
    execFileSync('docker', ['unpause', `cluster-lab-${labId}-tomcat2`]);
    await lines.filter({ hasText: 'The same on tomcat1, tomcat2' }).first().waitFor();
  });

  it('shows a node that does not answer, and the sessions of the other', async () => {
    const container = `cluster-lab-${labId}-tomcat2`;
    await go('Home');
    execFileSync('docker', ['kill', '--signal', 'STOP', container]);
    try {
      await ui.sessionRows.filter({ hasText: 'does not answer within 3 seconds' }).waitFor();
      await ui.sessionRows.filter({ hasText: 'on 1 of 2 nodes, tomcat2 silent' }).first().waitFor();
      await story.picture('sessions-silent-node');
    } finally {
      execFileSync('docker', ['kill', '--signal', 'CONT', container]);
    }
    await ui.sessionRows.filter({ hasText: 'on 2 of 2 nodes' }).first().waitFor();
  });

  it('stands beside the nodes, with what each takes, holds and sees', async () => {
    const { workbench } = story;
    await workbench.command('Cluster Lab: Focus on Nodes View');
    await ui.nodeRow('tomcat1').filter({ hasText: '10,000 sessions' }).filter({ hasText: 'MB' }).waitFor();
    ok(
      await ui
        .nodeRow('tomcat1')
        .getByLabel(/^tomcat1, running, 10,000 sessions, \d+ MB, \d+ % CPU, up .*, sees tomcat2/)
        .or(ui.nodeRow('tomcat1').and(workbench.page.getByLabel(/^tomcat1, running, 10,000 sessions/)))
        .count(),
    );
    await story.picture('nodes-dark');
  });

  it('goes on while a node is paused and let go on, by the palette', async () => {
    const { workbench } = story;
    await workbench.command('Cluster Lab: Pause node');
    await workbench.quickPick('tomcat2', 'tomcat2');
    await ui.nodeRow('tomcat2').filter({ hasText: 'paused' }).waitFor();
    await ui.sessionRows.filter({ hasText: 'is paused' }).waitFor();
    await story.picture('nodes-paused');
    await ui.nodeAction('tomcat2', 'Unpause node');
    await ui.nodeRow('tomcat2').filter({ hasText: 'sees tomcat1' }).waitFor();
  });

  it('leads to the threads of a node, and to a shell in it', async () => {
    const { workbench } = story;
    await workbench.command('Cluster Lab: Show thread dump');
    await workbench.quickPick('tomcat1', 'tomcat1');
    await workbench.page.locator('.editor-instance .view-line', { hasText: 'Full thread dump' }).waitFor();
    await story.picture('thread-dump');
    await workbench.command('Cluster Lab: Open shell in node');
    await workbench.quickPick('tomcat1', 'tomcat1');
    const terminal = workbench.page.locator('.terminal-wrapper.active');
    await terminal.waitFor();
    await terminal.locator('.xterm-helper-textarea').pressSequentially('hostname > /tmp/typed; exit\n');
    await until(
      async () =>
        execFileSync('docker', ['exec', `cluster-lab-${labId}-tomcat1`, 'sh', '-c', 'cat /tmp/typed || true'])
          .toString()
          .trim() === 'tomcat1',
      'what is typed reaches the shell',
    );
    await terminal.waitFor({ state: 'detached' });
  });
});
