import { strict as assert } from 'node:assert';
import type { Lab, SessionQuery } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { STRANGE, withStrangeSessions } from '../helpers/strangeSessions';
import { Visitor } from '../ui/support/visitor';

describe('the values of a session', () => {
  const labs = new Labs();
  let lab: Lab;
  let page: string;
  before(async () => {
    lab = await labs.start(withStrangeSessions(await planOf(undefined, { nodes: 1 })));
    page = new URL(`${STRANGE}/`, urlOf(lab, 'tomcat1', 'http')).href;
    const { status, text } = await new Visitor().get(page);
    assert.equal(status, 200, text);
  });
  after(() => labs.removeAll());

  async function read(query: SessionQuery): Promise<Record<string, readonly [string, string]>[]> {
    const [node] = await lab.sessions.read(AbortSignal.timeout(30_000), query);
    assert.equal(node?.error, undefined);
    const context = node?.contexts.find(({ path }) => path === STRANGE);
    // Who only asks what was called gets a session, too.
    const made = (context?.sessions ?? []).filter(({ attributes }) => attributes.length > 0);
    return made.map(({ attributes }) =>
      Object.fromEntries(attributes.map(({ name, type, value }) => [name, [type, value] as const])),
    );
  }

  const mask = 'password|token|key$';
  const inPage = (name: string): string => `org.apache.jsp.index_jsp$${name}`;
  const short = (name: string): string => `index_jsp$${name}`;

  it('are read from fields, without a call of the code of the app', async () => {
    const [values] = await read({ mask, longest: 300 });
    assert.ok(values);
    const { text, long, deep, lambda, ...others } = values;
    assert.deepEqual(others, {
      empty: [inPage('Empty'), `${short('Empty')} {}`],
      user: [
        inPage('User'),
        `${short('User')} { id: duke, password: ••••, more: {apiToken: ••••, age: 42} }`,
      ],
      touchy: [inPage('Touchy'), `${short('Touchy')} { name: touchy }`],
      touchies: ['java.util.ArrayList', `[${short('Touchy')} { name: touchy }, null]`],
      wrapped: [
        'java.util.Collections$UnmodifiableRandomAccessList',
        'java.util.Collections$UnmodifiableRandomAccessList',
      ],
      cart: [inPage('Cart'), `${short('Cart')} { owner: duke }`],
      ring: [
        inPage('Ring'),
        `${short('Ring')} { name: one, next: ${short('Ring')} { name: two, next: ${short('Ring')} (see above) } }`,
      ],
      colour: [`${inPage('Colour')}$1`, `${short('Colour')}.GREEN`],
      point: [inPage('Point'), `${short('Point')} { x: 1, y: 2 }`],
      proxy: [
        `proxy of ${inPage('Greeter')}`,
        `proxy of ${inPage('Greeter')} by ${short('Handler')} { target: world }`,
      ],
      bytes: ['byte[]', '[1, 2, 3]'],
      plain: [
        'java.util.Arrays$ArrayList',
        '[1, 2, c, true, 12345678901234567890, 1970-01-01T00:00:00Z, 00000000-0000-0001-0000-000000000002, text]',
      ],
      optional: ['java.lang.Object[]', '[java.util.Optional, class java.lang.String, java.lang.Thread]'],
      signingKey: ['java.lang.String', '••••'],
    });
    assert.equal(lambda?.[0], 'org.apache.jsp.index_jsp$$Lambda');
    assert.match(lambda?.[1] ?? '', /^index_jsp\$\$Lambda \{ \S+: kept \}$/);
    assert.equal(text?.[1], `${'x'.repeat(300)}…`);
    assert.match(long?.[1] ?? '', /^\[0, 1, 2, .*…$/);
    assert.equal(deep?.[1], '[[[[[[…]]]]]]');
    assert.equal((await new Visitor().get(`${page}?called=`)).text.trim(), '');
  });

  it('of a long list are told as far as anybody reads, with their number', async () => {
    const [values] = await read({ mask, longest: 4_000 });
    assert.match(values?.['long']?.[1] ?? '', /, 98, 99, … 100000\]$/);
  });

  it('are masked by nothing where nothing is said, and all where the mask is no expression', async () => {
    assert.equal((await read({}))[0]?.['signingKey']?.[1], 'abc');
    assert.equal((await read({ mask: '(' }))[0]?.['empty']?.[1], '••••');
  });

  it('lead to their sessions, but for those that are masked', async () => {
    const found = async (find: string): Promise<number> => (await read({ find, mask })).length;
    assert.equal(await found('DUKE'), 1);
    assert.equal(await found('signing'), 1);
    assert.equal(await found('hunter2'), 0);
    assert.equal(await found('xyzzy'), 0);
    assert.equal(await found('nowhere at all'), 0);
  });
});
