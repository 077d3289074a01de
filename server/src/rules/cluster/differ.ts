import { all } from '../../languages/text/suggest';
import type { Span } from '../../languages/text/span';
import type { ClusterModel, NodeGroup } from '../../cluster/model';
import type { Fix, Related, Severity } from '../define';
import { Edits } from '../support/edits';
import type { TextEdit } from '../../languages/text/span';
import { type Circle, circlesOf, type Difference, differenceOf, type Trait } from './circles';
import { type Peer, peerOf } from './peers';

/** What a node says of something on which its peers have to agree. */
export interface Said extends Trait {
  readonly peer: Peer;
  /** Where it says that, or does not. */
  readonly span: Span;
}

/** Nodes that say something else than their peers. */
export interface Deviation<T extends Said> {
  /** Nodes that agree with each other, of which one file is reported. */
  readonly own: readonly T[];
  readonly from: readonly [T, ...T[]];
  readonly circle: Circle;
  /** Whether a node is surely alone with what it says; several may be a cluster of their own, on purpose. */
  readonly isBroken: boolean;
  readonly at: T;
}

/** Each file in which nodes deviate from their peers. `read` is undefined for a node of which it is not known. */
export function* deviations<T extends Said>(
  group: NodeGroup,
  model: ClusterModel,
  read: (peer: Peer) => T | undefined,
): Generator<Deviation<T>> {
  // Where sessions are kept elsewhere nothing hangs on the Cluster.
  if (!group.intent) return;
  for (const circle of circlesOf(group)) {
    const said = circle.nodes.flatMap((node) => {
      const peer = peerOf(node, model);
      return (peer && read(peer)) ?? [];
    });
    const difference: Difference<T> | undefined = differenceOf(said);
    if (!difference) continue;
    const { reference, others } = difference;
    for (const own of others) {
      const isBroken = circle.isBalanced && own.length === 1 && said.length === circle.nodes.length;
      const files = new Set<string>();
      for (const at of own) {
        if (files.has(at.peer.file.path)) continue;
        files.add(at.peer.file.path);
        yield { own, from: reference, circle, isBroken, at };
      }
    }
  }
}

export const namesOf = (said: readonly Said[]): string => all(said.map(({ peer }) => peer.node.name));

/** `error` where a node is surely no part of the cluster. */
export const severityOf = ({ isBroken }: Deviation<Said>): { readonly severity?: Severity } =>
  isBroken ? { severity: 'error' } : {};

export const relatedTo = (said: readonly Said[], message: string): readonly Related[] => {
  const [first] = said;
  return first ? [{ path: first.peer.file.path, span: first.span, message }] : [];
};

/** One change of all files in which nodes of a circle differ from one of them. */
export function alignAll(
  nodes: Circle['nodes'],
  model: ClusterModel,
  title: string,
  editsOf: (peer: Peer) => readonly TextEdit[],
): Fix {
  const edits = new Edits();
  const done = new Set<string>();
  for (const node of nodes) {
    const peer = peerOf(node, model);
    if (!peer || done.has(peer.file.path)) continue;
    done.add(peer.file.path);
    const own = editsOf(peer);
    if (own.length > 0) edits.add(peer.file.path, ...own);
  }
  return { title, safe: false, edits: edits.byPath };
}
