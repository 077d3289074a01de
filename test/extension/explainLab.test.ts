import { equal, match, ok } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  commands,
  DiagnosticSeverity,
  languages,
  Position,
  window,
  workspace,
  WorkspaceEdit,
  type CodeAction,
  type Diagnostic,
  type Hover,
  type MarkdownString,
  type TextDocument,
} from 'vscode';
import type * as LabEngine from '../../client/src/lab';
import { activated, eventually, folder, problemsUntil, textOf, uriOf } from './support';

const servlet = 'app/src/main/java/com/example/login/LoginServlet.java';
const webXml = 'app/src/main/webapp/WEB-INF/web.xml';

const shown = (): Diagnostic[] =>
  languages.getDiagnostics(uriOf(servlet)).filter(({ source }) => source === 'cluster-lab log');

const until = (condition: () => boolean, what: string): Promise<void> =>
  eventually(
    (look) => languages.onDidChangeDiagnostics(look),
    condition,
    () => what,
  );

describe('a failure of the running lab', function () {
  this.timeout(110_000);
  const broken = readFileSync(resolve('samples/story-broken', webXml), 'utf8');
  let line: number;

  before(async () => {
    await activated();
    await problemsUntil((list) => list.length === 5, 'five problems');
    writeFileSync(uriOf(webXml).fsPath, broken.replace('</web-app>', '  <distributable/>\n</web-app>'));
    await problemsUntil((list) => list.length === 4, 'four problems');
    line = textOf(servlet)
      .split('\n')
      .findIndex((text) => text.includes('"loginStatus", memberVO'));
    await commands.executeCommand('clusterLab.start');
    const login = new URL('/login.do', await urlOfTomcat());
    const answer = await fetch(login, { method: 'POST', body: new URLSearchParams({ user: 'duke' }) });
    equal(answer.status, 500);
  });
  after(async () => {
    await commands.executeCommand('clusterLab.stop');
    writeFileSync(uriOf(webXml).fsPath, broken);
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
    await problemsUntil((list) => list.length === 5, 'five problems again');
  });

  it('stands in Problems at its cause, with the fix of the rule and the way to the log', async () => {
    await until(() => shown().length === 1, 'a problem from the log');
    const [problem] = shown();
    ok(problem);
    equal(problem.range.start.line, line);
    match(problem.message, /session attribute "loginStatus".*\(tomcat1/);
    const document = await workspace.openTextDocument(uriOf(servlet));
    await window.showTextDocument(document);
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    const titles = actions.map(({ title }) => title);
    ok(titles.includes('Show in log'), titles.join(', '));
    ok(
      titles.some((title) => /Serializable/.test(title)),
      titles.join(', '),
    );
  });

  for (const channel of ['tomcat1', undefined])
    it(`is explained at its line in the channel of ${channel ?? 'all nodes'}`, async () => {
      if (channel === undefined) await commands.executeCommand('clusterLab.showAllLogs');
      else await commands.executeCommand('clusterLab.showLogs', channel);
      const isShown = ({ uri, lineCount }: TextDocument): boolean =>
        uri.scheme === 'output' &&
        uri.path.endsWith(`Cluster Lab: ${channel ?? 'all nodes'}`) &&
        lineCount > 1;
      const head = /Servlet\.service\(\) for servlet/;
      await eventually(
        (look) => workspace.onDidChangeTextDocument(look),
        () => workspace.textDocuments.some((it) => isShown(it) && head.test(it.getText())),
        () => 'the channel with the failure',
      );
      const document = workspace.textDocuments.find(isShown);
      ok(document);
      const lines = document.getText().split('\n');
      const hoverAt = async (at: number): Promise<string> => {
        const hovers = await commands.executeCommand<Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          new Position(at, 1),
        );
        return hovers.flatMap(({ contents }) => contents.map((it) => (it as MarkdownString).value)).join('');
      };
      const at = lines.findIndex((text) => head.test(text));
      const told = await hoverAt(at);
      match(told, /session attribute/);
      match(told, /\(command:clusterLab\.goToCause\.internal\?[^)]*tomcat1/);
      equal(await hoverAt(at + 1), '');
    });

  it('is marked as past when the lab starts anew', async () => {
    await commands.executeCommand('clusterLab.stop');
    await commands.executeCommand('clusterLab.start');
    const [problem] = shown();
    match(problem?.message ?? '', /^Before the lab was restarted: Tomcat refused/);
    equal(problem?.severity, DiagnosticSeverity.Hint);
  });

  it('goes when its cause is edited', async () => {
    const edit = new WorkspaceEdit();
    edit.insert(uriOf(servlet), new Position(line, 0), ' ');
    await workspace.applyEdit(edit);
    await until(() => shown().length === 0, 'no problem from the log');
  });
});

async function urlOfTomcat(): Promise<string> {
  const lab = createRequire(__filename)(resolve('dist/lab.js')) as typeof LabEngine;
  const engine = await lab.connect();
  for (let tries = 0; tries < 60; tries++) {
    const found = (await lab.findLabs(engine)).find((it) => it.folder === folder());
    const port = found?.containers
      .find(({ name }) => name === 'tomcat1')
      ?.ports.find(({ container }) => container === 8080)?.host;
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    await pause(500);
  }
  throw new Error('the lab has no Tomcat');
}
