import { strict as assert } from 'node:assert';
import Dockerode from 'dockerode';
import type { Lab, SessionEntry, SessionQuery } from '../../client/src/lab';
import { parseEndpoint } from '../../client/src/lab/engine/endpoint';
import type { ContainerPlan, Deployment } from '../../server/src/protocol';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { withManySessions } from '../helpers/manySessions';
import { Visitor } from '../ui/support/visitor';

/** The demo with another Manager in every server.xml. */
function withManager(plan: Deployment, manager: string): Deployment {
  const change = (it: ContainerPlan): ContainerPlan => ({
    ...it,
    files: it.files.map((file) =>
      file.content.kind === 'text'
        ? { ...file, content: { kind: 'text', text: file.content.text.replace('DeltaManager', manager) } }
        : file,
    ),
  });
  return { ...plan, tomcats: plan.tomcats.map(change) };
}

describe('the sessions of three Tomcats with BackupManager', () => {
  const labs = new Labs();
  let lab: Lab;
  before(async () => {
    lab = await labs.start(withManager(await planOf(undefined, { nodes: 3 }), 'BackupManager'));
  });
  after(() => labs.removeAll());

  const read = () => lab.sessions.read(AbortSignal.timeout(30_000));

  async function copiesOf(id: string | undefined): Promise<(SessionEntry & { node: string })[]> {
    return (await read()).flatMap(({ node, contexts }) =>
      contexts.flatMap(({ path, manager, count, sessions }) => {
        assert.deepEqual({ path, manager }, { path: '/', manager: 'BackupManager' });
        assert.equal(count, sessions.length);
        return sessions.filter((it) => it.id === id).map((it) => ({ ...it, node }));
      }),
    );
  }

  it('have one owner, which reading does not change, nor anything else of them', async () => {
    const visitor = new Visitor();
    await visitor.get(`${urlOf(lab, 'nginx', 'http')}login.do?user=alice`);
    const before = await copiesOf(visitor.sessionId);
    assert.equal(before.filter(({ primary }) => primary === true).length, 1);
    assert.ok(before.length >= 2, `${before.length} copies`);
    for (let round = 0; round < 5; round++) assert.deepEqual(await copiesOf(visitor.sessionId), before);
  });

  it('give every value as text, however it is written, and long ones cut', async () => {
    const visitor = new Visitor();
    const user = `"\\ </script> 한글 😀 \t\u0001 ${'x'.repeat(300)}`;
    await visitor.get(`${urlOf(lab, 'nginx', 'http')}login.do?user=${encodeURIComponent(user)}`);
    const owner = (await copiesOf(visitor.sessionId)).find(({ primary }) => primary);
    const login = owner?.attributes.find(({ name }) => name === 'loginStatus');
    assert.equal(login?.type, 'lab.demo.Member');
    assert.equal(login?.value, `${`Member { name: ${user}`.slice(0, 200)}…`);
  });

  it('are those of the other nodes where one does not answer', async () => {
    const { options } = parseEndpoint((await labs.engine()).address, 'a test');
    const docker = new Dockerode(options);
    const [container] = await docker.listContainers({
      filters: {
        label: [`dev.cluster-lab.lab=${lab.deployment.labId}`, 'dev.cluster-lab.node=tomcat2'],
      },
    });
    assert.ok(container);
    const tomcat2 = docker.getContainer(container.Id);
    await tomcat2.kill({ signal: 'STOP' });
    try {
      assert.deepEqual(
        (await read()).map(({ node, error, contexts }) => ({ node, error, contexts: contexts.length })),
        [
          { node: 'tomcat1', error: undefined, contexts: 1 },
          { node: 'tomcat2', error: 'does not answer within 3 seconds', contexts: 0 },
          { node: 'tomcat3', error: undefined, contexts: 1 },
        ],
      );
    } finally {
      await tomcat2.kill({ signal: 'CONT' });
    }
  });

  it('are not read any more when the reader has gone', async () => {
    await assert.rejects(lab.sessions.read(AbortSignal.abort()), { name: 'AbortError' });
  });
});

for (const manager of ['DeltaManager', 'BackupManager']) {
  describe(`10,000 sessions with ${manager}`, () => {
    const MANY = 10_000;
    const labs = new Labs();
    let lab: Lab;
    let newest: string | undefined;
    before(async () => {
      lab = await labs.start(withManySessions(withManager(await planOf(), manager)));
      const url = `${urlOf(lab, 'tomcat1', 'http')}cluster-lab-many/many.jsp?n=${MANY}`;
      const { text } = await new Visitor().get(url);
      const [kind, count, id] = text.trim().split(' ');
      assert.deepEqual([kind, count], [manager, String(MANY)]);
      newest = id;
    });
    after(() => labs.removeAll());

    const read = (query: SessionQuery) => lab.sessions.read(AbortSignal.timeout(30_000), query);

    it('are counted on every node, and told page by page, the newest first, the same on each', async () => {
      const [one, two] = (await read({ limit: 200 })).map(({ contexts }) => contexts[0]);
      assert.deepEqual([one?.count, one?.owned], [MANY, MANY]);
      assert.deepEqual([two?.count, two?.owned], [MANY, 0]);
      const ids = one?.sessions.map(({ id }) => id);
      assert.equal(ids?.length, 200);
      assert.equal(ids[0], newest);
      assert.deepEqual(
        two?.sessions.map(({ id }) => id),
        ids,
      );
      const created = one?.sessions.map((it) => it.created) ?? [];
      assert.deepEqual(
        created,
        created.toSorted((a, b) => b - a),
      );
      const [more] = await read({ limit: 400 });
      assert.deepEqual(
        more?.contexts[0]?.sessions.slice(0, 200).map(({ id }) => id),
        ids,
      );
    });

    it('are found by a part of their ID, and told besides by all of it', async () => {
      const [all] = await read({ limit: MANY });
      const oldest = all?.contexts[0]?.sessions.at(-1)?.id ?? '';
      assert.equal(all?.contexts[0]?.sessions.length, MANY);
      for (const { contexts } of await read({ find: oldest.slice(0, 12), limit: 5 })) {
        assert.deepEqual(
          contexts[0]?.sessions.map(({ id }) => id),
          [oldest],
        );
      }
      for (const { contexts } of await read({ limit: 1, ids: [oldest] })) {
        assert.equal(contexts[0]?.sessions.length, 2);
        assert.equal(contexts[0].sessions[1]?.id, oldest);
      }
      assert.deepEqual((await read({ limit: 0 }))[0]?.contexts[0]?.sessions, []);
    });

    it('are the same when they have been read many times: owners, numbers and times', async () => {
      const before = await read({ limit: MANY });
      const ids = before[1]?.contexts[0]?.sessions.slice(-50).map(({ id }) => id) ?? [];
      for (let round = 0; round < 20; round++) {
        await Promise.all([read({ limit: 200, ids }), read({ find: 'A', limit: 50 }), read({ limit: 0 })]);
      }
      const after = await read({ limit: MANY });
      const timeless = (nodes: typeof after) => nodes.map((node) => ({ ...node, now: 0 }));
      assert.deepEqual(timeless(after), timeless(before));
    });

    it('that did not change are not sent again', async () => {
      const [first] = await read({ limit: 100 });
      const [second] = await read({ limit: 100 });
      assert.equal(second?.contexts, first?.contexts);
      await new Visitor().get(`${urlOf(lab, 'tomcat1', 'http')}login.do?user=alice`);
      const [third] = await read({ limit: 100 });
      assert.equal(third?.contexts[0]?.count, MANY + 1);
    });
  });
}
