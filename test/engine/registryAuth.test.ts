import { strict as assert } from 'node:assert';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { authFor, registryOf } from '../../client/src/lab/engine/registryAuth';

const HUB = 'https://index.docker.io/v1/';
const encoded = (text: string): string => Buffer.from(text).toString('base64');

describe('the registry of an image', () => {
  it('is the first part where that is a host, else Docker Hub', () => {
    assert.equal(registryOf('tomcat:10.1'), HUB);
    assert.equal(registryOf('me/app'), HUB);
    assert.equal(registryOf('docker.io/library/tomcat'), HUB);
    assert.equal(registryOf('registry.example/app:1'), 'registry.example');
    assert.equal(registryOf('localhost:5000/app'), 'localhost:5000');
  });
});

describe('credentials of a registry', () => {
  it('are those of the configuration, with colons in passwords, or a token', async () => {
    const config = {
      auths: {
        'https://registry.example/v1/': { auth: encoded('me:a:b') },
        [HUB]: { identitytoken: 'token' },
      },
    };
    assert.deepEqual(await authFor('registry.example/app', config), {
      serveraddress: 'registry.example',
      username: 'me',
      password: 'a:b',
    });
    assert.deepEqual(await authFor('tomcat', config), { serveraddress: HUB, identitytoken: 'token' });
    assert.equal(await authFor('other.example/app', config), undefined);
  });

  describe('kept by a helper', () => {
    const path = process.env['PATH'];
    let folder: string;
    const helper = (name: string, script: string): void => {
      const file = join(folder, `docker-credential-${name}`);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    };
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'clab-helper-'));
      process.env['PATH'] = `${folder}${delimiter}${path}`;
    });
    after(() => {
      process.env['PATH'] = path;
      rmSync(folder, { recursive: true });
    });

    it('are asked for by the registry, and one for a registry comes before the one for all', async () => {
      helper('all', 'read server; echo "{\\"Username\\":\\"all of $server\\",\\"Secret\\":\\"s\\"}"');
      helper('one', 'cat > /dev/null; echo \'{"Username":"<token>","Secret":"t"}\'');
      const config = { credsStore: 'all', credHelpers: { 'one.example': 'one' } };
      assert.deepEqual(await authFor('two.example/app', config), {
        serveraddress: 'two.example',
        username: 'all of two.example',
        password: 's',
      });
      assert.deepEqual(await authFor('one.example/app', config), {
        serveraddress: 'one.example',
        identitytoken: 't',
      });
    });

    it('are none where the helper has none, and a failure is told without what it said', async () => {
      helper('none', 'cat > /dev/null; echo "credentials not found in native keychain"; exit 1');
      assert.equal(await authFor('a.example/app', { credsStore: 'none' }), undefined);
      helper('fails', 'cat > /dev/null; echo "secret"; exit 1');
      await assert.rejects(authFor('a.example/app', { credsStore: 'fails' }), (error: Error) => {
        assert.match(error.message, /docker-credential-fails failed/);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
      await assert.rejects(
        authFor('a.example/app', { credsStore: 'absent' }),
        /docker-credential-absent is not installed/,
      );
    });
  });
});
