import { strict as assert } from 'node:assert';
import { Explainer, type Lab } from '../../client/src/lab';
import type { Deployment } from '../../server/src/protocol';
import { Labs, planOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

const LANGUAGES = ['-Duser.language=ko', '-Duser.language=ja', '-Duser.language=fr', '-Duser.language=zh'];
const PAGE = {
  target: '/usr/local/tomcat/webapps/ROOT/refused.jsp',
  content: { kind: 'text' as const, text: '<% session.setAttribute("thing", new Object()); %>' },
};

async function planIn(options: readonly string[]): Promise<Deployment> {
  const plan = await planOf(undefined, { nodes: options.length });
  const tomcats = plan.tomcats.map((tomcat, index) => ({
    ...tomcat,
    env: { ...tomcat.env, CATALINA_OPTS: `${tomcat.env['CATALINA_OPTS'] ?? ''} ${options[index]}` },
    files: [...tomcat.files, PAGE],
  }));
  return { ...plan, tomcats };
}

describe('Tomcats of one cluster that speak Korean, Japanese, French and Chinese', () => {
  const labs = new Labs();
  after(() => labs.removeAll());

  it('are known to be up and to see each other, and what they refuse is explained', async () => {
    const explainer = new Explainer();
    const refused = new Set<string>();
    let look = (): void => undefined;
    const lab: Lab = await labs.start(await planIn(LANGUAGES), {
      onLine: ({ node, stream, text, record }) => {
        explainer.add(record, { file: node, source: stream, line: 1 });
        if (text.includes('StandardSession.setAttribute(')) refused.add(node);
        look();
      },
    });
    const tomcats = lab.nodes.filter(({ role }) => role === 'tomcat');
    const names = tomcats.map(({ name }) => name);
    for (const { name, state, sees } of tomcats)
      assert.deepEqual([state, sees], ['running', names.filter((it) => it !== name)]);

    const all = new Promise<void>((resolve) => {
      look = () => refused.size === names.length && resolve();
    });
    for (const { ports } of tomcats) {
      const port = ports.find(({ scheme }) => scheme === 'http')?.host;
      assert.equal((await new Visitor().get(`http://127.0.0.1:${port}/refused.jsp`)).status, 500);
    }
    await all;
    explainer.end();
    const told = explainer
      .explanations()
      .filter(({ failure }) => failure === 'attribute-not-serializable')
      .map(({ subject, count }) => `${subject} ${count}`);
    // Tomcat's Japanese text leaves out the name.
    assert.deepEqual(new Set(told), new Set(['thing 3', 'undefined 1']));
  });
});
