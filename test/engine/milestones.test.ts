import { strict as assert } from 'node:assert';
import { readLine } from '../../client/src/lab/logs/formats';
import type { LogRecord } from '../../client/src/lab/logs/record';
import { Milestones } from '../../client/src/lab/logs/milestones';

const after = (...lines: string[]): Milestones => {
  const milestones = new Milestones();
  let record: LogRecord | undefined;
  for (const line of lines) {
    record = readLine('tomcat', line, record);
    milestones.read(record);
  }
  return milestones;
};

const added = (address: string): string =>
  `23-Nov-2026 17:41:52.573 INFO [Tribes] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://${address}:4000,x,4000, alive=-1]]`;

describe('milestones in a Tomcat log', () => {
  it('knows the ready line of every release and language', () => {
    for (const line of [
      '23-Nov-2026 17:41:53.190 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [1465] milliseconds',
      '23-Nov-2026 17:41:53.190 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in 580 ms',
      '23-11월-2026 17:41:53.190 정보 [main] org.apache.catalina.startup.Catalina.start 서버가 [1,465] 밀리초 내에 시작되었습니다.',
    ]) {
      assert.equal(after(line).ready, true, line);
    }
  });

  it('does not take a refusal for it', () => {
    const line =
      '23-Nov-2026 17:41:53.190 SEVERE [main] org.apache.catalina.startup.Catalina.start The required Server component failed to start so Tomcat is unable to start.';
    assert.equal(after(line).ready, false);
  });

  it('knows the apps that do not start', () => {
    const said = (words: string): string =>
      `23-Nov-2026 17:41:53.190 SEVERE [main] org.apache.catalina.core.StandardContext.startInternal ${words}`;
    const { lostApps } = after(
      said('One or more components marked the context as not correctly configured'),
      said('Context [] startup failed due to previous errors'),
      said('이전 오류들로 인해 컨텍스트 [/shop]의 시작이 실패했습니다.'),
    );
    assert.deepEqual([...lostApps], ['', '/shop']);
  });

  it('counts the members that come and go, however their address is written', () => {
    const gone = added('{10, -43, 7, 10}')
      .replace('memberAdded', 'memberDisappeared')
      .replace('added', 'disappeared');
    assert.deepEqual(
      [...after(added('{10, -43, 7, 10}'), added('172.18.0.3')).members],
      ['10.213.7.10', '172.18.0.3'],
    );
    const six = ['{-3, 0, 0, -86, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}', 'fd00:aa:0:0:0:0:0:4'];
    assert.deepEqual([...after(...six.map(added)).members], ['fd00:aa:0:0:0:0:0:3', 'fd00:aa:0:0:0:0:0:4']);
    assert.deepEqual([...after(added('10.213.7.10'), gone).members], []);
  });

  it('knows what a node starts without, and the cause at the root', () => {
    const log = after(
      '23-Nov-2026 18:21:55.967 SEVERE [main] org.apache.catalina.util.LifecycleBase.handleSubClassException Failed to initialize component [Connector["https-jsse-nio-8443"]]',
      '\torg.apache.catalina.LifecycleException: Protocol handler initialization failed',
      '\t\tat org.apache.catalina.connector.Connector.initInternal(Connector.java:1068)',
      '\tCaused by: java.lang.IllegalArgumentException: Error creating SSLContext',
      '\t\t... 13 more',
      '\tCaused by: java.io.FileNotFoundException: /usr/local/tomcat/conf/none.crt (No such file or directory)',
      '23-Nov-2026 18:21:56.100 INFO [main] org.apache.catalina.core.StandardService.startInternal Starting service [Catalina]',
      '\tCaused by: java.lang.Error: of another',
      '23-Nov-2026 18:21:56.200 심각 [main] org.apache.catalina.util.LifecycleBase.handleSubClassException 구성요소 [StandardEngine[Catalina].StandardHost[localhost].StandardContext[/shop]]을(를) 시작하지 못했습니다.',
    );
    assert.deepEqual(
      [...log.dead],
      [
        [
          'Connector["https-jsse-nio-8443"]',
          'java.io.FileNotFoundException: /usr/local/tomcat/conf/none.crt (No such file or directory)',
        ],
        ['StandardEngine[Catalina].StandardHost[localhost].StandardContext[/shop]', ''],
      ],
    );
  });

  it('sees when a node is done with state transfer, and forgets all at a new start', () => {
    const milestones = after(
      '23-Nov-2026 17:41:53.014 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager []: skipping state transfer. No members active in cluster group.',
    );
    assert.equal(milestones.transferred, true);
    milestones.reset();
    assert.equal(milestones.ready, false);
    assert.equal(milestones.transferred, false);
    assert.equal(milestones.members.size, 0);
  });
});
