import assert from 'node:assert/strict';
import type { Balancer } from '../../server/src/cluster/model';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

const main = (http: string): string => `events {\n}\nhttp {\n${http}\n}\n`;

function balancerOf(texts: Readonly<Record<string, string>>): Balancer {
  const [balancer, ...others] = modelOf(texts).balancers;
  assert.ok(balancer);
  assert.equal(others.length, 0);
  return balancer;
}

const filesOf = ({ files }: Balancer): readonly string[] => files.map((path) => path.slice(ROOT.length + 1));

const upstreamText = (name: string): string => `upstream ${name} {\n    server 10.0.0.1:8080;\n}\n`;

describe('balancers: main files and what they include', () => {
  it('reads includes in nginx order: names, patterns, nested ones, each relative to the main file', () => {
    const balancer = balancerOf({
      'nginx/nginx.conf': main('include conf.d/*.conf;\ninclude sites/b.conf;'),
      'nginx/conf.d/2.conf': upstreamText('two'),
      'nginx/conf.d/1.conf': `${upstreamText('one')}include sites/a.conf;\n`,
      'nginx/conf.d/.hidden.conf': upstreamText('hidden'),
      'nginx/conf.d/old/3.conf': upstreamText('three'),
      'nginx/sites/a.conf': upstreamText('a'),
      'nginx/sites/b.conf': upstreamText('b'),
    });
    assert.deepEqual(filesOf(balancer), [
      'nginx/nginx.conf',
      'nginx/conf.d/1.conf',
      'nginx/sites/a.conf',
      'nginx/conf.d/2.conf',
      'nginx/sites/b.conf',
    ]);
    assert.deepEqual(
      balancer.upstreams.map(({ name }) => name),
      ['one', 'a', 'two', 'b'],
    );
  });

  it('takes /etc/nginx for the folder of the main file', () => {
    const balancer = balancerOf({
      'deploy/nginx.conf': main('include /etc/nginx/conf.d/*.conf;'),
      'deploy/conf.d/app.conf': upstreamText('app'),
    });
    assert.deepEqual(filesOf(balancer), ['deploy/nginx.conf', 'deploy/conf.d/app.conf']);
  });

  it('follows the mounts of the container that runs it', () => {
    const balancer = balancerOf({
      'compose.yaml': `services:
  web:
    image: nginx:1.28.1-alpine
    volumes:
      - ./main.conf:/etc/nginx/nginx.conf:ro
      - ./sites:/etc/nginx/conf.d
      - ./one.conf:/etc/nginx/more/one.conf
`,
      'main.conf': main('include conf.d/*.conf;\ninclude /etc/nginx/more/*.conf;'),
      'sites/nginx-app.conf': upstreamText('app'),
      'one.conf': upstreamText('one'),
    });
    assert.deepEqual(filesOf(balancer), ['main.conf', 'sites/nginx-app.conf', 'one.conf']);
    assert.equal(balancer.version, '1.28.1');
    assert.equal(balancer.runsIn, 'container');
    assert.equal(balancer.service?.service.name, 'web');
    assert.equal(balancer.service?.service.composeFile, `${ROOT}/compose.yaml`);
  });

  it('ends in an include loop, and in one that branches', () => {
    const loop = balancerOf({
      'nginx.conf': main('include a-nginx.conf;'),
      'a-nginx.conf': `${upstreamText('a')}include b-nginx.conf;\ninclude b-nginx.conf;\n`,
      'b-nginx.conf': `${upstreamText('b')}include a-nginx.conf;\ninclude nginx.conf;\n`,
    });
    assert.deepEqual(filesOf(loop), ['nginx.conf', 'a-nginx.conf', 'b-nginx.conf']);

    const texts: Record<string, string> = { 'nginx.conf': main('include 0-nginx.conf;') };
    for (let i = 0; i < 40; i++) {
      const twice = `include ${i + 1}-nginx.conf;\n`.repeat(2);
      texts[`${i}-nginx.conf`] = `${upstreamText(`u${i}`)}${twice}`;
    }
    assert.equal(filesOf(balancerOf(texts)).length, 41);
  });

  it('does not take a file with http for a main file where another includes it', () => {
    const model = modelOf({
      'nginx.conf': 'events {\n}\ninclude http-nginx.conf;\n',
      'http-nginx.conf': `http {\n${upstreamText('a')}}\n`,
    });
    assert.deepEqual(
      model.balancers.map(({ mainFile }) => mainFile),
      [`${ROOT}/nginx.conf`],
    );
    assert.deepEqual(
      model.balancers[0]?.upstreams.map(({ name }) => name),
      ['a'],
    );
  });

  it('has no balancer where there is no main file', () => {
    assert.deepEqual(modelOf({ 'conf.d/app.conf': upstreamText('app') }).balancers, []);
  });
});

const affinityOf = (line: string): string | undefined =>
  balancerOf({ 'nginx.conf': main(`upstream a {\n${line}\nserver b;\n}`) }).upstreams[0]?.affinity?.name
    .value;

describe('balancers: upstreams and proxies', () => {
  it('reads servers with hosts, ports and parameters', () => {
    const [app] = balancerOf({
      'nginx.conf': main(`upstream app {
  server tomcat1;
  server tomcat2:8081 weight=2 backup;
  server [::1]:8082 down;
  server unix:/run/app.sock;
  server 10.0.0.1:http;
}`),
    }).upstreams;
    assert.deepEqual(
      app?.servers.map(({ host, port, parameters }) => [host, port, ...parameters]),
      [
        ['tomcat1', 80],
        ['tomcat2', 8081, 'weight=2', 'backup'],
        ['[::1]', 8082, 'down'],
        ['unix:/run/app.sock', undefined],
        ['10.0.0.1', undefined],
      ],
    );
  });

  it('tells what keeps a client on one server', () => {
    assert.equal(affinityOf(''), undefined);
    assert.equal(affinityOf('least_conn;'), undefined);
    assert.equal(affinityOf('ip_hash;'), 'ip_hash');
    assert.equal(affinityOf('sticky cookie route;'), 'sticky');
    assert.equal(affinityOf('hash $cookie_jsessionid consistent;'), 'hash');
    assert.equal(affinityOf('hash $some_map;'), 'hash');
    assert.equal(affinityOf('hash $request_uri consistent;'), undefined);
    assert.equal(affinityOf('hash $uri$args;'), undefined);
  });

  it('joins a proxy with its upstream, wherever it stands; a port or a variable is no name', () => {
    const { proxies } = balancerOf({
      'nginx.conf': main(`server {
  location /a { proxy_pass http://app/x; }
  location /b { proxy_pass https://app:8443; }
  location /c { proxy_pass http://$app; }
  location /d { proxy_pass http://10.0.0.1:8080; }
  location /e { proxy_pass http://unix:/run/app.sock:/x; }
}
upstream app { server b; }`),
    });
    assert.deepEqual(
      proxies.map(({ scheme, host, port, upstream }) => [scheme, host, port, upstream?.name]),
      [
        ['http', 'app', undefined, 'app'],
        ['https', 'app', 8443, undefined],
        ['http', undefined, undefined, undefined],
        ['http', '10.0.0.1', 8080, undefined],
        ['http', undefined, undefined, undefined],
      ],
    );
  });

  it('finds an upstream in either case of its letters', () => {
    const { proxies } = balancerOf({
      'nginx.conf': main('upstream App { server b; }\nserver { location / { proxy_pass http://aPP; } }'),
    });
    assert.equal(proxies[0]?.upstream?.name, 'App');
  });

  it('has no host where one is to be filled in', () => {
    const { upstreams, proxies } = balancerOf({
      'nginx.conf': main(
        'upstream a { server ${HOST}:8080; server @HOST@; }\nserver { location / { proxy_pass http://${HOST}; } }',
      ),
    });
    assert.deepEqual(
      upstreams[0]?.servers.map(({ host, port }) => [host, port]),
      [
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
    assert.equal(proxies[0]?.host, undefined);
  });

  it('does not fall over nesting without end', () => {
    const deep = `${'location / {\n'.repeat(5000)}${'}\n'.repeat(5000)}`;
    assert.equal(balancerOf({ 'nginx.conf': main(`server {\n${deep}}`) }).proxies.length, 0);
  });
});
