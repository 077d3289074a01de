import { strict as assert } from 'node:assert';
import { parseEndpoint } from '../../client/src/lab/engine/endpoint';

const parsed = (address: string): ReturnType<typeof parseEndpoint> => parseEndpoint(address, 'a test');

describe('address of an engine', () => {
  it('on this machine means its own ports', () => {
    for (const address of [
      'unix:///var/run/docker.sock',
      'npipe:////./pipe/docker_engine',
      'tcp://localhost:2375',
    ]) {
      const { local, host } = parsed(address);
      assert.deepEqual({ local, host }, { local: true, host: '127.0.0.1' }, address);
    }
    assert.deepEqual(parsed('npipe:////./pipe/docker_engine').options, {
      socketPath: '//./pipe/docker_engine',
    });
  });

  it('elsewhere means the ports of that machine', () => {
    const { options, local, host } = parsed('tcp://192.0.2.1');
    assert.deepEqual(
      { options, local, host },
      { options: { protocol: 'http', host: '192.0.2.1', port: 2375 }, local: false, host: '192.0.2.1' },
    );
  });

  it('with certificates is spoken to by TLS, on its own port', () => {
    const { options } = parseEndpoint('tcp://engine.example', 'a test', { ca: 'PEM' });
    assert.deepEqual(options, { protocol: 'https', host: 'engine.example', port: 2376 });
  });

  it('by ssh names user, machine and port, and brings the ports here', () => {
    const { ssh, host, local } = parsed('ssh://me@engine.example:2222');
    assert.deepEqual(ssh, { host: 'engine.example', user: 'me', port: 2222 });
    assert.deepEqual({ host, local }, { host: '127.0.0.1', local: true });
  });

  it('of another kind is refused in words, and so is one that ssh would take for an option', () => {
    for (const address of [
      'docker',
      'tcp://host:port',
      'ftp://host',
      'ssh://-oProxyCommand=touch',
      'ssh://-l@host',
    ]) {
      assert.throws(
        () => parsed(address),
        /is not an address of a Docker Engine that Cluster Lab can use/,
        address,
      );
    }
  });
});
