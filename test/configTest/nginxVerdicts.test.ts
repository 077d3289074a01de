import assert from 'node:assert/strict';
import { parseVerdicts } from '../../client/src/features/configTest/nginx/verdicts';

describe('what nginx -t says', () => {
  it('is read with level, words and place, each thing once', () => {
    const said = [
      'nginx: [warn] conflicting server name "a" on 0.0.0.0:80, ignored',
      'nginx: [alert] could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)',
      '2026/11/23 19:00:00 [warn] 12#12: the "listen ... http2" directive is deprecated in /etc/nginx/conf.d/a b.conf:3',
      '2026/11/23 19:00:00 [emerg] 12#12: unknown directive "proxy_pas" in /etc/nginx/nginx.conf:24',
      'nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/nginx.conf:24',
      'nginx: configuration file /etc/nginx/nginx.conf test failed',
      '',
    ].join('\n');
    assert.deepEqual(
      parseVerdicts(said).map(({ level, words, path, line }) => [level, words, path, line]),
      [
        ['warning', 'conflicting server name "a" on 0.0.0.0:80, ignored', undefined, 0],
        [
          'error',
          'could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)',
          undefined,
          0,
        ],
        ['warning', 'the "listen ... http2" directive is deprecated', '/etc/nginx/conf.d/a b.conf', 2],
        ['error', 'unknown directive "proxy_pas"', '/etc/nginx/nginx.conf', 23],
      ],
    );
  });

  it('is once what could not be bound, without the word that ends it', () => {
    const said = [
      '2026/11/23 19:00:00 [emerg] 1#1: bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '2026/11/23 19:00:01 [emerg] 1#1: bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '2026/11/23 19:00:02 [emerg] 1#1: still could not bind()',
    ].join('\n');
    assert.deepEqual(
      parseVerdicts(said).map(({ words }) => words),
      ['bind() to 0.0.0.0:80 failed (98: Address already in use)'],
    );
  });

  it('is nothing where nginx accepts the file', () => {
    assert.deepEqual(parseVerdicts(''), []);
    assert.deepEqual(parseVerdicts('nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n'), []);
  });
});
