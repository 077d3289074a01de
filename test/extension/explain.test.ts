import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  commands,
  window,
  workspace,
  type CodeLens,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type MarkdownString,
  type TextDocument,
} from 'vscode';
import { activated, problemsUntil, textOf, uriOf } from './support';

const servlet = 'app/src/main/java/com/example/login/LoginServlet.java';
const lineOf = (text: string): number =>
  textOf(servlet)
    .split('\n')
    .findIndex((line) => line.includes(text));

const log =
  (): string => `29-Nov-2026 12:00:00.000 INFO [main] org.apache.catalina.core.StandardService.startInternal Starting service [Catalina]
29-Nov-2026 12:00:01.000 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [929] milliseconds
29-Nov-2026 12:30:03.266 SEVERE [http-nio-8080-exec-1] org.apache.catalina.core.StandardWrapperValve.invoke Servlet.service() for servlet [login] threw exception
\tjava.lang.IllegalArgumentException: setAttribute: Non-serializable attribute [rsaPrivateKey]
\t\tat org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1001)
\t\tat com.example.login.LoginServlet.doPost(LoginServlet.java:${lineOf('"rsaPrivateKey", rsaUtil') + 1})
`;

describe('a log from elsewhere', () => {
  const { fsPath } = uriOf('logs/catalina.out');
  let document: TextDocument;

  before(async () => {
    await activated();
    await problemsUntil((list) => list.length === 5, 'five problems');
    mkdirSync(dirname(fsPath), { recursive: true });
    writeFileSync(fsPath, log());
    document = await workspace.openTextDocument(fsPath);
    await window.showTextDocument(document);
  });
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(dirname(fsPath), { recursive: true, force: true });
  });

  it('has a language of its own', () => equal(document.languageId, 'cluster-lab-log'));

  it('folds stack traces, and lists starts with what failed', async () => {
    const folds = await commands.executeCommand<FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [[2, 5]],
    );
    const symbols = await commands.executeCommand<DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    equal(symbols.length, 1);
    equal(symbols[0]?.name, 'Start of Tomcat');
    match(symbols[0]?.children[0]?.name ?? '', /refused the session attribute "rsaPrivateKey"/);
  });

  it('explains a failure on each line of it', async () => {
    for (const line of [2, 4]) {
      const [hover] = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, {
        line,
        character: 1,
      });
      const text = hover?.contents.map((it) => (it as MarkdownString).value).join('') ?? '';
      match(text, /java\/session-attribute-not-serializable/);
    }
  });

  it('leads to the cause', async () => {
    const lenses = await commands.executeCommand<CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const command = lenses[0]?.command;
    ok(command);
    await commands.executeCommand(command.command, ...(command.arguments ?? []));
    const editor = window.activeTextEditor;
    equal(editor?.document.uri.fsPath, uriOf(servlet).fsPath);
    equal(editor?.selection.start.line, lineOf('"rsaPrivateKey", rsaUtil'));
  });

  it('leads to what a file sets', async () => {
    const error = await workspace.openTextDocument({
      language: 'cluster-lab-log',
      content: '2026/11/29 12:47:11 [alert] 7#7: 1024 worker_connections are not enough\n',
    });
    const [lens] = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', error.uri, 10);
    const command = lens?.command;
    ok(command);
    await commands.executeCommand(command.command, ...(command.arguments ?? []));
    const editor = window.activeTextEditor;
    equal(editor?.document.uri.fsPath, uriOf('nginx/nginx.conf').fsPath);
    match(editor?.document.lineAt(editor.selection.start.line).text ?? '', /worker_connections 1024;/);
  });
});
