import assert from 'node:assert/strict';
import { runCli } from './runCli';

describe('cluster-lab which-location', () => {
  it('prints the answer with the lines of the files', async () => {
    const { code, stdout, stderr } = await runCli([
      'which-location',
      'http://localhost/login.do',
      'samples/story-broken',
    ]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.match(stdout, /^GET http:\/\/localhost\/login\.do\n/);
    assert.match(stdout, /location +\/ {2}\(.*\/story\.conf:7\)/);
    assert.match(stdout, /asked for +\/login\.do/);
    assert.match(stdout, /Not chosen\n {2}location = \/40x\.html/);
  });

  it('prints the same as JSON', async () => {
    const { code, stdout } = await runCli([
      'which-location',
      '--format',
      'json',
      '--method',
      'post',
      'http://localhost/login.do',
      'samples/story-broken',
    ]);
    assert.equal(code, 0);
    const answer: {
      request: { method: string };
      location: { line: number };
      outcome: Record<string, unknown>;
    } = JSON.parse(stdout);
    assert.equal(answer.request.method, 'POST');
    assert.equal(answer.location.line, 6);
    assert.equal(answer.outcome['to'], 'http://http_stream');
    assert.equal(answer.outcome['uri'], '/login.do');
  });

  it('goes on into Tomcat, with the line to blame', async () => {
    const { code, stdout } = await runCli([
      'which-location',
      'http://localhost/login.do',
      'samples/story-broken',
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /^In Tomcat$/m);
    assert.match(stdout, /Tomcat tomcat1, port 8080, application ROOT {2}\(.*\/server\.xml:\d+\)/);
    assert.match(stdout, /It takes the request for http:\/\/localhost:80 {2}\(.*\/story\.conf:9\)/);
    assert.match(stdout, /Its session cookie: JSESSIONID=…; Path=\/; HttpOnly/);
    assert.match(stdout, /The browser sends it back/);
    // Both nodes believe the same, which is said once.
    assert.equal(stdout.match(/It takes the request for/g)?.length, 1);
  });

  it('ends with 1 where no server answers, and with 2 for bad usage', async () => {
    assert.equal((await runCli(['which-location', 'http://localhost:99/', 'samples/story-broken'])).code, 1);
    for (const words of [
      ['http://localhost/'],
      ['http://', 'samples/story-broken'],
      ['--format', 'xml', 'http://a/', '.'],
      ['http://a/', '/nowhere/at/all'],
    ]) {
      const { code, stderr } = await runCli(['which-location', ...words]);
      assert.equal(code, 2, words.join(' '));
      assert.match(stderr, /^cluster-lab: /);
    }
  });
});
