import assert from 'node:assert/strict';
import type { ClusterModel } from '../../server/src/cluster/model';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

const serverXml = (inEngine = '', { port = 8080, root = '' } = {}): string => `<Server port="8005" ${root}>
  <Service name="Catalina">
    <Connector port="${port}" protocol="HTTP/1.1"/>
    <Connector port="8443" SSLEnabled="true" protocol="org.apache.coyote.http11.Http11NioProtocol"/>
    <Connector port="8009" protocol="AJP/1.3"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="\${route}">
      ${inEngine}
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;

const nginx = (...servers: readonly string[]): string => `events {
}
http {
    upstream app {
${servers.map((server) => `        server ${server};`).join('\n')}
    }
    server {
        location / {
            proxy_pass http://app;
        }
    }
}
`;

const tomcat = (name: string, lines: readonly string[] = []): string =>
  [`  ${name}:`, '    image: tomcat:10.1', ...lines.map((line) => `    ${line}`)].join('\n');

const compose = (...services: readonly string[]): string => `services:\n${services.join('\n')}\n`;

const published = (port: number): readonly string[] => [
  `ports: ["${port}:8080"]`,
  'volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml"]',
];

const linksOf = ({ clusters }: ClusterModel): readonly string[] =>
  clusters.flatMap(({ links }) =>
    links.map(
      ({ server, node, connector }) => `${server.host}:${server.port} → ${node.name}:${connector.port}`,
    ),
  );

/** Where the first nginx runs: in what, as which service of which file. */
const placeOf = ({ balancers: [balancer] }: ClusterModel): readonly unknown[] => [
  balancer?.runsIn,
  balancer?.service?.service.name,
  balancer?.service?.service.composeFile,
];

const nginxService = '  web:\n    image: nginx\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]';

describe('where nginx runs', () => {
  const two = compose(tomcat('a', published(8080)), tomcat('b', published(8081)));

  it('is the host where loopback leads to ports that Compose publishes', () => {
    const model = modelOf({
      'compose.yaml': two,
      'server.xml': serverXml(),
      'nginx.conf': nginx('127.0.0.1:8080', 'localhost:8081'),
    });
    assert.equal(model.balancers[0]?.runsIn, 'host');
    assert.deepEqual(linksOf(model), ['127.0.0.1:8080 → a:8080', 'localhost:8081 → b:8080']);
  });

  it('is the container that mounts the file, in which loopback leads nowhere', () => {
    const model = modelOf({
      'compose.yaml': compose(tomcat('a', published(8080)), tomcat('b', published(8081)), nginxService),
      'server.xml': serverXml(),
      'nginx.conf': nginx('127.0.0.1:8080', 'b:8080', 'b:8081', 'host.docker.internal:8080'),
    });
    assert.deepEqual(placeOf(model), ['container', 'web', `${ROOT}/compose.yaml`]);
    assert.deepEqual(linksOf(model), ['b:8080 → b:8080', 'host.docker.internal:8080 → a:8080']);
  });

  it('is the host for a container on the host network', () => {
    const web =
      '  web:\n    image: nginx\n    network_mode: host\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]';
    const model = modelOf({
      'compose.yaml': compose(tomcat('a', published(8080)), web),
      'server.xml': serverXml(),
      'nginx.conf': nginx('127.0.0.1:8080', 'a:8080'),
    });
    assert.equal(model.balancers[0]?.runsIn, 'host');
    assert.deepEqual(linksOf(model), ['127.0.0.1:8080 → a:8080']);
  });

  it('is the container whose image is built with the file in it', () => {
    const built = (dockerfile: string, copy: string): ClusterModel =>
      modelOf({
        'compose.yaml': compose(
          `  web:\n    image: shop/nginx:1.0\n    build: { context: ., dockerfile: ${dockerfile} }`,
        ),
        [dockerfile]: `FROM nginx:1.28\n${copy}\n`,
        'nginx/nginx.conf': nginx('a:8080'),
      });
    const copied = built('nginx.Dockerfile', 'COPY nginx/ /etc/nginx/');
    assert.deepEqual(placeOf(copied), ['container', 'web', `${ROOT}/compose.yaml`]);
    assert.equal(copied.balancers[0]?.version, '1.28');
    assert.equal(copied.balancers[0]?.release?.place?.path, `${ROOT}/nginx.Dockerfile`);
    assert.equal(copied.configurations[0]?.build, 'official');
    const page = built('nginx.Dockerfile', 'COPY . /usr/share/nginx/html');
    assert.equal(page.balancers[0]?.runsIn, undefined, 'a file among the pages is no configuration');
  });

  it('is no container of another program that is built beside it', () => {
    const model = modelOf({
      'compose.yaml': compose('  app:\n    build: { context: app }'),
      'app/Dockerfile': 'FROM node:22\nCOPY . /etc/app\n',
      'app/nginx.conf': nginx('a:8080'),
    });
    assert.equal(model.balancers[0]?.runsIn, undefined);
  });

  it('has the version that is set, of whatever image', () => {
    const [balancer] = modelOf(
      { 'compose.yaml': compose(nginxService), 'nginx.conf': nginx('a:8080') },
      { nginxVersion: '1.22' },
    ).balancers;
    assert.deepEqual(balancer?.release, { value: '1.22', place: undefined, from: 'setting' });
  });

  it('reaches a container by any of its names', () => {
    const named = ['container_name: shop_a', 'volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml"]'];
    const model = modelOf({
      'compose.yaml': compose(tomcat('a', named), nginxService),
      'server.xml': serverXml(),
      'nginx.conf': nginx('shop_a:8080', 'a:8080', 'b:8080'),
    });
    assert.deepEqual(linksOf(model), ['shop_a:8080 → a:8080', 'a:8080 → a:8080']);
  });

  it('is not known where nothing tells it', () => {
    const elsewhere = modelOf({ 'nginx.conf': nginx('10.0.0.1:8080', '10.0.0.2:8080') });
    assert.equal(elsewhere.balancers[0]?.runsIn, undefined);
    const names = modelOf({
      'compose.yaml': two,
      'server.xml': serverXml(),
      'nginx.conf': nginx('a:8080', 'b:8080'),
    });
    assert.equal(names.balancers[0]?.runsIn, undefined);
    assert.deepEqual(linksOf(names), ['a:8080 → a:8080', 'b:8080 → b:8080']);
  });

  it('is the host for nodes that are folders on it', () => {
    const model = modelOf({
      'nginx.conf': nginx('127.0.0.1:8080', '127.0.0.1:8180'),
      'node1/conf/server.xml': serverXml(),
      'node2/conf/server.xml': serverXml('', { root: 'portOffset="100"' }),
    });
    assert.deepEqual(linksOf(model), ['127.0.0.1:8080 → node1:8080', '127.0.0.1:8180 → node2:8180']);
    assert.equal(model.balancers[0]?.runsIn, 'host');
  });
});

const stack = (folder: string): Record<string, string> => ({
  [`${folder}/compose.yaml`]: compose(tomcat('a', published(8080)), tomcat('b', published(8081))),
  [`${folder}/server.xml`]: serverXml(),
});

describe('which Compose file counts', () => {
  const conf = nginx('127.0.0.1:8080', '127.0.0.1:8081');

  it('is the nearest, so that several stacks are several clusters', () => {
    const model = modelOf({
      ...stack('one'),
      ...stack('two'),
      'one/nginx/nginx.conf': conf,
      'two/nginx/nginx.conf': conf,
    });
    assert.deepEqual(
      model.clusters.map(({ balancers, nodes }) => [
        balancers[0]?.mainFile,
        ...nodes.map((node) => node.service?.composeFile),
      ]),
      ['one', 'two'].map((folder) => [
        `${ROOT}/${folder}/nginx/nginx.conf`,
        `${ROOT}/${folder}/compose.yaml`,
        `${ROOT}/${folder}/compose.yaml`,
      ]),
    );
  });

  it('is unknown where two are equally near', () => {
    assert.deepEqual(linksOf(modelOf({ ...stack('one'), ...stack('two'), 'nginx/nginx.conf': conf })), []);
  });

  it('is the standard one with its override, beside alternatives', () => {
    const model = modelOf({
      ...stack('x'),
      'x/compose.override.yaml': compose(tomcat('c')),
      'x/docker-compose.yml': compose(tomcat('d')),
    });
    assert.deepEqual(
      model.nodes.map(({ name }) => name),
      ['a', 'b', 'c'],
    );
  });
});

const versionOf = (image: string): string | undefined =>
  modelOf({ 'compose.yaml': `services:\n  a:\n    image: ${image}\n` }).nodes[0]?.version;

describe('nodes', () => {
  it('have connectors with the ports that Compose publishes for them', () => {
    const [node] = modelOf({
      'compose.yaml': compose(
        tomcat('a', [
          'ports: ["8081:8080", "127.0.0.1:8444:8443", "9000:9000"]',
          'volumes: ["./conf:/usr/local/tomcat/conf"]',
        ]),
      ),
      'conf/server.xml': serverXml(),
    }).nodes;
    assert.deepEqual(
      node?.connectors.map(({ port, protocol, tls, published: ports }) => [port, protocol, tls, ...ports]),
      [
        [8080, 'http', false, 8081],
        [8443, 'http', true, 8444],
        [8009, 'ajp', false],
      ],
    );
    assert.equal(node?.version, '10.1');
    assert.equal(node?.jvmRoute, 'unknown');
  });

  it('are services of another image too where a server.xml is mounted', () => {
    const { nodes } = modelOf({
      'compose.yaml': compose(
        '  a:\n    image: registry.example/shop\n    volumes: ["./server.xml:/opt/tomcat/conf/server.xml"]',
        '  db:\n    image: postgres:16',
      ),
      'server.xml': serverXml(),
    });
    assert.deepEqual(
      nodes.map(({ name, version }) => [name, version]),
      [['a', undefined]],
    );
  });

  it('have the stock connector where the image keeps its own server.xml', () => {
    const model = modelOf({
      'compose.yaml': compose(tomcat('a', ['ports: ["8080:8080"]']), tomcat('b', ['ports: ["8081:8080"]'])),
      'nginx.conf': nginx('127.0.0.1:8080', '127.0.0.1:8081'),
    });
    assert.deepEqual(linksOf(model), ['127.0.0.1:8080 → a:8080', '127.0.0.1:8081 → b:8080']);
    assert.equal(model.nodes[0]?.connectors[0]?.element, undefined);
    assert.equal(model.nodes[0]?.serverXml, undefined);
  });

  it('have no connectors where the server.xml is outside of the workspace', () => {
    const { nodes } = modelOf({
      'compose.yaml': compose(tomcat('a', ['volumes: ["../server.xml:/usr/local/tomcat/conf/server.xml"]'])),
    });
    assert.deepEqual(nodes[0]?.connectors, []);
  });

  it('are one a replica', () => {
    const model = modelOf({
      'compose.yaml': compose(
        tomcat('app', [
          'deploy: { replicas: 3 }',
          'volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml"]',
        ]),
        '  web:\n    image: nginx\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]',
      ),
      'server.xml': serverXml(),
      'nginx.conf': nginx('app:8080'),
    });
    assert.deepEqual(
      model.clusters.map(({ nodes }) => nodes.map(({ name }) => name)),
      [['app-1', 'app-2', 'app-3']],
    );
  });

  it('know their Tomcat by the tag', () => {
    assert.equal(versionOf('tomcat:9.0.117-jdk17'), '9.0');
    assert.equal(versionOf('docker.io/library/tomcat:11'), '11.0');
    assert.equal(versionOf('tomcat:8'), '8.5');
    assert.equal(versionOf('tomcat:jdk21'), undefined);
    assert.equal(versionOf('tomcat'), undefined);
  });

  it('take the version of the settings before that of an image', () => {
    const texts = { 'node/conf/server.xml': serverXml() };
    assert.equal(modelOf(texts).nodes[0]?.version, undefined);
    assert.equal(modelOf(texts, { tomcatVersion: '9.0' }).nodes[0]?.version, '9.0');
    const composed = { 'compose.yaml': 'services:\n  a:\n    image: tomcat:10.1\n' };
    assert.equal(modelOf(composed, { tomcatVersion: '9.0' }).nodes[0]?.version, '9.0');
  });

  it('are not made of files that merely are called server.xml', () => {
    assert.deepEqual(modelOf({ 'server.xml': serverXml(), 'old/server.xml': serverXml() }).nodes, []);
  });
});

const clusterOf = (inEngine: string): ClusterModel['nodes'][0] | undefined =>
  modelOf({ 'node/conf/server.xml': serverXml(inEngine) }).nodes[0];

const optionsOf = (attribute: string): number | undefined =>
  clusterOf(`<Cluster className="x" ${attribute}/>`)?.cluster?.sendOptions;

describe('the Cluster of a node', () => {
  it('has its send options as a number', () => {
    assert.equal(optionsOf(''), 8);
    assert.equal(optionsOf('channelSendOptions="6"'), 6);
    assert.equal(optionsOf('channelSendOptions="use_ack, sync"'), 6);
    assert.equal(optionsOf('channelSendOptions="async"'), 8);
    assert.equal(optionsOf('channelSendOptions="${options}"'), undefined);
    assert.equal(optionsOf('channelSendOptions="asnyc"'), undefined);
  });

  it('may be commented out, or only talked about', () => {
    assert.equal(clusterOf('<!-- <Cluster className="x"/> -->')?.commentedCluster?.element.name, 'Cluster');
    assert.equal(clusterOf('<!-- Put <Cluster/> here some day -->')?.commentedCluster, undefined);
    const both = clusterOf('<Cluster className="x"/><!-- <Cluster className="y"/> -->');
    assert.ok(both?.cluster);
    assert.equal(both?.commentedCluster, undefined);
  });
});

const web = '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"><distributable/></web-app>';

const servlet = (api: string, name = 'A'): string =>
  `package com.example;\nimport ${api}.servlet.http.HttpSession;\nclass ${name} { void a(HttpSession s) { s.setAttribute("k", "v"); } }\n`;

const beside = { 'nginx.conf': nginx('10.0.0.1:8080') };

const pom =
  '<project><artifactId>shop</artifactId><packaging>war</packaging><build><finalName>shop</finalName></build></project>';

const apiOf = (attributes: string): string | undefined =>
  modelOf({ ...beside, 'a/WEB-INF/web.xml': `<web-app ${attributes}/>` }).apps[0]?.servletApi;

const deployedAs = (mount: string): readonly (readonly string[])[] => {
  const model = modelOf({
    'compose.yaml': compose(tomcat('a', [`volumes: ["${mount}"]`])),
    'shop/pom.xml': pom,
    'shop/src/main/webapp/WEB-INF/web.xml': web,
  });
  return model.clusters.flatMap(({ apps, nodes }) => [
    apps.map(({ name }) => name),
    nodes.flatMap(({ deployments }) => deployments.map(({ contextPath }) => contextPath)),
  ]);
};

const built = (folder: string): readonly string[] =>
  modelOf({
    'compose.yaml': 'services:\n  a:\n    build: .\n',
    Dockerfile: 'FROM tomcat:10.1\nCOPY --from=shop:1 /shop.war webapps/\n',
    [`${folder}/WEB-INF/web.xml`]: web,
    ...(folder === 'two' ? { 'one/WEB-INF/web.xml': web } : {}),
  }).clusters.flatMap(({ apps }) => apps.map(({ webRoot }) => webRoot));
describe('apps', () => {
  it('are Maven modules with their sources, also without a web.xml', () => {
    const { apps } = modelOf({
      ...beside,
      'shop/pom.xml': pom,
      'shop/src/main/java/com/example/A.java': servlet('javax'),
      'shop/src/test/java/com/example/T.java': servlet('javax', 'T'),
      'lib/src/main/java/com/example/B.java': 'package com.example;\npublic class B {}\n',
    });
    assert.equal(apps.length, 1);
    const [app] = apps;
    assert.equal(app?.webRoot, `${ROOT}/shop/src/main/webapp`);
    assert.deepEqual(app?.builds, [`${ROOT}/shop/target/shop`, `${ROOT}/shop/target/shop.war`]);
    assert.deepEqual(app?.sources, [`${ROOT}/shop/src/main/java/com/example/A.java`]);
    assert.deepEqual(app?.sourceFolders, [`${ROOT}/shop/src/main/java`]);
    assert.equal(app?.servletApi, 'javax');
    assert.equal(app?.usesSessions, true);
    assert.equal(app?.webXml, undefined);
    assert.deepEqual([...(app?.types.keys() ?? [])].toSorted(), ['com.example.A', 'com.example.B']);
  });

  it('are folders with a WEB-INF, whatever they are called', () => {
    const { apps } = modelOf({
      ...beside,
      'legacy/WebContent/WEB-INF/web.xml': web,
      'legacy/src/com/example/A.java': servlet('jakarta'),
    });
    assert.equal(apps[0]?.webRoot, `${ROOT}/legacy/WebContent`);
    assert.ok(apps[0]?.distributable);
    assert.equal(apps[0]?.servletApi, 'jakarta');
    assert.deepEqual(apps[0]?.sourceFolders, [`${ROOT}/legacy/src`]);
  });

  it('are told their servlet API by the namespace where no source does', () => {
    assert.equal(apiOf('xmlns="https://jakarta.ee/xml/ns/jakartaee"'), 'jakarta');
    assert.equal(apiOf('xmlns="http://xmlns.jcp.org/xml/ns/javaee"'), 'javax');
    assert.equal(apiOf('xmlns="http://java.sun.com/xml/ns/j2ee"'), 'javax');
    assert.equal(apiOf('version="3.0"'), undefined);
  });

  it('do not count what a build made of them', () => {
    const { apps } = modelOf({
      ...beside,
      'shop/pom.xml': pom,
      'shop/src/main/webapp/WEB-INF/web.xml': web,
      'shop/target/shop/WEB-INF/web.xml': web,
    });
    assert.equal(apps.length, 1);
  });

  it('belong to the nodes that mount them, with their context path', () => {
    assert.deepEqual(deployedAs('./shop/target/shop:/usr/local/tomcat/webapps/ROOT'), [['shop'], ['']]);
    assert.deepEqual(deployedAs('./shop/target/shop.war:/usr/local/tomcat/webapps/shop.war'), [
      ['shop'],
      ['/shop'],
    ]);
    assert.deepEqual(deployedAs('./shop/src/main/webapp:/usr/local/tomcat/webapps/a#b'), [
      ['shop'],
      ['/a/b'],
    ]);
    assert.deepEqual(deployedAs('./other.war:/usr/local/tomcat/webapps/ROOT.war'), [[], ['']]);
  });

  it('belong to a node that is built from a folder with one app in it', () => {
    assert.deepEqual(built('web'), [`${ROOT}/web`]);
    assert.deepEqual(built('two'), []);
  });
});

const mounting = (port: number): readonly string[] => [
  `ports: ["${port}:8080"]`,
  'volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml", "./web:/usr/local/tomcat/webapps/ROOT"]',
];

const session =
  'import jakarta.servlet.http.HttpSession;\nclass A { void a(HttpSession s) { s.setAttribute("k", "v"); } }\n';

const reasonOf = (texts: Readonly<Record<string, string>>): string | undefined =>
  modelOf(texts).clusters[0]?.intent?.reason;

describe('groups and intent', () => {
  const two = {
    'compose.yaml': compose(tomcat('a', mounting(8080)), tomcat('b', mounting(8081))),
    'server.xml': serverXml(),
    'nginx.conf': nginx('127.0.0.1:8080', '127.0.0.1:8081'),
    'web/WEB-INF/web.xml': '<web-app/>',
  };

  it('need more than several nodes behind one upstream', () => {
    assert.equal(reasonOf(two), undefined);
    assert.equal(reasonOf({ ...two, 'web/A.java': session }), 'sessions-behind-upstream');
  });

  it('see a Cluster on any node, then a distributable app', () => {
    assert.equal(
      reasonOf({ ...two, 'server.xml': serverXml('<Cluster className="x"/>') }),
      'cluster-element',
    );
    assert.equal(
      reasonOf({ ...two, 'web/WEB-INF/web.xml': '<web-app><distributable/></web-app>' }),
      'distributable',
    );
  });

  /** One known Tomcat with a distributable app, behind these servers. */
  const behind = (...servers: readonly string[]): readonly (string | undefined)[] => {
    const { clusters } = modelOf({
      'compose.yaml': compose(tomcat('a', mounting(8080))),
      'server.xml': serverXml(),
      'nginx.conf': nginx(...servers),
      'web/WEB-INF/web.xml': '<web-app><distributable/></web-app>',
    });
    return clusters.flatMap(({ intent }) => [
      intent?.reason,
      ...(intent?.evidence.map(({ path }) => path.slice(ROOT.length + 1)) ?? []),
    ]);
  };

  it('need another Tomcat than the one that is known', () => {
    assert.deepEqual(behind('127.0.0.1:8080'), [undefined]);
    assert.deepEqual(behind('127.0.0.1:8080', '127.0.0.1:8080 weight=2'), [undefined]);
    assert.deepEqual(behind('a:8080', 'a:9999'), [undefined]);
    assert.deepEqual(behind('127.0.0.1:8080', '127.0.0.1:9000 backup', '10.0.0.9 down'), [undefined]);
  });

  it('see another Tomcat where the upstream leads to further servers', () => {
    const expected = ['distributable', 'web/WEB-INF/web.xml', 'nginx.conf'];
    assert.deepEqual(behind('127.0.0.1:8080', '127.0.0.1:8081'), expected);
    assert.deepEqual(behind('10.0.0.7:8080', '127.0.0.1:8080'), expected);
  });

  it('take a Cluster for intent on a single node too', () => {
    const alone = { 'node/conf/server.xml': serverXml('<Cluster className="x"/>') };
    assert.equal(reasonOf(alone), 'cluster-element');
  });

  it('put two upstreams of one nginx that share nothing into two groups of one cluster', () => {
    const other = (name: string, port: number): string =>
      tomcat(name, [`ports: ["${port}:8080"]`, 'volumes: ["./admin:/usr/local/tomcat/webapps/ROOT"]']);
    const conf = nginx('127.0.0.1:8080', '127.0.0.1:8081').replace(
      'server {',
      'upstream admin {\n server 127.0.0.1:9080;\n server 127.0.0.1:9081;\n}\nserver {',
    );
    const { clusters } = modelOf({
      ...two,
      'compose.yaml': compose(
        tomcat('a', mounting(8080)),
        tomcat('b', mounting(8081)),
        other('c', 9080),
        other('d', 9081),
      ),
      'nginx.conf': conf,
    });
    assert.deepEqual(
      clusters.map(({ groups }) => groups.map(({ nodes }) => nodes.map(({ name }) => name).join())),
      [['a,b', 'c,d']],
    );
  });

  it('keep a node in its group when its upstream line is wrong', () => {
    const { clusters } = modelOf({ ...two, 'nginx.conf': nginx('127.0.0.1:8080', '127.0.0.1:9999') });
    assert.deepEqual(
      clusters.map(({ groups }) => groups.map(({ nodes }) => nodes.map(({ name }) => name).join())),
      [['a,b']],
    );
  });
});
