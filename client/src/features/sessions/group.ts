import type { ContextSessions, NodeSessions, SessionEntry } from '../../lab/lab';

/** One session of the cluster: what each node that holds it knows of it. */
export interface SessionGroup {
  /** Stable over refreshes. */
  readonly key: string;
  readonly id: string;
  readonly contextPath: string;
  readonly copies: readonly SessionCopy[];
  /** Every node of the lab, whether it holds the session or not. */
  readonly nodes: readonly string[];
  /** Those that run and did not answer: whether they hold it is not known. */
  readonly silent: readonly string[];
  /** Those that do not run: it is known that they hold nothing. */
  readonly down: readonly string[];
  /** The session's app on the nodes that answered, whether they hold the session or not. */
  readonly apps: ReadonlyMap<string, Pick<ContextSessions, 'manager' | 'started'>>;
  /** The nodes' own time when they were asked; undefined where they did not tell. */
  readonly now: number | undefined;
  /** Names of attributes that are not equal on all nodes that hold the session. */
  readonly differing: readonly string[];
}

export interface SessionCopy {
  readonly node: string;
  readonly manager: string;
  readonly entry: SessionEntry;
}

/**
 * What the nodes told, by session: the newest first, where somebody looks for the one that was just made. Of those the first
 * `limit`, of which it is known on which nodes they are, for every node tells its newest; and those of the IDs besides.
 */
export function groupSessions(
  nodes: readonly NodeSessions[],
  limit = Infinity,
  ids: readonly string[] = [],
): SessionGroup[] {
  const names = nodes.map(({ node }) => node);
  const silent = nodes.flatMap(({ node, error, down }) =>
    error === undefined || down === true ? [] : [node],
  );
  const down = nodes.filter((it) => it.down === true).map(({ node }) => node);
  const times = nodes.flatMap(({ now }) => now ?? []);
  const now = times.length > 0 ? Math.max(...times) : undefined;
  const copies = new Map<string, { id: string; contextPath: string; copies: SessionCopy[] }>();
  for (const { node, contexts } of nodes) {
    for (const { path, manager, sessions } of contexts) {
      for (const entry of sessions) {
        const key = `${path}#${entry.id}`;
        const group = copies.get(key) ?? { id: entry.id, contextPath: path, copies: [] };
        group.copies.push({ node, manager, entry: sorted(entry) });
        copies.set(key, group);
      }
    }
  }
  return [...copies]
    .map(([key, group]) => ({
      key,
      ...group,
      nodes: names,
      silent,
      down,
      apps: appsAt(group.contextPath, nodes),
      now,
      differing: differing(group.copies),
    }))
    .toSorted((a, b) => created(b) - created(a) || (a.id < b.id ? -1 : 1))
    .filter(({ id }, index) => index < limit || ids.includes(id));
}

/**
 * How many sessions the cluster has: where every node holds all of them, as many as one; where each holds a part, as many
 * as they own together.
 */
export function totalOf(nodes: readonly NodeSessions[]): number {
  const contexts = nodes.flatMap((node) => node.contexts);
  const paths = new Set(contexts.map(({ path }) => path));
  return [...paths]
    .map((path) => contexts.filter((context) => context.path === path))
    .map((same) =>
      Math.max(
        ...same.map(({ count }) => count),
        same.map(({ owned }) => owned).reduce((a, b) => a + b, 0),
      ),
    )
    .reduce((a, b) => a + b, 0);
}

const appsAt = (path: string, nodes: readonly NodeSessions[]): SessionGroup['apps'] =>
  new Map(
    nodes.flatMap(({ node, contexts }) =>
      contexts
        .filter((context) => context.path === path)
        .map(({ manager, started }) => [node, { manager, started }] as const),
    ),
  );

/** By name, so that the nodes' rows can be compared by eye: Tomcat gives them in the order of a hash. */
const sorted = (entry: SessionEntry): SessionEntry => ({
  ...entry,
  attributes: entry.attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
});

const created = ({ copies }: SessionGroup): number => Math.min(...copies.map(({ entry }) => entry.created));

function differing(copies: readonly SessionCopy[]): string[] {
  const names = new Set(copies.flatMap(({ entry }) => entry.attributes.map(({ name }) => name)));
  return [...names].filter((name) => new Set(copies.map((copy) => told(copy, name))).size > 1);
}

function told({ entry }: SessionCopy, name: string): string {
  const attribute = entry.attributes.find((candidate) => candidate.name === name);
  return attribute ? `${attribute.type} ${attribute.value}` : '';
}
