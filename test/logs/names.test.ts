import { deepEqual, equal } from 'node:assert/strict';
import { NodeNames } from '../../client/src/lab/logs/names';

const early = '2026-11-23T16:42:12.000000001Z';
const late = '2026-11-23T16:52:12.000000001Z';

describe('names in place of addresses', () => {
  const names = new NodeNames();
  before(() => {
    names.learn('tomcat1', ['10.213.2.3'], '2026-11-23T16:42:00.5Z');
    names.learn('tomcat2', ['10.213.2.30'], '2026-11-23T16:42:00.5Z');
    // The two were stopped, and started in the other order.
    names.learn('tomcat2', ['10.213.2.3'], '2026-11-23T16:50:00.5Z');
    names.learn('tomcat1', ['10.213.2.30'], '2026-11-23T16:50:01.5Z');
  });
  const said = (text: string, stamp = early): string => names.inText(text, stamp);

  it('stand for an address as programs write it', () => {
    const texts: [string, string][] = [
      ['upstream=10.213.2.3:8080, 10.213.2.30:8080', 'upstream=tomcat1:8080, tomcat2:8080'],
      [
        'MemberImpl[tcp://{10, -43, 2, 3}:4000,{10, -43, 2, 3},4000, alive=1]',
        'MemberImpl[tcp://tomcat1:4000,tomcat1,4000, alive=1]',
      ],
      ['bound to:[/10.213.2.30:4000]', 'bound to:[/tomcat2:4000]'],
      ['upstream: "http://10.213.2.3:8080/a"', 'upstream: "http://tomcat1:8080/a"'],
      ['It is 10.213.2.3.', 'It is tomcat1.'],
      ['host:10.213.2.3 [::ffff:10.213.2.3]', 'host:tomcat1 [::ffff:10.213.2.3]'],
      // Nobody's.
      ['10.213.2.1 10.213.2.31 110.213.2.3 10.213.2.3.4 x10.213.2.3 {1, 2, 3, 4}', ''],
    ];
    for (const [text, named] of texts) equal(said(text), named || text);
  });

  it('come with the last start of each node, also of one that has the address of before', () => {
    const again = new NodeNames();
    again.learn('tomcat1', ['10.213.2.3'], early);
    again.learn('tomcat1', ['10.213.2.3'], late);
    again.learn('tomcat1', ['10.213.2.3'], late);
    deepEqual(
      again.addresses.map(({ since }) => since),
      [early, late],
    );
  });

  it('are those of the time of the line', () => {
    equal(said('10.213.2.3'), 'tomcat1');
    equal(said('10.213.2.3', late), 'tomcat2');
    equal(said('10.213.2.30', late), 'tomcat1');
    equal(names.addressOf('tomcat1'), '10.213.2.30');
  });

  it('are left out where nobody is known to have had the address yet', () => {
    equal(said('10.213.2.3', '2026-11-23T16:41:00.000000001Z'), '10.213.2.3');
    // Podman's stamps have whole seconds.
    equal(said('10.213.2.3', '2026-11-23T17:42:00+01:00'), 'tomcat1');
  });

  it('stand for an address of IPv6 as programs write it', () => {
    const six = new NodeNames();
    six.learn('tomcat1', ['10.213.2.3', 'fd00:aa::3'], '2026-11-23T16:42:00.5Z');
    six.learn('tomcat2', ['10.213.2.4', 'fd00:aa::'], '2026-11-23T16:42:00.5Z');
    const texts: [string, string][] = [
      ['upstream: "http://[fd00:aa::3]:8080/a"', 'upstream: "http://tomcat1:8080/a"'],
      ['upstream=[fd00:aa::3]:8080, 10.213.2.4:8080', 'upstream=tomcat1:8080, tomcat2:8080'],
      ['bound to:[/[fd00:aa:0:0:0:0:0:3]:4000]', 'bound to:[/tomcat1:4000]'],
      ['[tcp://fd00:aa:0:0:0:0:0:3:4000,x', '[tcp://tomcat1:4000,x'],
      ['tcp://{-3, 0, 0, -86, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}:4000', 'tcp://tomcat1:4000'],
      ['fd00:aa::3 - - [23/Nov/2026:16:42:12 +0000]', 'tomcat1 - - [23/Nov/2026:16:42:12 +0000]'],
      ['from FD00:AA::3%eth0, and fd00:aa:: too', 'from tomcat1, and tomcat2 too'],
      ['{10, -43, 2, 3} 10.213.2.3', 'tomcat1 tomcat1'],
      // Nobody's.
      ['::ffff:10.213.2.3 fd00:aa::4 [fd00:aa::31] xfd00:aa::3 fd00:aa::3:8080 a::b 1:2:3:4:5:6:7:8:9', ''],
      ['16:42:12 std::move(x) fd00:aa::3.4 fd00:aa:0:0:0:0:0:3:4:5 {1, 2, 3, 4}', ''],
    ];
    for (const [text, named] of texts) equal(six.inText(text, early), named || text);
  });

  it('are none before a node was started', () => {
    equal(new NodeNames().inText('10.213.2.3', early), '10.213.2.3');
  });
});
