import assert from 'node:assert/strict';
import { placementsNamed } from '../../server/src/languages/nginx/configuration';
import { sentValues } from '../../server/src/languages/nginx/headers';
import { proxyPassOf, type ProxyPass, sendsAlone } from '../../server/src/rules/support/proxies';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

/** The proxies of a main file with that http block, in nginx's order. */
function proxiesOf(http: string, others: Readonly<Record<string, string>> = {}): readonly ProxyPass[] {
  const [configuration] = modelOf({
    'nginx.conf': `events {\n}\nhttp {\n${http}\n}\n`,
    ...others,
  }).configurations;
  assert.ok(configuration);
  return placementsNamed(configuration, 'proxy_pass').flatMap(
    (placement) => proxyPassOf(placement, configuration) ?? [],
  );
}

const headersOf = ({ level, headers: { lines, from } }: ProxyPass): readonly string[] =>
  lines.map(({ directive: { args } }) =>
    [...args.map(({ value }) => value), ...(from === level ? [] : ['inherited'])].join(' '),
  );

describe('the headers in effect for a proxy', () => {
  it('are inherited as nginx does: one at a level cancels all above it', () => {
    const proxies = proxiesOf(
      `proxy_set_header X-Http 1;
server {
  proxy_set_header Host $host;
  proxy_set_header X-Server 1;
  location /inherits { proxy_pass http://a; }
  location /own { include own-nginx.conf; proxy_pass http://a; }
  location /outer {
    proxy_set_header X-Outer 1;
    if ($arg_x) { proxy_pass http://a; }
  }
}
server {
  location / { proxy_pass http://a; }
}`,
      { 'own-nginx.conf': 'proxy_set_header X-Own $remote_addr;\n' },
    );
    assert.deepEqual(proxies.map(headersOf), [
      ['Host $host inherited', 'X-Server 1 inherited'],
      ['X-Own $remote_addr'],
      ['X-Outer 1 inherited'],
      ['X-Http 1 inherited'],
    ]);
    assert.equal(proxies[1]?.headers.lines[0]?.path, `${ROOT}/own-nginx.conf`);
  });

  it('are a list: every value that is not empty is sent, in the order of the file', () => {
    const [proxy] = proxiesOf(`server {
  location / {
    proxy_set_header Connection $connection_upgrade;
    proxy_set_header Host $host;
    proxy_set_header connection close;
    proxy_set_header Connection "";
    proxy_pass http://a;
  }
}`);
    assert.ok(proxy);
    assert.deepEqual(sentValues(proxy.headers.lines, 'connection'), ['$connection_upgrade', 'close']);
    assert.deepEqual(sentValues(proxy.headers.lines, 'upgrade'), []);
    assert.deepEqual(proxy.headers.lines.map(sendsAlone), [false, true, false, false]);
  });

  const known: Readonly<Record<string, readonly [http: string, knows: boolean]>> = {
    'are known where nothing is out of sight': ['server { location / { proxy_pass http://a; } }', true],
    'are not known beside an include that leads nowhere': [
      'server { location / { include gone/*.conf; proxy_pass http://a; } }',
      false,
    ],
    'are not known below one': [
      'include /srv/all.conf; server { location / { proxy_pass http://a; } }',
      false,
    ],
    'are known below one where the location has headers of its own': [
      'include /srv/all.conf; server { location / { proxy_set_header A b; proxy_pass http://a; } }',
      true,
    ],
    'are known beside the types that nginx ships': [
      'include mime.types; server { location / { proxy_pass http://a; } }',
      true,
    ],
    'are not known where a name is to be filled in': [
      'server { location / { proxy_set_header ${NAME} b; proxy_pass http://a; } }',
      false,
    ],
    'are not known where a directive is to be filled in': [
      'server { location / { ${HEADERS}; proxy_pass http://a; } }',
      false,
    ],
  };
  for (const [name, [http, knows]] of Object.entries(known)) {
    it(name, () =>
      assert.deepEqual(
        proxiesOf(http).map(({ headers }) => headers.areKnown),
        [knows],
      ),
    );
  }
});
