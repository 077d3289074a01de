import { HIDDEN_VALUE, type LabNode } from '../../lab/lab';
import type { SessionCopy, SessionGroup } from './group';

/** A request may just have changed the session, and its change be on the way: replication follows the answer. */
const ON_THE_WAY_MS = 5_000;

/**
 * What the copies of a session say together. `same`: all nodes that should hold it hold the same. `here`: on these nodes,
 * and it is not known whether more should. `notReplicated`: its Manager keeps it to itself; `apart`: each node has one of
 * its own under the same ID. `noApp`, `unseen`, `late`, `missing`: not on some nodes, since they do not run the app, are
 * not seen by those that hold it, or started later; or for no reason that can be seen here. `attributes`: attributes are
 * missing or different. `lagging`: one of these, but the session was used so shortly before that it may still become right.
 */
export type VerdictKind =
  | 'same'
  | 'here'
  | 'notReplicated'
  | 'apart'
  | 'noApp'
  | 'unseen'
  | 'late'
  | 'missing'
  | 'attributes'
  | 'lagging';

export interface AttributeVerdict {
  readonly name: string;
  readonly kind: 'missing' | 'different';
  /** Where it is so: of a different one the nodes that do not have what the owner has. */
  readonly nodes: readonly string[];
}

export interface Verdict {
  readonly kind: VerdictKind;
  readonly holders: readonly string[];
  /** Nodes that should hold it, and do not. */
  readonly missing: readonly string[];
  readonly attributes: readonly AttributeVerdict[];
  readonly manager: string;
  /** Some values were masked, and not compared. */
  readonly masked: boolean;
}

/** The verdict on a session; `nodes` tell which others they see. Says nothing bad of what is not known. */
export function verdictOf(session: SessionGroup, nodes: readonly LabNode[]): Verdict {
  const { copies, nodes: all, silent, down, now } = session;
  const holders = copies.map(({ node }) => node);
  const lacking = all.filter(
    (node) => !holders.includes(node) && !silent.includes(node) && !down.includes(node),
  );
  const manager = copies[0]?.manager ?? '';
  const used = Math.max(...copies.map(({ entry }) => Math.max(entry.created, entry.lastAccessed)));
  const isFresh = now !== undefined && now - used < ON_THE_WAY_MS;
  const attributes = attributeVerdicts(copies);
  const masked = copies.some(({ entry }) =>
    entry.attributes.some(({ value }) => value.includes(HIDDEN_VALUE)),
  );
  const verdict = (kind: VerdictKind, missing: readonly string[] = []): Verdict => ({
    kind,
    holders,
    missing,
    attributes: kind === 'notReplicated' || kind === 'apart' ? [] : attributes,
    manager,
    masked,
  });
  if (copies.every(({ entry }) => entry.primary === undefined)) {
    if (all.length < 2) return verdict('here');
    return holders.length > 1 ? verdict('apart') : verdict('notReplicated', lacking);
  }
  const missing = missingOn(manager, holders, lacking);
  if (missing.length > 0) return verdict(whyMissing(session, missing, nodes, isFresh), missing);
  if (attributes.length > 0) return verdict(isFresh ? 'lagging' : 'attributes');
  const isPart = silent.length > 0 || holders.length < 2 || (lacking.length > 0 && manager !== BACKUP);
  return verdict(isPart ? 'here' : 'same');
}

/** Whether a person should look at it. */
export const isTrouble = ({ kind }: Verdict): boolean =>
  kind !== 'same' && kind !== 'here' && kind !== 'lagging';

const DELTA = 'DeltaManager';
const BACKUP = 'BackupManager';

/** DeltaManager keeps a session on every node, BackupManager on its owner and one other; of others nothing is known. */
function missingOn(
  manager: string,
  holders: readonly string[],
  lacking: readonly string[],
): readonly string[] {
  if (manager === DELTA) return lacking;
  return manager === BACKUP && holders.length < 2 ? lacking : [];
}

function whyMissing(
  { apps, copies }: SessionGroup,
  missing: readonly string[],
  nodes: readonly LabNode[],
  isFresh: boolean,
): VerdictKind {
  if (missing.every((node) => !apps.has(node))) return 'noApp';
  const sees = new Map(nodes.map((node) => [node.name, node.sees]));
  const holders = copies.map(({ node }) => node);
  const isUnseen = (node: string): boolean =>
    holders.every((holder) => sees.get(holder)?.includes(node) === false);
  if (missing.every(isUnseen)) return 'unseen';
  const created = Math.min(...copies.map(({ entry }) => entry.created));
  const startedLater = (node: string): boolean => (apps.get(node)?.started ?? 0) > created;
  if (missing.every(startedLater)) return 'late';
  return isFresh ? 'lagging' : 'missing';
}

function attributeVerdicts(copies: readonly SessionCopy[]): AttributeVerdict[] {
  const names = [...new Set(copies.flatMap(({ entry }) => entry.attributes.map(({ name }) => name)))];
  const owner = copies.find(({ entry }) => entry.primary === true) ?? copies[0];
  return names.toSorted().flatMap((name): AttributeVerdict[] => {
    const missing = copies.filter((copy) => told(copy, name) === undefined).map(({ node }) => node);
    const own =
      (owner && told(owner, name)) ?? copies.map((copy) => told(copy, name)).find((it) => it !== undefined);
    const different = copies
      .filter((copy) => told(copy, name) !== undefined && told(copy, name) !== own)
      .map(({ node }) => node);
    return [
      ...(missing.length > 0 ? [{ name, kind: 'missing', nodes: missing } as const] : []),
      ...(different.length > 0 ? [{ name, kind: 'different', nodes: different } as const] : []),
    ];
  });
}

function told({ entry }: SessionCopy, name: string): string | undefined {
  const found = entry.attributes.find((attribute) => attribute.name === name);
  return found && `${found.type} ${found.value}`;
}
