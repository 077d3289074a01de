import { strict as assert } from 'node:assert';
import { connect, findLabs, LabError, type Engine, type Lab } from '../../client/src/lab';
import type { Deployment } from '../../server/src/protocol';
import { EngineProxy, type EngineFault, type EngineRequest } from '../helpers/engineProxy';
import { Labs, planOf } from '../helpers/lab';

/** Every third request has the same fault, so that together they have one each. */
const STRIDE = 3;

/** What a person is told has words alone. */
function tellsInWords(error: unknown): asserts error is LabError {
  assert.ok(error instanceof LabError, String(error));
  assert.match(error.message, /^[A-Za-z].*\.$/s);
  assert.match(error.nextStep, /^[A-Z].*\.$/s);
  assert.doesNotMatch(
    `${error.message} ${error.nextStep}`,
    /\bE[A-Z]{5,}\b|undefined|\[object|Promise|socket hang up|HTTP code|aborted/,
  );
}

describe('an engine that fails', function () {
  this.timeout(180_000);
  const proxy = new EngineProxy();
  const labs = new Labs(proxy.host);
  /** The same engine, past the proxy. */
  let engine: Engine;
  before(async () => {
    await proxy.open();
    engine = await connect();
  });
  afterEach(async () => {
    proxy.faults();
    await proxy.open();
    await labs.removeAll();
  });
  after(() => proxy.close());

  const left = async ({ labId }: Deployment): Promise<number> =>
    (await findLabs(engine)).filter((it) => it.labId === labId).length;

  const small = (): Promise<Deployment> => planOf(undefined, { nodes: 1 });

  /** The lab, or why there is none. */
  const start = (plan: Deployment, options: Parameters<Labs['start']>[1] = {}): Promise<Lab | LabError> =>
    labs.start(plan, options).catch((error: unknown) => {
      tellsInWords(error);
      return error;
    });

  /** Starts in vain while the requests that are chosen get this answer. */
  async function refused(
    status: number,
    message: string,
    chosen: (request: EngineRequest) => boolean,
  ): Promise<LabError> {
    const plan = await small();
    proxy.faults((request) => (chosen(request) ? { kind: 'answer', status, message } : undefined));
    const error = await start(plan);
    proxy.faults();
    tellsInWords(error);
    assert.equal(await left(plan), 0);
    return error;
  }

  const faults: readonly (readonly [string, EngineFault])[] = [
    ['breaks off a connection', { kind: 'cut' }],
    ['does what it is asked for, and its answer is lost', { kind: 'lose' }],
    ['goes away', { kind: 'away' }],
  ];
  for (const [at, [title, fault]] of faults.entries()) {
    it(`${title} at a step of a start: nothing is left when it is back`, async () => {
      let before: Deployment | undefined;
      let reached = true;
      for (let number = 1 + at; reached; number += STRIDE) {
        const plan = await small();
        reached = false;
        proxy.faults((request) => {
          if (request.number !== number) return undefined;
          reached = true;
          return fault;
        });
        const result = await start(plan);
        if (fault.kind === 'away' && reached) await proxy.open();
        proxy.faults();
        if (before)
          assert.equal(await left(before), 0, `request ${number - STRIDE}: removed by the next start`);
        before = undefined;
        if (!(result instanceof LabError)) await result.stop();
        else if (/removes what was created/.test(result.nextStep)) before = plan;
        if (!before) assert.equal(await left(plan), 0, `request ${number}`);
      }
      assert.equal(before, undefined, 'the last start had no fault');
    });
  }

  it('goes away at a step of a stop: the next stop removes everything', async () => {
    for (let number = 1, reached = true; reached; number++) {
      const plan = await small();
      const lab = await labs.start(plan);
      reached = false;
      proxy.faults((request) => {
        if (request.number !== number) return undefined;
        reached = true;
        return { kind: 'away' };
      });
      const error: unknown = await lab.stop().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (reached) {
        tellsInWords(error);
        assert.equal(error.kind, 'engine-lost');
        await proxy.open();
      }
      proxy.faults();
      await lab.stop();
      assert.equal(await left(plan), 0, `request ${number}`);
    }
  });

  it('has no space left on its disk', async () => {
    for (const [status, message, path] of [
      [
        500,
        'Error response from daemon: mkdir /var/lib/docker/overlay2/1: no space left on device',
        /^\/containers\/create/,
      ],
      [
        500,
        'Error processing tar file(exit status 1): write /usr/local: no space left on device',
        /\/archive/,
      ],
      [507, 'Insufficient Storage', /^\/networks\/create/],
    ] as const) {
      const error = await refused(status, message, (it) => path.test(it.path) && it.method !== 'GET');
      assert.equal(error.message, "No space is left on the engine's disk.");
      assert.match(error.nextStep, /docker system prune/);
    }
  });

  it('has a network or a container of that name, or no addresses left', async () => {
    const network = await refused(409, 'network with name cluster-lab-1 already exists', ({ path }) =>
      path.startsWith('/networks/create'),
    );
    assert.equal(network.message, 'A network named cluster-lab-1 already exists.');
    const container = await refused(
      409,
      'Conflict. The container name "/cluster-lab-1-nginx" is already in use by container "4f". You have to remove (or rename) that container to be able to reuse that name.',
      ({ path }) => path.startsWith('/containers/create'),
    );
    assert.equal(container.message, 'A container named cluster-lab-1-nginx already exists.');
    const addresses = await refused(
      500,
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      ({ path }) => path.startsWith('/networks/create'),
    );
    assert.match(addresses.message, /no addresses left/);
    assert.match(addresses.nextStep, /docker network prune/);
  });

  it('says a thing that nobody knows: its words, and where to look', async () => {
    const error = await refused(500, 'flux capacitor depleted', ({ path }) => path.endsWith('/start'));
    assert.equal(error.message, 'The Docker Engine could not start a container: flux capacitor depleted.');
  });

  it('is slow, and the lab starts all the same', async () => {
    proxy.faults(() => ({ kind: 'delay', milliseconds: 200 }));
    const plan = await small();
    const lab = await labs.start(plan);
    await lab.stop();
    assert.equal(await left(plan), 0);
  });

  it('hangs: the start gives up after a while, also where it is cancelled', async () => {
    const slow = new Labs(proxy.host, 1_500);
    for (const cancelled of [false, true]) {
      const plan = await small();
      const controller = new AbortController();
      proxy.faults(({ path }) => {
        if (!path.startsWith('/networks/create')) return undefined;
        if (cancelled) controller.abort();
        return { kind: 'hang' };
      });
      const error: unknown = await slow.start(plan, { signal: controller.signal }).catch((it: unknown) => it);
      proxy.faults();
      tellsInWords(error);
      assert.equal(error.kind, cancelled ? 'cancelled' : 'engine-lost');
      if (!cancelled)
        assert.match(
          error.message,
          /did not answer within 1\.5 seconds; Cluster Lab could not create the network/,
        );
      assert.equal(await left(plan), 0);
    }
  });

  it('has no space left for an image that is being pulled', async () => {
    const plan = await small();
    const missing = { ...plan, nginx: { ...plan.nginx, image: 'cluster-lab/nginx:none' } };
    const message = 'failed to register layer: write /etc/x: no space left on device';
    proxy.faults(({ path }) =>
      path.startsWith('/images/create') ? { kind: 'answer', status: 500, message } : undefined,
    );
    const error = await start(missing);
    tellsInWords(error);
    assert.equal(error.message, "No space is left on the engine's disk.");
  });

  it('breaks off an image that is being pulled', async () => {
    const plan = await small();
    proxy.faults(({ path }) => (path.startsWith('/images/create') ? { kind: 'cut' } : undefined));
    const error = await start({ ...plan, nginx: { ...plan.nginx, image: 'cluster-lab/nginx:none' } });
    tellsInWords(error);
    assert.match(error.message, /cluster-lab\/nginx:none/);
    assert.equal(await left(plan), 0);
  });
});
