import { strict as assert } from 'node:assert';
import { endpoints, parseEndpoint } from '../../client/src/lab/engine/endpoint';

describe('address of an engine', () => {
  it('is the setting, else DOCKER_HOST, and then no other is tried', () => {
    const env = { DOCKER_HOST: 'tcp://192.0.2.1:2375' };
    assert.deepEqual(
      endpoints('unix:///run/other.sock', env).map(({ address }) => address),
      ['unix:///run/other.sock'],
    );
    assert.deepEqual(
      endpoints(undefined, env).map(({ options, local }) => ({ options, local })),
      [{ options: { protocol: 'http', host: '192.0.2.1', port: 2375 }, local: false }],
    );
  });

  it('on this machine means its own ports', () => {
    for (const address of [
      'unix:///var/run/docker.sock',
      'npipe:////./pipe/docker_engine',
      'tcp://localhost:2375',
    ]) {
      const { local, host } = parseEndpoint(address);
      assert.deepEqual({ local, host }, { local: true, host: '127.0.0.1' }, address);
    }
    assert.deepEqual(parseEndpoint('npipe:////./pipe/docker_engine').options, {
      socketPath: '//./pipe/docker_engine',
    });
  });

  it('of another kind is refused in words', () => {
    for (const address of ['ssh://me@host', 'docker', 'tcp://host:port']) {
      assert.throws(
        () => parseEndpoint(address),
        /is not an address of a Docker Engine that Cluster Lab can use/,
      );
    }
  });
});
