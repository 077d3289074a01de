import assert from 'node:assert/strict';
import { parseXml } from '../../server/src/languages/xml/parse';
import type { Deployment } from '../../server/src/protocol';
import { ROOT } from '../helpers/workspace';
import {
  adaptationsOf,
  changedLines,
  CLUSTER,
  fileAt,
  nodeOf,
  planFor,
  serverXml,
  textAt,
  type WorkspaceTexts,
} from './planned';

const HOME = '/usr/local/tomcat';
const SERVER_XML = `${HOME}/conf/server.xml`;
const WEB_XML = '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"/>\n';
const POM = `<project><packaging>war</packaging><artifactId>shop</artifactId><version>1</version>
<build><finalName>shop</finalName></build></project>\n`;

const service = (name: string, more: string): string => `  ${name}:\n    image: tomcat:10.1\n${more}`;
const mounts = (...lines: readonly string[]): string =>
  `    volumes:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
const OWN_SERVER_XML = './tomcat/server.xml:/usr/local/tomcat/conf/server.xml';

/** One Tomcat of Compose with this server.xml. */
const withServerXml = (text: string): WorkspaceTexts => ({
  'compose.yaml': `services:\n${service('t', mounts(OWN_SERVER_XML))}`,
  'tomcat/server.xml': text,
});
const adapted = (plan: Deployment): string => textAt(nodeOf(plan, 'tomcat1'), SERVER_XML);
const VALVE = /<Valve className="org\.apache\.catalina\.valves\.AccessLogValve" directory="\/dev"[^>]*\/>/g;

describe('the copy of server.xml', () => {
  it('logs to the console on every host, on the line of its end', () => {
    const text = serverXml({
      host: '<Host name="a">\n      </Host>\n      <Host name="b">\n      </Host>',
    });
    const after = adapted(planFor(withServerXml(text)));
    assert.deepEqual(
      Object.values(changedLines(text, after)).map(([, now]) => now.replace(VALVE, '(valve)').trim()),
      ['(valve)</Host>', '(valve)</Host>'],
    );
  });

  it('opens a host that is closed in itself', () => {
    const text = serverXml({ host: '<Host name="localhost" appBase="webapps" />' });
    const after = adapted(planFor(withServerXml(text)));
    assert.deepEqual(
      Object.values(changedLines(text, after)).map(([, now]) => now.replace(VALVE, '(valve)').trim()),
      ['<Host name="localhost" appBase="webapps" >(valve)</Host>'],
    );
    assert.deepEqual(parseXml(after).faults, []);
  });

  it('gets no second one where a valve writes to the console already', () => {
    const text = serverXml({
      host: '<Host name="localhost">\n<Valve className="org.apache.catalina.valves.AccessLogValve" directory="/dev" prefix="stdout"/>\n</Host>',
    });
    const plan = planFor(withServerXml(text));
    assert.equal(adapted(plan), text);
    assert.deepEqual(adaptationsOf(plan, 'access-log'), []);
  });

  it('leaves hosts in comments, the cluster and jvmRoute alone', () => {
    const text = serverXml({
      engine: `${CLUSTER}\n<!-- <Engine jvmRoute="jvm1"><Host name="old">\n</Host></Engine> -->`,
    });
    const after = adapted(planFor(withServerXml(text)));
    assert.equal(after.replace(VALVE, ''), text);
    assert.equal(after.match(VALVE)?.length, 1);
  });

  for (const [what, text] of Object.entries({
    'is cut off': '<Server><Service name="Catalina"><Engine name="Catalina"><Host name="localhost">',
    'has a wrong end': serverXml().replace('</Engine>', '</Motor>'),
  })) {
    it(`goes into the lab although it ${what}: Tomcat itself says so`, () => {
      const after = adapted(planFor(withServerXml(text)));
      assert.equal(after.replace(VALVE, ''), text);
    });
  }
});

describe('certificates of Tomcat in the lab', () => {
  const tls = (certificate: string): string =>
    serverXml({
      connectors: `<Connector port="8443" SSLEnabled="true"><SSLHostConfig>${certificate}</SSLHostConfig></Connector>`,
    });
  const files = (plan: Deployment): Record<string, string> =>
    Object.fromEntries(
      nodeOf(plan, 'tomcat1')
        .files.filter(({ content: { kind } }) => kind === 'certificate' || kind === 'key')
        .map(({ target, content: { kind } }) => [target, kind]),
    );

  it('stand in at the very path, also behind ${catalina.base} and with an absolute one', () => {
    assert.deepEqual(
      files(
        planFor(
          withServerXml(
            tls(
              '<Certificate certificateFile="${catalina.base}/conf/a.crt" certificateKeyFile="/etc/pki/a.key" certificateChainFile="conf/chain.pem"/>',
            ),
          ),
        ),
      ),
      {
        [`${HOME}/conf/a.crt`]: 'certificate',
        '/etc/pki/a.key': 'key',
        [`${HOME}/conf/chain.pem`]: 'certificate',
      },
    );
  });

  it('stand in as a pair', () => {
    const plan = planFor(
      {
        'base/conf/server.xml': tls(
          '<Certificate certificateFile="conf/a.crt" certificateKeyFile="conf/a.key"/>',
        ),
      },
      { present: ['base/conf', 'base/conf/a.crt'] },
    );
    assert.deepEqual(files(plan), { [`${HOME}/conf/a.crt`]: 'certificate', [`${HOME}/conf/a.key`]: 'key' });
  });

  for (const attribute of ['certificateKeystoreFile', 'keystoreFile']) {
    it(`are not to be had for ${attribute}, and the plan says what follows`, () => {
      const plan = planFor(withServerXml(tls(`<Certificate ${attribute}="conf/server.jks"/>`)));
      assert.deepEqual(files(plan), {});
      assert.deepEqual(adaptationsOf(plan, 'certificate'), [
        {
          id: 'certificate',
          title:
            'server.jks is missing and the lab can create only PEM files, so its connector will not answer',
          file: `${ROOT}/tomcat/server.xml`,
        },
      ]);
    });
  }

  it('says nothing of a keystore that is there', () => {
    const plan = planFor(
      { 'base/conf/server.xml': tls('<Certificate certificateKeystoreFile="conf/server.p12"/>') },
      { present: ['base/conf', 'base/conf/server.p12'] },
    );
    assert.deepEqual(adaptationsOf(plan, 'certificate'), []);
  });
});

describe('the app in the lab', () => {
  const shop = (more: WorkspaceTexts, ...lines: readonly string[]): WorkspaceTexts => ({
    'compose.yaml': `services:\n${service('a', mounts(...lines))}${service('b', mounts(...lines))}`,
    'shop/pom.xml': POM,
    'shop/src/main/webapp/WEB-INF/web.xml': WEB_XML,
    'shop/src/main/java/shop/Cart.java': 'package shop;\npublic class Cart {}\n',
    ...more,
  });
  const WAR = './shop/target/shop.war:/usr/local/tomcat/webapps/ROOT.war';

  it('is the WAR that Compose mounts, as it is', () => {
    const plan = planFor(shop({}, WAR), { present: ['shop/target/shop.war'] });
    assert.deepEqual(fileAt(nodeOf(plan, 'b'), `${HOME}/webapps/ROOT.war`)?.content, {
      kind: 'copy',
      from: `${ROOT}/shop/target/shop.war`,
    });
    assert.equal(plan.compile, null);
  });

  it('is made of the web content and the sources, where the WAR is not built yet', () => {
    const plan = planFor(shop({}, WAR));
    assert.deepEqual(fileAt(nodeOf(plan, 'a'), `${HOME}/webapps/ROOT`)?.content, {
      kind: 'copy',
      from: `${ROOT}/shop/src/main/webapp`,
    });
    assert.equal(plan.compile?.target, `${HOME}/webapps/ROOT/WEB-INF/classes`);
    assert.deepEqual(adaptationsOf(plan, 'demo-app'), []);
  });

  it('is the WAR that Maven left, where nothing is mounted', () => {
    const plan = planFor(shop({}, './unused:/unused'), { present: ['shop/target/shop.war'] });
    assert.deepEqual(fileAt(nodeOf(plan, 'a'), `${HOME}/webapps/ROOT.war`)?.content, {
      kind: 'copy',
      from: `${ROOT}/shop/target/shop.war`,
    });
  });

  it('takes the libraries beside it to be compiled', () => {
    const plan = planFor(shop({}, WAR), { present: ['shop/src/main/webapp/WEB-INF/lib'] });
    assert.deepEqual(plan.compile?.libraries, [`${ROOT}/shop/src/main/webapp/WEB-INF/lib`]);
  });

  it('keeps its context path', () => {
    const plan = planFor(shop({}, './shop/target/shop:/usr/local/tomcat/webapps/a#b'));
    assert.ok(fileAt(nodeOf(plan, 'a'), `${HOME}/webapps/a#b`));
    assert.equal(plan.compile?.target, `${HOME}/webapps/a#b/WEB-INF/classes`);
  });

  it('goes where the Host looks for it, and the probe beside it', () => {
    const plan = planFor(
      shop(
        { 'tomcat/server.xml': serverXml({ host: '<Host name="localhost" appBase="apps">\n</Host>' }) },
        OWN_SERVER_XML,
      ),
    );
    const node = nodeOf(plan, 'a');
    assert.ok(fileAt(node, `${HOME}/apps/ROOT`));
    assert.deepEqual(fileAt(node, `${HOME}/apps/cluster-lab-token`)?.content, {
      kind: 'asset',
      name: 'probe',
    });
    assert.equal(plan.compile?.target, `${HOME}/apps/ROOT/WEB-INF/classes`);
  });

  it('is the demo’s also where the Host looks elsewhere', () => {
    const host = '<Host name="localhost" appBase="apps"/>';
    const node = nodeOf(planFor(withServerXml(serverXml({ host }))), 'tomcat1');
    assert.ok(fileAt(node, `${HOME}/apps/ROOT`));
    assert.equal(fileAt(node, `${HOME}/webapps/ROOT`), undefined);
  });

  it('is the demo’s where the workspace has none', () => {
    const plan = planFor(withServerXml(serverXml()));
    assert.deepEqual(fileAt(nodeOf(plan, 'tomcat1'), `${HOME}/webapps/ROOT`)?.content, {
      kind: 'asset',
      name: 'demo-app-jakarta',
    });
    assert.equal(adaptationsOf(plan, 'demo-app').length, 1);
  });
});

describe('a Tomcat of the workspace', () => {
  it('keeps its environment; what the lab needs of it is joined', () => {
    const plan = planFor({
      'compose.yaml': `services:\n${service('a', '    environment:\n      TZ: Asia/Seoul\n      CATALINA_OPTS: -Dmine=1\n      SECRET: ${SECRET}\n')}`,
    });
    const { env } = nodeOf(plan, 'tomcat1');
    assert.equal(env['TZ'], 'Asia/Seoul');
    assert.equal(
      env['CATALINA_OPTS'],
      '-Dlab.node=tomcat1 -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Dmine=1',
    );
    assert.ok(!('SECRET' in env));
  });

  it('says its exceptions on the console', () => {
    const node = nodeOf(planFor(withServerXml(serverXml())), 'tomcat1');
    const path = /config\.file=(.*)/.exec(node.env['CATALINA_LOGGING_CONFIG'] ?? '')?.[1] ?? '';
    assert.equal(node.env['LOGGING_CONFIG'], node.env['CATALINA_LOGGING_CONFIG']);
    assert.match(textAt(node, path), /^handlers = java\.util\.logging\.ConsoleHandler$/m);
  });

  it('runs the image of the wishes, else of Compose', () => {
    const texts = withServerXml(serverXml());
    assert.equal(nodeOf(planFor(texts), 'tomcat1').image, 'tomcat:10.1');
    const wished = planFor(texts, { wishes: { images: { tomcat: 'my/tomcat:9.0' } } });
    assert.equal(nodeOf(wished, 'tomcat1').image, 'my/tomcat:9.0');
  });

  it('has its whole conf where it is a CATALINA_BASE, with server.xml adapted on top', () => {
    const plan = planFor({ 'base/conf/server.xml': serverXml() }, { present: ['base/conf', 'base/webapps'] });
    const targets = nodeOf(plan, 'tomcat1').files.map(({ target }) => target);
    assert.ok(targets.indexOf(`${HOME}/conf`) >= 0);
    assert.ok(targets.indexOf(`${HOME}/conf`) < targets.indexOf(SERVER_XML));
    assert.ok(targets.includes(`${HOME}/webapps`));
  });

  it('gets the nginx of the demo in front where the workspace has none', () => {
    const plan = planFor(withServerXml(serverXml()));
    assert.match(
      textAt(plan.nginx, '/etc/nginx/nginx.conf'),
      /server tomcat1:8080 .*\n\s+server tomcat2:8080 /,
    );
    assert.equal(adaptationsOf(plan, 'demo-nginx').length, 1);
    assert.deepEqual(
      plan.nginx.ports.map(({ scheme }) => scheme),
      ['http'],
    );
  });
});

describe('a Tomcat of an image that is not the official one', () => {
  const company = (more: WorkspaceTexts = {}): WorkspaceTexts => ({
    'compose.yaml': `services:\n  a:\n    image: shop/app:3\n${mounts('./conf:/opt/x/conf', './shop.war:/opt/x/webapps/ROOT.war')}`,
    'conf/server.xml': serverXml(),
    'shop.war': '',
    ...more,
  });
  const here = { present: ['conf'] };
  const targetsOf = (plan: Deployment): readonly string[] =>
    nodeOf(plan, 'tomcat1').files.map(({ target }) => target);

  it('runs that image, with all files where it has its own', () => {
    const plan = planFor(company(), here);
    assert.equal(nodeOf(plan, 'tomcat1').image, 'shop/app:3');
    assert.deepEqual(targetsOf(plan), [
      '/opt/x/conf',
      '/opt/x/webapps/ROOT.war',
      '/opt/x/conf/lab-logging.properties',
      '/opt/x/webapps/cluster-lab-token',
      '/opt/x/conf/server.xml',
    ]);
    assert.match(
      nodeOf(plan, 'tomcat1').env['CATALINA_LOGGING_CONFIG'] ?? '',
      /=\/opt\/x\/conf\/lab-logging\.properties$/,
    );
    assert.deepEqual(adaptationsOf(plan, 'demo-app'), []);
  });

  it('has them where the official one has its own, if that is wished for', () => {
    const plan = planFor(company(), { ...here, wishes: { images: { tomcat: 'tomcat:9.0' } } });
    assert.deepEqual(
      targetsOf(plan).filter((target) => !target.startsWith(`${HOME}/`)),
      [],
    );
    assert.ok(targetsOf(plan).includes(`${HOME}/webapps/ROOT.war`));
  });

  it('runs the official one with what a build copies, where it is built here', () => {
    const plan = planFor(
      {
        'compose.yaml': 'services:\n  a:\n    image: shop/app:3\n    build: .\n',
        Dockerfile:
          'FROM tomcat:9.0-jdk8\nCOPY conf/ conf/\nCOPY own.xml conf/server.xml\nCOPY shop.war webapps/ROOT.war\n',
        'conf/context.xml': '<Context path="/a"/>',
        'own.xml': serverXml(),
        'shop.war': '',
      },
      here,
    );
    assert.equal(nodeOf(plan, 'tomcat1').image, 'tomcat:9.0');
    assert.deepEqual(targetsOf(plan), [
      `${HOME}/conf`,
      `${HOME}/webapps/ROOT.war`,
      `${HOME}/conf/lab-logging.properties`,
      `${HOME}/webapps/cluster-lab-token`,
      SERVER_XML,
    ]);
  });

  it('is not started where it is no Tomcat', () => {
    const plan = planFor({
      'compose.yaml': `services:
${service('t', mounts(OWN_SERVER_XML))}  zookeeper:
    image: zookeeper:3.9
${mounts('./zookeeper/conf:/conf')}  solr:
    image: solr:9
${mounts('./solr/conf:/opt/solr/conf')}  exporter:
    image: prom/tomcat-exporter
  web:
    build: { context: ., dockerfile: DockerfileNginx }
`,
      'tomcat/server.xml': serverXml(),
      'zookeeper/conf/zoo.xml': '<zoo/>',
      'solr/conf/solr.xml': '<solr/>',
    });
    // One Tomcat, and the copy of it without which there would be no cluster.
    assert.deepEqual(
      plan.tomcats.map(({ image }) => image),
      ['tomcat:10.1', 'tomcat:10.1'],
    );
  });
});

describe('the order of the start', () => {
  const two = (first: string, second: string): Deployment =>
    planFor({
      'a/conf/server.xml': serverXml({ engine: first }),
      'b/conf/server.xml': serverXml({ engine: second }),
    });

  it('is node 1 first where a cluster of the user’s is active', () => {
    const plan = two(CLUSTER, CLUSTER);
    assert.deepEqual([plan.startOrder, plan.clustered], ['first-node', true]);
  });

  it('is that too where one node lacks it, but then nobody waits for a cluster', () => {
    for (const plan of [two(CLUSTER, ''), two('', CLUSTER)]) {
      assert.deepEqual([plan.startOrder, plan.clustered], ['first-node', false]);
    }
  });

  it('is all at once without one', () => {
    const plan = two('', `<!-- ${CLUSTER} -->`);
    assert.deepEqual([plan.startOrder, plan.clustered], ['together', false]);
  });
});
