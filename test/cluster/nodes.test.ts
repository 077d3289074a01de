import assert from 'node:assert/strict';
import type { TomcatNode } from '../../server/src/cluster/model';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

type Tree = Readonly<Record<string, string>>;

const SERVER_XML = `<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="9090" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;
const WEB_XML = '<web-app/>';
const POM =
  '<project><artifactId>shop</artifactId><packaging>war</packaging><build><finalName>shop</finalName></build></project>';

/** The Tomcats of a Compose file with one service, in a workspace of some files. */
const nodesOf = (service: readonly string[], texts: Tree = {}): readonly TomcatNode[] =>
  modelOf({
    'compose.yaml': `services:\n  a:\n${service.map((line) => `    ${line}\n`).join('')}`,
    ...texts,
  }).nodes.filter((node) => node.service);

const imageWith = (image: string, ...mounts: readonly string[]): readonly string[] => [
  `image: ${image}`,
  ...(mounts.length > 0 ? [`volumes: [${mounts.map((mount) => `"${mount}"`).join(', ')}]`] : []),
];

const BUILT = ['build: .'];

/** Of each Tomcat its version, its server.xml, and the ports of its connectors. */
const factsOf = (nodes: readonly TomcatNode[]): readonly unknown[] =>
  nodes.map(({ version, serverXml, connectors }) => [
    version,
    serverXml?.path.slice(ROOT.length + 1),
    connectors.map(({ port }) => port),
  ]);

/** Of the apps of each Tomcat the local path and the context path. */
const appsOf = (nodes: readonly TomcatNode[]): readonly (readonly string[])[] =>
  nodes.map(({ deployments }) =>
    deployments.map(({ localPath, contextPath }) => `${localPath.slice(ROOT.length + 1)} ${contextPath}`),
  );

describe('a Tomcat', () => {
  for (const image of ['tomcat', 'tomcat:10.1.30-jdk17', 'docker.io/library/tomcat:10.1']) {
    it(`is the official image ${image}, with its own server.xml`, () => {
      assert.deepEqual(factsOf(nodesOf(imageWith(image))), [
        [image.includes('10.1') ? '10.1' : undefined, undefined, [8080]],
      ]);
    });
  }

  it('is an image that is built FROM it', () => {
    const facts = (dockerfile: string, texts: Tree = {}): readonly unknown[] =>
      factsOf(nodesOf(BUILT, { Dockerfile: dockerfile, ...texts }));
    assert.deepEqual(facts('FROM tomcat:9.0-jdk8\n'), [['9.0', undefined, [8080]]]);
    assert.deepEqual(facts('ARG V=11\nFROM tomcat:${V} AS base\nFROM base\n'), [['11.0', undefined, [8080]]]);
    const copying = 'FROM tomcat:9.0\nCOPY my.xml conf/server.xml\n';
    assert.deepEqual(facts(copying, { 'my.xml': SERVER_XML }), [['9.0', 'my.xml', [9090]]]);
    const whole = 'FROM tomcat:9.0\nCOPY rootfs/ /\n';
    const path = 'rootfs/usr/local/tomcat/conf/server.xml';
    assert.deepEqual(facts(whole, { [path]: SERVER_XML }), [['9.0', path, [9090]]]);
  });

  it('has no connectors that are known where its server.xml comes from elsewhere', () => {
    for (const line of [
      'COPY --from=config:1 /server.xml conf/',
      'RUN sed -i s/8080/9090/ conf/server.xml',
      'COPY <<EOF conf/server.xml\n<Server/>\nEOF',
    ])
      assert.deepEqual(factsOf(nodesOf(BUILT, { Dockerfile: `FROM tomcat:9.0\n${line}\n` })), [
        ['9.0', undefined, []],
      ]);
    assert.deepEqual(factsOf(nodesOf(imageWith('tomcat:9.0', 'config:/usr/local/tomcat/conf'))), [
      ['9.0', undefined, []],
    ]);
    assert.deepEqual(factsOf(nodesOf(imageWith('tomcat:9.0', '../conf:/usr/local/tomcat/conf'))), [
      ['9.0', undefined, []],
    ]);
  });

  it('has its own server.xml where a mount brings other files, or none that Tomcat reads', () => {
    const other = nodesOf(imageWith('tomcat:9.0', './conf:/srv/app/conf', './tomcat:/srv/tomcat'), {
      'conf/app.conf': 'x',
    });
    assert.deepEqual(factsOf(other), [['9.0', undefined, [8080]]]);
  });

  it('is any image that is given a server.xml', () => {
    for (const [mount, path] of [
      ['./a.xml:/opt/x/conf/server.xml', 'a.xml'],
      ['./conf:/opt/x/conf', 'conf/server.xml'],
      ['./base:/opt/apache-tomcat-9', 'base/conf/server.xml'],
    ] as const)
      assert.deepEqual(factsOf(nodesOf(imageWith('shop/app:10.1', mount), { [path]: SERVER_XML })), [
        [undefined, path, [9090]],
      ]);
    const copying = {
      Dockerfile: 'FROM shop/java:8\nCOPY a.xml /opt/x/conf/server.xml\n',
      'a.xml': SERVER_XML,
    };
    assert.deepEqual(factsOf(nodesOf(BUILT, copying)), [[undefined, 'a.xml', [9090]]]);
  });
});

describe('what is known of the sessions of a Tomcat', () => {
  const known = (service: readonly string[], texts: Tree = {}): readonly unknown[] =>
    nodesOf(service, texts).map(({ isWhole, sessionStore }) => [isWhole, sessionStore?.path]);
  const at = (path: string): string => `${ROOT}/${path}`;
  const redis = '<Context><Manager className="org.example.RedisManager"/></Context>';

  it('is all where the image keeps its context.xml, or the workspace has it', () => {
    assert.deepEqual(known(imageWith('tomcat:9.0')), [[true, undefined]]);
    const file = imageWith('tomcat:9.0', './a.xml:/usr/local/tomcat/conf/context.xml');
    assert.deepEqual(known(file, { 'a.xml': '<Context/>' }), [[false, undefined]]);
    assert.deepEqual(known(file, { 'a.xml': redis.replace('<Context', '<Context path="/"') }), [
      [true, at('a.xml')],
    ]);
    const folder = imageWith('tomcat:9.0', './conf:/usr/local/tomcat/conf');
    assert.deepEqual(known(folder, { 'conf/server.xml': SERVER_XML }), [[true, undefined]]);
    assert.deepEqual(known(folder, { 'conf/context.xml': redis }), [[true, at('conf/context.xml')]]);
  });

  it('is not all where its context.xml comes from elsewhere', () => {
    assert.deepEqual(known(imageWith('tomcat:9.0', 'config:/usr/local/tomcat/conf')), [[false, undefined]]);
    assert.deepEqual(known(imageWith('tomcat:9.0', '../c.xml:/usr/local/tomcat/conf/context.xml')), [
      [false, undefined],
    ]);
    const Dockerfile = 'FROM tomcat:9.0\nRUN sed -i s/a/b/ conf/context.xml\n';
    assert.deepEqual(known(BUILT, { Dockerfile }), [[false, undefined]]);
  });
});

describe('no Tomcat', () => {
  const NONE: Readonly<Record<string, readonly string[]>> = {
    'zookeeper with a folder conf': imageWith('zookeeper:3.9', './conf:/conf'),
    'solr with a folder conf': imageWith('solr:9', './solr/conf:/var/solr/data/shop/conf'),
    'httpd with a folder conf': imageWith('httpd:2.4', './conf:/usr/local/apache2/conf'),
    'an exporter': imageWith('prom/tomcat-exporter:1.0'),
    'another image with the name in its own': imageWith('shop/tomcat-logs:9.0'),
    'a reader of the logs of Tomcat': imageWith('elastic/filebeat:8.9', './tomcat/logs:/var/log/tomcat'),
    'a container in which the whole workspace lies': imageWith('maven:3', '.:/work'),
  };
  for (const [what, service] of Object.entries(NONE)) {
    it(`is ${what}`, () => {
      const texts = { 'tomcat/conf/server.xml': SERVER_XML, 'conf/zoo.cfg': 'x', 'solr/conf/a.xml': '<a/>' };
      assert.deepEqual(nodesOf(service, texts), []);
    });
  }

  it('is an image that is given something else under the name of server.xml', () => {
    const service = imageWith('open-liberty:24', './server.xml:/opt/x/conf/server.xml');
    assert.deepEqual(nodesOf(service, { 'server.xml': '<server><featureManager/></server>' }), []);
  });

  it('is an nginx that is built beside the server.xml of a Tomcat', () => {
    const texts = {
      'conf/server.xml': SERVER_XML,
      'nginx.Dockerfile': 'FROM nginx:1.28\nCOPY conf/ /etc/nginx/conf\n',
    };
    assert.deepEqual(nodesOf(['build: { context: ., dockerfile: nginx.Dockerfile }'], texts), []);
    assert.deepEqual(nodesOf(['build: { context: ., dockerfile: DockerfileNginx }'], texts), []);
  });
});

describe("a company's image", () => {
  const exploded = { 'shop/WEB-INF/web.xml': WEB_XML };
  const module = { 'pom.xml': POM, 'src/main/webapp/WEB-INF/web.xml': WEB_XML };

  const APPS: readonly (readonly [what: string, mount: string, app: string, texts: Tree])[] = [
    ['a WAR', './shop.war:/opt/x/webapps/ROOT.war', 'shop.war ', {}],
    ['a folder with WEB-INF', './shop:/opt/x/webapps/shop', 'shop /shop', exploded],
    ['WEB-INF', './shop/WEB-INF:/opt/x/webapps/a#b/WEB-INF', 'shop /a/b', exploded],
    ['a web.xml', './shop/WEB-INF/web.xml:/opt/x/webapps/ROOT/WEB-INF/web.xml', 'shop ', exploded],
    ['what Maven builds', './target/shop:/opt/x/webapps/shop', 'target/shop /shop', module],
    ['the folder in which Maven builds', './target:/opt/x/webapps', 'target/shop /shop', module],
    [
      'a folder of apps',
      './apps:/opt/x/webapps',
      'apps/shop /shop',
      { 'apps/shop/WEB-INF/web.xml': WEB_XML },
    ],
  ];
  for (const [what, mount, app, texts] of APPS) {
    it(`is a Tomcat where ${what} lies in its webapps, of a version that its tag does not tell`, () => {
      const nodes = nodesOf(imageWith('registry.example/shop:10.1', mount), texts);
      assert.deepEqual(factsOf(nodes), [[undefined, undefined, []]]);
      assert.deepEqual(appsOf(nodes), [[app]]);
      assert.equal(nodes[0]?.base, '/opt/x');
    });
  }

  it('is one also where a build copies it', () => {
    const nodes = nodesOf(BUILT, {
      Dockerfile: 'FROM registry.example/java:10.1\nCOPY target/shop.war /opt/x/webapps/\n',
      ...module,
    });
    assert.deepEqual(appsOf(nodes), [['target/shop.war /shop']]);
    assert.equal(nodes[0]?.version, undefined);
  });

  const OTHERS = [
    'jetty:12',
    'shop/wildfly:30',
    'shop/resin4',
    'payara/micro',
    'glassfish',
    'apache/activemq-classic',
  ];
  for (const image of OTHERS) {
    it(`is none where the image is ${image}`, () => {
      assert.deepEqual(nodesOf(imageWith(image, './shop.war:/opt/x/webapps/ROOT.war')), []);
    });
  }

  it('is none where the folder is that of another server', () => {
    assert.deepEqual(nodesOf(imageWith('shop/app', './shop.war:/var/lib/jetty/webapps/ROOT.war')), []);
    const Dockerfile =
      'FROM shop/java\nRUN curl -O https://example.org/jetty-home.tar.gz\nCOPY shop.war /srv/webapps/\n';
    assert.deepEqual(nodesOf(BUILT, { Dockerfile }), []);
  });

  it('is none where only files without an app lie there', () => {
    const mount = './static:/opt/x/webapps/ROOT';
    assert.deepEqual(nodesOf(imageWith('shop/app', mount), { 'static/web.xml': WEB_XML }), []);
  });

  it('is one where it is TomEE', () => {
    assert.equal(nodesOf(imageWith('tomee:9', './shop.war:/usr/local/tomee/webapps/shop.war')).length, 1);
  });
});
