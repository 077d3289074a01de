import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  adoptLab,
  findLabs,
  type Engine,
  type Lab,
  type LabError,
  type LogLine,
  type NodeSessions,
} from '../../client/src/lab';
import { Label } from '../../client/src/lab/labels';
import type { Deployment } from '../../server/src/protocol';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

const keyOf = ({ node, stream, stamp, text }: LogLine): string => `${node} ${stream} ${stamp} ${text}`;

/** Every line that a lab has given so far. */
function linesOf(lab: Lab): string[] {
  const lines: string[] = [];
  lab.onLine((line) => lines.push(keyOf(line))).dispose();
  return lines;
}

/** Resolves when the condition holds; it is looked at after every line and change of the lab. */
const until = (lab: Lab, condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (condition()) resolve();
    };
    lab.onNodeChange(look);
    lab.onLine(look);
    look();
  });

const stateOf = (lab: Lab, node: string) => lab.nodes.find(({ name }) => name === node)?.state;

describe('a lab that is adopted', () => {
  const labs = new Labs();
  let engine: Engine;
  let plan: Deployment;
  let first: Lab;
  let second: Lab;
  before(async () => {
    engine = await labs.engine();
    plan = { ...(await planOf()), folder: '/somewhere/shop' };
    plan.tomcats.forEach((tomcat) => (tomcat.env['SHOP_PASSWORD'] = 'xyzzy'));
    first = await labs.start(plan);
    second = await adoptLab(engine, plan.labId);
  });
  after(() => labs.removeAll());

  /** Resolves when both have given the same lines; the nodes go on logging, and each lab has streams of its own. */
  const sameLines = async (): Promise<void> => {
    const areSame = (): boolean => isDeepStrictEqual(linesOf(first).toSorted(), linesOf(second).toSorted());
    await Promise.race([until(first, areSame), until(second, areSame)]);
  };

  it('is found by its labels, which hold no secrets', async () => {
    const [found, ...others] = await findLabs(engine, plan.labId);
    assert.deepEqual(others, []);
    assert.deepEqual(
      { folder: found?.folder, own: found?.own, state: found?.state, title: found?.title },
      { folder: '/somewhere/shop', own: true, state: 'running', title: 'built-in demo' },
    );
    const labels = [
      ...(await engine.listContainers(`${Label.lab}=${plan.labId}`)),
      ...(await engine.listNetworks(`${Label.lab}=${plan.labId}`)),
    ];
    assert.doesNotMatch(JSON.stringify(labels.map((it) => it.labels)), /xyzzy|PRIVATE KEY|<Server/);
  });

  it('has the nodes, the addresses and the log of the one that was started', async () => {
    assert.deepEqual(second.nodes, first.nodes);
    assert.deepEqual(second.urls, first.urls);
    await sameLines();
    assert.ok(linesOf(second).some((line) => line.includes('Catalina.start Server startup')));
  });

  it('has the newest lines of the log only, where no more are wanted', async () => {
    const short = await adoptLab(engine, plan.labId, { logs: { tail: 3 } });
    const none = await adoptLab(engine, plan.labId, { logs: { seconds: 0 } });
    try {
      await until(short, () => linesOf(short).length >= 9);
      // The Tomcats log meanwhile what the labs ask them.
      const ofNginx = (lab: Lab): string[] => linesOf(lab).filter((line) => line.startsWith('nginx '));
      assert.deepEqual(ofNginx(short), ofNginx(first).slice(-3));
      const known = linesOf(first).length;
      assert.equal((await new Visitor().get(`${urlOf(none, 'nginx', 'http')}missing?no=1`)).status, 404);
      await until(none, () => linesOf(none).some((line) => line.includes('no=1')));
      for (const lab of [short, none]) assert.ok(linesOf(lab).length < known / 2);
      assert.ok(none.nodes.every(({ state }) => state === 'running'));
    } finally {
      short.dispose();
      none.dispose();
    }
  });

  it('shows the same sessions', async () => {
    const visitor = new Visitor();
    await visitor.get(`${urlOf(second, 'nginx', 'http')}login.do?user=alice`);
    const read = (): Promise<NodeSessions[][]> =>
      Promise.all([first, second].map((lab) => lab.sessions.read(AbortSignal.timeout(30_000))));
    // Tomcat counts the end of a request as use of its session, and that may come after the visitor has its answer.
    const over = AbortSignal.timeout(30_000);
    let [one, two] = await read();
    while (!isDeepStrictEqual(one, two) && !over.aborted) [one, two] = await read();
    assert.deepEqual(two, one);
    assert.ok(JSON.stringify(one).includes(visitor.sessionId ?? 'no session'));
  });

  it('shows what is done to a node by the other, in both directions', async () => {
    await first.killNode('tomcat1');
    await until(second, () => stateOf(second, 'tomcat1') === 'exited');
    await second.startNode('tomcat1');
    await until(first, () => stateOf(first, 'tomcat1') === 'running');
    await until(second, () => stateOf(second, 'tomcat1') === 'running');
    await sameLines();
  });

  it('tells a node that is down, and what it said before; and one that was started again', async () => {
    await first.killNode('tomcat2');
    const third = await adoptLab(engine, plan.labId);
    try {
      assert.equal(stateOf(third, 'tomcat2'), 'exited');
      assert.ok(linesOf(third).some((line) => /^tomcat2 .*Server startup/.test(line)));
      await third.startNode('tomcat2');
      // Ready in its first life, and just starting in its second.
      assert.notEqual(stateOf(third, 'tomcat2'), 'running');
      const fourth = await adoptLab(engine, plan.labId);
      await until(fourth, () => stateOf(fourth, 'tomcat2') === 'running');
      fourth.dispose();
    } finally {
      third.dispose();
    }
  });

  it('is gone for all when one stops it', async () => {
    const gone = new Promise<void>((resolve) => first.onGone(resolve));
    let own = false;
    second.onGone(() => (own = true));
    await second.stop();
    await gone;
    assert.equal(own, false, 'who stops it is not told of it');
    assert.equal(await labs.left(plan), 0);
    await assert.rejects(adoptLab(engine, plan.labId), (error: LabError) => error.kind === 'lab-gone');
  });
});

describe('a lab that is not whole', () => {
  const labs = new Labs();
  const folder = mkdtempSync(join(tmpdir(), 'lab-adopt-'));
  after(async () => {
    await labs.removeAll();
    rmSync(folder, { recursive: true });
  });

  it('is not adopted while it is made, and tells who starts it when it is removed meanwhile', async () => {
    const engine = await labs.engine();
    const plan = await planOf();
    let looked: Promise<unknown> | undefined;
    let other: Promise<void> | undefined;
    const starting = labs.start(plan, {
      onStep: ({ message }) => {
        if (!message.startsWith('Starting tomcat1')) return;
        looked ??= findLabs(engine, plan.labId).then(async ([found]) => {
          assert.equal(found?.state, 'incomplete');
          await assert.rejects(adoptLab(engine, plan.labId), (error: LabError) => error.kind === 'lab-gone');
        });
        other ??= looked.then(async () => {
          const containers = await engine.listContainers(`${Label.lab}=${plan.labId}`);
          await Promise.all(containers.map(({ id }) => engine.removeContainer(id)));
        });
      },
    });
    await assert.rejects(starting, (error: LabError) => {
      assert.equal(error.kind, 'lab-gone');
      assert.match(error.message, /removed while it started/);
      return true;
    });
    await other;
    assert.equal(await labs.left(plan), 0);
  });
});
