import assert from 'node:assert/strict';
import { findLine, testsFor } from '../../client/src/lab/wordsPlace';

const CONF = `# limit_req_zone $uri zone=one:1m rate=1r/s;
limit_req_zone $uri zone=one:1m rate=1r/s;
proxy_cache_path /tmp/a levels=1:2 keys_zone=two:1m;
server {
    limit_req zone=one burst=5;
    listen 127.0.0.1:8080;
    listen *:81;
    listen 80;
    listen [::]:80;
    listen localhost;
    # listen 82;
}`.split('\n');

const lineOf = (words: string): string | undefined => {
  const found = findLine(testsFor(words), [
    { of: 'other', lines: ['server {', 'listen 9090;', '}'] },
    { of: 'conf', lines: CONF },
  ]);
  return found && `${found.of} ${found.line + 1}`;
};

describe('words of nginx that name no line', () => {
  for (const [words, line] of [
    ['limit_req "one" uses the "$uri" key while previously it used the "$host" key', 'conf 2'],
    ['cache "two" uses the "/tmp/a" cache path while previously it used the "/tmp/b" cache path', 'conf 3'],
    ['cache "two" had previously different levels', 'conf 3'],
    ['bind() to 0.0.0.0:80 failed (98: Address already in use)', 'conf 8'],
    ['bind() to [::]:80 failed (98: Address already in use)', 'conf 9'],
    ['bind() to 0.0.0.0:81 failed (98: Address already in use)', 'conf 7'],
    ['bind() to 127.0.0.1:80 failed (98: Address already in use)', 'conf 10'],
    // The lab listens on every address where the file names one.
    ['bind() to 0.0.0.0:8080 failed (98: Address already in use)', 'conf 6'],
    ['bind() to 0.0.0.0:9090 failed (98: Address already in use)', 'other 2'],
    ['bind() to 0.0.0.0:82 failed (98: Address already in use)', undefined],
    ['cache "three" had previously different levels', undefined],
    ['host not found in upstream "a"', undefined],
  ] as const) {
    it(`are about ${line ?? 'no line'}: ${words}`, () => assert.equal(lineOf(words), line));
  }
});
