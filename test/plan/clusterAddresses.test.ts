import assert from 'node:assert/strict';
import type { Deployment } from '../../server/src/protocol';
import { adaptationsOf, changedLines, nodeOf, planFor, serverXml, textAt } from './planned';

const SERVER_XML = '/usr/local/tomcat/conf/server.xml';
const VALVE = /<Valve className="org\.apache\.catalina\.valves\.AccessLogValve" directory="\/dev"[^>]*\/>/g;

/** A Cluster, each of its elements on a line of its own. */
const cluster = (...elements: readonly string[]): string =>
  `<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"><Channel>\n${elements.join('\n')}\n</Channel></Cluster>`;
const receiver = (attributes: string): string =>
  `<Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" ${attributes}/>`;
const members = (...list: readonly string[]): string =>
  `<Membership className="org.apache.catalina.tribes.membership.StaticMembershipService">\n${list.join('\n')}\n</Membership>`;
const member = (attributes: string): string =>
  `<Member className="org.apache.catalina.tribes.membership.StaticMember" ${attributes}/>`;

/** Nodes in folders of their own, with what stands in their Engine. */
const bases = (engines: readonly string[], connectors?: string): Record<string, string> =>
  Object.fromEntries(
    engines.map((engine, index) => [
      `tomcat${index + 1}/conf/server.xml`,
      serverXml({ engine, ...(connectors !== undefined && { connectors }) }),
    ]),
  );

/** What changed in the file of a node but for the access log: the new lines. */
function changesOf(texts: Record<string, string>, plan: Deployment, name: string): readonly string[] {
  const before = texts[`${name}/conf/server.xml`] ?? '';
  const after = textAt(nodeOf(plan, name), SERVER_XML).replaceAll(VALVE, '');
  return Object.values(changedLines(before, after)).map(([, now]) => now.trim());
}

const titles = (plan: Deployment): readonly string[] =>
  [...adaptationsOf(plan, 'cluster-address'), ...adaptationsOf(plan, 'listen-address')].map(
    ({ title }) => title,
  );

describe('addresses of a cluster that no container has', () => {
  it('are those of the containers: connectors, receivers and the interface of multicast', () => {
    const engine = cluster(
      '<Membership className="org.apache.catalina.tribes.membership.McastService" bind="10.0.0.5" address="228.0.0.4"/>',
      receiver('address="10.0.0.5" port="4000"'),
    );
    const texts = bases([engine, engine], '<Connector port="8080" protocol="HTTP/1.1" address="127.0.0.1"/>');
    const plan = planFor(texts);
    assert.deepEqual(changesOf(texts, plan, 'tomcat1'), [
      '<Connector port="8080" protocol="HTTP/1.1" address="0.0.0.0"/>',
      '<Membership className="org.apache.catalina.tribes.membership.McastService"  address="228.0.0.4"/>',
      receiver('address="auto" port="4000"'),
    ]);
    assert.deepEqual(titles(plan).slice(0, 2), [
      'Multicast uses the network of the container, not 10.0.0.5',
      'The Receiver listens on the address of its container, not on 10.0.0.5',
    ]);
    assert.ok(
      titles(plan).includes('The Connector listens on all addresses of its container, not on 127.0.0.1'),
    );
  });

  it('stay where they are those of any container, or are not known', () => {
    const engine = cluster(receiver('address="auto"'), receiver('address="${receiver.address}"'));
    const texts = bases([engine, engine], '<Connector port="8080" address="0.0.0.0"/>');
    const plan = planFor(texts);
    assert.deepEqual(changesOf(texts, plan, 'tomcat1'), []);
    assert.deepEqual(titles(plan), []);
  });

  it('are told by the ports of Receivers, where all nodes lie on one machine', () => {
    const texts = bases(
      [1, 2].map((own) =>
        cluster(
          members(
            '<LocalMember className="org.apache.catalina.tribes.membership.StaticMember"/>',
            member(`host="localhost" port="${4003 - own}"`),
          ),
          receiver(`address="127.0.0.1" port="${4000 + own}"`),
        ),
      ),
    );
    const plan = planFor(texts);
    assert.deepEqual(
      ['tomcat1', 'tomcat2'].map((name) => changesOf(texts, plan, name)[0]),
      [member('host="tomcat2" port="4002"'), member('host="tomcat1" port="4001"')],
    );
    assert.ok(titles(plan).includes('The static member localhost:4002 is tomcat2'));
  });

  it('are told by the addresses of Receivers, and else by their place', () => {
    const list = ['10.0.0.5', '10.0.0.6', '10.0.0.9'].map((host) => member(`host="${host}" port="4000"`));
    const texts = bases(
      ['10.0.0.6', '10.0.0.5', '10.0.0.7'].map((address) =>
        cluster(members(...list), receiver(`address="${address}" port="4000"`)),
      ),
    );
    const changes = changesOf(texts, planFor(texts), 'tomcat3');
    assert.deepEqual(changes.slice(0, 3), [
      member('host="tomcat2" port="4000"'),
      member('host="tomcat1" port="4000"'),
      member('host="tomcat3" port="4000"'),
    ]);
  });

  it('leave names of nodes as they are, and a node out of its own list', () => {
    const texts = bases(
      [1, 2, 3].map((own) =>
        cluster(
          members(
            ...[1, 2, 3]
              .filter((other) => other !== own)
              .map((other) =>
                member(`host="${own === 1 ? `tomcat${other}` : `10.0.0.${other}`}" port="4000"`),
              ),
          ),
        ),
      ),
    );
    const plan = planFor(texts);
    assert.deepEqual(changesOf(texts, plan, 'tomcat1'), []);
    assert.deepEqual(changesOf(texts, plan, 'tomcat2'), [
      member('host="tomcat1" port="4000"'),
      member('host="tomcat3" port="4000"'),
    ]);
  });

  it('take the port of the Receiver that a member of that name has', () => {
    const texts = bases([
      cluster(members(member('host="tomcat2" port="4000"'))),
      cluster(receiver('address="auto" port="4100"')),
    ]);
    assert.deepEqual(changesOf(texts, planFor(texts), 'tomcat1'), [member('host="tomcat2" port="4100"')]);
  });
});
