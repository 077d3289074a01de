import { strict as assert } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab, SessionCount } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

describe('the lab of the built-in demo', () => {
  const labs = new Labs();
  let lab: Lab;
  before(async () => {
    lab = await labs.start(await planOf());
  });
  after(() => labs.removeAll());

  const sessions = () => lab.sessions.read(AbortSignal.timeout(30_000));
  const holders = async (id: string) =>
    (await sessions()).flatMap(({ node, contexts }) =>
      contexts.flatMap((context) =>
        context.sessions
          .filter((it) => it.id === id)
          .map((it) => ({ node, ...it, manager: context.manager })),
      ),
    );

  it('is nginx and two Tomcats on loopback', () => {
    assert.deepEqual(
      lab.nodes.map(({ name, state }) => `${name} ${state}`),
      ['nginx running', 'tomcat1 running', 'tomcat2 running'],
    );
    for (const { url } of lab.urls) assert.match(url, /^https?:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('has one session on both nodes, one of them its owner, and the login with it', async () => {
    const visitor = new Visitor();
    await visitor.get(`${urlOf(lab, 'nginx', 'http')}login.do?user=alice`);
    const id = visitor.sessionId ?? '';
    const counted = new Promise<readonly SessionCount[]>((resolve) => lab.sessions.onCount(resolve));
    const found = await holders(id);
    // Whoever reads, all who show how many there are hear of it.
    assert.deepEqual(
      (await counted).map(({ node, count }) => `${node} ${count}`),
      ['tomcat1 1', 'tomcat2 1'],
    );
    assert.deepEqual(found.map(({ node }) => node).toSorted(), ['tomcat1', 'tomcat2']);
    assert.deepEqual(found.map(({ primary }) => String(primary)).toSorted(), ['false', 'true']);
    for (const { attributes, manager } of found) {
      assert.equal(manager, 'DeltaManager');
      assert.match(
        attributes.find(({ name }) => name === 'loginStatus')?.value ?? '',
        /^Member \{ name: alice, since: /,
      );
    }
  });

  it('reads sessions without touching them', async () => {
    const visitor = new Visitor();
    await visitor.get(urlOf(lab, 'nginx', 'http'));
    // A Tomcat counts the end of a request as an access too, a moment after its answer.
    await pause(1000);
    const before = await holders(visitor.sessionId ?? '');
    assert.equal(before.length, 2);
    for (let round = 0; round < 3; round++) await sessions();
    assert.deepEqual(await holders(visitor.sessionId ?? ''), before);
  });

  it('tells each request once, in the log of the node that served it', async () => {
    const path = '/told-once';
    const told: string[] = [];
    const both = new Promise<void>((resolve) => {
      lab.onLine(({ node, text }) => {
        if (!text.includes(path)) return;
        told.push(node);
        if (told.length >= 2) resolve();
      });
    });
    await new Visitor().get(urlOf(lab, 'nginx', 'http').replace(/\/$/, path));
    await both;
    assert.equal(told.filter((node) => node === 'nginx').length, 1);
    assert.equal(told.filter((node) => node !== 'nginx').length, 1);
  });

  it('keeps the login when the node that served it is killed, and says which node is gone', async () => {
    const visitor = new Visitor();
    await visitor.get(`${urlOf(lab, 'nginx', 'http')}login.do?user=bob`);
    const page = await visitor.get(urlOf(lab, 'nginx', 'http'));
    const node = /Answered by (\w+)/.exec(page.text)?.[1] ?? '';
    await lab.killNode(node);
    assert.equal(lab.nodes.find(({ name }) => name === node)?.state, 'exited');
    const survivor = await visitor.get(urlOf(lab, 'nginx', 'http'));
    assert.match(survivor.text, /<dd>bob<\/dd>/);
    const answers = await sessions();
    assert.equal(answers.find((it) => it.node === node)?.error, 'is not running');

    const back = new Promise<void>((resolve) => {
      lab.onNodeChange((it) => {
        if (it.name === node && it.state === 'running') resolve();
      });
    });
    await lab.startNode(node);
    await back;
    assert.equal((await sessions()).find((it) => it.node === node)?.error, undefined);
  });

  it('is gone after a stop, and a second stop does no harm', async () => {
    await Promise.all([lab.stop(), lab.stop()]);
    assert.equal(await labs.left(lab.deployment), 0);
    await lab.stop();
  });
});
