import type { NodeGroup, TomcatNode } from '../../cluster/model';

/** Nodes that have to agree on what makes a cluster of them. */
export interface Circle {
  readonly nodes: readonly TomcatNode[];
  /** Whether a balancer takes one of them for the other; else they only serve the same app. */
  readonly isBalanced: boolean;
  /** Whether that balancer is nginx. */
  readonly isOfNginx: boolean;
}

/** The nodes behind each upstream, and each balancer of httpd or mod_jk; where none leads to any of them, all of the group. */
export function circlesOf({ nodes, links, behindOthers }: NodeGroup): readonly Circle[] {
  const upstreams = [...new Set(links.map(({ upstream }) => upstream))];
  const circles: readonly Circle[] =
    upstreams.length + behindOthers.length === 0
      ? [{ nodes, isBalanced: false, isOfNginx: false }]
      : [
          ...upstreams.map((upstream) => {
            const active = links.filter(
              (link) => link.upstream === upstream && !link.server.parameters.includes('down'),
            );
            return { nodes: [...new Set(active.map(({ node }) => node))], isBalanced: true, isOfNginx: true };
          }),
          ...behindOthers.map((others) => ({
            nodes: [...new Set(others)],
            isBalanced: true,
            isOfNginx: false,
          })),
        ];
  return circles.filter((circle) => circle.nodes.length > 1);
}

/** What nodes have in common: those of one key agree. */
export interface Trait {
  readonly key: string;
}

/** Those that most nodes agree with, the first ones where that is not clear, and all that do not. */
export interface Difference<T> {
  readonly reference: readonly [T, ...T[]];
  readonly others: readonly (readonly [T, ...T[]])[];
}

/** Undefined where all agree. */
export function differenceOf<T extends Trait>(traits: readonly T[]): Difference<T> | undefined {
  const byKey = new Map<string, [T, ...T[]]>();
  for (const trait of traits) {
    const same = byKey.get(trait.key);
    if (same) same.push(trait);
    else byKey.set(trait.key, [trait]);
  }
  const [first, ...rest] = byKey.values();
  if (!first || rest.length === 0) return undefined;
  let reference = first;
  for (const one of rest) if (one.length > reference.length) reference = one;
  return { reference, others: [first, ...rest].filter((one) => one !== reference) };
}
