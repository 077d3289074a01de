import { strict as assert } from 'node:assert';
import Dockerode from 'dockerode';
import type { Lab, SessionEntry } from '../../client/src/lab';
import { parseEndpoint } from '../../client/src/lab/engine/endpoint';
import type { ContainerPlan, Deployment } from '../../server/src/protocol';
import { Labs, planOf, urlOf } from '../helpers/lab';
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
    assert.equal(login?.value, `${user.slice(0, 200)}…`);
  });

  it('are those of the other nodes where one does not answer', async () => {
    const { options } = parseEndpoint((await labs.engine()).address);
    const docker = new Dockerode(options);
    const [container] = await docker.listContainers({
      filters: {
        label: [`dev.cluster-lab.lab=${lab.deployment.labId}`, 'dev.cluster-lab.node=tomcat2'],
      },
    });
    assert.ok(container);
    const tomcat2 = docker.getContainer(container.Id);
    await tomcat2.pause();
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
      await tomcat2.unpause();
    }
  });

  it('are not read any more when the reader has gone', async () => {
    await assert.rejects(lab.sessions.read(AbortSignal.abort()), { name: 'AbortError' });
  });
});
