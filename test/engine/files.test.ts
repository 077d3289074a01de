import { strict as assert } from 'node:assert';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import type { LabError } from '../../client/src/lab';
import { packedFiles, tarOf } from '../../client/src/lab/files';
import type { FilePlan } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';

const pair = { certificate: 'CERTIFICATE', key: 'KEY' };

/** What a container finds: path, mode and text of every file. */
async function found(plans: FilePlan[]): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of tarOf(await packedFiles(plans, { assets: 'client/assets', pair })).pipe(
    extract(),
  )) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    files.push(`${entry.header.name} ${entry.header.mode?.toString(8)} ${text}`);
  }
  return files;
}

describe('files of a plan', () => {
  const folders = temporaryFolders();

  it('are texts, copies, the certificate and its key, which others may not read', async () => {
    const folder = await folders.make({ 'app.conf': 'copied' });
    assert.deepEqual(
      await found([
        { target: '/etc/nginx/nginx.conf', content: { kind: 'text', text: '한글' } },
        { target: '/etc/nginx/app.conf', content: { kind: 'copy', from: join(folder, 'app.conf') } },
        { target: '/etc/a.crt', content: { kind: 'certificate' } },
        { target: '/etc/a.key', content: { kind: 'key' } },
        { target: '/run.sh', content: { kind: 'text', text: '' }, mode: 0o755 },
      ]),
      [
        'etc/nginx/nginx.conf 644 한글',
        'etc/nginx/app.conf 644 copied',
        'etc/a.crt 644 CERTIFICATE',
        'etc/a.key 600 KEY',
        'run.sh 755 ',
      ],
    );
  });

  it('are all below a folder, links to files too, but never a circle of links', async () => {
    const folder = await folders.make({ 'WEB-INF/web.xml': 'web', 'index.html': 'index' });
    await symlink(join(folder, 'index.html'), join(folder, 'start.html'));
    await symlink(folder, join(folder, 'WEB-INF', 'again'));
    assert.deepEqual(await found([{ target: '/app', content: { kind: 'copy', from: folder } }]), [
      'app/WEB-INF/web.xml 644 web',
      'app/index.html 644 index',
      'app/start.html 644 index',
    ]);
  });

  it('come with the extension, by name', async () => {
    for (const name of ['probe', 'demo-app-javax', 'demo-app-jakarta'] as const) {
      const files = await found([{ target: '/app', content: { kind: 'asset', name } }]);
      assert.ok(
        files.some((file) => file.startsWith('app/WEB-INF/web.xml')),
        name,
      );
      assert.ok(
        files.some((file) => file.startsWith('app/META-INF/context.xml')),
        name,
      );
    }
  });

  it('that are not there are named', async () => {
    const folder = await folders.make();
    const from = join(folder, 'gone.war');
    await assert.rejects(
      found([{ target: '/app.war', content: { kind: 'copy', from } }]),
      (error: LabError) => {
        assert.equal(error.kind, 'unreadable-file');
        assert.equal(error.message, 'gone.war could not be read for the lab: it does not exist.');
        assert.equal(error.nextStep, `Check ${from}, then start the lab again.`);
        return true;
      },
    );
  });
});
