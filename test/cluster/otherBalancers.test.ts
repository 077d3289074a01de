import assert from 'node:assert/strict';
import { balancersOf } from '../../server/src/languages/httpd/balancers';
import { parseHttpd } from '../../server/src/languages/httpd/parse';
import { check } from '../../server/src/workspace/check';
import { readinessOf } from '../../server/src/workspace/readiness';
import { modelOf } from '../helpers/model';
import { loadTexts, ROOT } from '../helpers/workspace';

const server = (route: string): string => `<Server port="-1">
  <Service name="Catalina">
    <Connector port="8009" protocol="AJP/1.3" address="0.0.0.0" secretRequired="false"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="${route}">
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;

const VHOST = `# A front.
<VirtualHost *:80>
  <Proxy "balancer://Shop">
    BalancerMember ajp://tomcat1 route=t1 # no comment here
    balancermember "ajp://tomcat2:8009" 'route=t2' \\
        loadfactor=1
    ProxySet stickysession=JSESSIONID|jsessionid
  </Proxy>
  <Location "/b">
    ProxyPass balancer://b stickysession=B
  </Location>
  BalancerMember balancer://b http://[::1]:8080
  ProxyPassMatch "^/(.*)$" "balancer://shop/$1"
</VirtualHost>
`;

const COMPOSE = `services:
  tomcat1:
    image: tomcat:10.1
    volumes: ["./one.xml:/usr/local/tomcat/conf/server.xml"]
  tomcat2:
    image: tomcat:10.1
    volumes: ["./two.xml:/usr/local/tomcat/conf/server.xml"]
`;
const FILES = {
  'vhost.conf': VHOST,
  'compose.yaml': COMPOSE,
  'one.xml': server('t1'),
  'two.xml': server('t2'),
};

describe('balancers of Apache httpd', () => {
  it('have members, routes and a cookie', () => {
    const found = balancersOf(parseHttpd(VHOST)).map(({ name, members, sticky, isWhole }) => [
      name,
      members.map(({ host, port, route }) => `${host} ${port} ${route?.value}`),
      sticky?.cookie,
      isWhole,
    ]);
    assert.deepEqual(found, [
      ['shop', ['tomcat1 8009 t1', 'tomcat2 8009 t2'], 'JSESSIONID', true],
      ['b', ['[::1] 8080 undefined'], 'B', true],
    ]);
    for (const { members } of balancersOf(parseHttpd(VHOST)))
      for (const { address } of members)
        assert.ok(VHOST.slice(address.span.start, address.span.end).includes(address.value));
  });

  it('are not whole with variables, macros, and includes', () => {
    const isWhole = (text: string): boolean | undefined => balancersOf(parseHttpd(text))[0]?.isWhole;
    assert.equal(isWhole('BalancerMember balancer://a http://a:80'), true);
    assert.equal(isWhole('BalancerMember balancer://a http://${HOST}:80'), false);
    assert.equal(isWhole('BalancerMember balancer://a http://a:80 route=${R}'), false);
    assert.equal(isWhole('BalancerMember balancer://a http://a:80\nUse More a'), false);
    for (const include of ['Include more.conf', 'IncludeOptional conf.d/*.conf'])
      assert.equal(isWhole(`${include}\nBalancerMember balancer://a http://a:80`), false, include);
  });

  it('make peers of their nodes, and lead to them', () => {
    const model = modelOf(FILES);
    assert.deepEqual(
      model.clusters.flatMap(({ groups }) => groups.map(({ nodes }) => nodes.map(({ name }) => name))),
      [['tomcat1', 'tomcat2']],
    );
    const checked = check(ROOT, loadTexts(new Map(Object.entries(FILES))));
    const [readiness] = readinessOf(checked);
    const stateOf = (id: string): string | undefined =>
      readiness?.points.find((point) => point.id === id)?.state;
    assert.deepEqual(['reached', 'sticky', 'jvm-route'].map(stateOf), ['holds', 'holds', 'holds']);
    assert.deepEqual(
      checked.unchecked.filter(({ path }) => path.endsWith('vhost.conf')).map(({ why }) => why),
      ['it configures Apache httpd, of which only the nodes and routes of balancers are checked'],
    );
  });

  it('are not taken from what holds no balancer', () => {
    const plain = '<VirtualHost *:80>\n  ProxyPass / http://tomcat1:8080/\n</VirtualHost>\n';
    assert.deepEqual([...modelOf({ 'a.conf': plain, 'b.conf': '# BalancerMember x\n' }).files.keys()], []);
  });

  it('may be anything', function () {
    this.timeout(60_000);
    const run = (text: string): void => {
      const { directives } = parseHttpd(text);
      for (const { nameSpan } of directives) assert.ok(nameSpan.end <= text.length);
      balancersOf(parseHttpd(text));
    };
    for (let end = 0; end <= VHOST.length; end++) run(VHOST.slice(0, end));
    for (let end = 0; end <= VHOST.length; end += 17) {
      const { failures } = check(
        ROOT,
        loadTexts(new Map(Object.entries({ ...FILES, 'vhost.conf': VHOST.slice(0, end) }))),
      );
      assert.deepEqual(failures, []);
    }
    run('<Proxy balancer://a>\n'.repeat(50_000));
    run('</Proxy>\n'.repeat(50_000));
    run('BalancerMember balancer://a http://a:80 \\\n'.repeat(20_000));
    run(`BalancerMember balancer://a ${'"'.repeat(100_001)}`);
    run(`BalancerMember balancer://a ${'\\'.repeat(100_001)}`);
    run(`<${'a'.repeat(1 << 20)}`);
    run(
      Array.from({ length: 20_000 }, (_, i) => `BalancerMember balancer://b${i} http://a${i}:80`).join('\n'),
    );
  });
});
