import assert from 'node:assert/strict';
import { readUrl } from '../../../server/src/languages/nginx/whichLocation/url';
import { parseUri } from '../../../server/src/languages/nginx/whichLocation/uri';
import { regexOf } from '../../../server/src/languages/nginx/whichLocation/regex';
import { whichLocation, type Answer } from '../../../server/src/languages/nginx/whichLocation/whichLocation';
import { reportOf } from '../../../server/src/languages/nginx/whichLocation/report';
import { modelOf } from '../../helpers/model';

function ask(url: string, texts: string | Readonly<Record<string, string>>): Answer {
  const files = typeof texts === 'string' ? { 'nginx.conf': `events {}\nhttp {\n${texts}\n}\n` } : texts;
  const [configuration] = modelOf(files).configurations;
  assert.ok(configuration);
  const read = readUrl(url, configuration);
  assert.ok('request' in read, JSON.stringify(read));
  return whichLocation(configuration, read.request);
}

const wordsOf = ({ location }: Answer): string | undefined =>
  location?.directive.args.map(({ value }) => value).join(' ');
const texts = ({ steps }: Answer, ...kinds: string[]): string[] =>
  steps.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);

describe('which location serves a URL', () => {
  const site = `
    upstream tomcats { server 10.0.0.1:8080; server 10.0.0.2:8080 backup; server 10.0.0.3:8080 down; }
    server {
      listen 80;
      server_name shop.example;
      location / { proxy_pass http://tomcats; }
      location = /exact { return 204; }
      location /img/ { root /srv; }
      location ~ \\.php$ { fastcgi_pass unix:/run/php.sock; }
    }
    server { listen 443 ssl default_server; server_name secure.example; return 301 http://$host$request_uri; }`;

  it('tells upstream, its candidates, and why each other location is passed over', () => {
    const answer = ask('http://shop.example/app/?a=1', site);
    assert.equal(wordsOf(answer), '/');
    assert.equal(answer.outcome.kind, 'passed on');
    if (answer.outcome.kind !== 'passed on') return;
    assert.equal(answer.outcome.uri, '/app/?a=1');
    assert.deepEqual(
      answer.outcome.candidates.map(({ address, parameters }) => [address, parameters]),
      [
        ['10.0.0.1:8080', ''],
        ['10.0.0.2:8080', 'backup'],
      ],
    );
    assert.deepEqual(texts(answer, 'passed'), [
      'location = /exact: it is not exactly the URI',
      'location /img/: the URI does not begin with it',
      'location ~ \\.php$: the regular expression does not match',
    ]);
  });

  it('answers for the default server, and for a path alone', () => {
    const answer = ask('https://other.example/x', site);
    assert.deepEqual(answer.outcome, {
      kind: 'redirect',
      status: 301,
      to: 'http://other.example/x',
      by: answer.outcome.kind === 'redirect' ? answer.outcome.by : undefined,
    });
    assert.match(texts(answer, 'server').join(), /server of port 443 that is marked default_server answers/);
    assert.equal(wordsOf(ask('/exact', site)), '= /exact');
  });

  it('says what it cannot tell, and goes on as if it were not so', () => {
    const answer = ask(
      'http://localhost/x',
      `server { listen 80; root /srv;
        location / { if ($http_upgrade) { return 400; } try_files $uri @app; }
        location @app { proxy_pass http://app:8080; } }`,
    );
    assert.equal(wordsOf(answer), '@app');
    assert.match(
      texts(answer, 'assumed')[0] ?? '',
      /depends on \$http_upgrade, which the URL does not determine/,
    );
    assert.match(texts(answer, 'assumed')[1] ?? '', /it is not known whether \/srv\/x exists/);
  });

  it('is undecided where the answer hangs on a header or on what only PCRE knows', () => {
    const server = (text: string): string => `server { listen 80; ${text} }`;
    const byHeader = ask('/x', server('location / { proxy_pass http://$http_x_to; }'));
    assert.equal(byHeader.outcome.kind, 'undecided');
    const byRegex = ask('/x', server('location / { return 200; } location ~ ^/(?>x)$ { return 201; }'));
    assert.equal(byRegex.outcome.kind, 'undecided');
    const earlier = ask('/x', server('location ~ ^/x { return 200; } location ~ ^/(?>x)$ { return 201; }'));
    assert.equal(earlier.outcome.kind, 'response', 'one that stands before it decides');
  });

  it('says which ports are listened on', () => {
    const { outcome } = ask('http://shop.example:8080/', site);
    assert.ok(outcome.kind === 'undecided' && /only on 80, 443/.test(outcome.why));
  });

  it('finds a server by each port of its range, by TLS where an old switch says so', () => {
    const ranges =
      'ssl on;\nserver { listen 8082-8084; return 200 range; }\nserver { listen 9000; ssl off; return 200 plain; }';
    const found = ask('https://a.example:8083/', ranges);
    assert.ok(found.outcome.kind === 'response' && found.outcome.text === 'range');
    assert.ok(found.steps.every(({ kind }) => kind !== 'assumed'));
    const { outcome } = ask('http://a.example:8085/', ranges);
    assert.ok(
      outcome.kind === 'undecided' && /only on 8082-8084, 9000/.test(outcome.why),
      JSON.stringify(outcome),
    );
  });

  it('follows includes, and names the lines of their files', () => {
    const answer = ask('http://a.example/', {
      'nginx.conf': 'events {}\nhttp {\n  include conf.d/*.conf;\n}\n',
      'conf.d/a.conf': 'server {\n  listen 80;\n  include more.conf;\n}\n',
      'more.conf': 'location / {\n  return 200 ok;\n}\n',
    });
    const place = reportOf(answer).find(({ text }) => text.startsWith('  location'))?.place;
    assert.equal(place?.path, '/workspace/more.conf');
  });

  it('ends a cycle of rewrites as nginx does', () => {
    const answer = ask(
      '/a',
      'server { listen 80; location / { rewrite ^/a /b last; rewrite ^/b /a last; } }',
    );
    assert.deepEqual(answer.outcome, { kind: 'response', status: 500, text: undefined, by: undefined });
  });

  it('reads URLs as people type them', () => {
    const read = (text: string): unknown => {
      const found = readUrl(text);
      return 'request' in found
        ? Object.values({ ...found.request }).join(' ')
        : found.problem.replace(/:.*/s, '');
    };
    assert.equal(read('http://a/b'), 'GET http a 80 /b');
    assert.equal(read(' post https://A.example:8443 '), 'POST https A.example 8443 /');
    assert.equal(read('a.example/é b?c d#e'), 'GET http a.example 80 /%C3%A9%20b?c%20d');
    assert.equal(read('http://[::1]:80//x/../y'), 'GET http [::1] 80 //x/../y');
    assert.equal(read('http://a:99999/'), '99999 is not a valid port');
    for (const text of ['', '  ', 'GET', 'http://', 'ftp://a/b c:d', 'http://user@a/']) {
      assert.match(String(read(text)), /^Enter a URL|^GET http GET/);
    }
  });

  it('normalises a URI as nginx does', () => {
    const cases: [sent: string, uri: string | undefined][] = [
      ['/a//b', '/a/b'],
      ['/a/./b/../c', '/a/c'],
      ['/a/..', '/'],
      ['/..', undefined],
      ['/%2e%2e/', undefined],
      ['/a%2Fb', '/a/b'],
      ['/a%23b%3Fc%25', '/a#b?c%'],
      ['/%', undefined],
      ['/%00', undefined],
      ['/a.../b', '/a.../b'],
    ];
    for (const [sent, uri] of cases) assert.equal(parseUri(sent, true)?.uri, uri, sent);
    assert.equal(parseUri('/a//b', false)?.uri, '/a//b');
  });

  it('takes of PCRE what it surely reads the same', () => {
    for (const same of [
      '^/a(?<n>b)',
      '(?i)A',
      '(?P<n>x)',
      '[[:alpha:]]+',
      '[]x]',
      '\\Aa\\z',
      'a{2,3}',
      '(?:a|b)(?=c)',
    ]) {
      assert.ok(regexOf(same), same);
    }
    for (const other of ['(?>a)', 'a++', '\\h', '(?|a)', '(?x) a', '\\p{L}', '(*UTF8)a', '(a']) {
      assert.equal(regexOf(other), undefined, other);
    }
  });
});
