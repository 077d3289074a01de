import { strict as assert } from 'node:assert';
import { execFileSync, spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as dial, createServer, type AddressInfo, type NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { connect, listEngines, undecidedEngines } from '../../client/src/lab';
import { candidates } from '../../client/src/lab/engine/contexts';
import { openTunnel } from '../../client/src/lab/engine/tunnel';
import { Labs, planOf, urlOf } from '../helpers/lab';

const openssl = (folder: string, ...words: readonly string[]): void => {
  execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
};

/** The engine of the tests, as a place to connect to, whatever a test says later. */
const engine = engineAt();

function engineAt(): { readonly address: string; readonly to: NetConnectOpts } {
  const [endpoint] = candidates(undefined);
  assert.ok(endpoint);
  const { options, address } = endpoint;
  return {
    address,
    to: 'socketPath' in options ? { path: options.socketPath } : { host: options.host, port: options.port },
  };
}

/** With these variables of the environment, and the old ones again after it. */
async function withEnvironment<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  try {
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    return await work();
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

describe('an engine', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'clab-engine-'))));
  after(() => rmSync(folder, { recursive: true }));

  function context(name: string, docker: object): void {
    const id = createHash('sha256').update(name).digest('hex');
    mkdirSync(join(folder, 'contexts/meta', id), { recursive: true });
    writeFileSync(
      join(folder, 'contexts/meta', id, 'meta.json'),
      JSON.stringify({ Name: name, Endpoints: { docker } }),
    );
  }

  it('named by a Docker context is used, and not what DOCKER_HOST says of a setting', async () => {
    context('tests', { Host: engine.address });
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ currentContext: 'tests' }));
    await withEnvironment({ DOCKER_CONFIG: folder, DOCKER_HOST: undefined }, async () => {
      assert.equal((await connect()).origin, 'context tests');
      const engines = await listEngines();
      assert.ok(engines.some(({ address, version }) => address === engine.address && version !== ''));
    });
    await withEnvironment({ DOCKER_CONFIG: folder, DOCKER_HOST: 'no address' }, async () => {
      // The start itself says so: whoever asks between which engines to choose is to catch it.
      const undecided = undecidedEngines();
      await assert.rejects(undecided, /"no address" \(DOCKER_HOST\) is not an address/);
      assert.ok((await listEngines()).some(({ origin }) => origin === 'context tests'));
    });
    await withEnvironment({ DOCKER_CONFIG: folder, DOCKER_HOST: 'tcp://127.0.0.1:1' }, async () => {
      assert.equal((await connect({ host: 'tests' })).origin, 'context tests');
      await assert.rejects(
        connect(),
        /No Docker Engine answers at tcp:\/\/127\.0\.0\.1:1: nothing listens there/,
      );
    });
  });

  describe('behind TLS that asks for a certificate', () => {
    let server: TlsServer;
    let address: string;
    before(async () => {
      const name = ['-subj', '/CN=127.0.0.1', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
      openssl(
        folder,
        'req',
        '-x509',
        ...name,
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-addext',
        'basicConstraints=critical,CA:TRUE',
      );
      openssl(folder, 'req', '-x509', ...name, '-keyout', 'other.key', '-out', 'other.pem');
      writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1');
      certify('server');
      certify('client');
      server = createTlsServer(
        { ...shown('server'), requestCert: true, rejectUnauthorized: true },
        (near) => {
          const far = dial(engine.to);
          near.on('error', () => far.destroy());
          far.on('error', () => near.destroy());
          near.pipe(far).pipe(near);
        },
      );
      // A client that is refused.
      server.on('tlsClientError', (_error, socket) => socket.destroy());
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());

    /** A key and its certificate, signed by our own authority. */
    function certify(name: string, days = '2'): void {
      const [key, request, certificate] = [`${name}.key`, `${name}.csr`, `${name}.pem`];
      const made = [
        '-subj',
        '/CN=127.0.0.1',
        '-nodes',
        '-newkey',
        'rsa:2048',
        '-keyout',
        key,
        '-out',
        request,
      ];
      openssl(folder, 'req', ...made);
      const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
      openssl(folder, 'x509', '-req', '-in', request, ...signer, '-days', days, '-out', certificate);
    }
    /** What the engine's side of the connection is known by. */
    function shown(name: string): { ca: string; cert: string; key: string } {
      const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
      return { ca: read('ca.pem'), cert: read(`${name}.pem`), key: read(`${name}.key`) };
    }
    function certificates(ca: string, own: string): string {
      const path = join(folder, `certs-${ca}-${own}`);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'ca.pem'), readFileSync(join(folder, `${ca}.pem`)));
      writeFileSync(join(path, 'cert.pem'), readFileSync(join(folder, `${own}.pem`)));
      writeFileSync(join(path, 'key.pem'), readFileSync(join(folder, `${own}.key`)));
      return path;
    }
    const reach = (path: string): Promise<unknown> =>
      withEnvironment(
        { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: path },
        async () => await (await connect()).listNetworks('dev.cluster-lab.lab=none'),
      );

    it('answers whom it knows', async () => {
      assert.deepEqual(await reach(certificates('ca', 'client')), []);
    });

    it('is refused in words where its certificate, or ours, is of somebody else', async () => {
      await assert.rejects(
        reach(certificates('other', 'client')),
        /its certificate is not signed by a known authority/,
      );
      await assert.rejects(
        reach(certificates('ca', 'other')),
        /does not accept your certificate|connection was lost/,
      );
    });

    it('is told to have an expired certificate', async () => {
      certify('expired', '0');
      server.setSecureContext(shown('expired'));
      try {
        await assert.rejects(reach(certificates('ca', 'client')), /its certificate has expired/);
      } finally {
        server.setSecureContext(shown('server'));
      }
    });
  });

  describe('on a machine reached by ssh', () => {
    let daemon: ChildProcess;
    let elsewhere: ChildProcessByStdio<null, Readable, null> | undefined;
    let port: number;
    let farPort: number;
    const path = process.env['PATH'] ?? '';
    before(async function () {
      this.timeout(60_000);
      port = await freePort();
      farPort = await freePort();
      const keygen = (file: string): void => {
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, file)]);
      };
      keygen('host');
      keygen('user');
      writeFileSync(join(folder, 'authorized'), readFileSync(join(folder, 'user.pub')));
      chmodSync(join(folder, 'authorized'), 0o600);
      const config = [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${join(folder, 'host')}`,
        `AuthorizedKeysFile ${join(folder, 'authorized')}`,
        `PidFile ${join(folder, 'sshd.pid')}`,
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
        // What `docker` means on that machine, and how it finds its engine.
        `SetEnv DOCKER_HOST=${engine.address} PATH=${path}`,
      ];
      writeFileSync(join(folder, 'sshd_config'), `${config.join('\n')}\n`);
      mkdirSync('/run/sshd', { recursive: true });
      const bare = config.map((line) => (line.startsWith('SetEnv') ? 'SetEnv PATH=/nowhere' : line));
      writeFileSync(join(folder, 'sshd_bare'), `${bare.join('\n')}\n`);
      // A machine of its own as far as the network goes: its 127.0.0.1 is another.
      const serves = `require('node:http').createServer((_, answer) => answer.end('far away'))
        .listen(${farPort}, '127.0.0.1', () => console.log('listens'))`;
      const inside = ['-n', 'sh', '-c', `ip link set lo up && exec "$0" -e "$1"`, process.execPath, serves];
      elsewhere = spawn('unshare', inside, { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(elsewhere.stdout, 'data');
      daemon = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
      // The user's own ssh, with a configuration that knows the machine.
      const host = readFileSync(join(folder, 'host.pub'), 'utf8').trim();
      writeFileSync(join(folder, 'known'), `[127.0.0.1]:${port},elsewhere,bare ${host}\n`);
      writeFileSync(
        join(folder, 'ssh_config'),
        [
          'Host lab-machine',
          '  HostName 127.0.0.1',
          `  Port ${port}`,
          `  IdentityFile ${join(folder, 'user')}`,
          `  UserKnownHostsFile ${join(folder, 'known')}`,
          'Host elsewhere',
          `  ProxyCommand nsenter --net=/proc/${elsewhere.pid}/ns/net /usr/sbin/sshd -i -f ${join(folder, 'sshd_config')}`,
          'Host bare',
          `  ProxyCommand /usr/sbin/sshd -i -f ${join(folder, 'sshd_bare')}`,
          'Host elsewhere bare',
          `  IdentityFile ${join(folder, 'user')}`,
          `  UserKnownHostsFile ${join(folder, 'known')}`,
          'Host stranger',
          '  HostName 127.0.0.1',
          `  Port ${port}`,
          `  IdentityFile ${join(folder, 'host')}`,
          `  UserKnownHostsFile ${join(folder, 'known')}`,
          '',
        ].join('\n'),
      );
      mkdirSync(join(folder, 'bin'));
      writeFileSync(
        join(folder, 'bin/ssh'),
        `#!/bin/sh\nexec /usr/bin/ssh -F ${join(folder, 'ssh_config')} "$@"\n`,
      );
      chmodSync(join(folder, 'bin/ssh'), 0o755);
      while (!(await listens(port))) await pause(50);
    });
    after(async () => {
      elsewhere?.kill();
      daemon?.kill();
      if (daemon.exitCode === null) await once(daemon, 'exit');
    });
    const bySsh = <T>(work: () => Promise<T>): Promise<T> =>
      withEnvironment({ PATH: `${join(folder, 'bin')}:${path}`, DOCKER_HOST: undefined }, work);

    it('runs a whole lab, whose ports are brought here', async function () {
      this.timeout(120_000);
      await bySsh(async () => {
        const labs = new Labs('ssh://lab-machine');
        try {
          const lab = await labs.start(await planOf());
          const response = await fetch(urlOf(lab, 'nginx', 'http'));
          assert.match(await response.text(), /Answered by tomcat/);
          const sessions = await lab.sessions.read(new AbortController().signal);
          assert.ok(sessions.every(({ error }) => error === undefined));
          await lab.stop();
          assert.equal(await labs.left(lab.deployment), 0);
        } finally {
          await labs.removeAll();
        }
      });
    });

    it('has its ports brought here for as long as they are wanted', async () => {
      await bySsh(async () => {
        const tunnel = await openTunnel({ host: 'elsewhere' }, [farPort]);
        try {
          assert.equal(await (await fetch(`http://127.0.0.1:${farPort}/`)).text(), 'far away');
        } finally {
          tunnel.dispose();
        }
        while (await listens(farPort)) await pause(50);
        await assert.rejects(openTunnel({ host: 'stranger' }, [farPort]), /Permission denied/);
      });
    });

    it('is told in the words of ssh where it does not let us in, or has no docker', async () => {
      await bySsh(async () => {
        await assert.rejects(connect({ host: 'ssh://stranger' }), /Permission denied/);
        await assert.rejects(connect({ host: 'ssh://bare' }), /docker is not installed there/);
        await assert.rejects(
          connect({ host: 'ssh://nobody.invalid' }),
          /Could not resolve hostname|not known/,
        );
      });
    });
  });
});

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
