import { strict as assert } from 'node:assert';
import { readLine } from '../../client/src/lab/logs/formats';
import type { LogRecord } from '../../client/src/lab/logs/record';
import type { LabError } from '../../client/src/lab/lab';
import { whyItEnded as whyRead, type Exit } from '../../client/src/lab/refusal';
import type { ContainerPlan } from '../../server/src/protocol';

const plan = (role: 'nginx' | 'tomcat', target: string, origin: string): ContainerPlan => ({
  name: role === 'nginx' ? 'nginx' : 'tomcat1',
  role,
  image: 'image',
  aliases: [],
  env: {},
  ports: [],
  memoryBytes: 1,
  files: [{ target, origin, content: { kind: 'text', text: '' } }],
});
const ended = { code: 1, outOfMemory: false };

/** Of lines as a container writes them. */
function whyItEnded(container: ContainerPlan, lines: readonly string[], exit: Exit | undefined): LabError {
  let record: LogRecord | undefined;
  const said = lines.map((text) => ({ text, record: (record = readLine(container.role, text, record)) }));
  return whyRead(container, said, exit);
}

describe('why a container ended', () => {
  it("is nginx's own word on the user's line", () => {
    const nginx = plan('nginx', '/etc/nginx/conf.d/app.conf', '/home/me/site/conf.d/app.conf');
    const error = whyItEnded(
      nginx,
      [
        '2026/11/23 17:41:50 [emerg] 1#1: unknown directive "proxy_pas" in /etc/nginx/conf.d/app.conf:24',
        'nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/app.conf:24',
      ],
      ended,
    );
    assert.equal(error.kind, 'nginx-refused');
    assert.equal(error.message, 'nginx refuses the configuration: unknown directive "proxy_pas".');
    assert.deepEqual(error.detail.place, { file: '/home/me/site/conf.d/app.conf', line: 23 });
    assert.match(error.nextStep, /Fix line 24 of app\.conf/);
  });

  it('names the file of the container where it is none of the user', () => {
    const error = whyItEnded(
      plan('nginx', '/etc/nginx/nginx.conf', '/home/me/nginx.conf'),
      [
        'nginx: [emerg] open() "/etc/nginx/mime.types" failed (2: No such file or directory) in /etc/nginx/other.conf:3',
      ],
      ended,
    );
    assert.match(error.message, /mime\.types.* in \/etc\/nginx\/other\.conf:3/);
    assert.equal(error.detail.place, undefined);
  });

  it("is the place of Tomcat's parser in the user's server.xml", () => {
    const tomcat = plan('tomcat', '/usr/local/tomcat/conf/server.xml', '/home/me/server.xml');
    const error = whyItEnded(
      tomcat,
      [
        '23-Nov-2026 18:00:00.000 SEVERE [main] org.apache.tomcat.util.digester.Digester.fatalError Parse fatal error at line [12] column [3]',
        'org.xml.sax.SAXParseException; systemId: file:/usr/local/tomcat/conf/server.xml; lineNumber: 12; columnNumber: 3; The element type "Host" must be terminated by the matching end-tag "</Host>".',
        '23-Nov-2026 18:00:00.001 SEVERE [main] org.apache.catalina.startup.Catalina.start Cannot start server, server instance is not configured',
      ],
      ended,
    );
    assert.equal(error.kind, 'tomcat-refused');
    assert.match(error.message, /The element type "Host" must be terminated/);
    assert.deepEqual(error.detail.place, { file: '/home/me/server.xml', line: 11 });
  });

  it('is the class that is not there, and where it is named', () => {
    const tomcat = plan('tomcat', '/usr/local/tomcat/conf/server.xml', '/home/me/server.xml');
    const error = whyItEnded(
      tomcat,
      [
        '23-Nov-2026 18:21:42.148 SEVERE [main] org.apache.catalina.startup.Catalina.parseServerXml Unable to load',
        '\torg.xml.sax.SAXParseException; systemId: file:/usr/local/tomcat/conf/server.xml; lineNumber: 3; columnNumber: 43; Error at line [3] column [43]: [com.example.Nope]',
        '\t\tat org.apache.tomcat.util.digester.Digester.createSAXException(Digester.java:2069)',
        '\tCaused by: java.lang.ClassNotFoundException: com.example.Nope',
        '\t\t... 21 more',
        '23-Nov-2026 18:21:42.149 SEVERE [main] org.apache.catalina.startup.Bootstrap.main Cannot start server. Server instance is not configured.',
      ],
      ended,
    );
    assert.equal(
      error.message,
      'tomcat1: Tomcat does not start with this configuration: java.lang.ClassNotFoundException: com.example.Nope.',
    );
    assert.deepEqual(error.detail.place, { file: '/home/me/server.xml', line: 2 });
  });

  it('is no fault of the configuration where Tomcat was up, or was killed while it started', () => {
    const tomcat = plan('tomcat', '/usr/local/tomcat/conf/server.xml', '/home/me/server.xml');
    const loaded =
      '23-Nov-2026 18:21:42.148 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [402] milliseconds';
    const up =
      '23-Nov-2026 18:21:43.148 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [929] milliseconds';
    for (const lines of [[loaded], [loaded, up]]) {
      const error = whyItEnded(tomcat, lines, { code: 137, outOfMemory: false });
      assert.equal(error.kind, 'node-failed');
      assert.match(error.message, /^tomcat1 was killed; its last line: .*milliseconds\.$/);
      assert.match(error.nextStep, /If nobody killed it, the \d+ MB of its container were not enough\.$/);
    }
  });

  it('says that it ran out of memory, or out of time, with its last line', () => {
    const tomcat = plan('tomcat', '/x', '/x');
    const hungry = whyItEnded({ ...tomcat, memoryBytes: 512 * 1024 * 1024 }, ['busy'], {
      code: 137,
      outOfMemory: true,
    });
    assert.equal(
      hungry.message,
      'tomcat1 ran out of memory: it used more than the 512 MB of its container; its last line: busy.',
    );
    assert.match(hungry.nextStep, /-Xmx in CATALINA_OPTS/);
    assert.match(
      whyItEnded(tomcat, [], undefined).message,
      /tomcat1 did not start in time; it logged nothing/,
    );
  });

  it('is a crash, a stop, or a code', () => {
    const tomcat = plan('tomcat', '/x', '/x');
    const words = [134, 139, 143, 3].map(
      (code) => whyItEnded(tomcat, [], { code, outOfMemory: false }).message,
    );
    assert.deepEqual(words, [
      'tomcat1 crashed; it logged nothing.',
      'tomcat1 crashed; it logged nothing.',
      'tomcat1 was stopped; it logged nothing.',
      'tomcat1 ended with exit code 3; it logged nothing.',
    ]);
  });

  it('is a name that nginx cannot find, and what to do about it', () => {
    const nginx = plan('nginx', '/etc/nginx/nginx.conf', '/home/me/nginx.conf');
    const error = whyItEnded(
      nginx,
      ['nginx: [emerg] host not found in upstream "tomcat9:8080" in /etc/nginx/nginx.conf:7'],
      ended,
    );
    assert.equal(
      error.message,
      'nginx refuses the configuration: host not found in upstream "tomcat9:8080".',
    );
    assert.match(error.nextStep, /nothing that runs in the lab has the name tomcat9: start that node/);
    assert.deepEqual(error.detail.place, { file: '/home/me/nginx.conf', line: 6 });
  });
});
