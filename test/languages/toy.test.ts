import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { DocumentSymbol, Hover } from 'vscode-languageserver';
import { beforeItsLine, language, matches, sure } from '../../server/src/languages/language';
import { LanguageTable, languages } from '../../server/src/languages/table';
import { applyEdits } from '../../server/src/languages/text/span';
import { ignoreEdit } from '../../server/src/lsp/ignoreComment';
import { Suppressions } from '../../server/src/rules/support/suppressions';
import { Folder, LoadedFile } from '../../server/src/workspace/folder';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { Sources } from '../../server/src/workspace/sources';
import { startInMemory, uriOf } from '../lsp/testClient';
import { temporaryFolders } from '../workspace/temporary';

/** A line is a task; `;` begins a comment. */
interface Tasks {
  readonly text: string;
  readonly tasks: readonly { readonly start: number; readonly end: number }[];
}

const tasks = language<Tasks, 'other'>({
  id: 'tasks',
  title: 'tasks',
  kinds: ['other'],
  names: [{ names: ['*.tasks'] }],
  standsAlone: true,
  recognise: (_, __, { promised }) => sure(promised && 'other'),
  parse: (text) => ({ text, tasks: matches(text, /^[ \t]*[^;\s][^\r\n]*/gm) }),
  read: (_, kind) => ({ kind }),
  comment: (text) => `; ${text}`,
  about: (_, text) => ({ comments: () => matches(text, /;[^\r\n]*/g), anchor: beforeItsLine }),
  features: ({ text, tasks: all }) => ({
    outline: () =>
      all.map((span) => ({
        name: text.slice(span.start, span.end),
        detail: '',
        kind: 'name' as const,
        span,
        selection: span,
        children: [],
      })),
    hover: (offset) => {
      const span = all.find(({ start, end }) => start <= offset && offset <= end);
      return span && { markdown: `A task of ${span.end - span.start} letters`, span };
    },
  }),
});

const table = new LanguageTable([...languages.languages, tasks]);

describe('a language that is added to the table', () => {
  const folders = temporaryFolders();
  const text = 'wash\n  dry\n';

  it('has its files found and read', async () => {
    const root = await folders.make({ 'a.tasks': text, 'nginx.conf': 'events {}\n' });
    const folder = new Folder(root, new Sources(nodeFileSystem), { languages: table });
    await folder.scan();
    assert.deepEqual(
      folder.files.map(({ path, file }) => [path.slice(root.length + 1), file.language.id]),
      [
        ['a.tasks', 'tasks'],
        ['nginx.conf', 'nginx'],
      ],
    );
    assert.equal(languages.promise(join(root, 'a.tasks')), undefined);
  });

  it('has its diagnostics silenced by a comment of its own, and the fix that adds one', () => {
    const path = '/w/a.tasks';
    const load = (words: string): LoadedFile => {
      const recognised = table.recognise(path, words);
      const file = recognised?.language.open(path, recognised, words);
      assert.ok(file);
      return new LoadedFile(path, words, 'utf8', '', file);
    };
    const isSilent = (words: string): boolean => {
      const start = words.indexOf('dry');
      const files = new Map([[path, load(words).file]]);
      return new Suppressions(files).covers(path, { start, end: start + 3 }, 'tasks/wet');
    };
    const start = text.indexOf('dry');
    const edit = ignoreEdit(load(text), {
      code: 'tasks/wet',
      severity: 'warning',
      message: '',
      path,
      span: { start, end: start + 3 },
      related: [],
      fixes: [],
      href: '',
    });
    assert.ok(edit);
    const silenced = applyEdits(text, [edit]);
    assert.equal(silenced, 'wash\n  ; cluster-lab-ignore tasks/wet\n  dry\n');
    assert.equal(isSilent(text), false);
    assert.equal(isSilent(silenced), true);
  });

  it('has an outline and hovers in editors', async () => {
    const root = await folders.make({ 'a.tasks': text });
    const path = join(root, 'a.tasks');
    const textDocument = { uri: uriOf(path) };
    const client = startInMemory({}, table);
    await client.start(root);
    await client.open(path);
    const outline: DocumentSymbol[] = await client.connection.sendRequest('textDocument/documentSymbol', {
      textDocument,
    });
    const hover: Hover | null = await client.connection.sendRequest('textDocument/hover', {
      textDocument,
      position: { line: 0, character: 2 },
    });
    assert.deepEqual(
      outline.map(({ name, range }) => [name.trim(), range.start.line]),
      [
        ['wash', 0],
        ['dry', 1],
      ],
    );
    assert.deepEqual(hover?.contents, { kind: 'markdown', value: 'A task of 4 letters' });
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
});
