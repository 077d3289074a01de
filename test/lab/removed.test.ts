import { strict as assert } from 'node:assert';
import Dockerode from 'dockerode';
import { adoptLab, type Engine, type Lab, type LabError, type LogLine } from '../../client/src/lab';
import { Label } from '../../client/src/lab/labels';
import type { Deployment } from '../../server/src/protocol';
import { engineOptions } from '../helpers/engineProxy';
import { Labs, planOf } from '../helpers/lab';

const REMOVED = 'The container of tomcat1 was removed, and not by this lab.';

describe('a lab that somebody else takes apart', () => {
  const labs = new Labs();
  const strays: unknown[] = [];
  const stray = (reason: unknown): number => strays.push(reason);
  let engine: Engine;
  before(async () => {
    process.on('unhandledRejection', stray);
    engine = await labs.engine();
  });
  afterEach(async () => {
    await labs.removeAll();
    assert.deepEqual(strays, []);
  });
  after(() => process.off('unhandledRejection', stray));

  async function removeAllOf({ labId }: Deployment): Promise<void> {
    const found = await engine.listContainers(`${Label.lab}=${labId}`);
    await Promise.all(found.map(({ id }) => engine.removeContainer(id)));
  }

  const isGone = (lab: Lab): Promise<void> => new Promise((resolve) => lab.onGone(resolve));
  const saying = (text: string) => (error: LabError) => {
    assert.equal(error.message, text);
    assert.match(error.nextStep, /Restart the lab/);
    return true;
  };

  it('says of a node that was removed alone what happened, in its log and to whoever wants something of it', async () => {
    const lines: LogLine[] = [];
    const lab = await labs.start(await planOf(), { onLine: (line) => lines.push(line) });
    const told = new Promise<LogLine>((resolve) => {
      lab.onLine((line) => line.text.startsWith('[cluster-lab] ') && resolve(line));
    });
    await engine.removeContainer(await labs.idOf(lab.deployment, 'tomcat1'));
    const { node, text } = await told;
    assert.deepEqual([node, text], ['tomcat1', `[cluster-lab] ${REMOVED}`]);
    const size = { columns: 80, rows: 24 };
    const { signal } = new AbortController();
    for (const wanted of [
      () => lab.startNode('tomcat1'),
      () => lab.stopNode('tomcat1'),
      () => lab.restartNode('tomcat1'),
      () => lab.killNode('tomcat1'),
      () => lab.pauseNode('tomcat1'),
      () => lab.unpauseNode('tomcat1'),
      () => lab.dumpThreads('tomcat1'),
      () => lab.openShell('tomcat1', size),
      () => lab.apply(lab.deployment, { assets: 'client/assets', signal, onStep: () => undefined }),
    ])
      await assert.rejects(wanted, saying(REMOVED));
    const nodes = await lab.sessions.read(AbortSignal.timeout(20_000));
    assert.deepEqual(
      nodes.map(({ node: name, error }) => [name, error]),
      [
        ['tomcat1', 'is not running'],
        ['tomcat2', undefined],
      ],
    );
    assert.equal(lines.filter((line) => line.text.startsWith('[cluster-lab] ')).length, 1);
  });

  it('says so where it starts', async () => {
    const plan = await planOf();
    let removal: Promise<void> | undefined;
    const starting = labs.start(plan, {
      onStep: ({ message }) => {
        if (message.startsWith('Starting nginx'))
          removal ??= labs.idOf(plan, 'tomcat1').then((id) => engine.removeContainer(id));
      },
    });
    await assert.rejects(starting, saying(REMOVED));
    await removal;
    assert.equal(await labs.left(plan), 0);
  });

  it('says of a node that was taken from the network that it has none', async () => {
    const lab = await labs.start(await planOf());
    const [network] = await engine.listNetworks(`${Label.lab}=${lab.deployment.labId}`);
    const id = await labs.idOf(lab.deployment, 'tomcat2');
    const docker = new Dockerode(engineOptions());
    await docker.getNetwork(network?.id ?? '').disconnect({ Container: id, Force: true });
    await assert.rejects(
      lab.restartNode('tomcat2'),
      saying('tomcat2 has no network any more: somebody has removed it from that of the lab.'),
    );
  });

  it('is gone, and nothing waits, while sessions are read, threads are dumped, a shell is open and a log rushes', async () => {
    const lab = await labs.start(await planOf());
    const adopted = await adoptLab(engine, lab.deployment.labId, { logs: { tail: 10 } });
    const shell = await lab.openShell('tomcat1', { columns: 80, rows: 24 });
    const shut = new Promise((resolve) => shell.stream.on('close', resolve).resume());
    let lines = 0;
    const rushes = new Promise<void>((resolve) => {
      lab.onLine(() => ++lines > 20_000 && resolve());
    });
    const flood = engine.run(await labs.idOf(lab.deployment, 'tomcat2'), [
      'bash',
      '-c',
      'yes flood > /proc/1/fd/1',
    ]);
    flood.catch(() => undefined);
    await rushes;
    const gone = [isGone(lab), isGone(adopted)];
    const reading = readUntil(Promise.all(gone), lab);
    const dump = lab.dumpThreads('tomcat1').catch((error: LabError) => error.name);
    await removeAllOf(lab.deployment);
    await Promise.all([...gone, shut, reading, dump]);
    await adopted.stop();
    await lab.stop();
    assert.equal(await labs.left(lab.deployment), 0);
  });
});

/** Reads the sessions again and again until something has happened. */
async function readUntil(over: Promise<unknown>, lab: Lab): Promise<void> {
  const controller = new AbortController();
  void over.then(() => controller.abort());
  while (!controller.signal.aborted) await lab.sessions.read(AbortSignal.timeout(20_000));
}
