import assert from 'node:assert/strict';
import { readSettings } from '../../server/src/lsp/settings';

const rulesOf = (rules: unknown): unknown => readSettings({ rules }).settings.rules;

describe('the setting clusterLab.rules', () => {
  it('takes severities and off', () => {
    const rules = { 'nginx/syntax': 'off', 'cluster/affinity': 'error' };
    assert.deepEqual(rulesOf(rules), rules);
    assert.deepEqual(readSettings({ rules }).problems, []);
  });

  it('leaves out what is no severity, and says so', () => {
    const { settings, problems } = readSettings({ rules: { a: 'loud', b: 3, c: 'hint' } });
    assert.deepEqual(settings.rules, { c: 'hint' });
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /"a" takes off, hint, information, warning, error; "loud" is not used/);
  });

  for (const value of [null, undefined, {}]) {
    it(`${JSON.stringify(value)} means the defaults`, () => {
      assert.deepEqual(rulesOf(value), {});
      assert.deepEqual(readSettings(value).settings, {
        rules: {},
        nginxVersion: undefined,
        tomcatVersion: undefined,
      });
    });
  }

  it('anything else is told', () => {
    assert.equal(readSettings({ rules: 'off' }).problems.length, 1);
  });
});

describe('the settings of versions', () => {
  const read = (version: unknown): ReturnType<typeof readSettings> =>
    readSettings({ nginx: { version }, tomcat: { version: '10.1' } });

  it('take a version, and nothing for what the workspace says', () => {
    assert.equal(read(' 1.28.1 ').settings.nginxVersion, '1.28.1');
    assert.equal(read('').settings.nginxVersion, undefined);
    assert.equal(read('').settings.tomcatVersion, '10.1');
    assert.deepEqual(read('').problems, []);
  });

  it('leave out what is none, and say so', () => {
    const { settings, problems } = read('latest');
    assert.equal(settings.nginxVersion, undefined);
    assert.match(problems[0] ?? '', /clusterLab\.nginx\.version takes a version such as 1\.28; "latest"/);
  });
});
