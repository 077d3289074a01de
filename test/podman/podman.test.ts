import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  adoptLab,
  findLabs,
  removeLab,
  type Engine,
  type Lab,
  type LabError,
  type LabNode,
} from '../../client/src/lab';
import { linesOf } from '../../client/src/lab/logs/frames';
import { Label } from '../../client/src/lab/labels';
import { LogFollower } from '../../client/src/lab/logs/follow';
import type { ContainerPlan } from '../../server/src/protocol';
import { images } from '../helpers/engine';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Podman } from '../helpers/podman';
import { Visitor } from '../ui/support/visitor';

const LIMIT = 60_000;

const stateOf = (lab: Lab, name: string): string | undefined =>
  lab.nodes.find((node) => node.name === name)?.state;

const nodeOf = (page: string): string => /Answered by (\w+)/.exec(page)?.[1] ?? '';

/** Looks after every line and every change of the lab. */
const until = (lab: Lab, condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!condition()) return;
      lines.dispose();
      changes.dispose();
      resolve();
    };
    const lines = lab.onLine(() => queueMicrotask(look));
    const changes = lab.onNodeChange(look);
    look();
  });

/**
 * Numbers its lines anew in each of its lives, faster than Podman can tell them; no more than are wanted of one, however
 * long a kill takes.
 */
const SAYS = `
  life=$(( $(cat /life 2>/dev/null || echo 0) + 1 )); echo $life > /life
  for (( block = 1; block <= 20; block++ )); do printf "$life.$block.%s\\n" {1..1000}; sleep 0.01; done
  exec sleep infinity`;

describe("Podman, by Docker's API", function () {
  this.timeout(LIMIT);
  const podman = new Podman();
  const labs = new Labs(podman.host);
  let engine: Engine;
  before(async function () {
    // Two images are copied from one engine to the other.
    this.timeout(3 * LIMIT);
    await podman.open();
    await podman.loadImages();
    engine = await labs.engine();
  });
  afterEach(async () => {
    await podman.open();
    await labs.removeAll();
  });
  after(() => podman.close());

  const nothingIsLeft = async (): Promise<void> => {
    assert.deepEqual(await findLabs(engine), []);
    assert.deepEqual(await engine.listContainers(Label.lab), []);
    // conmon ends behind its container, and the name server behind the last network.
    while (podman.processes().length > 0) await pause(50);
  };

  it('runs a whole lab: a cluster, its log, its sessions, ends and starts of its nodes', async () => {
    const plan = await planOf();
    const lab = await labs.start(plan);
    const text: string[] = [];
    lab.onLine((line) => text.push(`${line.node} ${line.text}`));

    const visitor = new Visitor();
    const http = urlOf(lab, 'nginx', 'http');
    await visitor.get(`${http}login.do?user=alice`);
    const answers = [(await visitor.get(http)).text, (await visitor.get(http)).text];
    assert.deepEqual(answers.map(nodeOf).toSorted(), ['tomcat1', 'tomcat2']);
    for (const page of answers) assert.match(page, /Login<\/dt><dd>alice/);
    const read = await lab.sessions.read(AbortSignal.timeout(LIMIT));
    assert.deepEqual(
      read.map(({ node, contexts }) => [node, contexts[0]?.sessions.map(({ id }) => id)]),
      [
        ['tomcat1', [visitor.sessionId]],
        ['tomcat2', [visitor.sessionId]],
      ],
    );
    await until(lab, () => text.some((line) => line.startsWith('nginx ') && line.includes('GET / ')));

    await lab.killNode('tomcat1');
    await lab.killNode('tomcat1');
    assert.match((await visitor.get(http)).text, /by tomcat2[^]*Login<\/dt><dd>alice/);
    await lab.startNode('tomcat1');
    await until(lab, () => stateOf(lab, 'tomcat1') === 'running');
    const starts = text.filter((line) => /^tomcat1 .*Catalina\.start Server startup/.test(line));
    assert.equal(starts.length, 2);

    const other = await adoptLab(engine, plan.labId);
    // What a node sees of the others its log tells, of which Podman gives less.
    const known = (all: readonly LabNode[]): unknown => all.map((node) => ({ ...node, sees: undefined }));
    assert.deepEqual(known(other.nodes), known(lab.nodes));
    const gone = new Promise<void>((resolve) => other.onGone(resolve));
    await lab.stop();
    await gone;
    await nothingIsLeft();
  });

  it('may end and come back under a lab: its service is no part of what runs', async () => {
    const lab = await labs.start(await planOf(undefined, { nodes: 1 }));
    const text: string[] = [];
    lab.onLine((line) => text.push(line.text));
    const says = (words: string): boolean => text.some((line) => line.includes(words));
    await podman.end();
    await until(lab, () => says('is no longer reachable'));
    assert.equal(nodeOf((await new Visitor().get(urlOf(lab, 'nginx', 'http'))).text), 'tomcat1');
    await podman.open();
    const isAccess = (line: string): boolean => /^ACCESS .*"GET \/ /.test(line);
    await until(lab, () => says('The Docker Engine is back.') && text.some(isAccess));
    assert.deepEqual(
      lab.nodes.map(({ state }) => state),
      ['running', 'running'],
    );
    assert.equal(text.filter(isAccess).length, 1);
    await lab.stop();
    await nothingIsLeft();
  });

  it('tells why nginx does not start, in its own words', async () => {
    const plan = await planOf(undefined, { nodes: 1 });
    const target = '/etc/nginx/nginx.conf';
    const broken = (it: ContainerPlan): ContainerPlan => ({
      ...it,
      files: it.files.map((file) =>
        file.target === target && file.content.kind === 'text'
          ? { ...file, content: { kind: 'text', text: file.content.text.replace('http {', 'htp {') } }
          : file,
      ),
    });
    await assert.rejects(labs.start({ ...plan, nginx: broken(plan.nginx) }), (error: LabError) => {
      assert.equal(error.kind, 'nginx-refused');
      assert.match(error.message, /unknown directive "htp"/);
      return true;
    });
    await nothingIsLeft();
  });

  it('loses no line of a log when a container is killed while it writes, and gives none twice', async () => {
    const labId = randomBytes(4).toString('hex');
    const over = new AbortController();
    const seen: string[] = [];
    let look = (): void => {};
    try {
      const id = await engine.createContainer({
        image: images.nginx,
        labels: { [Label.lab]: labId },
        entrypoint: ['bash', '-c'],
        command: [SAYS],
      });
      const follower = new LogFollower(
        engine,
        id,
        ({ text }) => {
          seen.push(text);
          look();
        },
        (error) => assert.ifError(error),
      );
      const told = await engine.events(`${Label.lab}=${labId}`, over.signal);
      const events = told[Symbol.asyncIterator]();
      for (let life = 1; life <= 3; life++) {
        const wanted = seen.length + 10_000;
        const enough = new Promise<void>((resolve) => {
          look = () => {
            if (seen.length >= wanted) resolve();
          };
        });
        await engine.start(id);
        follower.resume();
        await enough;
        await engine.kill(id);
        for (let event = await events.next(); !event.done; event = await events.next())
          if (event.value.action === 'die') break;
        await follower.drained();
      }
      const written = (await linesOf(await engine.readLog(id))).map(({ text }) => text);
      assert.deepEqual(seen, written);
    } finally {
      over.abort();
      await removeLab(engine, labId);
    }
  });
});
