import { deepEqual, equal } from 'node:assert/strict';
import type { NodeSessions, SessionEntry } from '../../client/src/lab/lab';
import { groupSessions } from '../../client/src/views/sessions/group';

type Attributes = SessionEntry['attributes'];

const duke: Attributes = [
  { name: 'loginStatus', type: 'com.example.login.MemberVO', value: 'com.example.login.MemberVO@1b2c3d' },
];

function session(id: string, created: number, primary: boolean, attributes: Attributes = []): SessionEntry {
  return { id, created, lastAccessed: created + 1000, primary, attributes };
}

function node(name: string, sessions: readonly SessionEntry[], path = '/'): NodeSessions {
  return {
    node: name,
    contexts: [{ path, manager: 'DeltaManager', count: sessions.length, owned: sessions.length, sessions }],
  };
}

describe('sessions of a cluster', () => {
  it('are one entry each, with the nodes that hold them, oldest first', () => {
    const groups = groupSessions([
      node('tomcat1', [session('NEW', 20, true), session('OLD', 10, false)]),
      node('tomcat2', [session('OLD', 10, true)]),
    ]);
    deepEqual(
      groups.map(({ id, copies }) => [id, copies.map((copy) => [copy.node, copy.entry.primary])]),
      [
        [
          'OLD',
          [
            ['tomcat1', false],
            ['tomcat2', true],
          ],
        ],
        ['NEW', [['tomcat1', true]]],
      ],
    );
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
    ]);
    deepEqual(group?.nodes, ['tomcat1', 'tomcat2', 'tomcat3']);
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

  it('take two objects for equal that differ only in the identity their JVM prints', () => {
    const copy = duke.map((attribute) => ({ ...attribute, value: 'com.example.login.MemberVO@ffee00' }));
    const [group] = groupSessions([
      node('tomcat1', [session('A', 1, true, duke)]),
      node('tomcat2', [session('A', 1, false, copy)]),
    ]);
    deepEqual(group?.differing, []);
  });
});
