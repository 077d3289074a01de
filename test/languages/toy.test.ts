import assert from 'node:assert/strict';
import { join } from 'node:path';
import type {
  CompletionItem,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { LanguageSymbols, Mention } from '../../server/src/languages/symbols/kinds';
import { beforeItsLine, language, matches, sure } from '../../server/src/languages/language';
import { LanguageTable, languages } from '../../server/src/languages/table';
import { applyEdits } from '../../server/src/languages/text/span';
import { ignoreEdit } from '../../server/src/lsp/ignoreComment';
import { Suppressions } from '../../server/src/rules/support/suppressions';
import { Folder } from '../../server/src/workspace/folder';
import { LoadedFile } from '../../server/src/workspace/loadedFile';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { Sources } from '../../server/src/workspace/sources';
import { startInMemory, uriOf } from '../lsp/testClient';
import { temporaryFolders } from '../workspace/temporary';

/** A line is a task, called by its only word, or `after` and the name of one, or `see` and a file; `;` begins a comment. */
interface Tasks {
  readonly text: string;
  readonly tasks: readonly { readonly start: number; readonly end: number }[];
}

const symbols: LanguageSymbols = {
  kinds: new Map([['task', { write: (wanted: string) => ({ name: wanted }) }]]),
  *mentions({ files }): Generator<Mention, void, undefined> {
    for (const { path, language: own } of files.values()) {
      if (own.id !== 'tasks') continue;
      for (const match of own.text.matchAll(/^[ \t]*(?<use>after[ ])?(?<name>\w+)$/gm)) {
        const { use, name = '' } = match.groups ?? {};
        const end = match.index + match[0].length;
        const makes = use === undefined;
        yield { kind: 'task', name, path, span: { start: end - name.length, end }, makes, keys: [''] };
      }
    }
  },
  renamable: () => 'Only tasks can be renamed here.',
};

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
    complete: (offset, { names }) => {
      const written = /after (\w*)$/.exec(text.slice(0, offset));
      if (!written) return [];
      const span = { start: offset - (written[1]?.length ?? 0), end: offset };
      return [...names().allMade()].map(({ name }) => ({
        kind: 'name' as const,
        label: name,
        span,
        text: name,
        isSnippet: false,
        rank: 0,
        documentation: () => `Do it after you ${name}`,
      }));
    },
    links: () =>
      matches(text, /(?<=^see )\S+/gm).map((span) => ({ span, path: text.slice(span.start, span.end) })),
    path: (offset) => {
      const [, typed] = /see (\S*)$/.exec(text.slice(0, offset)) ?? [];
      if (typed === undefined) return undefined;
      return { typed, span: { start: offset - typed.length, end: offset }, wants: 'files' };
    },
  }),
  symbols,
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

  /** Opens files of the language; `ask` sends a request about a place in one of them. */
  async function editing(files: Readonly<Record<string, string>>): Promise<{
    readonly root: string;
    readonly ask: <Answer>(
      method: string,
      file: string,
      position: Position,
      more?: object,
    ) => Promise<Answer>;
    readonly request: <Answer>(method: string, params: object) => Promise<Answer>;
    readonly stop: () => Promise<void>;
  }> {
    const root = await folders.make(files);
    const client = startInMemory({}, table);
    await client.start(root);
    for (const name of Object.keys(files)) await client.open(join(root, name));
    const request = <Answer>(method: string, params: object): Promise<Answer> =>
      client.connection.sendRequest(method, params);
    return {
      root,
      request,
      ask: (method, file, position, more) =>
        request(`textDocument/${method}`, {
          textDocument: { uri: uriOf(join(root, file)) },
          position,
          ...more,
        }),
      stop: async () => {
        assert.deepEqual(client.logged, []);
        await client.stop();
      },
    };
  }

  it('has an outline and hovers in editors', async () => {
    const { ask, stop } = await editing({ 'a.tasks': 'wash up\n  dry\n' });
    const first = { line: 0, character: 0 };
    const outline = await ask<DocumentSymbol[]>('documentSymbol', 'a.tasks', first);
    const hover = await ask<Hover | null>('hover', 'a.tasks', { line: 0, character: 2 });
    assert.deepEqual(
      outline.map(({ name, range }) => [name.trim(), range.start.line]),
      [
        ['wash up', 0],
        ['dry', 1],
      ],
    );
    assert.deepEqual(hover?.contents, { kind: 'markdown', value: 'A task of 7 letters' });
    await stop();
  });

  it('offers what may be written, and says what it means', async () => {
    const { ask, request, stop } = await editing({ 'a.tasks': text, 'b.tasks': 'after w\nsee a\n' });
    const list = await ask<CompletionList>('completion', 'b.tasks', { line: 0, character: 7 });
    assert.deepEqual(
      list.items.map(({ label }) => label),
      ['wash', 'dry'],
    );
    const [item] = list.items;
    const resolved = await request<CompletionItem>('completionItem/resolve', item ?? {});
    assert.deepEqual(resolved.documentation, { kind: 'markdown', value: 'Do it after you wash' });
    const paths = await ask<CompletionList>('completion', 'b.tasks', { line: 1, character: 5 });
    assert.deepEqual(
      paths.items.map(({ label }) => label),
      ['a.tasks'],
    );
    await stop();
  });

  it('has links to files', async () => {
    const { root, ask, stop } = await editing({ 'a.tasks': text, 'b.tasks': 'see a.tasks\nsee c.tasks\n' });
    const links = await ask<DocumentLink[]>('documentLink', 'b.tasks', { line: 0, character: 0 });
    assert.deepEqual(
      links.map(({ target }) => target),
      [uriOf(join(root, 'a.tasks'))],
    );
    await stop();
  });

  it('has names that are found and renamed across its files', async () => {
    const { root, ask, stop } = await editing({ 'a.tasks': text, 'b.tasks': 'after dry\n' });
    const use = { line: 0, character: 7 };
    const made = await ask<Location[]>('definition', 'b.tasks', use);
    assert.deepEqual(
      made.map(({ uri, range }) => [uri, range.start.line]),
      [[uriOf(join(root, 'a.tasks')), 1]],
    );
    const edit = await ask<WorkspaceEdit>('rename', 'b.tasks', use, { newName: 'iron' });
    const changes = (edit.documentChanges ?? []).filter((change) => 'textDocument' in change);
    assert.deepEqual(
      changes.map(({ textDocument: { uri }, edits }) => [uri, edits.map(({ range }) => range.start.line)]),
      [
        [uriOf(join(root, 'a.tasks')), [1]],
        [uriOf(join(root, 'b.tasks')), [0]],
      ],
    );
    await assert.rejects(
      ask('rename', 'b.tasks', { line: 0, character: 0 }, { newName: 'iron' }),
      /Only tasks can be renamed here\./,
    );
    await stop();
  });
});
