import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { rules } from '../../server/src/rules/registry';
import { casePath, readCases, type Case } from '../helpers/cases/cases';
import { render, type Rendered } from '../helpers/cases/render';

describe('the registry of rules', () => {
  it('holds each id once, in the order of the ids', () => {
    const ids = rules.map(({ meta }) => meta.id);
    assert.deepEqual(ids, [...new Set(ids)].toSorted());
  });

  it('is what the settings offer', async () => {
    const manifest: Manifest = JSON.parse(await readFile('package.json', 'utf8'));
    const offered = manifest.contributes.configuration
      .map(({ properties }) => properties['clusterLab.rules'])
      .find((setting) => setting !== undefined);
    assert.deepEqual(
      Object.keys(offered?.properties ?? {}).toSorted(),
      rules.map(({ meta }) => meta.id).toSorted(),
    );
  });

  it('has a case file for each rule and none for others', () => {
    const files = readdirSync('test/rules', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.cases'))
      .map((name) => `test/rules/${name.replaceAll('\\', '/')}`);
    assert.deepEqual(files.toSorted(), rules.map(({ meta }) => casePath(meta.id)).toSorted());
  });
});

/** What Markdown shows. */
const plainText = (markdown: string): string =>
  markdown
    .replace(/\\([^\w\s])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly properties?: object } | undefined>>;
    }[];
  };
}

for (const rule of rules) {
  const { id, fix } = rule.meta;

  describe(id, () => {
    let all: readonly { readonly one: Case; readonly now: Rendered }[];
    before(async () => {
      all = (await readCases(id)).map((one) => ({ one, now: render(rule, one) }));
    });

    it('has a page that says when it is silent', async () => {
      const page = await readFile(`docs/rules/${id}.md`, 'utf8');
      assert.match(page, new RegExp(`^# ${id}\n`));
      assert.ok(page.includes(`"clusterLab.rules": { "${id}"`), 'the page names the setting');
      assert.match(page, /^## When it (stays|is) silent$/m);
    });

    it('has a page that begins with what is said in a case', async () => {
      const page = await readFile(`docs/rules/${id}.md`, 'utf8');
      const quoted = page.split('\n').filter((line) => line.startsWith('> '));
      const message = plainText(quoted.map((line) => line.slice(2)).join(' '));
      const said = all.flatMap(({ now }) => now.own.map((diagnostic) => diagnostic.message));
      assert.ok(said.includes(message), `${message}\nis none of\n${said.join('\n')}`);
    });

    it('says what is written down, all of it, and nothing else', () => {
      for (const { one, now } of all) {
        assert.equal(now.text, one.section.written, `${one.section.name}: npm run cases -- --accept ${id}`);
        for (const { message } of now.own) assert.doesNotMatch(message, /\{\w+\}/, 'a message with a gap');
      }
    });

    it('speaks in some cases, and is silent in those called valid', () => {
      const [valid, invalid] = [true, false].map((wanted) => all.filter(({ one }) => one.isValid === wanted));
      assert.ok(valid && valid.length > 0, 'a case in which it must be silent');
      assert.ok(invalid && invalid.length > 0, 'a case in which it must speak');
      for (const { one, now } of valid) assert.deepEqual(now.own, [], one.section.name);
      for (const { one, now } of invalid) assert.ok(now.own.length > 0, `${one.section.name}: it is silent`);
    });

    it(`has ${fix === 'none' ? 'no fix' : `fixes that are ${fix}`}`, () => {
      const fixes = all.flatMap(({ now }) => now.own.flatMap((diagnostic) => diagnostic.fixes));
      if (fix === 'none') assert.deepEqual(fixes, []);
      else if (fix === 'unsafe') assert.ok(fixes.length > 0 && fixes.every(({ safe }) => !safe));
      else assert.ok(fixes.some(({ safe }) => safe));
    });

    if (fix === 'safe') {
      it('is silent after its safe fixes, and they change nothing a second time', () => {
        const fixed = all.filter(({ now }) => now.fixed.count > 0);
        assert.ok(fixed.length > 0, 'a case that is fixed');
        for (const { one, now } of fixed) {
          assert.deepEqual(now.fixed.left, [], `${one.section.name}: fixed and still said`);
          assert.ok(now.fixed.isStable, `${one.section.name}: a second run changes something`);
        }
      });
    }
  });
}
