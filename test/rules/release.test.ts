import assert from 'node:assert/strict';
import { runRules } from '../../server/src/rules/run';
import { modelOf } from '../helpers/model';

const SSL_ON = `events {}
http {
    server {
        listen 443;
        server_name shop.example;
        ssl on;
        location / {
            proxy_pass http://10.0.0.5:8080;
        }
    }
}
`;

describe('a configuration with "ssl on" and no certificate', () => {
  const codesOf = (nginxVersion: string): readonly string[] =>
    runRules(modelOf({ 'nginx.conf': SSL_ON }, { nginxVersion }))
      .diagnostics.map(({ code }) => code)
      .filter((code) => code === 'nginx/ssl-certificate' || code === 'nginx/version');

  it('lacks one as long as nginx has the directive', () => {
    assert.deepEqual(codesOf('1.25.0'), ['nginx/ssl-certificate']);
  });

  it('is told the directive alone from the release on that has it no more', () => {
    assert.deepEqual(codesOf('1.25.1'), ['nginx/version']);
  });
});
