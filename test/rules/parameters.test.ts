import assert from 'node:assert/strict';
import { catalogue } from '../../server/src/languages/nginx/catalogue';
import { compareVersions } from '../../server/src/languages/text/versions';
import { runRules } from '../../server/src/rules/run';
import { laterParameters } from '../helpers/laterParameters';
import { modelOf } from '../helpers/model';

const versions = Object.keys(catalogue.counts).toSorted(compareVersions);

const before = (release: string): string => versions[versions.indexOf(release) - 1] ?? '';
const after = (release: string): string => versions[versions.indexOf(release) + 1] ?? '';

/** What is told with the severity of an error, as rule and text. */
const errorsOf = (text: string, nginxVersion?: string): readonly string[] =>
  runRules(modelOf({ 'nginx.conf': text }, nginxVersion === undefined ? {} : { nginxVersion }))
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);

const told = (...words: readonly string[]): readonly string[] => words.map((word) => `nginx/version ${word}`);

describe('a parameter that came after its directive, or went before it', () => {
  const cases = laterParameters();

  it('is there for listen, servers of upstreams, resolver, keepalive and caches', () => {
    const names = cases.map(({ name }) => name);
    for (const name of [
      'quic of listen in server',
      'multipath of listen in stream server',
      'proxy_protocol of listen in mail server',
      'route= of server in upstream',
      'service= of server in stream upstream',
      'ipv4= of resolver in http',
      'local of keepalive in upstream',
      'min_free= of proxy_cache_path in http',
      '2 of proxy_http_version in http',
      'v2 of proxy_protocol in stream',
    ])
      assert.ok(names.includes(name), `${name} in ${names.join(', ')}`);
  });

  for (const { name, text, word, beside, releases } of cases) {
    const { since, until } = releases;
    if (since !== undefined) {
      it(`${name}: told once before ${since}, and taken from it on`, () => {
        assert.deepEqual(errorsOf(text, before(since)), told(word, ...beside));
        assert.deepEqual(errorsOf(text, since), []);
      });
    }
    if (until !== undefined) {
      it(`${name}: taken up to ${until}, and told once behind it`, () => {
        assert.deepEqual(errorsOf(text, until), []);
        assert.deepEqual(errorsOf(text, after(until)), told(word));
      });
    }
    it(`${name}: not told where no version is known, or one that may be on either side`, () => {
      assert.deepEqual(errorsOf(text), []);
      for (const release of [since, until].flatMap((edge) => edge ?? []))
        assert.deepEqual(errorsOf(text, release.replace(/\.\d+$/, '')), [], release);
    });
  }
});

describe('what reads like a later parameter and is none', () => {
  it('is a server of that name', () => {
    const text = 'events {}\nhttp {\n    upstream tomcats {\n        server resolve;\n    }\n}\n';
    assert.deepEqual(errorsOf(text, '1.22.1'), []);
  });

  it('is the line below, where a semicolon is missing', () => {
    const text =
      'events {}\nhttp {\n    server {\n        listen 8080\n        server_name quic;\n    }\n}\n';
    assert.deepEqual(errorsOf(text, '1.22.1'), ['nginx/missing-semicolon 8080']);
  });

  it('is a parameter of the commercial edition, which no release has', () => {
    const text =
      'events {}\nstream {\n    upstream tomcats {\n        server 10.0.0.1:80 route=one;\n    }\n}\n';
    assert.deepEqual(errorsOf(text, '1.29.7'), ['nginx/upstream-server route=one']);
  });
});

describe('the fix of a parameter that is too new', () => {
  const fixed = (text: string, nginxVersion: string): readonly (readonly [string, string])[] =>
    runRules(modelOf({ 'nginx.conf': text }, { nginxVersion })).diagnostics.flatMap(({ code, fixes }) =>
      code === 'nginx/version'
        ? fixes.map(({ title, edits }): readonly [string, string] => {
            const [edit] = [...edits.values()].flat();
            assert.ok(edit);
            return [title, text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end)];
          })
        : [],
    );
  const http = (line: string): string => `events {}\nhttp {\n    server {\n        ${line}\n    }\n}\n`;

  it('takes the word out', () => {
    assert.deepEqual(fixed(http('listen 80 multipath reuseport;'), '1.28.0'), [
      ['Remove multipath', http('listen 80 reuseport;')],
    ]);
  });

  it('takes the whole listen out, where it would listen to something else without the word', () => {
    assert.deepEqual(fixed(http('listen 443 ssl;\n        listen 443 quic;'), '1.24.0'), [
      ['Remove this listen', http('listen 443 ssl;')],
    ]);
  });

  it('is none where nothing else stands in the line', () => {
    assert.deepEqual(fixed(http('proxy_http_version 2;'), '1.28.0'), []);
  });
});
