import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, ConfigurationTarget, Position, Range, window, workspace, WorkspaceEdit } from 'vscode';
import { activated, problems, problemsUntil, textOf, uriOf } from './support';

const sources = 'app/src/main/java/com/example/login';

/** story.md §5: rule, file, severity; the line is looked up by what stands there. */
function expected(): string[] {
  const servlet = `${sources}/LoginServlet.java`;
  return [
    `nginx/conf.d/story.conf:${lineOf('nginx/conf.d/story.conf', 'https://https_stream')} error nginx/underscore-upstream-host`,
    `tomcat/server.xml:${lineOf('tomcat/server.xml', '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"')} warning cluster/cluster-missing`,
    `app/src/main/webapp/WEB-INF/web.xml:${lineOf('app/src/main/webapp/WEB-INF/web.xml', '<web-app')} warning cluster/distributable-missing`,
    `${servlet}:${lineOf(servlet, '"loginStatus", memberVO')} error java/session-attribute-not-serializable`,
    `${servlet}:${lineOf(servlet, '"rsaPrivateKey", rsaUtil')} error java/session-attribute-not-serializable`,
  ].toSorted();
}

const lineOf = (path: string, text: string): number =>
  textOf(path)
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

const changed = [
  'nginx/conf.d/story.conf',
  'tomcat/server.xml',
  'app/src/main/webapp/WEB-INF/web.xml',
  `${sources}/MemberVO.java`,
  `${sources}/RSAUtil.java`,
];

const sample = (state: 'broken' | 'fixed', path: string): string =>
  readFileSync(join('samples', `story-${state}`, path), 'utf8');

/** Puts the workspace back as it was, editors and files. */
async function restore(): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const path of changed) {
    const document = await workspace.openTextDocument(uriOf(path));
    const all = new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
    if (document.getText() !== sample('broken', path))
      edit.replace(document.uri, all, sample('broken', path));
  }
  await workspace.applyEdit(edit);
  await workspace.saveAll();
  await commands.executeCommand('workbench.action.closeAllEditors');
}

describe('the story’s workspace', () => {
  before(async () => {
    await activated();
    // VS Code in a browser saves by itself after a second, and then nothing is left unsaved.
    await workspace.getConfiguration('files').update('autoSave', 'off', ConfigurationTarget.Global);
  });
  afterEach(restore);

  it('shows the five problems at their places, with nothing open', async () => {
    await problemsUntil((list) => list.length === 5, 'five problems');
    deepEqual(problems(), expected());
  });

  it('shows each of them once in files that are open too', async () => {
    for (const path of changed) await window.showTextDocument(uriOf(path), { preview: false });
    await window.showTextDocument(uriOf(`${sources}/LoginServlet.java`), { preview: false });
    await commands.executeCommand('clusterLab.checkWorkspace');
    await problemsUntil((list) => list.length === 5, 'five problems');
    deepEqual(problems(), expected());
  });

  it('becomes story-fixed by "Fix all in workspace", on disk too, and nothing is left', async () => {
    await problemsUntil((list) => list.length === 5, 'five problems');
    await commands.executeCommand('clusterLab.fixWorkspace');
    await problemsUntil((list) => list.length === 0, 'no problem');
    await workspace.saveAll();
    for (const path of changed) equal(textOf(path), sample('fixed', path), path);
  });

  it('counts what is typed and not yet saved', async () => {
    await problemsUntil((list) => list.length === 5, 'five problems');
    const editor = await window.showTextDocument(uriOf('nginx/conf.d/story.conf'));
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('https://https_stream'));
    await editor.edit((edit) =>
      edit.insert(new Position(line + 1, 0), '        proxy_set_header Host $http_host;\n'),
    );
    await problemsUntil((list) => !list.some((text) => text.includes('underscore')), 'no problem in nginx');
    equal(problems().length, 4);
    equal(editor.document.isDirty, true);
  });

  it('has a quick fix at the place of a problem', async () => {
    await problemsUntil((list) => list.length === 5, 'five problems');
    const path = 'app/src/main/webapp/WEB-INF/web.xml';
    const document = await workspace.openTextDocument(uriOf(path));
    await window.showTextDocument(document);
    const line = lineOf(path, '<web-app') - 1;
    const actions = await commands.executeCommand<{ title: string; edit?: WorkspaceEdit }[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Range(line, 1, line, 1),
      'quickfix',
    );
    const fix = actions.find(({ title }) => /distributable/.test(title));
    if (!fix?.edit) throw new Error(`no fix among ${actions.map(({ title }) => title).join(', ')}`);
    await workspace.applyEdit(fix.edit);
    equal(document.getText(), sample('fixed', path));
  });

  it('silences a rule by its setting', async () => {
    await problemsUntil((list) => list.length === 5, 'five problems');
    const settings = workspace.getConfiguration('clusterLab', uriOf('.'));
    await settings.update('rules', { 'cluster/distributable-missing': 'off' }, ConfigurationTarget.Workspace);
    try {
      await problemsUntil((list) => list.length === 4, 'four problems');
    } finally {
      await settings.update('rules', undefined, ConfigurationTarget.Workspace);
    }
    await problemsUntil((list) => list.length === 5, 'five problems again');
  });
});
