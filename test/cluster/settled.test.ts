import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseLabFile, KEYS } from '../../server/src/languages/labFile/parse';
import { check } from '../../server/src/workspace/check';
import { modelOf } from '../helpers/model';
import { loadTexts, ROOT } from '../helpers/workspace';
import { planFor, nodeOf, textAt } from '../plan/planned';

const lab = (settled: object): string => JSON.stringify(settled, undefined, 2);

const server = (port: number): string => `<Server port="-1">
  <Service name="Catalina">
    <Connector port="${port}" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;

const site = (...servers: readonly string[]): string => `upstream tomcats {
    zone tomcats 64k;
    ip_hash;
${servers.map((one) => `    server ${one};\n`).join('')}}
server {
    listen 80;
    location / {
        proxy_pass http://tomcats;
    }
}
`;
const main = (...servers: readonly string[]): string => `events {\n}\nhttp {\n${site(...servers)}}\n`;

const APP = '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"/>';

const linked = (texts: Readonly<Record<string, string>>): readonly string[] =>
  modelOf(texts).clusters.flatMap(({ links }) =>
    links.map(
      ({ server: { placement }, node, connector }) =>
        `${placement.directive.args[0]?.value} ${node.name} ${connector.port}`,
    ),
  );

describe('what cluster-lab.json settles', () => {
  it('says which node a host is, by name, address and port', () => {
    const files = {
      'nginx.conf': main('app1.internal:8080', 'APP2.internal', '10.0.0.5:9001'),
      'blue/conf/server.xml': server(8080),
      'green/conf/server.xml': server(80),
      'red/server.xml': server(8080),
    };
    assert.deepEqual(linked(files), []);
    const hosts = {
      'app1.internal': 'blue',
      'app2.internal': 'green',
      '10.0.0.5:9001': 'red/server.xml',
      '10.0.0.6': 'blue',
    };
    assert.deepEqual(linked({ ...files, 'cluster-lab.json': lab({ hosts }) }), [
      'app1.internal:8080 blue 8080',
      'APP2.internal green 80',
      '10.0.0.5:9001 red 8080',
    ]);
  });

  it('says which Compose files are started together', () => {
    const files = {
      'nginx.conf': main('tomcat1:8080', 'tomcat2:8080'),
      'compose.a.yaml': 'services:\n  tomcat1:\n    image: tomcat:10.1\n',
      'compose.b.yaml': 'services:\n  tomcat1:\n    image: tomcat:9.0\n  tomcat2:\n    image: tomcat:9.0\n',
      'compose.c.yaml': 'services:\n  tomcat1:\n    image: tomcat:11.0\n',
    };
    const settled = lab({ compose: ['compose.a.yaml', 'compose.b.yaml'] });
    const model = modelOf({ ...files, 'cluster-lab.json': settled });
    assert.deepEqual(
      model.nodes.map(({ name, version, service }) => [name, version, service?.project]),
      [
        ['tomcat1', '9.0', `${ROOT}/compose.a.yaml`],
        ['tomcat2', '9.0', `${ROOT}/compose.a.yaml`],
      ],
    );
  });

  it('says what is included in http by a main file that is not here', () => {
    const files = {
      'sites/shop.conf': site('127.0.0.1:8080'),
      'sites/maps.conf': 'map $uri $kind {\n    default a;\n}\n',
      'blue/conf/server.xml': server(8080),
    };
    assert.deepEqual(linked(files), []);
    const settled = lab({ nginx: { http: ['sites/maps.conf', 'sites/shop.conf'], version: '1.26.1' } });
    assert.deepEqual(linked({ ...files, 'cluster-lab.json': settled }), ['127.0.0.1:8080 blue 8080']);
    const model = modelOf({ ...files, 'cluster-lab.json': settled });
    assert.equal(model.configurations.length, 1);
    assert.equal(model.configurations[0]?.version, '1.26.1');
    assert.equal(model.configurations[0]?.isWhole, false);
    const checked = check(
      ROOT,
      loadTexts(new Map(Object.entries({ ...files, 'cluster-lab.json': settled }))),
    );
    assert.deepEqual(checked.failures, []);
    const plan = planFor({ ...files, 'cluster-lab.json': settled });
    assert.match(textAt(plan.nginx, '/etc/nginx/conf.d/002-shop.conf'), /server tomcat1:8080;/);
  });

  it('says releases where no image does', () => {
    const files = {
      'nginx.conf': main('127.0.0.1:8080'),
      'blue/conf/server.xml': server(8080),
      'deploy/compose.yaml': 'services:\n  tomcat1:\n    image: tomcat:9.0\n',
      'cluster-lab.json': lab({ nginx: { version: '1.26.1' }, tomcat: { version: '10.1.30' } }),
    };
    const model = modelOf(files);
    assert.deepEqual(
      model.nodes.map(({ name, version }) => [name, version]),
      [
        ['tomcat1', '9.0'],
        ['blue', '10.1'],
      ],
    );
    assert.equal(model.balancers[0]?.version, '1.26.1');
    assert.equal(modelOf(files, { tomcatVersion: '11.0' }).nodes[1]?.version, '11.0');
  });

  it('says which app runs where, at a context path or at one that is not known', () => {
    const files = {
      'blue/conf/server.xml': server(8080),
      'green/conf/server.xml': server(8081),
      'shop/src/main/webapp/WEB-INF/web.xml': APP,
      'shop/pom.xml':
        '<project><artifactId>shop</artifactId><packaging>war</packaging><version>1</version></project>',
      'admin/WEB-INF/web.xml': APP,
      'cluster-lab.json': lab({
        apps: [
          { source: 'shop', path: '/', nodes: ['blue'] },
          { source: 'admin', nodes: ['green'] },
        ],
      }),
    };
    const model = modelOf(files);
    const [blue, green] = model.nodes;
    assert.deepEqual(
      blue?.deployments.map(({ contextPath, target }) => [contextPath, target]),
      [['', '/usr/local/tomcat/webapps/ROOT']],
    );
    assert.deepEqual(green?.deployments, []);
    assert.deepEqual(
      model.clusters.map(({ apps }) => apps.map(({ name }) => name)),
      [['shop'], ['admin']],
    );
  });

  it('says from which main file the lab starts, whatever it is called', () => {
    const files = {
      'a/nginx.conf': main('10.0.0.1:8080'),
      'b/edge': main('blue.internal:80', 'green.internal:80'),
      'blue/conf/server.xml': server(8080),
      'green/conf/server.xml': server(8081),
    };
    const settled = lab({
      nginx: { main: 'b/edge' },
      hosts: { 'blue.internal:80': 'blue', 'green.internal:80': 'green', '10.0.0.1': 'blue' },
    });
    // The name of the second tells nothing: the search of a folder takes it up because it is named.
    const texts = Object.entries({ ...files, 'b/nginx.conf': files['b/edge'] }).filter(
      ([path]) => path !== 'b/edge',
    );
    const plan = planFor({
      ...Object.fromEntries(texts),
      'cluster-lab.json': settled.replace('b/edge', 'b/nginx.conf'),
    });
    const text = textAt(plan.nginx, '/etc/nginx/nginx.conf');
    assert.match(text, /server blue:8080;\n {4}server green:8081;/);
    assert.deepEqual(nodeOf(plan, 'blue').role, 'tomcat');
    assert.ok(plan.adaptations.every(({ title }) => !title.includes('is not a Tomcat of the lab')));
  });
});

describe('a main file that two Compose projects mount', () => {
  const service = (name: string): string =>
    `services:\n  nginx:\n    image: nginx:1.28\n    volumes: ['../nginx/nginx.conf:/etc/nginx/nginx.conf']\n  ${name}:\n    image: tomcat:10.1\n`;

  it('is read in each of them', () => {
    const model = modelOf({
      'nginx/nginx.conf': main('tomcat1:8080', 'tomcat2:8080'),
      'dev/compose.yaml': service('tomcat1'),
      'prod/compose.yaml': service('tomcat2'),
    });
    assert.deepEqual(
      model.balancers.map(({ mainFile, service: own }) => [mainFile, own?.service.project]),
      [
        [`${ROOT}/nginx/nginx.conf`, `${ROOT}/dev/compose.yaml`],
        [`${ROOT}/nginx/nginx.conf`, `${ROOT}/prod/compose.yaml`],
      ],
    );
    assert.deepEqual(
      model.clusters.map(({ nodes, links }) => [nodes.map(({ name }) => name), links.length]),
      [
        [['tomcat1'], 1],
        [['tomcat2'], 1],
      ],
    );
  });

  it('is told once of what is wrong in both', () => {
    const texts = new Map([
      ['nginx/nginx.conf', main('127.0.0.1:8080')],
      ['dev/compose.yaml', service('tomcat1')],
      ['prod/compose.yaml', service('tomcat1')],
    ]);
    const { diagnostics, failures } = check(ROOT, loadTexts(texts));
    assert.deepEqual(failures, []);
    const found = diagnostics.filter(({ code }) => code === 'cluster/loopback-upstream');
    assert.equal(found.length, 1);
    assert.ok(found.every(({ fixes }) => fixes.every(({ safe }) => !safe)));
  });
});

describe('a cluster-lab.json in which anything may stand', () => {
  const text = lab({
    compose: ['compose.yaml', '../../../../etc/compose.yaml'],
    nginx: { main: 'nginx.conf', http: ['a\\"\u00e4.conf'], version: '1.28.0' },
    tomcat: { version: '10.1' },
    apps: [{ source: 'app', path: '//a/../b/', nodes: ['tomcat1'] }],
    hosts: { 'app.internal:8080': 'tomcat1' },
  });
  const saidOf = (own: string): readonly string[] => {
    const texts = new Map([
      ['cluster-lab.json', own],
      ['compose.yaml', 'services:\n  tomcat1:\n    image: tomcat:10.1\n'],
      ['nginx.conf', main('tomcat1:8080')],
      ['app/WEB-INF/web.xml', APP],
    ]);
    const { diagnostics, failures } = check(ROOT, loadTexts(texts));
    assert.deepEqual(failures, []);
    for (const { span } of diagnostics.filter(({ path }) => path.endsWith('cluster-lab.json')))
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= Math.max(own.length, 1));
    return diagnostics.map(({ code }) => code);
  };

  it('is checked wherever it ends', function () {
    this.timeout(60_000);
    for (let end = 0; end < text.length; end++) {
      const cut = text.slice(0, end);
      assert.equal(parseLabFile(cut).faults.length, 1, cut);
      if (end % 5 === 0) assert.ok(saidOf(cut).includes('project/malformed'), cut);
    }
    assert.ok(!saidOf(text).includes('project/malformed'));
  });

  it('is checked with a letter too many anywhere', function () {
    this.timeout(60_000);
    for (const piece of ['{', ']', '"', ',', '\\', '\u0000', '//', '/*', 'x'])
      for (let at = 0; at < text.length; at += 31) saidOf(text.slice(0, at) + piece + text.slice(at));
  });

  it('is of any kind, depth and size', function () {
    this.timeout(60_000);
    for (const own of ['[]', '""', '1', 'null', '{}', '\uFEFF{}', ' ', '{"a":{"a":{"a":[[[]]]}}}'])
      saidOf(own);
    saidOf('['.repeat(100_000));
    saidOf('{"a":'.repeat(100_000));
    saidOf(`{"hosts":{${Array.from({ length: 10_000 }, (_, i) => `"h${i}":"n${i}"`).join(',')}}}`);
    saidOf(`{"compose":[${'"compose.yaml",'.repeat(10_000)}"x"]}`);
    saidOf(`{"x":"${'a'.repeat(600_000)}"}`);
    for (const key of ['__proto__', 'constructor', 'toString']) saidOf(`{"${key}":{"version":1}}`);
  });
});

describe('the schema of cluster-lab.json', () => {
  it('has the keys that are read', () => {
    interface Schema {
      readonly properties: Readonly<Record<string, Schema>>;
      readonly items: Schema;
    }
    const schema = JSON.parse(readFileSync('client/schemas/cluster-lab.schema.json', 'utf8')) as Schema;
    const keysOf = (one: Schema | undefined): readonly string[] =>
      Object.keys(one?.properties ?? {}).toSorted();
    assert.deepEqual(keysOf(schema), [...KEYS.file].toSorted());
    assert.deepEqual(keysOf(schema.properties['nginx']), [...KEYS.nginx].toSorted());
    assert.deepEqual(keysOf(schema.properties['tomcat']), [...KEYS.tomcat].toSorted());
    assert.deepEqual(keysOf(schema.properties['apps']?.items), [...KEYS.app].toSorted());
    assert.deepEqual(parseLabFile('{"$schema": "x"}').unknown, []);
  });
});
