import { deepEqual, equal } from 'node:assert/strict';
import type { LabNode, NodeSessions, SessionEntry } from '../../client/src/lab/lab';
import { groupSessions } from '../../client/src/features/sessions/group';
import { isTrouble, verdictOf, type Verdict } from '../../client/src/features/sessions/verdict';

const CREATED = 1_000_000;

interface Told {
  /** Undefined: does not hold it. */
  readonly has?: Record<string, string> | undefined;
  readonly owner?: boolean | undefined;
  readonly started?: number;
  readonly now?: number;
}

const entry = (attributes: Record<string, string>, primary: boolean | undefined): SessionEntry => ({
  id: 'A',
  created: CREATED,
  lastAccessed: CREATED,
  primary,
  attributes: Object.entries(attributes).map(([name, value]) => ({ name, type: 'java.lang.String', value })),
});

function node(
  name: string,
  { has, owner, started = 0, now = CREATED + 60_000 }: Told,
  manager = 'DeltaManager',
): NodeSessions {
  const sessions = has ? [entry(has, owner)] : [];
  return {
    node: name,
    now,
    contexts: [{ path: '/', manager, started, count: sessions.length, owned: 0, sessions }],
  };
}

const down = (name: string): NodeSessions => ({
  node: name,
  error: 'is not running',
  down: true,
  contexts: [],
});
const silent = (name: string): NodeSessions => ({ node: name, error: 'does not answer', contexts: [] });

const sees = (name: string, seen: readonly string[] | undefined): LabNode => ({
  name,
  role: 'tomcat',
  image: 'tomcat',
  state: 'running',
  ports: [],
  sees: seen,
});

function verdict(nodes: readonly NodeSessions[], lab: readonly LabNode[] = []): Verdict {
  const [session] = groupSessions(nodes);
  if (!session) throw new Error('no session');
  return verdictOf(session, lab);
}

const owned = { has: { user: 'duke' }, owner: true };
const copied = { has: { user: 'duke' }, owner: false };

describe('the verdict on a session', () => {
  it('is good where every node that runs holds the same', () => {
    equal(verdict([node('a', owned), node('b', copied)]).kind, 'same');
    equal(verdict([node('a', owned), node('b', copied), down('c')]).kind, 'same');
    equal(isTrouble(verdict([node('a', owned), node('b', copied)])), false);
  });

  it('says nothing bad of a node that did not answer, nor of a Manager that is not known', () => {
    equal(verdict([node('a', owned), silent('b')]).kind, 'here');
    equal(verdict([node('a', owned, 'ShopManager'), node('b', {}, 'ShopManager')]).kind, 'here');
    equal(verdict([node('a', { has: {}, owner: undefined }, 'StandardManager')]).kind, 'here');
  });

  it('tells a session that is not replicated, and one of the same ID that each node has for itself', () => {
    const alone = { has: {}, owner: undefined };
    const kept = verdict([node('a', alone, 'StandardManager'), node('b', {}, 'StandardManager')]);
    deepEqual([kept.kind, kept.holders, kept.missing], ['notReplicated', ['a'], ['b']]);
    equal(verdict([node('a', alone, 'StandardManager'), node('b', alone, 'StandardManager')]).kind, 'apart');
  });

  it('tells why a node lacks it: no app, not in the cluster, started later, or not known', () => {
    const old = [node('a', owned), node('b', {})];
    equal(verdict(old).kind, 'missing');
    deepEqual(verdict(old).missing, ['b']);
    equal(verdict([node('a', owned), { node: 'b', contexts: [] }]).kind, 'noApp');
    equal(verdict(old, [sees('a', []), sees('b', [])]).kind, 'unseen');
    equal(verdict(old, [sees('a', undefined), sees('b', [])]).kind, 'missing');
    equal(verdict([node('a', owned), node('b', { started: CREATED + 1 })]).kind, 'late');
    equal(verdict([node('a', owned), node('b', { started: CREATED + 1 }), node('c', {})]).kind, 'missing');
  });

  it('waits a moment for what was just used', () => {
    const now = CREATED + 1_000;
    equal(verdict([node('a', { ...owned, now }), node('b', { now })]).kind, 'lagging');
    const other = { has: { user: 'tux' }, owner: false, now };
    equal(verdict([node('a', { ...owned, now }), node('b', other)]).kind, 'lagging');
    equal(isTrouble(verdict([node('a', { ...owned, now }), node('b', other)])), false);
  });

  it('names attributes that are missing or different, and where', () => {
    const { kind, attributes } = verdict([
      node('a', { has: { user: 'duke', visits: '3', cart: 'x' }, owner: true }),
      node('b', { has: { user: 'duke', visits: '2' }, owner: false }),
      node('c', { has: { user: 'duke', visits: '3', cart: 'x', more: 'y' }, owner: false }),
    ]);
    equal(kind, 'attributes');
    deepEqual(attributes, [
      { name: 'cart', kind: 'missing', nodes: ['b'] },
      { name: 'more', kind: 'missing', nodes: ['a', 'b'] },
      { name: 'visits', kind: 'different', nodes: ['b'] },
    ]);
  });

  it('expects of BackupManager one copy beside the owner', () => {
    const backup = (name: string, told: Told): NodeSessions => node(name, told, 'BackupManager');
    equal(verdict([backup('a', owned), backup('b', copied), backup('c', {})]).kind, 'same');
    equal(verdict([backup('a', owned), backup('b', {}), backup('c', {})]).kind, 'missing');
    equal(verdict([backup('a', owned), down('b')]).kind, 'here');
  });

  it('says that what is masked was not compared', () => {
    const hidden = { has: { key: '••••' } };
    const { masked, kind } = verdict([
      node('a', { ...hidden, owner: true }),
      node('b', { ...hidden, owner: false }),
    ]);
    deepEqual([kind, masked], ['same', true]);
  });
});
