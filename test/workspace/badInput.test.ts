import assert from 'node:assert/strict';
import { check } from '../../server/src/workspace/check';
import { decode } from '../../server/src/workspace/encoding';
import { loadTexts, ROOT } from '../helpers/workspace';

/** What is said of one file, `line rule`; nothing may be thrown. */
function saidOf(path: string, text: string): readonly string[] {
  const checked = check(ROOT, loadTexts(new Map([[path, text]])), {});
  assert.deepEqual(checked.failures, []);
  assert.ok([...checked.model.names().allMade()].length >= 0);
  const lines = checked.files.get(`${ROOT}/${path}`)?.lines;
  return checked.diagnostics.map(
    ({ span, code }) => `${(lines?.positionAt(span.start).line ?? 0) + 1} ${code}`,
  );
}

const server = (inner = '', head = '<?xml version="1.0" encoding="UTF-8"?>'): string =>
  `${head}
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps">${inner}</Host>
    </Engine>
  </Service>
</Server>
`;

const CLUSTER = `
        <!-- Größe -->
        <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
          <Manager className="org.apache.catalina.ha.session.DeltaManager"/>
          <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
        </Cluster>`;

const FILES: readonly (readonly [path: string, text: string])[] = [
  ['conf/server.xml', server(CLUSTER)],
  [
    'app/META-INF/context.xml',
    `<!DOCTYPE Context [ <!ENTITY a "b"> ]>
<Context reloadable="false" path="/ä">
  <Manager pathname=""/><Parameter name='a' value="&a;"/>
  <![CDATA[ <x> ]]>
</Context>`,
  ],
  [
    'app/WEB-INF/web.xml',
    `\uFEFF<?xml version="1.0"?>
<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1">
  <distributable/>
  <session-config><session-timeout>30</session-timeout></session-config>
</web-app>`,
  ],
];

describe('files of Tomcat in which anything may stand', () => {
  for (const [path, text] of FILES)
    it(`are checked wherever ${path} ends`, function () {
      this.timeout(60_000);
      const bytes = Buffer.from(text);
      for (let end = 0; end < bytes.length; end++) {
        const cut = decode(bytes.subarray(0, end));
        if (cut) saidOf(path, cut.text);
      }
    });

  it('expand no entity', () => {
    const names = Array.from({ length: 40 }, (_, index) => `e${index}`);
    const declared = names.map((name, index) => {
      const before = names[index - 1];
      return `<!ENTITY ${name} "${before === undefined ? 'x' : `&${before};`.repeat(10)}">`;
    });
    const bomb = `<!DOCTYPE Server [\n${declared.join('\n')}\n]>`;
    assert.deepEqual(saidOf('conf/server.xml', server('&e39;', bomb)), []);
    const parameters = `<!DOCTYPE Server [ <!ENTITY % a "%b;%b;"> <!ENTITY % b "%a;%a;"> %a; ]>`;
    assert.deepEqual(saidOf('conf/server.xml', server('', parameters)), []);
    const outside = `<!DOCTYPE Server [ <!ENTITY passwd SYSTEM "file:///etc/passwd"> ]>`;
    assert.deepEqual(saidOf('conf/server.xml', server('&passwd;', outside)), []);
  });

  it('have values of a megabyte', () => {
    const long = 'a'.repeat(1 << 20);
    saidOf('conf/server.xml', server(`<Valve className="${long}"/>`));
    saidOf(
      'conf/server.xml',
      server(`<Valve className="org.apache.catalina.valves.${long}" ${long}="${long}"/>`),
    );
    const valve = (name: string, value: string): string =>
      `<Valve className="org.apache.catalina.valves.${name}" ${value}/>`;
    for (const value of [`allow="${'(a|'.repeat(1 << 18)}"`, `pattern="${'%h '.repeat(1 << 18)}"`])
      saidOf('conf/server.xml', server(valve('RemoteAddrValve', value) + valve('AccessLogValve', value)));
    const filter = '.*a'.repeat(1 << 18);
    saidOf('conf/server.xml', server(CLUSTER.replace('filter=""', `filter="${filter}"`)));
  });

  it('are 10,000 elements deep, of known and unknown names', function () {
    this.timeout(60_000);
    for (const name of ['Host', 'Realm', 'x']) {
      const deep = `<${name}>`.repeat(10_000) + `</${name}>`.repeat(10_000);
      saidOf('conf/server.xml', server(deep));
      saidOf('conf/server.xml', `<${name}>`.repeat(10_000));
      saidOf('app/WEB-INF/web.xml', `<web-app>${deep}</web-app>`);
    }
  });

  it('have sections, instructions and comments anywhere', () => {
    const text = server(CLUSTER);
    for (const piece of ['<![CDATA[ < & > ]]>', '<?php echo 1 ?>', '<!-- - -->', ']]>', '<!', '<?', '</'])
      for (let at = 0; at < text.length; at += 13)
        saidOf('conf/server.xml', text.slice(0, at) + piece + text.slice(at));
    assert.deepEqual(saidOf('conf/server.xml', server('<![CDATA[ ]]><?a b?><!-- c -->')), []);
  });

  it('have an attribute twice, in either case', () => {
    const twice = '<Context path="/a" docBase="/srv/a" path="/b"/>';
    assert.deepEqual(saidOf('conf/server.xml', server(twice)), ['6 tomcat/malformed-xml']);
    saidOf('conf/server.xml', server('<Context path="/a" Path="/b" docBase="/srv/a"/>'));
    saidOf('conf/server.xml', server(`<Context ${'a="1" '.repeat(20_000)}/>`));
  });

  it('are of other encodings than they say, or of one that is not read', () => {
    const text = server(CLUSTER);
    for (const encoding of ['utf16le', 'latin1', 'utf8'] as const)
      for (const mark of ['', '\uFEFF'])
        for (const named of ['UTF-8', 'UTF-16', 'ISO-8859-1', 'x-nosuch', '']) {
          const head = text.replace('encoding="UTF-8"', `encoding="${named}"`);
          const decoded = decode(Buffer.from(mark + head, encoding));
          if (decoded) saidOf('conf/server.xml', decoded.text);
        }
    assert.equal(decode(Buffer.from(text, 'utf16le')), undefined);
  });

  it('are a workers.properties of 100,000 lines, and of one line', function () {
    this.timeout(60_000);
    const lines = Array.from({ length: 100_000 }, (_, index) => `worker.w${index % 5000}.port=${index}`);
    saidOf('conf/workers.properties', `worker.list=w0\n${lines.join('\n')}\n`);
    saidOf('conf/workers.properties', `worker.list=${lines.join(',')}`);
    saidOf('conf/workers.properties', 'worker.list=\\\n'.repeat(100_000));
    saidOf('conf/workers.properties', `worker.${'a.'.repeat(100_000)}type=lb`);
  });
});
