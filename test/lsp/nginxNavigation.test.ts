import assert from 'node:assert/strict';
import { join } from 'node:path';
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  Range,
  SelectionRange,
  SymbolInformation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf, type TestClient } from './testClient';

const main = `events {}
http {
    log_format main '$remote_addr $backend';
    limit_req_zone $binary_remote_addr zone=perip:10m rate=10r/s;
    proxy_cache_path /var/cache keys_zone=pages:10m;
    map $http_upgrade $Backend {
        default tomcats;
        ~^(?<proto>ws)  other;
    }
    upstream Tomcats { server 10.0.0.1:8080; zone shared 64k; }
    include conf.d/*.conf;
    include more.conf;
}
`;
const site = `server {
    listen 80;
    server_name example.com www.example.com;
    access_log /var/log/a.log main;
    error_page 502 = @busy;
    location / {
        limit_req zone=perip burst=5;
        proxy_cache pages;
        proxy_set_header X "a-\${backend}-$proto";
        proxy_pass http://tomcats/app;
    }
    location /ports { proxy_pass http://tomcats:8080; }
    location /dynamic { proxy_pass http://$backend$request_uri; }
    location @busy { return 503 $host; }
}
`;
const other = `server {
    listen 81;
    error_page 502 = @busy;
    location @busy { return 500 tomcats; }
}
`;

describe('nginx navigation', () => {
  const folders = temporaryFolders();
  let client: TestClient;
  let root: string;

  beforeEach(async () => {
    root = await folders.make({
      'nginx.conf': main,
      'conf.d/a.conf': site,
      'conf.d/b.conf': other,
      'more.conf': '# nothing\n',
    });
    client = startInMemory();
    await client.start(root);
    for (const name of ['nginx.conf', 'conf.d/a.conf', 'conf.d/b.conf']) {
      await client.open(join(root, name), undefined, 'nginx');
    }
  });
  afterEach(async () => {
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  /** A position in a text: inside `part` where it follows `before`. */
  function at(file: string, part: string): { textDocument: { uri: string }; position: Range['start'] } {
    const path = join(root, file);
    const text = client.textOf(path);
    const offset = text.indexOf(part.replace('|', ''));
    assert.notEqual(offset, -1, part);
    const document = TextDocument.create('', '', 0, text);
    return {
      textDocument: { uri: uriOf(path) },
      position: document.positionAt(offset + Math.max(0, part.indexOf('|'))),
    };
  }
  const ask = <Answer>(method: string, params: object): Promise<Answer> =>
    client.connection.sendRequest(`textDocument/${method}`, params);

  /** `a.conf:4 text` of a location. */
  function shown({ uri, range }: { uri: string; range: Range }): string {
    const path = decodeURIComponent(new URL(uri).pathname);
    const text = TextDocument.create('', '', 0, path.endsWith('more.conf') ? '' : client.textOf(path));
    return `${path.slice(root.length + 1)}:${range.start.line + 1} ${text.getText(range)}`;
  }

  async function rename(file: string, part: string, newName: string): Promise<string[]> {
    const edit = await ask<WorkspaceEdit>('rename', { ...at(file, part), newName });
    const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
    await client.apply(
      changes.map(({ textDocument, edits }) => ({
        uri: textDocument.uri,
        edits: edits.filter((one) => 'newText' in one && !('snippet' in one)),
      })) as Parameters<TestClient['apply']>[0],
    );
    return changes.flatMap(({ textDocument, edits }) =>
      edits.map(({ range }) => `${textDocument.uri.split('/').at(-1)}:${range.start.line + 1}`),
    );
  }

  it('finds where a name is made, across includes', async () => {
    const cases: [file: string, part: string, made: string[]][] = [
      ['conf.d/a.conf', 'http://tom|cats/app', ['nginx.conf:10 Tomcats']],
      ['conf.d/a.conf', '${back|end}', ['nginx.conf:6 Backend']],
      ['conf.d/a.conf', '$pr|oto', ['nginx.conf:8 proto']],
      ['conf.d/a.conf', 'a.log ma|in', ['nginx.conf:3 main']],
      ['conf.d/a.conf', 'zone=per|ip', ['nginx.conf:4 perip']],
      ['conf.d/a.conf', 'proxy_cache pa|ges', ['nginx.conf:5 pages']],
      ['conf.d/a.conf', '= @bu|sy', ['conf.d/a.conf:14 @busy']],
      ['conf.d/b.conf', '= @bu|sy', ['conf.d/b.conf:4 @busy']],
      ['nginx.conf', 'default tom|cats', ['nginx.conf:10 Tomcats']],
      ['conf.d/a.conf', 'http://tom|cats:8080', []],
      ['conf.d/a.conf', '$ho|st', []],
    ];
    for (const [file, part, made] of cases) {
      const found = (await ask<Location[] | null>('definition', at(file, part))) ?? [];
      assert.deepEqual(found.map(shown), made, part);
    }
    const included = await ask<Location[]>('definition', at('nginx.conf', 'conf.d/|*.conf'));
    assert.deepEqual(
      included.map(({ uri }) => uri),
      [uriOf(join(root, 'conf.d/a.conf')), uriOf(join(root, 'conf.d/b.conf'))],
    );
  });

  it('finds all places of a name, and marks those in the file', async () => {
    const params = at('conf.d/a.conf', 'http://tom|cats/app');
    const context = { includeDeclaration: true };
    const references = await ask<Location[]>('references', { ...params, context });
    assert.deepEqual(references.map(shown), [
      'conf.d/a.conf:10 tomcats',
      'nginx.conf:7 tomcats',
      'nginx.conf:10 Tomcats',
    ]);
    const uses = await ask<Location[]>('references', { ...params, context: { includeDeclaration: false } });
    assert.equal(uses.length, 2);
    const marked = await ask<DocumentHighlight[]>('documentHighlight', at('conf.d/a.conf', '= @bu|sy'));
    assert.deepEqual(
      marked.map(({ kind, range }) => [kind, range.start.line]),
      [
        [2, 4],
        [3, 13],
      ],
    );
  });

  it('renames an upstream where it is that upstream, in unsaved buffers', async () => {
    await client.edit(join(root, 'conf.d/a.conf'), (text) => `# not saved\n${text}`);
    const places = await rename('conf.d/a.conf', 'http://tom|cats/app', 'cluster');
    assert.deepEqual(places, ['a.conf:11', 'nginx.conf:7', 'nginx.conf:10']);
    const a = client.textOf(join(root, 'conf.d/a.conf'));
    assert.match(a, /http:\/\/cluster\/app/);
    assert.match(a, /http:\/\/tomcats:8080/);
    assert.match(client.textOf(join(root, 'conf.d/b.conf')), /return 500 tomcats/);
  });

  it('renames a variable in all its spellings, and a named location in its server only', async () => {
    await rename('conf.d/a.conf', '${back|end}', '$target');
    assert.match(client.textOf(join(root, 'nginx.conf')), /\$remote_addr \$target'/);
    assert.match(client.textOf(join(root, 'nginx.conf')), /\$http_upgrade \$target \{/);
    assert.match(client.textOf(join(root, 'conf.d/a.conf')), /"a-\$\{target\}-\$proto"/);
    assert.match(client.textOf(join(root, 'conf.d/a.conf')), /http:\/\/\$target\$request_uri/);
    await rename('conf.d/a.conf', 'location @bu|sy', 'wait');
    assert.match(client.textOf(join(root, 'conf.d/a.conf')), /502 = @wait;[^]*location @wait /);
    assert.equal(client.textOf(join(root, 'conf.d/b.conf')), other);
  });

  it('refuses in a sentence what cannot be renamed', async () => {
    const refusals: [part: string, newName: string, says: RegExp][] = [
      ['$ho|st', 'x', /\$host is made by nginx/],
      ['${back|end}', 'a-b', /letters, digits and underscores/],
      ['${back|end}', 'proto', /already has the variable "proto"/],
      ['${back|end}', 'args', /a name that nginx itself uses/],
      ['http://tom|cats/app', 'a b', /letters, digits, dots/],
      ['lis|ten 80', 'x', /Only names can be renamed here/],
    ];
    for (const [part, newName, says] of refusals) {
      await assert.rejects(ask('rename', { ...at('conf.d/a.conf', part), newName }), says, part);
    }
    await assert.rejects(ask('prepareRename', at('conf.d/a.conf', '$ho|st')), /made by nginx/);
    assert.deepEqual(await ask('prepareRename', at('conf.d/a.conf', 'zone=per|ip')), {
      range: { start: { line: 6, character: 23 }, end: { line: 6, character: 28 } },
      placeholder: 'perip',
    });
  });

  it('gives an outline with servers, locations and upstreams', async () => {
    const outline = (items: DocumentSymbol[], depth = 0): string[] =>
      items.flatMap(({ name, detail, children }) => [
        `${'  '.repeat(depth)}${name} | ${detail}`,
        ...outline(children ?? [], depth + 1),
      ]);
    const textDocument = { uri: uriOf(join(root, 'conf.d/a.conf')) };
    assert.deepEqual(outline(await ask('documentSymbol', { textDocument })), [
      'example.com www.example.com | 80',
      '  / | proxy_pass http://tomcats/app',
      '  /ports | proxy_pass http://tomcats:8080',
      '  /dynamic | proxy_pass http://$backend$request_uri',
      '  @busy | return 503 $host',
    ]);
    const inMain = outline(
      await ask('documentSymbol', { textDocument: { uri: uriOf(join(root, 'nginx.conf')) } }),
    );
    assert.ok(inMain.includes('  Tomcats | upstream'));
    assert.ok(inMain.includes('    10.0.0.1:8080 | '));
    assert.ok(inMain.includes('  $Backend | map $http_upgrade'));
    assert.ok(inMain.includes('  perip | limit_req_zone'));
  });

  it('lists names of the workspace', async () => {
    const found: SymbolInformation[] = await client.connection.sendRequest('workspace/symbol', {
      query: 'toMC',
    });
    assert.deepEqual(
      found.map(({ name, containerName }) => [name, containerName]),
      [['Tomcats', 'upstream']],
    );
  });

  it('folds blocks up to their closing brace, comments and includes', async () => {
    await client.edit(
      join(root, 'nginx.conf'),
      () => '# a\n# b\nhttp {\n  include a;\n  include b;\n  x\n    y;\n}\n',
    );
    const folds = await ask<FoldingRange[]>('foldingRange', {
      textDocument: { uri: uriOf(join(root, 'nginx.conf')) },
    });
    assert.deepEqual(
      folds.map(({ startLine, endLine, kind = 'block' }) => `${startLine}-${endLine} ${kind}`).toSorted(),
      ['0-1 comment', '2-6 block', '3-4 imports', '5-6 block'],
    );
  });

  it('grows a selection from a variable to the file', async () => {
    const { textDocument, position } = at('conf.d/a.conf', '${back|end}');
    const [first] = await ask<SelectionRange[]>('selectionRange', { textDocument, positions: [position] });
    const document = TextDocument.create('', '', 0, site);
    const texts: string[] = [];
    for (let one: SelectionRange | undefined = first; one; one = one.parent)
      texts.push(document.getText(one.range));
    assert.deepEqual(texts.slice(0, 5), [
      '${backend}',
      'a-${backend}-$proto',
      '"a-${backend}-$proto"',
      'X "a-${backend}-$proto"',
      'proxy_set_header X "a-${backend}-$proto";',
    ]);
    assert.equal(texts.at(-1), site);
    assert.ok(texts.some((text) => text.startsWith('location / {') && text.endsWith('}')));
  });

  it('formats an unsaved buffer, and a range of it', async () => {
    const path = join(root, 'conf.d/b.conf');
    await client.edit(path, () => 'server{\nlisten 81;\nroot     /x;\n}\n');
    const textDocument = { uri: uriOf(path) };
    const options = { tabSize: 2, insertSpaces: true };
    const start = { line: 2, character: 0 };
    const range = { start, end: { line: 2, character: 4 } };
    const part = await ask<TextEdit[]>('rangeFormatting', { textDocument, options, range });
    await client.apply([{ uri: textDocument.uri, edits: part }]);
    assert.equal(client.textOf(path), 'server{\nlisten 81;\n  root /x;\n}\n');
    const all = await ask<TextEdit[]>('formatting', { textDocument, options });
    await client.apply([{ uri: textDocument.uri, edits: all }]);
    assert.equal(client.textOf(path), 'server {\n  listen 81;\n  root /x;\n}\n');
    assert.deepEqual(await ask('formatting', { textDocument, options }), []);
    await client.edit(path, (text) => `${text}server {`);
    assert.deepEqual(await ask('formatting', { textDocument, options }), [], 'not with a syntax error');
  });

  it('links an include to its file', async () => {
    const links = await ask<DocumentLink[]>('documentLink', {
      textDocument: { uri: uriOf(join(root, 'nginx.conf')) },
    });
    assert.deepEqual(
      links.map(({ target }) => target),
      [uriOf(join(root, 'more.conf'))],
    );
  });

  it('leads from the URL of a proxy_pass to the upstream that it names', async () => {
    const links = await ask<DocumentLink[]>('documentLink', {
      textDocument: { uri: uriOf(join(root, 'conf.d/a.conf')) },
    });
    const line = main.split('\n').findIndex((one) => one.includes('upstream Tomcats')) + 1;
    assert.deepEqual(
      links.map(({ range, target, tooltip }) => [
        site.split('\n')[range.start.line]?.slice(range.start.character, range.end.character),
        target,
        tooltip,
      ]),
      [
        [
          'http://tomcats/app',
          `${uriOf(join(root, 'nginx.conf'))}#L${line},14`,
          'Go to the upstream "Tomcats"',
        ],
      ],
    );
  });
});
