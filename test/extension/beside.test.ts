import { deepEqual, ok } from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { commands, extensions, languages, window, workspace, type Diagnostic } from 'vscode';
import { activated, eventually, uriOf } from './support';

const BROKEN = 'tomcat/context.xml';

const saidOf = (path: string): readonly Diagnostic[] =>
  languages.getDiagnostics(uriOf(path)).filter(({ source }) => source === 'cluster-lab');

describe("beside Red Hat's XML extension", () => {
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(uriOf(BROKEN).fsPath, { force: true });
  });

  it('nothing is there twice: outline, folding and the syntax of open documents are its own', async () => {
    await activated();
    ok(extensions.getExtension('redhat.vscode-xml'), 'the stub is there');
    await writeFile(uriOf(BROKEN).fsPath, '<Context>\n  <Manager className="a"\n</Context>\n');
    await commands.executeCommand('clusterLab.checkWorkspace');
    await eventually(
      (look) => languages.onDidChangeDiagnostics(look),
      () => saidOf(BROKEN).length > 0,
      () => 'nothing is said of a broken file that nobody has open',
    );
    const document = await workspace.openTextDocument(uriOf(BROKEN));
    await window.showTextDocument(document);
    await eventually(
      (look) => languages.onDidChangeDiagnostics(look),
      () => saidOf(BROKEN).length === 0,
      () => 'its syntax is said to be broken by us too',
    );
    const serverXml = uriOf('tomcat/server.xml');
    await workspace.openTextDocument(serverXml);
    deepEqual(await commands.executeCommand('vscode.executeDocumentSymbolProvider', serverXml), undefined);
    const nginx = uriOf('nginx/nginx.conf');
    await workspace.openTextDocument(nginx);
    const symbols = await commands.executeCommand<unknown[]>('vscode.executeDocumentSymbolProvider', nginx);
    ok(symbols.length > 0, 'nginx files have an outline all the same');
  });
});
