import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, languages, workspace } from 'vscode';
import { activated, uriOf } from './support';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly markdown: string };
      }[];
    }[];
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

  it('has a walkthrough whose pages and commands are there', async () => {
    const { packageJSON, extensionPath } = await activated();
    const { contributes }: Manifest = packageJSON;
    const known = new Set(await commands.getCommands(true));
    for (const { description, media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const linked = [...description.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? '');
      ok(linked.length > 0, description);
      for (const id of linked) ok(known.has(id), id);
      ok(readFileSync(join(extensionPath, media.markdown), 'utf8').startsWith('# '), media.markdown);
    }
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
