import assert from 'node:assert/strict';
import { hasPlaceholder } from '../../../server/src/languages/text/placeholders';

describe('hasPlaceholder', () => {
  for (const text of [
    '${PORT}',
    '${http.port}',
    '$(PORT)',
    '127.0.0.1:@http.port@',
    'http://@BACKEND@/',
    '[HTTP_PORT]',
    '[PORT]',
    '10.0.0.1:[http_port]',
    '%PORT%',
    'http://%backend.host%:8080/',
    '%%PORT%%',
    '__PORT__',
    '<port>',
    'http://<host>:<port>/',
    'www.<your-domain>.com',
    'http://{{ host }}/',
    '<%= host %>',
  ])
    it(`is ${text}`, () => assert.ok(hasPlaceholder(text)));

  for (const text of [
    '$host',
    '$1',
    '^/a$',
    '(foo|bar)$(?!x)',
    '@named',
    'admin@example.org',
    '[::]:80',
    '[fe80::1]:8080',
    '[2001:db8::1]',
    '^/[a-z]+/[A-Z]{2}/[0-9a-f]{4}$',
    '[ABC]',
    '[^/]+',
    '[[:alpha:]]',
    '^/(?<name>[a-z]+)$',
    '(?P<id>\\d+)/\\k<id>',
    '(?<=a)b',
    '50%',
    '12.5%',
    '/a%20b%2Fc',
    '/%E4%B8%AD%E6%96%87',
    '%d %s',
    '<html><body>x</body></html>',
    '__proto',
    'a__b',
    '{1,3}',
    '"$remote_addr - $remote_user [$time_local]"',
  ])
    it(`is not ${text}`, () => assert.ok(!hasPlaceholder(text)));
});
