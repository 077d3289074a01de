import assert from 'node:assert/strict';
import { modelOf } from '../helpers/model';

const MAIN = `events {}
http {
    include conf.d/*.conf;
    map $uri $x { default 1; }
    server {
        include snippets/proxy.conf;
        location / {
            if ($x) { return 204; }
            limit_except GET { deny all; }
        }
    }
}
stream { upstream u { server 127.0.0.1:1; } }
`;

/** `path context name`, indented by depth, in nginx's order. */
const placed = (texts: Readonly<Record<string, string>>): readonly string[] =>
  modelOf(texts).configurations.flatMap((configuration) =>
    configuration.all.map(({ path, context, directive }) =>
      [path.replace(/.*\//, ''), context, directive.name.value].join(' | '),
    ),
  );

describe('the configurations of a folder', () => {
  it('hold every directive in the context and the order in which nginx reads it', () => {
    assert.deepEqual(
      placed({
        'nginx.conf': MAIN,
        'conf.d/b.conf': 'upstream b {\n    server b:1;\n}\n',
        'conf.d/a.conf': 'server {\n    listen 81;\n}\n',
        'snippets/proxy.conf': 'add_header A b;\n',
      }),
      [
        'nginx.conf | main | events',
        'nginx.conf | main | http',
        'nginx.conf | http | include',
        'a.conf | http | server',
        'a.conf | server | listen',
        'b.conf | http | upstream',
        'b.conf | upstream | server',
        'nginx.conf | http | map',
        'nginx.conf | entries | default',
        'nginx.conf | http | server',
        'nginx.conf | server | include',
        'proxy.conf | server | add_header',
        'nginx.conf | server | location',
        'nginx.conf | location | if',
        'nginx.conf | if in location | return',
        'nginx.conf | location | limit_except',
        'nginx.conf | limit_except | deny',
        'nginx.conf | main | stream',
        'nginx.conf | stream | upstream',
        'nginx.conf | stream upstream | server',
      ],
    );
  });

  it('read a file in each place that includes it, and one that nothing includes in a context taken for it', () => {
    assert.deepEqual(
      placed({
        'nginx.conf':
          'events {}\nhttp { server { include s.conf; location / { include s.conf; } } include none.conf; }\n',
        's.conf': 'gzip on;\n',
        'left.conf': 'location /x {\n    return 204;\n}\n',
      }),
      [
        'nginx.conf | main | events',
        'nginx.conf | main | http',
        'nginx.conf | http | server',
        'nginx.conf | server | include',
        's.conf | server | gzip',
        'nginx.conf | server | location',
        'nginx.conf | location | include',
        's.conf | location | gzip',
        'nginx.conf | http | include',
        'left.conf | server | location',
        'left.conf | location | return',
      ],
    );
  });

  it('know whether every file was found', () => {
    const whole = (include: string): boolean | undefined =>
      modelOf({ 'nginx.conf': `events {}\nhttp { include ${include}; }\n`, 'a.conf': 'gzip on;\n' })
        .configurations[0]?.isWhole;
    assert.equal(whole('a.conf'), true);
    assert.equal(whole('b.conf'), false);
  });
});
