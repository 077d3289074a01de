import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../../server/src/rules/support/diagnostic';
import { check, type Check } from '../../server/src/workspace/check';
import { fixAll } from '../../server/src/workspace/fixAll';
import { readCase } from '../helpers/cases/cases';
import { loadTexts, readTexts, ROOT, type Texts } from '../helpers/workspace';

const checkTexts = (texts: Texts): Check => check(ROOT, loadTexts(texts));

/** One line a diagnostic: where, how bad, which rule, and what is marked. */
const lineOf = ({ files }: Check, { path, span, severity, code }: Diagnostic): string => {
  const file = files.get(path);
  const { line, character } = file?.lines.positionAt(span.start) ?? {};
  const marked = file?.text.slice(span.start, span.end);
  return `${path.slice(ROOT.length + 1)}:${(line ?? 0) + 1}:${(character ?? 0) + 1} ${severity} ${code} ${marked}`;
};

const linesOf = (checked: Check): readonly string[] => {
  assert.deepEqual(checked.failures, []);
  return checked.diagnostics.map((diagnostic) => lineOf(checked, diagnostic));
};

const JAVA = 'app/src/main/java/com/example/login';
const FIVE = [
  `${JAVA}/LoginServlet.java:33:9 error java/session-attribute-not-serializable session.setAttribute("loginStatus", memberVO)`,
  `${JAVA}/LoginServlet.java:34:9 error java/session-attribute-not-serializable session.setAttribute("rsaPrivateKey", rsaUtil)`,
  'app/src/main/webapp/WEB-INF/web.xml:2:2 warning cluster/distributable-missing web-app',
  'nginx/conf.d/story.conf:32:9 error nginx/underscore-upstream-host proxy_pass https://https_stream;',
  'tomcat/server.xml:127:7 warning cluster/cluster-missing <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>',
];

describe('the samples, by all registered rules', () => {
  it('story-broken has the five of the story and nothing else', async () => {
    assert.deepEqual(linesOf(checkTexts(await readTexts('samples/story-broken'))), FIVE);
  });

  it('story-fixed has none, of any severity', async () => {
    assert.deepEqual(linesOf(checkTexts(await readTexts('samples/story-fixed'))), []);
  });

  it('story-fixed is story-broken with all safe fixes, byte for byte', async () => {
    const broken = await readTexts('samples/story-broken');
    const { files, after } = fixAll(checkTexts(broken));
    const texts = new Map(broken);
    for (const { path, text } of files) texts.set(path.slice(ROOT.length + 1), text);
    assert.deepEqual(Object.fromEntries(texts), Object.fromEntries(await readTexts('samples/story-fixed')));
    assert.deepEqual(linesOf(after), []);
    assert.equal(fixAll(after).files.length, 0);
  });

  it('names every place that led to a diagnostic', async () => {
    const { diagnostics } = checkTexts(await readTexts('samples/story-broken'));
    const related = diagnostics.map(({ code, related: places }) => [
      code,
      ...new Set(places.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))),
    ]);
    assert.deepEqual(related, [
      ['java/session-attribute-not-serializable', 'MemberVO.java'],
      ['java/session-attribute-not-serializable', 'RSAUtil.java'],
      ['cluster/distributable-missing', 'nginx.conf', 'LoginServlet.java'],
      ['nginx/underscore-upstream-host', 'nginx.conf'],
      ['cluster/cluster-missing', 'nginx.conf', 'LoginServlet.java'],
    ]);
  });

  it('opened together are two clusters, each judged by itself', async () => {
    const checked = checkTexts(await readTexts('samples'));
    assert.deepEqual(
      linesOf(checked),
      FIVE.map((line) => `story-broken/${line}`),
    );
    const { files } = fixAll(checked);
    assert.deepEqual(
      files.map(({ path }) => path.startsWith(`${ROOT}/story-broken/`)),
      files.map(() => true),
    );
  });

  it('a file that Tomcat cannot read says nothing about a missing Cluster', async () => {
    const texts = new Map(await readTexts('samples/story-broken'));
    texts.set('tomcat/server.xml', (texts.get('tomcat/server.xml') ?? '').replace('</Engine>', ''));
    assert.ok(!linesOf(checkTexts(texts)).some((line) => line.includes('cluster/cluster-missing')));
  });
});

const readStock = async (names: readonly string[]): Promise<Texts> =>
  new Map(
    await Promise.all(
      names.map(
        async (name) =>
          [`conf/${name}`, await readFile(`test/fixtures/tomcat/10.1/${name}`, 'utf8')] as const,
      ),
    ),
  );

describe('stock files, by all registered rules', () => {
  it('of Tomcat 10.1 give nothing, alone and together', async () => {
    const names = ['server.xml', 'web.xml', 'context.xml'];
    for (const name of names) assert.deepEqual(linesOf(checkTexts(await readStock([name]))), [], name);
    assert.deepEqual(linesOf(checkTexts(await readStock(names))), []);
  });

  it('of nginx give nothing', async () => {
    const { texts } = await readCase('nginx/underscore-upstream-host', 'valid: stock');
    assert.deepEqual([...texts.keys()], ['nginx.conf']);
    assert.deepEqual(linesOf(checkTexts(texts)), []);
  });
});
