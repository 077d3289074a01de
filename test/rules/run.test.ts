import assert from 'node:assert/strict';
import type { Rule } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/run';
import { modelOf } from '../helpers/model';

const meta = (id: string): Rule['meta'] => ({
  id,
  severity: 'hint',
  refusedBy: 'none',
  fix: 'none',
  messages: { here: '{what} in {where}' },
});

/** Speaks of every directive, element and session write. */
const talker: Rule = {
  meta: meta('test/talker'),
  nginxPlacement({ directive: { name }, path }, context) {
    const data = { what: name.value, where: 'nginx' };
    context.report({ path, span: name.span, message: 'here', data });
  },
  xmlElement({ name, nameSpan }, context) {
    const data = { what: name, where: 'XML' };
    context.report({ path: context.path, span: nameSpan, message: 'here', data });
  },
  sessionWrite({ attribute, span }, context) {
    const data = { what: attribute ?? '?', where: 'Java' };
    context.report({ path: context.path, span, message: 'here', data });
  },
};

const said = (texts: Readonly<Record<string, string>>, rule = talker): readonly string[] =>
  runRules(modelOf(texts), { rules: [rule] }).diagnostics.map(({ message }) => message);

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

  it('says the same of one place once', () => {
    const twice: Rule = {
      ...talker,
      nginxPlacement(placement, context) {
        talker.nginxPlacement?.(placement, context);
        talker.nginxPlacement?.(placement, context);
      },
    };
    assert.deepEqual(said({ 'nginx.conf': NGINX }, twice), [
      'events in nginx',
      'http in nginx',
      'gzip in nginx',
    ]);
  });

  it('says on one line what stands on several', () => {
    const quoting: Rule = {
      meta: { ...meta('test/quoting'), messages: { here: '"{word}" in {path}' } },
      nginxDocument(context) {
        const data = { word: 'a\r\nb\n', path: 'x' };
        context.report({ path: context.path, span: { start: 0, end: 1 }, message: 'here', data });
      },
    };
    assert.deepEqual(said({ 'nginx.conf': NGINX }, quoting), ['"a\\nb\\n" in x']);
  });

  it('keeps a severity that the rule departs to, unless the settings say otherwise', () => {
    const grave: Rule = {
      meta: meta('test/grave'),
      nginxDocument(context) {
        const span = { start: 0, end: 1 };
        context.report({ path: context.path, span, message: 'here', severity: 'error' });
      },
    };
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
    const broken: Rule = {
      meta: meta('test/broken'),
      nginxPlacement() {
        throw error;
      },
    };
    const { diagnostics, failures } = runRules(modelOf({ 'nginx.conf': NGINX }), { rules: [broken, talker] });
    assert.equal(diagnostics.length, 3);
    assert.deepEqual(failures, [{ rule: 'test/broken', error }]);
  });

  it('tells a message that a rule does not have', () => {
    const wordless: Rule = {
      meta: meta('test/wordless'),
      nginxDocument(context) {
        context.report({ path: context.path, span: { start: 0, end: 1 }, message: 'absent' });
      },
    };
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
    const commented: Rule = {
      meta: meta('test/commented'),
      model(context) {
        for (const { commentedCluster } of context.model.nodes) {
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
    };
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
