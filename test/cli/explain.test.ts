import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './runCli';

const REFUSED = `29-Nov-2026 12:30:03.266 SEVERE [http-nio-8080-exec-1] org.apache.catalina.core.StandardWrapperValve.invoke Servlet.service() for servlet [login] threw exception
	java.lang.IllegalArgumentException: setAttribute: Non-serializable attribute [rsaPrivateKey]
		at org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1001)
		at shop.LoginServlet.doPost(LoginServlet.java:33)
`;
const HEALTHY =
  '29-Nov-2026 12:30:03.136 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [622] milliseconds\n';

describe('cluster-lab explain', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'cluster-lab-explain-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('tells a failure once, with its count, its place and its rules', async () => {
    const path = file('catalina.out', HEALTHY + REFUSED + REFUSED);
    const { code, stdout } = await runCli(['explain', path]);
    assert.equal(code, 1);
    assert.match(stdout, /^error {2}Tomcat refused the session attribute "rsaPrivateKey".* 2 times$/m);
    assert.ok(stdout.includes(`first  ${path}:2  29-Nov-2026 12:30:03.266`), stdout);
    assert.match(stdout, /cause {2}shop\.LoginServlet\.doPost \(LoginServlet\.java:33\)/);
    assert.match(stdout, /rules {2}java\/session-attribute-not-serializable/);
  });

  it('speaks JSON, with lines from 0', async () => {
    const { code, stdout } = await runCli(['explain', '--format', 'json', '-'], undefined, REFUSED);
    const { explanations } = JSON.parse(stdout) as {
      explanations: { failure: string; first: { path: string; line: number }; cause: { line: number } }[];
    };
    assert.equal(code, 1);
    assert.deepEqual(
      explanations.map(({ failure, first, cause }) => [failure, first.path, first.line, cause.line]),
      [['attribute-not-serializable', '-', 0, 32]],
    );
  });

  it('ends with 0 where nothing failed, with 2 where nothing can be read, with 3 where it is no log', async () => {
    assert.equal((await runCli(['explain', file('healthy.out', HEALTHY)])).code, 0);
    assert.equal((await runCli(['explain', join(folder, 'missing.log')])).code, 2);
    assert.equal((await runCli(['explain', folder])).code, 2);
    const other = await runCli(['explain', file('poem.txt', 'so much depends\nupon\n')]);
    assert.equal(other.code, 3);
    assert.match(other.stderr, /no line of it looks like a log/);
  });

  it('needs a log', async () => {
    const { code, stderr } = await runCli(['explain']);
    assert.equal(code, 2);
    assert.match(stderr, /explain needs a log/);
  });
});
