import assert from 'node:assert/strict';
import type { CodeLens, InlayHint, Location } from 'vscode-languageserver';
import { temporaryFolders } from '../workspace/temporary';
import { story } from './story';
import { startInMemory, uriOf } from './testClient';

describe('what a place has to do with other files', () => {
  const folders = temporaryFolders();

  async function opened(sample: string) {
    const root = await folders.copyOf(sample);
    const client = startInMemory();
    await client.start(root);
    const open = async (name: string, language: string): Promise<{ uri: string; text: string }> => {
      const path = `${root}/${name}`;
      await client.open(path, undefined, language);
      return { uri: uriOf(path), text: client.textOf(path) };
    };
    return { root, client, open };
  }

  it('stands above the Cluster and above <distributable/>, and leads to the nodes', async () => {
    const { client, open } = await opened('samples/story-fixed');
    const ask = async (uri: string): Promise<CodeLens[]> =>
      client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
    const server = await open('tomcat/server.xml', 'xml');
    const [lens, ...others] = await ask(server.uri);
    assert.equal(others.length, 0);
    assert.equal(lens?.command?.title, '2 nodes · group 228.0.0.4:45564 · DeltaManager, synchronous');
    assert.match(server.text.split('\n')[lens.range.start.line] ?? '', /<Cluster /);
    const web = await open(story.webXml, 'xml');
    const [replicated] = await ask(web.uri);
    assert.equal(replicated?.command?.title, 'replicated on tomcat1 and tomcat2');
    assert.equal(replicated.command.arguments?.[1][0].uri, server.uri);
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  it('says that nothing is replicated where no node has a Cluster', async () => {
    const { client, open, root } = await opened('samples/story-broken');
    const web = await open(story.webXml, 'xml');
    await client.edit(`${root}/${story.webXml}`, (text) =>
      text.replace('</web-app>', '<distributable/></web-app>'),
    );
    const [lens]: CodeLens[] = await client.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri: web.uri },
    });
    assert.equal(lens?.command?.title, 'not replicated: none of tomcat1 and tomcat2 has a Cluster');
    await client.stop();
  });

  it('stands behind an address that does not name its node, which leads to Connector and service', async () => {
    const { client, open } = await opened('samples/story-fixed');
    const main = await open('nginx/nginx.conf', 'nginx');
    const lines = main.text.split('\n');
    const hints: InlayHint[] = await client.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri: main.uri },
      range: { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } },
    });
    const shown = hints.map(({ position, label }) => [
      lines[position.line]?.trim(),
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    ]);
    assert.deepEqual(shown, [
      ['server 127.0.0.1:8080;', '→ tomcat1'],
      ['server 127.0.0.1:8081;', '→ tomcat2'],
      ['server 127.0.0.1:8443;', '→ tomcat1'],
      ['server 127.0.0.1:8444;', '→ tomcat2'],
    ]);
    const line = lines.findIndex((text) => text.includes('127.0.0.1:8081'));
    const found: Location[] = await client.connection.sendRequest('textDocument/definition', {
      textDocument: { uri: main.uri },
      position: { line, character: (lines[line] ?? '').indexOf('8081') },
    });
    assert.deepEqual(
      found.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1)),
      ['server.xml', 'compose.yaml'],
    );
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
});
