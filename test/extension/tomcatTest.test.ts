import { deepEqual, ok } from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { commands, languages, type Diagnostic } from 'vscode';
import { activated, eventually, textOf, uriOf } from './support';

const SERVER_XML = 'other/conf/server.xml';

const saidOf = (path: string): readonly Diagnostic[] =>
  languages.getDiagnostics(uriOf(path)).filter(({ source }) => source === 'tomcat');

describe('the real catalina.sh configtest', () => {
  const folder = (): string => dirname(uriOf(SERVER_XML).fsPath);

  /** Asks Tomcat about this text. */
  const test = async (text: string): Promise<void> => {
    await mkdir(folder(), { recursive: true });
    await writeFile(uriOf(SERVER_XML).fsPath, text);
    await commands.executeCommand('clusterLab.checkWorkspace');
    await commands.executeCommand('clusterLab.testTomcat');
  };
  after(async () => rm(dirname(folder()), { recursive: true, force: true }));

  it('says in its own words what no rule of ours says, and takes it back', async () => {
    await activated();
    // What lies on a machine is Tomcat's to tell.
    const text = textOf('tomcat/server.xml').replace(
      /<Connector port="8080"/,
      '<Connector port="9443" SSLEnabled="true"><SSLHostConfig><Certificate certificateKeystoreFile="conf/gone.p12"/></SSLHostConfig></Connector>\n    $&',
    );
    await test(text);
    await eventually(
      (look) => languages.onDidChangeDiagnostics(look),
      () => saidOf(SERVER_XML).length > 1,
      () => 'Tomcat says nothing of files that are not there',
    );
    const said = saidOf(SERVER_XML);
    const lineOf = (part: string): number => text.split('\n').findIndex((line) => line.includes(part));
    deepEqual(
      said.map(({ range, message }) => [range.start.line, message.replace(/^.*: (?=FileNotFound)/, '')]),
      [
        [lineOf('port="9443"'), 'FileNotFoundException: conf/gone.p12 (No such file or directory)'],
        [
          lineOf('<Connector port="8443"'),
          'FileNotFoundException: conf/certs/server.key (No such file or directory)',
        ],
      ],
    );
    deepEqual(await readdir(folder()), ['server.xml']);
    await test(text.replaceAll(/<Connector[^>]*SSLEnabled[^]*?<\/Connector>/g, ''));
    ok(saidOf(SERVER_XML).length === 0, saidOf(SERVER_XML)[0]?.message);
  });
});
