import assert from 'node:assert/strict';
import { renamable } from '../../../server/src/languages/symbols/rename';
import { modelOf } from '../../helpers/model';

/** `path:text` of all places of the name at `|`, the ones that make it with a star. */
function placesOf(texts: Readonly<Record<string, string>>): string[] | undefined {
  const marked = Object.entries(texts).find(([, text]) => text.includes('|'));
  assert.ok(marked);
  const plain = Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, text.replace('|', '')]),
  );
  const textOf = (path: string): string | undefined => plain[path.replace('/workspace/', '')];
  const index = modelOf(plain).names();
  const found = index.at(`/workspace/${marked[0]}`, marked[1].indexOf('|'));
  return (
    found &&
    index.related(found).map(({ path, span, makes }) => {
      const before = textOf(path)?.slice(0, span.start).split('\n').length ?? 0;
      return `${path.replace('/workspace/', '')}:${before}${makes ? '*' : ''}`;
    })
  );
}

const http = (text: string): Record<string, string> => ({ 'nginx.conf': `events {}\nhttp {\n${text}\n}\n` });

describe('names in nginx configurations', () => {
  const cases: [what: string, texts: Record<string, string>, places: string[] | undefined][] = [
    [
      'a variable in Lua',
      http('set_by_lua_block $|a { return 1 }\ninit_by_lua_block {\n  x = ngx.var.a\n  y = ngx.var["a"]\n}'),
      ['nginx.conf:3*', 'nginx.conf:5', 'nginx.conf:6'],
    ],
    [
      'a shared dictionary in Lua',
      http('lua_shared_dict |d 1m;\ninit_by_lua_block { ngx.shared.d:get(1) }'),
      ['nginx.conf:3*', 'nginx.conf:4'],
    ],
    [
      'a named group of a regular expression',
      http('server {\nserver_name ~^(?<|sub>.+)$;\nroot /srv/$sub;\nlocation ~ ^/(?P<x>a)$sub$ {}\n}'),
      ['nginx.conf:4*', 'nginx.conf:5'],
    ],
    [
      'a named location that http names is one of every server',
      http('error_page 500 @|e;\nserver {\nlocation @e {}\n}\nserver {\nlocation @e {}\n}'),
      ['nginx.conf:3', 'nginx.conf:5*', 'nginx.conf:8*'],
    ],
    [
      'names in a file that two servers include are one',
      {
        'nginx.conf':
          'events {}\nhttp {\nserver {\ninclude a.conf;\nlocation @e {}\n}\nserver {\ninclude a.conf;\nlocation @e {}\n}\n}\n',
        'a.conf': 'error_page 500 @|e;\nlocation /only/here {}\n',
      },
      ['a.conf:1', 'nginx.conf:5*', 'nginx.conf:9*'],
    ],
    [
      'http and stream share no upstreams',
      {
        'nginx.conf':
          'events {}\nhttp {\nupstream u { server a; }\nserver { location / { proxy_pass http://|u; } }\n}\nstream {\nupstream u { server a:1; }\nserver { listen 1; proxy_pass u; }\n}\n',
      },
      ['nginx.conf:3*', 'nginx.conf:4'],
    ],
    [
      'caches of two modules share no zones',
      http(
        'proxy_cache_path /a keys_zone=z:1m;\nfastcgi_cache_path /b keys_zone=z:1m;\nserver { proxy_cache |z; fastcgi_cache z; }',
      ),
      ['nginx.conf:3*', 'nginx.conf:5'],
    ],
    [
      'an upstream as the value of a variable that is passed to',
      http(
        'upstream |u { server a; }\nmap $x $to { default u; }\nmap $x $other { default u; }\nserver { location / { proxy_pass http://$to; } }',
      ),
      ['nginx.conf:3*', 'nginx.conf:4'],
    ],
    [
      'upstreams without regard to case',
      http('upstream Up { server a; }\nserver { location / { proxy_pass http://u|p/x; } }'),
      ['nginx.conf:3*', 'nginx.conf:4'],
    ],
    ['a host that is no upstream', http('server { location / { proxy_pass http://ho|st; } }'), undefined],
    [
      'a word of a mail server',
      { 'nginx.conf': 'events {}\nmail {\nserver { listen 1|43; }\n}\n' },
      undefined,
    ],
  ];
  for (const [what, texts, places] of cases) it(what, () => assert.deepEqual(placesOf(texts), places));

  it('a name that an image brings is known, and nobody’s to rename', () => {
    const conf = 'server {\naccess_log /a main;\n}\n';
    const model = modelOf({
      'compose.yaml':
        'services:\n  web:\n    image: nginx:1.28\n    volumes: ["./a.conf:/etc/nginx/conf.d/a.conf"]\n',
      'a.conf': conf,
    });
    const found = model.names().at('/workspace/a.conf', conf.indexOf('main'));
    assert.ok(found);
    assert.deepEqual(
      model
        .names()
        .definitions(found)
        .map(({ by, name }) => [by, name]),
      [['log_format', 'main']],
    );
    const texts = new Map([['/workspace/a.conf', conf]]);
    assert.deepEqual(
      renamable(model.names(), found, (path) => texts.get(path)),
      {
        refused:
          'The log format "main" also stands in a file outside the workspace, so it cannot be renamed.',
      },
    );
  });

  it('a named location of a file that nothing includes', () => {
    const places = placesOf({ 'nginx/a.conf': 'error_page 500 @|e;\nlocation @e { return 500; }\n' });
    assert.deepEqual(places, ['nginx/a.conf:1', 'nginx/a.conf:2*']);
  });
});
