import { deepEqual, equal } from 'node:assert/strict';
import { commands, Uri, workspace, type DocumentLink } from 'vscode';
import { activated, folder } from './support';

const TRACE = `23-Nov-2026 16:42:12.632 SEVERE [http-nio-8080-exec-1] org.apache.catalina.core.StandardWrapperValve.invoke Servlet.service() threw
\tjava.lang.IllegalArgumentException: setAttribute: Non-serializable attribute [loginStatus]
\t\tat org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1001)
\t\tat com.example.login.LoginServlet.doPost(LoginServlet.java:33)
\t\tat com.example.other.LoginServlet.doPost(LoginServlet.java:1)
23-Nov-2026 16:42:13.001 INFO [main] a.B.c The end at /usr/local/tomcat/conf/server.xml:3`;

describe('a log in the editor', () => {
  before(() => activated());

  it('leads from the frame of a class to its source, and from those of libraries nowhere', async () => {
    const document = await workspace.openTextDocument({ language: 'cluster-lab-log', content: TRACE });
    const links: DocumentLink[] = await commands.executeCommand('vscode.executeLinkProvider', document.uri);
    const path = 'app/src/main/java/com/example/login/LoginServlet.java';
    deepEqual(
      links
        .map(({ range, target }) => [document.getText(range), target?.toString()])
        // Places in containers lead to files where a lab was.
        .filter(([text]) => text?.includes('.java')),
      [['LoginServlet.java:33', Uri.file(`${folder()}/${path}`).with({ fragment: 'L33' }).toString()]],
    );
  });

  it('is known by its name', async () => {
    const uri = Uri.file(`${folder()}/catalina.out`);
    await workspace.fs.writeFile(uri, Buffer.from(TRACE));
    try {
      equal((await workspace.openTextDocument(uri)).languageId, 'cluster-lab-log');
    } finally {
      await workspace.fs.delete(uri);
    }
  });
});
