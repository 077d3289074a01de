import assert from 'node:assert/strict';
import { rule } from '../../server/src/rules/define';
import { runRules } from '../../server/src/rules/run';
import { modelOf } from '../helpers/model';

const messages = { here: '{what} in {where}', bare: 'here' } as const;

const meta = (id: string) => ({ id, severity: 'hint', refusedBy: 'none', fix: 'none', messages }) as const;

/** Speaks of every directive, element and session write. */
const talker = rule({
  meta: meta('test/talker'),
  nginxPlacement({ directive: { name }, path }, context) {
    const data = { what: name.value, where: 'nginx' };
    context.report({ path, span: name.span, message: 'here', data });
  },
  component({ name, element: { nameSpan } }, context) {
    const data = { what: name, where: 'XML' };
    context.report({ path: context.file.path, span: nameSpan, message: 'here', data });
  },
  sessionWrite({ attribute, span }, context) {
    const data = { what: attribute ?? '?', where: 'Java' };
    context.report({ path: context.path, span, message: 'here', data });
  },
});

const said = (texts: Readonly<Record<string, string>>, only = talker): readonly string[] =>
  runRules(modelOf(texts), { rules: [only] }).diagnostics.map(({ message }) => message);

const NGINX = 'events {\n}\nhttp {\n    gzip on;\n}\n';

describe('the runner of rules', () => {
  it('visits every directive, element and session write once, in the order of files and places', () => {
    const texts = {
      'b/nginx.conf': NGINX,
      'a/conf/server.xml': '<Server><Service name="x"/></Server>',
      'c/A.java':
        'import jakarta.servlet.http.HttpSession; class A { void a(HttpSession session) { session.setAttribute("k", "v"); } }',
    };
    assert.deepEqual(said(texts), [
      'Server in XML',
      'Service in XML',
      'events in nginx',
      'http in nginx',
      'gzip in nginx',
      'k in Java',
    ]);
  });

  it('visits nodes that are peers, and apps', () => {
    const seen: string[] = [];
    const watcher = rule({
      meta: meta('test/watcher'),
      group({ nodes }) {
        seen.push(`group ${nodes.map(({ name }) => name).join(' ')}`);
      },
      app({ name }, { model }) {
        seen.push(`app ${name} of ${model.apps.length}`);
      },
    });
    const { failures } = runRules(
      modelOf({
        'compose.yaml': 'services:\n  a:\n    image: tomcat:10.1\n  b:\n    image: tomcat:10.1\n',
        'nginx.conf':
          'events {}\nhttp { upstream u { server a:8080; server b:8080; }\nserver { location / { proxy_pass http://u; } } }\n',
        'shop/WEB-INF/web.xml': '<web-app/>',
      }),
      { rules: [watcher] },
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(seen, ['group a b', 'app shop of 1']);
  });

  it('asks only those who asked for a directive', () => {
    const picky = rule({
      meta: meta('test/picky'),
      directives: ['gzip'],
      nginxPlacement({ directive: { name }, path }, context) {
        const data = { what: name.value, where: context.configuration.mainFile };
        context.report({ path, span: name.span, message: 'here', data });
      },
    });
    assert.deepEqual(said({ 'nginx.conf': NGINX }, picky), ['gzip in /workspace/nginx.conf']);
  });

  it('says the same of one place once', () => {
    const twice = rule({
      meta: meta('test/twice'),
      nginxPlacement({ directive: { name }, path }, context) {
        const data = { what: name.value, where: 'nginx' };
        context.report({ path, span: name.span, message: 'here', data });
        context.report({ path, span: name.span, message: 'here', data });
      },
    });
    assert.deepEqual(said({ 'nginx.conf': NGINX }, twice), [
      'events in nginx',
      'http in nginx',
      'gzip in nginx',
    ]);
  });

  it('says on one line what stands on several', () => {
    const quoting = rule({
      meta: { ...meta('test/quoting'), messages: { here: '"{word}" in {path}' } },
      nginxDocument(_, context) {
        const data = { word: 'a\r\nb\n', path: 'x' };
        context.report({ path: context.path, span: { start: 0, end: 1 }, message: 'here', data });
      },
    });
    assert.deepEqual(said({ 'nginx.conf': NGINX }, quoting), ['"a\\nb\\n" in x']);
  });

  it('keeps a severity that the rule departs to, unless the settings say otherwise', () => {
    const grave = rule({
      meta: meta('test/grave'),
      nginxDocument(_, context) {
        const span = { start: 0, end: 1 };
        context.report({ path: context.path, span, message: 'bare', severity: 'error' });
      },
    });
    const model = modelOf({ 'nginx.conf': NGINX });
    const severities = (settings: Parameters<typeof runRules>[1]): readonly string[] =>
      runRules(model, { rules: [grave], ...settings }).diagnostics.map(({ severity }) => severity);
    assert.deepEqual(severities({}), ['error']);
    assert.deepEqual(severities({ settings: { 'test/grave': 'information' } }), ['information']);
    assert.deepEqual(severities({ settings: { 'test/grave': 'off' } }), []);
  });

  it('links to the page of the rule', () => {
    const [first] = runRules(modelOf({ 'nginx.conf': NGINX }), { rules: [talker] }).diagnostics;
    assert.equal(first?.code, 'test/talker');
    assert.equal(
      first?.href,
      'https://github.com/cluster-lab/cluster-lab/blob/main/docs/rules/test/talker.md',
    );
  });

  it('goes on without a rule that throws, and tells it once', () => {
    const error = new Error('broken');
    const broken = rule({
      meta: meta('test/broken'),
      nginxPlacement() {
        throw error;
      },
    });
    const { diagnostics, failures } = runRules(modelOf({ 'nginx.conf': NGINX }), { rules: [broken, talker] });
    assert.equal(diagnostics.length, 3);
    assert.deepEqual(failures, [{ rule: 'test/broken', error }]);
  });

  it('tells a message that a rule does not have', () => {
    const wordless = rule({
      meta: meta('test/wordless'),
      nginxDocument(_, context) {
        // @ts-expect-error: there is no such message
        context.report({ path: context.path, span: { start: 0, end: 1 }, message: 'absent' });
      },
    });
    const { failures } = runRules(modelOf({ 'nginx.conf': NGINX }), { rules: [wordless] });
    assert.match(String(failures[0]?.error), /test\/wordless has no message "absent"/);
  });
});

const ignoring = (ids: string): string => `# cluster-lab-ignore ${ids}\nevents {\n}\n`;

const serverXml = (before: string): string =>
  `<Server>\n<Service>\n<Engine>\n${before}<!--\n<Cluster/>\n-->\n</Engine>\n</Service>\n</Server>\n`;

const javaWith = (before: string): string =>
  `import jakarta.servlet.http.HttpSession;\nclass A {\n  void a(HttpSession session) {\n${before}    session.setAttribute("k", "v");\n  }\n}\n`;

describe('comments that silence a rule', () => {
  it('silence the line after them, in nginx', () => {
    const text =
      'events {\n}\nhttp {\n    # cluster-lab-ignore test/talker\n    gzip on;\n    gzip_vary on;\n}\n';
    assert.deepEqual(said({ 'nginx.conf': text }), [
      'events in nginx',
      'http in nginx',
      'gzip_vary in nginx',
    ]);
  });

  it('name the rules they silence, separated by blanks or commas', () => {
    assert.deepEqual(said({ 'nginx.conf': ignoring('other/rule') }), ['events in nginx']);
    assert.deepEqual(said({ 'nginx.conf': ignoring('other/rule, test/talker') }), []);
    assert.deepEqual(said({ 'nginx.conf': ignoring('other/rule test/talker: because') }), [
      'events in nginx',
    ]);
    assert.deepEqual(said({ 'nginx.conf': ignoring('test/talker since we know better') }), []);
    assert.deepEqual(said({ 'nginx.conf': '# cluster-lab-ignored test/talker\nevents {\n}\n' }), [
      'events in nginx',
    ]);
  });

  it('add up when they follow each other', () => {
    const text = '# cluster-lab-ignore test/talker\n# cluster-lab-ignore other/rule\nevents {\n}\n';
    assert.deepEqual(said({ 'nginx.conf': text }), []);
  });

  it('work in XML, also before an element that is commented out', () => {
    const commented = rule({
      meta: meta('test/commented'),
      model({ nodes }, context) {
        for (const { commentedCluster } of nodes) {
          if (commentedCluster) {
            const { path, element } = commentedCluster;
            context.report({
              path,
              span: element.nameSpan,
              message: 'here',
              data: { what: 'x', where: 'y' },
            });
          }
        }
      },
    });
    const mark = '<!-- cluster-lab-ignore test/commented -->\n';
    assert.deepEqual(said({ 'conf/server.xml': serverXml('') }, commented), ['x in y']);
    assert.deepEqual(said({ 'conf/server.xml': serverXml(mark) }, commented), []);
    const element = '<Server>\n<!-- cluster-lab-ignore test/talker -->\n<Service/></Server>\n';
    assert.deepEqual(said({ 'conf/server.xml': element }), ['Server in XML']);
  });

  it('work in Java', () => {
    const beside = { 'nginx.conf': 'events {\n}\n' };
    assert.deepEqual(said({ ...beside, 'A.java': javaWith('') }), ['k in Java', 'events in nginx']);
    const mark = '    // cluster-lab-ignore test/talker\n';
    assert.deepEqual(said({ ...beside, 'A.java': javaWith(mark) }), ['events in nginx']);
  });
});

describe('what a rule says', () => {
  it('has a message of the rule, and a value for each of its gaps: the compiler sees to it', () => {
    const place = { path: '/workspace/nginx.conf', span: { start: 0, end: 1 } };
    const data = { what: 'a', where: 'b' };
    const sloppy = rule({
      meta: {
        ...meta('test/sloppy'),
        messages: { ...messages, quoted: 'Write "{" and "}" behind "{name}".' },
      },
      model(_, { report }) {
        report({ ...place, message: 'here', data });
        report({ ...place, message: 'bare' });
        report({ ...place, message: 'quoted', data: { name: 'c' } });
        // @ts-expect-error: no such message
        report({ ...place, message: 'there', data });
        // @ts-expect-error: no data
        report({ ...place, message: 'here' });
        // @ts-expect-error: a gap is left
        report({ ...place, message: 'here', data: { what: 'a' } });
        // @ts-expect-error: no such gap
        report({ ...place, message: 'here', data: { what: 'a', where: 'b', why: 'c' } });
        // @ts-expect-error: no gaps at all
        report({ ...place, message: 'bare', data });
        // @ts-expect-error: what stands in quotes is no gap
        report({ ...place, message: 'quoted', data: { name: 'c', '" and "': 'd' } });
      },
    });
    const { diagnostics, failures } = runRules(modelOf({ 'nginx.conf': NGINX }), { rules: [sloppy] });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ['a in b', 'here', 'Write "{" and "}" behind "c".'],
    );
    assert.match(String(failures[0]?.error), /has no message "there"/);
  });
});
