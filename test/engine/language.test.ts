import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { temporaryFolders } from '../workspace/temporary';

const TEMPLATE = '"{address}" ({origin}) is not an address of a Docker Engine that Cluster Lab can use.';

describe('the language of the lab', () => {
  const folders = temporaryFolders();

  /** What the bundled lab says of an address of no use, loaded as the extension does where VS Code has these sentences. */
  async function said(bundle: Readonly<Record<string, string>> | undefined): Promise<string> {
    const root = await folders.make({
      'labModule.js': await readFile(resolve(__dirname, '../../client/src/kernel/labModule.js')),
      // A copy, so that none of the other tests hears of its language.
      'lab.js': await readFile(resolve('dist/lab.js')),
      'node_modules/vscode/index.js': `exports.l10n = ${JSON.stringify({ bundle })};`,
    });
    const { labModule } = createRequire(join(root, 'labModule.js'))('./labModule.js');
    const refused: unknown = await labModule()
      .connect({ host: 'ftp://host' })
      .catch((error: unknown) => error);
    return refused instanceof Error ? refused.message : '';
  }

  it('is that of the editor, where its sentences are there', async () => {
    assert.equal(
      await said({ [TEMPLATE]: '"{address}"은(는) 사용할 수 없는 주소입니다({origin}).' }),
      '"ftp://host"은(는) 사용할 수 없는 주소입니다(clusterLab.docker.host).',
    );
  });

  it('is English where there are none', async () => {
    assert.match(await said(undefined), /^"ftp:\/\/host" \(.*\) is not an address of a Docker Engine/);
  });
});
