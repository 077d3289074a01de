import { deepEqual, equal } from 'node:assert/strict';
import type { NodeSessions, SessionEntry } from '../../client/src/lab/lab';
import { groupSessions, totalOf } from '../../client/src/features/sessions/group';

type Attributes = SessionEntry['attributes'];

const duke: Attributes = [
  { name: 'loginStatus', type: 'com.example.login.MemberVO', value: 'MemberVO { id: duke }' },
];

function session(id: string, created: number, primary: boolean, attributes: Attributes = []): SessionEntry {
  return { id, created, lastAccessed: created + 1000, primary, attributes };
}

function node(name: string, sessions: readonly SessionEntry[], path = '/'): NodeSessions {
  return {
    node: name,
    contexts: [
      { path, manager: 'DeltaManager', started: 0, count: sessions.length, owned: sessions.length, sessions },
    ],
  };
}

describe('sessions of a cluster', () => {
  it('are one entry each, with the nodes that hold them, newest first', () => {
    const groups = groupSessions([
      node('tomcat1', [session('NEW', 20, true), session('OLD', 10, false)]),
      node('tomcat2', [session('OLD', 10, true)]),
    ]);
    deepEqual(
      groups.map(({ id, copies }) => [id, copies.map((copy) => [copy.node, copy.entry.primary])]),
      [
        ['NEW', [['tomcat1', true]]],
        [
          'OLD',
          [
            ['tomcat1', false],
            ['tomcat2', true],
          ],
        ],
      ],
    );
  });

  it('are the newest ones where not all are asked for, and those that were looked for', () => {
    const all = ['A', 'B', 'C', 'D'].map((id, index) => session(id, index, true));
    const ids = groupSessions([node('tomcat1', all), node('tomcat2', all.slice(2))], 2, ['A']);
    deepEqual(
      ids.map(({ id, copies }) => `${id} ${copies.length}`),
      ['D 2', 'C 2', 'A 1'],
    );
  });

  it('are as many as one node holds where each holds all, and as many as are owned where each holds a part', () => {
    const counted = (name: string, count: number, owned: number, path = '/'): NodeSessions => ({
      node: name,
      contexts: [{ path, manager: 'M', started: 0, count, owned, sessions: [] }],
    });
    equal(totalOf([counted('tomcat1', 10_000, 4_000), counted('tomcat2', 10_000, 6_000)]), 10_000);
    // The owner of some is gone.
    equal(
      totalOf([counted('tomcat1', 10, 4), { node: 'tomcat2', error: 'is not running', contexts: [] }]),
      10,
    );
    // BackupManager, three nodes; then no replication at all.
    equal(totalOf([counted('a', 6, 3), counted('b', 6, 3), counted('c', 6, 3)]), 9);
    equal(totalOf([counted('a', 2, 2), counted('b', 3, 3)]), 5);
    equal(totalOf([counted('a', 2, 2), counted('a', 3, 3, '/shop')]), 5);
    equal(totalOf([]), 0);
  });

  it('are told apart by their context', () => {
    const groups = groupSessions([
      node('tomcat1', [session('A', 1, true)]),
      node('tomcat2', [session('A', 1, true)], '/shop'),
    ]);
    deepEqual(groups.map(({ contextPath }) => contextPath).toSorted(), ['/', '/shop']);
    equal(new Set(groups.map(({ key }) => key)).size, 2);
  });

  it('have their attributes in the same order on every node', () => {
    const names = ['visits', 'loginStatus'].map((name) => ({ name, type: 'java.lang.String', value: 'x' }));
    const [group] = groupSessions([
      node('tomcat1', [session('A', 1, true, names)]),
      node('tomcat2', [session('A', 1, false, names.toReversed())]),
    ]);
    for (const { entry } of group?.copies ?? [])
      deepEqual(
        entry.attributes.map(({ name }) => name),
        ['loginStatus', 'visits'],
      );
    equal(group?.copies.length, 2);
  });

  it('keep their keys when their content changes', () => {
    const [before] = groupSessions([node('tomcat1', [session('A', 1, true)])]);
    const [after] = groupSessions([node('tomcat1', [session('A', 1, false, duke)]), node('tomcat2', [])]);
    equal(before?.key, after?.key);
  });

  it('know every node, also one that does not answer', () => {
    const [group] = groupSessions([
      node('tomcat1', [session('A', 1, true)]),
      node('tomcat2', []),
      { node: 'tomcat3', error: 'does not answer', contexts: [] },
      { node: 'tomcat4', error: 'is not running', down: true, contexts: [] },
    ]);
    deepEqual(group?.nodes, ['tomcat1', 'tomcat2', 'tomcat3', 'tomcat4']);
    deepEqual(group?.silent, ['tomcat3']);
  });

  it('name the attributes that are missing or other on a node', () => {
    const [group] = groupSessions([
      node('tomcat1', [
        session('A', 1, true, [...duke, { name: 'visits', type: 'java.lang.Integer', value: '3' }]),
      ]),
      node('tomcat2', [session('A', 1, false, [{ name: 'visits', type: 'java.lang.Integer', value: '2' }])]),
    ]);
    deepEqual(group?.differing, ['loginStatus', 'visits']);
  });
});
