import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { failures } from '../../../client/src/lab/logs/explain';
import { acceptCorpus, explanationsOf, readCorpus, summaryOf } from './corpus';

const told = (...lines: string[]): string[] =>
  explanationsOf(lines.join('\n')).map(
    ({ failure, subject, count }) => `${failure} ${subject ?? '-'} ${count}`,
  );

const REFUSED = [
  'Servlet.service() for servlet [a] threw exception',
  'java.lang.IllegalArgumentException: setAttribute: Non-serializable attribute [key]',
  '\tat org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1416)',
  '\tat shop.LoginServlet.doPost(LoginServlet.java:33)',
];
const STORY = 'attribute-not-serializable key 1';

describe('failures of real servers, explained', () => {
  // Somebody reads what is written then.
  if (process.env['CLUSTER_LAB_ACCEPT'] === '1') acceptCorpus(readCorpus());
  const sections = readCorpus();

  it('are some forty, of four Tomcats, two nginx and six languages', () => {
    const kinds = new Set(sections.flatMap(({ log }) => explanationsOf(log).map(({ failure }) => failure)));
    assert.ok(kinds.size >= 40, [...kinds].join(', '));
    for (const word of ['8.5.', '9.0.', '10.1.', '11.0.', 'nginx 1.22', 'nginx 1.31'])
      assert.ok(
        sections.some(({ title }) => title.includes(word)),
        word,
      );
  });

  for (const { file, title, log, expected } of sections)
    it(`${file.replace('.txt', '')}: ${title}`, () => assert.equal(summaryOf(explanationsOf(log)), expected));

  it('name rules that exist', () => {
    for (const { rules } of Object.values(failures))
      for (const rule of rules) assert.ok(existsSync(`docs/rules/${rule}.md`), rule);
  });

  it('say what happened, why and what to do', () => {
    for (const [id, { says }] of Object.entries(failures))
      for (const facts of [{}, { subject: 'x', detail: 'y' }])
        for (const sentence of says(facts)) assert.match(sentence, /^[^{}]+[.]$/, id);
  });
});

describe('logs as they come', () => {
  it('with the prefixes of Compose, each node for itself', () => {
    const lines = REFUSED.flatMap((line) => [`tomcat1  | ${line}`, `tomcat2  | INFO something else`]);
    assert.deepEqual(told(...lines), [STORY]);
  });

  it('with the stamps of docker logs -t', () => {
    assert.deepEqual(told(...REFUSED.map((line) => `2026-11-29T12:00:01.123456789Z ${line}`)), [STORY]);
  });

  it('in the two lines of Tomcat 7', () => {
    assert.deepEqual(
      told(
        'Nov 29, 2026 12:00:01 PM org.apache.catalina.ha.session.DeltaManager waitForSendAllSessions',
        'SEVERE: Manager [localhost#/shop]: No session state send at 11/29/26 11:59 AM received, timing out after 60,054 ms.',
        'Nov 29, 2026 12:00:01 PM org.apache.catalina.core.StandardWrapperValve invoke',
        `SEVERE: ${REFUSED[0]}`,
        ...REFUSED.slice(1),
      ),
      [STORY],
    );
  });

  it('of Spring Boot', () => {
    assert.deepEqual(
      told(
        '2026-11-29 12:00:01.123 ERROR 4711 --- [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() threw exception',
        '',
        ...REFUSED.slice(1),
      ),
      [STORY],
    );
  });

  it('of an older JDK, and with a layout of somebody’s own', () => {
    const trace = [
      'java.io.NotSerializableException: shop.Cart',
      '\tat java.io.ObjectOutputStream.writeObject0(ObjectOutputStream.java:1183)',
      '\tat org.apache.catalina.ha.session.DeltaRequest.serialize(DeltaRequest.java:308)',
    ];
    const said = 'replication-not-serializable shop.Cart 1';
    assert.deepEqual(
      told(
        'Jun 05, 2017 5:38:14 PM org.apache.catalina.ha.session.DeltaManager requestCompleted',
        'Grave: Unable to serialize delta request for sessionid [8340.a]',
        ...trace,
      ),
      [said],
    );
    assert.deepEqual(
      told(
        '2018-02-23 14:40:45,865[nio-8080-exec-4]  [ERROR] [.a.c.t.t.AbstractReplicatedMap 477]  - Unable to diff object.',
        ...trace,
      ),
      [said],
    );
  });

  it('printed by an app, one trace right after the other, each for itself', () => {
    const [, ...trace] = REFUSED;
    const printed = Array.from({ length: 1000 }, () => trace).flat();
    assert.deepEqual(told(...printed, 'java.lang.Error: another', '\tat a.B.c(B.java:1)'), [
      'attribute-not-serializable key 1000',
    ]);
  });

  it('with Windows line ends', () => {
    assert.deepEqual(told(...REFUSED.map((line) => `${line}\r`)), [STORY]);
  });

  it('are silent where an app looks for a class that may be missing', () => {
    assert.deepEqual(
      told(
        '29-Nov-2026 12:00:00.000 INFO [main] com.example.Features.find no metrics',
        '\tjava.lang.ClassNotFoundException: io.micrometer.core.Meter',
        '\t\tat java.base/java.lang.Class.forName(Class.java:1)',
      ),
      [],
    );
  });

  it('are silent where an app says what a Tomcat would say', () => {
    assert.deepEqual(
      told(
        '2026-11-29 12:00:01.123 ERROR 1 --- [main] com.example.Mail : Failed to decrypt message',
        'Failed to decrypt message',
        '2026-11-29 12:00:01.123 ERROR 1 --- [main] com.example.Features : no metrics',
        'java.lang.ClassNotFoundException: io.micrometer.core.Meter',
        '\tat java.base/java.lang.Class.forName(Class.java:1)',
      ),
      [],
    );
  });

  it('are silent where an app prints the words of nginx and of Tomcat, or catches what it throws', () => {
    const app = (level: string, message: string): string =>
      `29-Nov-2026 12:00:00.000 ${level} [exec-1] com.example.Monitor.look ${message}`;
    assert.deepEqual(
      told(
        app('SEVERE', 'connect() failed (111: Connection refused) while connecting to upstream'),
        'no live upstreams while connecting to upstream "shops"',
        'the page says: host not found in upstream "tomcat9"',
        app('WARNING', 'Unable to send message through cluster sender.'),
        app('INFO', 'tried another port'),
        '\tjava.net.BindException: Address already in use',
        '\t\tat java.base/sun.nio.ch.Net.bind0(Native Method)',
        app('SEVERE', 'tried another class'),
        '\tjava.lang.ClassNotFoundException: com.example.Old',
        '\t\tat java.base/java.lang.Class.forName(Class.java:1)',
        app('SEVERE', 'the cache is not written'),
        '\tjava.io.NotSerializableException: com.example.Page',
        '\t\tat java.base/java.io.ObjectOutputStream.writeObject0(ObjectOutputStream.java:1187)',
        '\t\tat com.example.Cache.write(Cache.java:9)',
        '\t\tat org.apache.catalina.core.StandardWrapperValve.invoke(StandardWrapperValve.java:173)',
        '\t\tat org.apache.catalina.ha.session.JvmRouteBinderValve.invoke(JvmRouteBinderValve.java:193)',
        '\t\tat org.apache.catalina.ha.tcp.ReplicationValve.invoke(ReplicationValve.java:350)',
      ),
      [],
    );
  });

  it('give an app that did not start the cause that its thread told at that moment, and no other', () => {
    const at = (time: string, logger: string, message: string): string =>
      `29-Nov-2026 ${time} SEVERE [exec-1] org.apache.catalina.core.${logger} ${message}`;
    const failed = (time: string): string =>
      at(time, 'StandardContext.startInternal', 'Context [/shop] startup failed due to previous errors');
    const thrown = [
      at('12:00:00.000', 'StandardWrapperValve.invoke', 'Servlet.service() threw exception'),
      '\tjava.lang.NullPointerException',
      '\t\tat shop.Shop.doGet(Shop.java:11)',
    ];
    const why = (...lines: readonly string[]): string | undefined =>
      explanationsOf(lines.join('\n')).find(({ failure }) => failure === 'deployment-failed')?.why;
    assert.match(why(...thrown, failed('12:00:01.000')) ?? '', /NullPointerException/);
    assert.match(why(...thrown, failed('12:05:00.000')) ?? '', /messages before this one/);
    const other = failed('12:00:01.000')
      .replace('SEVERE', 'INFO')
      .replace(/core.*/, 'startup.HostConfig.deployWAR Deploying [/srv/shop.war]');
    assert.match(why(...thrown, other, failed('12:00:02.000')) ?? '', /messages before this one/);
  });

  it('tell of the shutdown port in the words of Tomcat 8.0', () => {
    assert.deepEqual(
      told(
        '29-Nov-2026 12:00:00.000 SEVERE [main] org.apache.catalina.core.StandardServer.await StandardServer.await: create[localhost:8005]: ',
        ' java.net.BindException: Address already in use (Bind failed)',
        '\tat java.net.PlainSocketImpl.socketBind(Native Method)',
      ),
      ['port-in-use 8005 1'],
    );
  });

  it('tell of a node that stays alone, and not of one that waits for the others', () => {
    const at = (time: string, method: string, message: string): string =>
      `29-Nov-2026 ${time} INFO [main] org.apache.catalina.ha.${method} ${message}`;
    const alone = at(
      '12:00:00.000',
      'session.DeltaManager.getAllClusterSessions',
      'Manager [localhost#/shop]: skipping state transfer. No members active in cluster group.',
    );
    const joined = at('12:00:40.000', 'tcp.SimpleTcpCluster.memberAdded', 'Replication member added:[x]');
    const later = at('12:05:00.000', 'tcp.Other.thing', 'something');
    assert.deepEqual(told(alone, later), ['alone - 1']);
    assert.deepEqual(told(alone, joined, later), []);
    const anew = later.replace('ha.tcp.Other.thing', 'core.StandardService.startInternal');
    assert.deepEqual(told(alone, anew, later), []);
    assert.deepEqual(told(alone, later.replace('12:05', '12:00')), []);
  });

  it('do not take a roll of the nodes for flapping', () => {
    const gone = (minute: number): string =>
      `29-Nov-2026 12:${minute}:00.000 INFO [x] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberDisappeared Received member disappeared:[MemberImpl[tcp://10.0.0.7:4000]]`;
    assert.deepEqual(told(gone(10), gone(30), gone(50)), []);
    assert.deepEqual(told(gone(10), gone(12), gone(14), gone(16)), ['flapping 10.0.0.7:4000 2']);
  });

  it('tell apart so many subjects and no more', () => {
    const lines = Array.from(
      { length: 300 },
      (_, port) =>
        `2026/11/29 12:00:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: a, request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:${port}/", host: "a"`,
    );
    const explanations = explanationsOf(lines.join('\n'));
    assert.equal(explanations.length, 51);
    assert.equal(
      explanations.reduce((sum, { count }) => sum + count, 0),
      300,
    );
  });
});
