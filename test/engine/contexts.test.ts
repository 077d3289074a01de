import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { allEndpoints, candidates, type Surroundings } from '../../client/src/lab/engine/contexts';

describe('the engine that is taken', () => {
  let home: string;
  const servers: Server[] = [];
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'clab-home-'))));
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    rmSync(home, { recursive: true });
  });

  const around = (env: NodeJS.ProcessEnv = {}): Surroundings => ({ env, home, platform: 'linux' });
  const write = (path: string, content: unknown): void => {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const id = (name: string): string => createHash('sha256').update(name).digest('hex');
  const context = (name: string, docker: object): void =>
    write(`.docker/contexts/meta/${id(name)}/meta.json`, { Name: name, Endpoints: { docker } });
  const addresses = (wish?: string, env: NodeJS.ProcessEnv = {}): readonly string[] =>
    candidates(wish, around(env)).map(({ address }) => address);

  it('is what the setting names, then DOCKER_HOST, DOCKER_CONTEXT, the current context, as for docker itself', () => {
    context('far', { Host: 'ssh://me@far' });
    context('near', { Host: 'unix:///run/near.sock' });
    write('.docker/config.json', { currentContext: 'near' });
    const env = { DOCKER_HOST: 'tcp://192.0.2.1:2375', DOCKER_CONTEXT: 'far' };
    assert.deepEqual(addresses('unix:///run/set.sock', env), ['unix:///run/set.sock']);
    assert.deepEqual(addresses('far', env), ['ssh://me@far']);
    assert.deepEqual(addresses(undefined, env), ['tcp://192.0.2.1:2375']);
    assert.deepEqual(addresses(undefined, { DOCKER_CONTEXT: 'far' }), ['ssh://me@far']);
    assert.deepEqual(addresses(), ['unix:///run/near.sock']);
    assert.equal(candidates('far', around())[0]?.origin, 'context far');
  });

  it('is looked for in DOCKER_CONFIG', () => {
    write('elsewhere/config.json', { currentContext: 'there' });
    write(`elsewhere/contexts/meta/${id('there')}/meta.json`, {
      Name: 'there',
      Endpoints: { docker: { Host: 'unix:///run/there.sock' } },
    });
    assert.deepEqual(addresses(undefined, { DOCKER_CONFIG: join(home, 'elsewhere') }), [
      'unix:///run/there.sock',
    ]);
  });

  it('has the certificates of its context, or of DOCKER_CERT_PATH', () => {
    context('safe', { Host: 'tcp://192.0.2.2:2376' });
    for (const name of ['ca', 'cert', 'key']) {
      write(`.docker/contexts/tls/${id('safe')}/docker/${name}.pem`, `${name} of the context`);
      write(`certs/${name}.pem`, `${name} of the path`);
    }
    assert.deepEqual(candidates('safe', around())[0]?.tls, {
      ca: 'ca of the context',
      cert: 'cert of the context',
      key: 'key of the context',
    });
    const env = {
      DOCKER_HOST: 'tcp://192.0.2.2:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: join(home, 'certs'),
    };
    const [byPath] = candidates(undefined, around(env));
    assert.equal(byPath?.tls?.cert, 'cert of the path');
    assert.deepEqual(byPath?.options, { protocol: 'https', host: '192.0.2.2', port: 2376 });
    assert.equal(candidates(undefined, around({ DOCKER_HOST: 'tcp://192.0.2.2:2376' }))[0]?.tls, undefined);
  });

  it('is found at the sockets of Docker Desktop, Colima, rootless Docker and Podman, in that order', async () => {
    const listen = async (path: string): Promise<string> => {
      const file = join(home, path);
      mkdirSync(dirname(file), { recursive: true });
      const server = createServer();
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(file, resolve));
      return `unix://${file}`;
    };
    const colima = await listen('.colima/work/docker.sock');
    const desktop = await listen('.docker/run/docker.sock');
    const podman = await listen('run/podman/podman.sock');
    const rootless = await listen('run/docker.sock');
    const own = addresses(undefined, { XDG_RUNTIME_DIR: join(home, 'run') }).filter((address) =>
      address.includes(home),
    );
    assert.deepEqual(own, [rootless, desktop, colima, podman]);
    const usual = candidates(undefined, { ...around(), runtime: join(home, 'run') });
    assert.deepEqual(
      usual.map(({ address }) => address).filter((address) => address.includes(home)),
      own,
      'also where XDG_RUNTIME_DIR is not set',
    );
    mkdirSync(join(home, '.rd'));
    symlinkSync(join(home, 'run/podman/podman.sock'), join(home, '.rd/docker.sock'));
    const linked = addresses(undefined, { XDG_RUNTIME_DIR: join(home, 'run') })
      .filter((address) => address.includes(home))
      .slice(-2);
    assert.deepEqual(
      linked,
      [colima, `unix://${join(home, '.rd/docker.sock')}`],
      'a socket and a link to it',
    );
  });

  it('is one of all that are known, each once', () => {
    context('far', { Host: 'ssh://me@far' });
    context('again', { Host: 'ssh://me@far' });
    const own = allEndpoints(around({ DOCKER_HOST: 'tcp://192.0.2.1:2375' })).map(({ address }) => address);
    assert.equal(own[0], 'tcp://192.0.2.1:2375');
    assert.equal(own.filter((address) => address === 'ssh://me@far').length, 1);
    const others = allEndpoints(around({ DOCKER_HOST: 'no address' })).map(({ address }) => address);
    assert.ok(others.includes('ssh://me@far'), 'also where DOCKER_HOST leads nowhere');
  });

  it('is told in words where its context is not there, or cannot be read', () => {
    context('far', { Host: 'ssh://me@far' });
    assert.throws(() => candidates('near', around()), /There is no Docker context "near" on this machine/);
    write('.docker/config.json', '{ broken');
    assert.throws(() => candidates(undefined, around()), /Docker's configuration file .*cannot be read/);
    write(`.docker/contexts/meta/${id('bad')}/meta.json`, '{ broken');
    assert.throws(() => candidates('bad', around()), /The Docker context in .*cannot be read/);
  });
});
