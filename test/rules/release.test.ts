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

describe('a directive that could stand once until its form changed', () => {
  const TWICE = 'events {}\nhttp {\n    http2_max_requests 10;\n    http2_max_requests 20;\n}\n';
  const codesOf = (nginxVersion?: string): readonly string[] =>
    runRules(modelOf({ 'nginx.conf': TWICE }, nginxVersion === undefined ? {} : { nginxVersion }))
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);

  it('is told twice in the releases that refuse it, and not where one that takes it may run', () => {
    assert.deepEqual(codesOf('1.19.6'), ['nginx/duplicate']);
    for (const version of ['1.19.7', '1.19', undefined]) assert.deepEqual(codesOf(version), [], version);
  });
});
