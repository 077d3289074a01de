import { t } from '@vscode/l10n';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Fault, Span } from '../text/span';
import { interpolate, type Variables } from './values';

/** Merge keys in merge keys are followed so deep. */
const maxDepth = 10;
/** Entries that all merges of a file may add together: far more than any real file, few enough to stop a bomb. */
const maxMerged = 20_000;

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  /** The value with its alias followed; undefined where nothing is written. */
  readonly value: Node | undefined;
  /** From the key to the end of the value, where both stand. */
  readonly span: Span;
}

/** Reads the nodes of one YAML document with aliases and merge keys followed, within bounds. */
export class Nodes {
  /** What YAML refuses and its reader does not report: keys that stand twice, aliases of nothing. */
  readonly problems: Fault[] = [];
  private readonly anchored = new Map<Node, Node>();
  private readonly maps = new Map<Node, ReadonlyMap<string, Entry>>();
  private merged = 0;

  constructor(
    document: Document,
    private readonly variables: Variables,
  ) {
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target) this.anchored.set(node, target);
          else
            this.problems.push({
              span: this.span(node),
              message: t('No anchor &{anchor} is defined before this line.', { anchor: node.source }),
            });
        } else if (node.anchor) anchors.set(node.anchor, node);
        if (isMap(node)) this.findTwins(node);
      },
    });
  }

  /** The node that an alias stands for, or the node itself. */
  follow(node: unknown): Node | undefined {
    if (isAlias(node)) return this.anchored.get(node);
    return isScalar(node) || isMap(node) || isSeq(node) ? node : undefined;
  }

  /** The entries of a map, what `<<` merges into it included; none where the node is no map. */
  entries(node: Node | undefined): Entry[] {
    return [...this.map(node).values()];
  }

  /** The value of a key. */
  get(node: Node | undefined, key: string): Node | undefined {
    return this.map(node).get(key)?.value;
  }

  items(node: Node | undefined): Node[] {
    return isSeq(node)
      ? node.items.map((item) => this.follow(item)).filter((item) => item !== undefined)
      : [];
  }

  /** A scalar without its quotes, its variables replaced as far as they are known; undefined for null and for what is no scalar. */
  text(node: Node | undefined): string | undefined {
    const written = this.written(node);
    return written && interpolate(written, this.variables);
  }

  private written(node: Node | undefined): string | undefined {
    if (!isScalar(node)) return undefined;
    const { value } = node;
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean'
      ? (node.source ?? String(value))
      : undefined;
  }

  span(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return { start, end };
  }

  /** The reader's own check of this takes quadratic time. */
  private findTwins(map: YAMLMap): void {
    const seen = new Set<string>();
    for (const { key } of map.items) {
      const name = isScalar(key) ? this.written(key) : undefined;
      if (name === undefined || !isScalar(key)) continue;
      if (seen.has(name) && name !== '<<')
        this.problems.push({
          span: this.span(key),
          message: t('The key "{name}" appears twice here.', { name }),
        });
      seen.add(name);
    }
  }

  private map(node: Node | undefined): ReadonlyMap<string, Entry> {
    const known = node && this.maps.get(node);
    if (known) return known;
    const found = new Map<string, Entry>();
    this.collect(node, found, 0);
    if (node) this.maps.set(node, found);
    return found;
  }

  private collect(node: Node | undefined, found: Map<string, Entry>, depth: number): void {
    if (!isMap(node) || depth > maxDepth) return;
    const merges: Node[] = [];
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? this.written(pair.key) : undefined;
      if (key === undefined || !isScalar(pair.key)) continue;
      if (depth > 0 && ++this.merged > maxMerged) return;
      const value = this.follow(pair.value);
      if (key === '<<' && value) merges.push(...(isSeq(value) ? this.items(value) : [value]));
      // What a map says itself goes before what is merged into it; of several merges the first goes first.
      else if (!found.has(key)) found.set(key, this.entry(key, pair, value));
    }
    for (const merge of merges) this.collect(merge, found, depth + 1);
  }

  private entry(key: string, pair: Pair, value: Node | undefined): Entry {
    const keySpan = isScalar(pair.key) ? this.span(pair.key) : { start: 0, end: 0 };
    const end = isNode(pair.value) ? (pair.value.range?.[1] ?? 0) : 0;
    return { key, keySpan, value, span: { start: keySpan.start, end: Math.max(end, keySpan.end) } };
  }
}
