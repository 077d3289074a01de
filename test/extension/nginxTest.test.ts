import { deepEqual, ok } from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { commands, languages, Position, Range, workspace, WorkspaceEdit, type Diagnostic } from 'vscode';
import { activated, eventually, textOf, uriOf } from './support';

const SITE = 'nginx/conf.d/story.conf';
const BESIDE = 'nginx/conf.d/extra.conf';

/** What the real nginx says of a file. */
const saidOf = (path: string): readonly Diagnostic[] =>
  languages.getDiagnostics(uriOf(path)).filter(({ source }) => source === 'nginx');

const lineOf = (path: string, text: string): number =>
  textOf(path)
    .split('\n')
    .findIndex((line) => line.includes(text));

describe('the real nginx -t', () => {
  afterEach(async () => {
    await rm(uriOf(BESIDE).fsPath, { force: true });
    // A file that comes and goes within one look of the watcher was never there for it.
    await commands.executeCommand('clusterLab.checkWorkspace');
  });

  it('says where a certificate is named that it cannot load', async () => {
    await activated();
    await commands.executeCommand('clusterLab.testNginx');
    await eventually(
      (look) => languages.onDidChangeDiagnostics(look),
      () => saidOf(SITE).length > 0,
      () => 'nginx says nothing of its certificate',
    );
    const [said] = saidOf(SITE);
    ok(said);
    ok(said.message.includes('cannot load certificate'), said.message);
    deepEqual(said.range.start.line, lineOf(SITE, 'ssl_certificate '));
  });

  it('moves with its line, and goes with it', async () => {
    const document = await workspace.openTextDocument(uriOf(SITE));
    const text = document.getText();
    const line = lineOf(SITE, 'ssl_certificate ');
    const edited = async (edit: (made: WorkspaceEdit) => void, lines: readonly number[]): Promise<void> => {
      const made = new WorkspaceEdit();
      edit(made);
      await workspace.applyEdit(made);
      await eventually(
        (look) => languages.onDidChangeDiagnostics(look),
        () =>
          saidOf(SITE)
            .map(({ range }) => range.start.line)
            .join() === lines.join(),
        () =>
          `nginx's words stand at ${saidOf(SITE)
            .map(({ range }) => range.start.line)
            .join()}`,
      );
    };
    await edited((made) => made.insert(document.uri, new Position(0, 0), '# a line more\n'), [line + 1]);
    await edited((made) => made.delete(document.uri, new Range(line + 1, 0, line + 2, 0)), []);
    await edited((made) => made.replace(document.uri, new Range(0, 0, document.lineCount, 0), text), []);
    await document.save();
  });

  it('says its own words at the line that it names, and takes back what holds no longer', async () => {
    await writeFile(uriOf(BESIDE).fsPath, 'upstream away {\n    server nowhere.invalid:80;\n}\n');
    await commands.executeCommand('clusterLab.checkWorkspace');
    await commands.executeCommand('clusterLab.testNginx');
    await eventually(
      (look) => languages.onDidChangeDiagnostics(look),
      () => saidOf(BESIDE).length > 0,
      () => 'nginx says nothing of a host that is not there',
    );
    const [said] = saidOf(BESIDE);
    ok(said?.message.startsWith('host not found in upstream "nowhere.invalid:80"'), said?.message);
    deepEqual(said?.range.start.line, 1);
    deepEqual(saidOf(SITE), []);
  });
});
