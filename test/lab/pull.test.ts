import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { connect, type Engine, type LabError } from '../../client/src/lab';
import { EngineProxy, engineOptions } from '../helpers/engineProxy';
import { Registry } from '../helpers/registry';

describe('a pull from a private registry', function () {
  this.timeout(60_000);
  let engine: Engine;
  let folder: string;
  let registry: Registry;
  let image: string;
  const outside = process.env['DOCKER_CONFIG'];
  const going = (): AbortSignal => new AbortController().signal;

  function logIn(password: string): void {
    const auth = Buffer.from(`somebody:${password}`).toString('base64');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.address]: { auth } } }));
  }

  before(async () => {
    engine = await connect();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clab-pull-'));
    process.env['DOCKER_CONFIG'] = folder;
    registry = new Registry('somebody', 'se:cret');
    await registry.open(4);
    image = `${registry.address}/team/app:1`;
    logIn('se:cret');
  });
  afterEach(async () => {
    if (outside === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = outside;
    rmSync(folder, { recursive: true });
    await registry.close();
    if ((await engine.imageId(image)) !== undefined)
      await new Dockerode(engineOptions()).getImage(image).remove({ force: true });
  });

  it('shows what "docker login" has kept, and tells how far it is by layers', async () => {
    const told: string[] = [];
    await engine.pull(image, (text) => told.push(text), going());
    assert.notEqual(await engine.imageId(image), undefined);
    assert.equal(told.at(-1), '4 of 4 layers, 100 %');
    assert.ok(
      told.some((text) => /^[0-3] of [1-4] layers/.test(text)),
      told.join('\n'),
    );
  });

  it('that the registry refuses says where to log in', async () => {
    logIn('wrong');
    await assert.rejects(
      engine.pull(image, () => undefined, going()),
      (error: LabError) => {
        assert.equal(error.kind, 'image-missing');
        assert.equal(
          error.message,
          `The image ${image} is not on this machine, and ${registry.address} denies access to it.`,
        );
        assert.match(error.nextStep, new RegExp(`docker login ${registry.address}`));
        assert.doesNotMatch(`${error.message}${error.nextStep}`, /wrong/);
        return true;
      },
    );
  });

  it('needs no helper that is not there, unless the registry asks who pulls', async () => {
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ credsStore: 'of-nobody' }));
    await assert.rejects(
      engine.pull(image, () => undefined, going()),
      /docker-credential-of-nobody is not installed/,
    );
  });

  it('that is cancelled ends', async () => {
    const controller = new AbortController();
    const waiting = registry.hold();
    const pull = engine.pull(image, () => undefined, controller.signal);
    await waiting;
    controller.abort();
    await assert.rejects(pull, { name: 'AbortError' });
    assert.equal(await engine.imageId(image), undefined);
  });

  it('that breaks off says so, and what to do; the next one does it', async () => {
    const proxy = new EngineProxy();
    await proxy.open();
    try {
      const far = await connect({ host: proxy.host });
      proxy.faults(({ path }) =>
        path.startsWith('/images/create') ? { kind: 'truncate', bytes: 400 } : undefined,
      );
      await assert.rejects(
        far.pull(image, () => undefined, going()),
        (error: LabError) => {
          assert.match(error.message, /connection was lost|no longer reachable/);
          assert.match(error.nextStep, /again/);
          return true;
        },
      );
      proxy.faults();
      await far.pull(image, () => undefined, going());
      assert.notEqual(await far.imageId(image), undefined);
    } finally {
      await proxy.close();
    }
  });
});
