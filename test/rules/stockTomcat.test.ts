import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { check } from '../../server/src/workspace/check';
import { fixAll } from '../../server/src/workspace/fixAll';
import { loadTexts, ROOT } from '../helpers/workspace';

type Tree = Readonly<Record<string, string>>;

/** What a web.xml of a release begins with. */
const NAMESPACES = {
  '8.5': 'xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1"',
  '9.0': 'xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0"',
  '10.1': 'xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"',
  '11.0': 'xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1"',
} as const;

type Release = keyof typeof NAMESPACES;
const RELEASES: readonly Release[] = ['8.5', '9.0', '10.1', '11.0'];

const webXml = (release: Release, title: string, inside = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<web-app ${NAMESPACES[release]} metadata-complete="true">

  <display-name>${title}</display-name>
  <description>
     ${title}
  </description>
${inside}
</web-app>
`;

const servlet = (className: string): string =>
  `  <servlet>\n    <servlet-name>${className}</servlet-name>\n    <servlet-class>${className}</servlet-class>\n  </servlet>\n`;
const filter = (className: string): string =>
  `  <filter>\n    <filter-name>${className}</filter-name>\n    <filter-class>${className}</filter-class>\n  </filter>\n`;
const listener = (className: string): string =>
  `  <listener>\n    <listener-class>${className}</listener-class>\n  </listener>\n`;

const ERROR_PAGE =
  '  <error-page>\n    <error-code>403</error-code>\n    <location>/WEB-INF/jsp/403.jsp</location>\n  </error-page>\n';

/** What the web.xml of manager and host-manager have in common; 8.5 has a filter for what is an element later. */
const managing = (release: Release): string =>
  (release === '8.5'
    ? filter('org.apache.catalina.filters.SetCharacterEncodingFilter')
    : '  <request-character-encoding>UTF-8</request-character-encoding>\n') +
  filter('org.apache.catalina.filters.HttpHeaderSecurityFilter') +
  filter('org.apache.catalina.filters.CsrfPreventionFilter') +
  ERROR_PAGE;

const EXAMPLES =
  filter('filters.ExampleFilter') +
  filter('org.apache.catalina.filters.RequestDumperFilter') +
  filter('compressionFilters.CompressionFilter') +
  ['listeners.ContextListener', 'listeners.SessionListener', 'async.AsyncStockContextListener']
    .map(listener)
    .join('') +
  `ServletToJsp HelloWorldExample RequestInfoExample RequestHeaderExample RequestParamExample CookieExample SessionExample
   compressionFilters.CompressionFilterTestServlet async.Async0 async.AsyncStockServlet nonblocking.ByteCounter`
    .split(/\s+/)
    .map(servlet)
    .join('');

/** Apps as Tomcat ships them: titles and classes are those of 8.5.100, 9.0.98, 10.1.34 and 11.0.2. */
const shippedApps = (release: Release): Tree => {
  const api = release === '8.5' || release === '9.0' ? 'javax' : 'jakarta';
  const keeping = `static class Kept {} void a(HttpSession session) { session.setAttribute("it", new Kept()); } }\n`;
  return {
    'webapps/ROOT/WEB-INF/web.xml': webXml(release, 'Welcome to Tomcat'),
    'webapps/docs/WEB-INF/web.xml': webXml(release, 'Tomcat Documentation', ERROR_PAGE),
    'webapps/docs/appdev/sample/web/WEB-INF/web.xml': webXml(
      release,
      'Hello, World Application',
      servlet('mypackage.Hello'),
    ),
    'webapps/docs/appdev/sample/src/mypackage/Hello.java': `package mypackage;\nimport ${api}.servlet.http.*;\npublic class Hello extends HttpServlet { ${keeping}`,
    'webapps/manager/WEB-INF/web.xml': webXml(
      release,
      'Tomcat Manager Application',
      managing(release) +
        ['Manager', 'HTMLManager', 'StatusManager', 'JMXProxy']
          .map((name) => servlet(`org.apache.catalina.manager.${name}Servlet`))
          .join(''),
    ),
    'webapps/host-manager/WEB-INF/web.xml': webXml(
      release,
      'Tomcat Host Manager Application',
      managing(release) +
        ['HostManager', 'HTMLHostManager']
          .map((name) => servlet(`org.apache.catalina.manager.host.${name}Servlet`))
          .join(''),
    ),
    'webapps/examples/WEB-INF/web.xml': webXml(release, 'Servlet and JSP Examples', EXAMPLES),
    'webapps/examples/WEB-INF/classes/SessionExample.java': `import ${api}.servlet.http.*;\npublic class SessionExample extends HttpServlet { ${keeping}`,
    'webapps/examples/WEB-INF/classes/async/Async0.java': 'package async;\npublic class Async0 {}\n',
    ...(release === '11.0'
      ? {}
      : { 'webapps/examples/WEB-INF/jsp/applet/Clock2.java': 'public class Clock2 {}\n' }),
  };
};

/** The stock server.xml, and as somebody has it who made its Cluster live. */
const stock = readFileSync('test/fixtures/tomcat/10.1/server.xml', 'utf8');
const CLUSTER = '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>';
const clustered = stock.replace(new RegExp(`<!--\\s*${CLUSTER}\\s*-->`), CLUSTER);

const checkTexts = (texts: Tree) => check(ROOT, loadTexts(new Map(Object.entries(texts))));

/** Where which rule speaks. */
const saidOf = (texts: Tree): readonly string[] => {
  const { diagnostics, failures } = checkTexts(texts);
  assert.deepEqual(failures, []);
  return diagnostics.map(({ path, code }) => `${path.slice(ROOT.length + 1)} ${code}`);
};

/** What is said of a Tomcat 11 with a live Cluster, one of whose apps is replaced. */
const saidWith = (app: string, texts: Tree): readonly string[] => {
  const others = Object.entries(shippedApps('11.0')).filter(([path]) => !path.startsWith(`webapps/${app}/`));
  return saidOf({ 'conf/server.xml': clustered, ...Object.fromEntries(others), ...texts });
};

const OWN = webXml('11.0', 'Shop');

describe('apps that Tomcat ships', () => {
  for (const release of RELEASES) {
    it(`of ${release} are nobody's: no rule speaks of them and no fix writes into them`, () => {
      assert.notEqual(clustered, stock);
      const texts = { 'conf/server.xml': clustered, ...shippedApps(release) };
      assert.deepEqual(saidOf(texts), []);
      assert.deepEqual(fixAll(checkTexts(texts)).files, []);
      assert.deepEqual(checkTexts(texts).model.apps, []);
      assert.deepEqual(checkTexts(texts).unchecked, []);
    });

    it(`of ${release} are left alone by a fix for an app of the user's`, () => {
      const { files } = fixAll(
        checkTexts({
          'conf/server.xml': clustered,
          ...shippedApps(release),
          'webapps/shop/WEB-INF/web.xml': OWN,
        }),
      );
      assert.deepEqual(
        files.map(({ path }) => path),
        [`${ROOT}/webapps/shop/WEB-INF/web.xml`],
      );
    });
  }

  it("are not the user's where the folder of all apps lies elsewhere, as in the official image", () => {
    const texts = Object.entries(shippedApps('10.1')).map(([path, text]) => [
      path.replace('webapps/', 'tomcat/webapps.dist/'),
      text,
    ]);
    assert.deepEqual(checkTexts(Object.fromEntries(texts)).model.apps, []);
  });
});

describe("apps of the user's that have the name or the looks of one that Tomcat ships", () => {
  for (const name of ['ROOT', 'docs', 'examples', 'manager', 'host-manager']) {
    it(`an app called ${name}`, () => {
      const path = `webapps/${name}/WEB-INF/web.xml`;
      assert.deepEqual(saidWith(name, { [path]: OWN }), [`${path} cluster/distributable-missing`]);
    });
  }

  const CHANGED: Readonly<Record<string, readonly [app: string, texts: Tree]>> = {
    'ROOT with a servlet': [
      'ROOT',
      { 'WEB-INF/web.xml': webXml('11.0', 'Welcome to Tomcat', servlet('com.example.Shop')) },
    ],
    'ROOT with a setting of its own': [
      'ROOT',
      {
        'WEB-INF/web.xml': webXml(
          '11.0',
          'Welcome to Tomcat',
          '  <session-config>\n    <session-timeout>60</session-timeout>\n  </session-config>\n',
        ),
      },
    ],
    'ROOT with Java': [
      'ROOT',
      {
        'WEB-INF/classes/Shop.java':
          'import jakarta.servlet.http.*;\nclass Shop { void a(HttpSession s) { s.setAttribute("a", "b"); } }\n',
      },
    ],
    'examples with a servlet': [
      'examples',
      {
        'WEB-INF/web.xml': webXml('11.0', 'Servlet and JSP Examples', EXAMPLES + servlet('com.example.Shop')),
      },
    ],
    'the manager with a servlet': [
      'manager',
      {
        'WEB-INF/web.xml': webXml(
          '11.0',
          'Tomcat Manager Application',
          servlet('org.apache.catalina.manager.ManagerServlet') + servlet('com.example.Shop'),
        ),
      },
    ],
  };
  for (const [what, [app, texts]] of Object.entries(CHANGED)) {
    it(what, () => {
      const own = Object.entries(texts).map(([path, text]) => [`webapps/${app}/${path}`, text]);
      assert.deepEqual(
        checkTexts({ ...shippedApps('11.0'), ...Object.fromEntries(own) }).model.apps.map(
          ({ webRoot }) => webRoot,
        ),
        [`${ROOT}/webapps/${app}`],
      );
    });
  }

  it('examples that somebody made distributable', () => {
    const path = 'webapps/examples/WEB-INF/web.xml';
    const { apps } = checkTexts({
      ...shippedApps('11.0'),
      [path]: webXml('11.0', 'Servlet and JSP Examples', `${EXAMPLES}  <distributable/>\n`),
    }).model;
    assert.deepEqual(
      apps.map(({ name }) => name),
      ['examples'],
    );
  });
});

describe('one Tomcat with a distributable app', () => {
  const alone = {
    'conf/server.xml': stock,
    ...shippedApps('11.0'),
    'webapps/shop/WEB-INF/web.xml': webXml('11.0', 'Shop', '  <distributable/>\n'),
  };
  const front = (...servers: readonly string[]): Tree => ({
    'nginx.conf': `events {\n}\nhttp {\n  upstream shop {\n    zone shop 64k;\n${servers.map((server) => `    server ${server};\n`).join('')}  }\n  server {\n    location / {\n      proxy_pass http://shop;\n    }\n  }\n}\n`,
  });

  it('wants no Cluster, alone and as the only server of an upstream', () => {
    assert.deepEqual(saidOf(alone), []);
    assert.deepEqual(saidOf({ ...alone, ...front('127.0.0.1:8080') }), []);
  });

  it('wants one where the upstream leads to a further server', () => {
    const { diagnostics } = checkTexts({ ...alone, ...front('127.0.0.1:8080', '10.0.0.2:8080') });
    assert.deepEqual(
      diagnostics.map(({ code, related }) => [code, ...related.map(({ message }) => message)]),
      [
        [
          'cluster/cluster-missing',
          'the web app "shop" is distributable',
          'shop also balances over other servers',
        ],
      ],
    );
  });
});
