import { equal, match } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineProxy } from '../helpers/engineProxy';
import { LabUi } from './support/labUi';
import { labsOf, Story } from './support/story';

/** What a machine says of itself that has no room for the lab. */
const small = (): object => ({
  ID: 'small',
  ServerVersion: '28.1.0',
  OperatingSystem: 'A small machine',
  MemTotal: 400 * 1024 * 1024,
  DockerRootDir: '/nowhere',
  SystemTime: new Date().toISOString(),
});

/** What `docker context create` would write. */
function writeContext(config: string, name: string, host: string): void {
  const folder = join(config, 'contexts/meta', createHash('sha256').update(name).digest('hex'));
  mkdirSync(folder, { recursive: true });
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta));
}

describe('one of two Docker engines', () => {
  const proxy = new EngineProxy();
  const config = mkdtempSync(join(tmpdir(), 'clab-docker-'));
  let story: Story;
  let ui: LabUi;

  before(async () => {
    await proxy.open();
    proxy.faults(({ path }) =>
      path.startsWith('/info') ? { kind: 'answer', status: 200, body: small() } : undefined,
    );
    writeContext(config, 'small', proxy.host);
    story = await Story.open({ DOCKER_CONFIG: config });
    ui = new LabUi(story.workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await story.picture(`failed-${this.currentTest.title}`);
  });
  after(async () => {
    await story.close();
    await proxy.close();
    rmSync(config, { recursive: true });
  });

  it('is chosen from a list, asks where it is too small, and is named where its lab is', async () => {
    const { workbench } = story;
    const { page } = workbench;
    await workbench.command('Cluster Lab: Choose Docker engine');
    const rows = page.locator('.quick-input-widget .monaco-list-row');
    const other = rows.filter({ hasText: 'context small' });
    await other.filter({ hasText: 'Version 28.1.0, A small machine' }).waitFor();
    await rows.filter({ hasText: 'DOCKER_HOST' }).first().waitFor();
    await story.picture('engines');
    await other.click();

    const dialog = page.locator('.monaco-dialog-box', {
      hasText: 'This machine may be too small for the lab.',
    });
    const start = async (button: string): Promise<void> => {
      await workbench.command('Cluster Lab: Start cluster lab');
      await dialog.waitFor();
      await story.picture('too-small');
      match(
        await dialog.innerText(),
        /2 Tomcats need about \d+ MB of memory, but Docker has only \d+ MB left/,
      );
      await dialog.locator('.monaco-button', { hasText: button }).click();
    };
    await start('Cancel');
    await ui.noLab();
    equal((await labsOf(story.folder)).length, 0);

    await start('Start anyway');
    await workbench.notifications.filter({ hasText: 'Lab ready' }).waitFor({ timeout: 120_000 });
    match((await ui.labStatus.getAttribute('aria-label')) ?? '', /context\s+small/);
    equal((await labsOf(story.folder)).length, 1);
    await ui.stop();
    equal((await labsOf(story.folder)).length, 0);
  });
});
