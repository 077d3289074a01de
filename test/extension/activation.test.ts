import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, languages, workspace } from 'vscode';
import { activated, uriOf } from './support';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

describe('activation', () => {
  it('registers exactly the commands that the manifest tells of', async () => {
    const { packageJSON } = await activated();
    const { contributes }: Manifest = packageJSON;
    // Views bring commands of their own: clusterLab.nodes.focus and the like.
    const registered = (await commands.getCommands(true)).filter((id) => /^clusterLab\.[^.]+$/.test(id));
    deepEqual(registered.toSorted(), contributes.commands.map(({ command }) => command).toSorted());
  });

  it('knows nginx files by name and by place', async () => {
    await activated();
    ok((await languages.getLanguages()).includes('nginx'));
    for (const path of ['nginx/nginx.conf', 'nginx/conf.d/story.conf']) {
      equal((await workspace.openTextDocument(uriOf(path))).languageId, 'nginx', path);
    }
  });

  it('leaves settings empty unless somebody sets them', async () => {
    await activated();
    const settings = workspace.getConfiguration('clusterLab');
    equal(settings.inspect('lab.nodes')?.defaultValue, null);
    equal(settings.inspect('docker.host')?.defaultValue, '');
    deepEqual(settings.inspect('rules')?.defaultValue, {});
  });
});
