import { hasPlaceholder } from '../text/placeholders';
import type { Placement } from './configuration';

/** What nginx takes for a block: its own lines, or else those of the nearest block around it that has any. */
interface Effective {
  /** The block they stand in. */
  readonly level: Placement;
  /** At least one, in nginx's order. */
  readonly lines: readonly Placement[];
}

const indexes = new WeakMap<Placement, ReadonlyMap<string, readonly Placement[]>>();
const gaps = new WeakMap<Placement, boolean>();

const none: readonly Placement[] = [];

/** So many children are looked through as fast as an index of them is made. */
const FEW = 24;

/** The directives of a name that stand in a block itself, across includes; those of blocks inside it do not count. */
export function written(level: Placement, name: string): readonly Placement[] {
  const { children } = level;
  if (children.length <= FEW) {
    let found: Placement[] | undefined;
    for (const child of children) if (child.directive.name.value === name) (found ??= []).push(child);
    return found ?? none;
  }
  let index = indexes.get(level);
  if (!index) {
    index = indexOf(children);
    indexes.set(level, index);
  }
  return index.get(name) ?? none;
}

function indexOf(placements: readonly Placement[]): ReadonlyMap<string, readonly Placement[]> {
  const index = new Map<string, Placement[]>();
  for (const placement of placements) {
    const name = placement.directive.name.value;
    const same = index.get(name);
    if (same) same.push(placement);
    else index.set(name, [placement]);
  }
  return index;
}

/**
 * The directive in effect in a block and where it was written. nginx's merge functions take a value from the outer level only
 * where the inner one has none, and lists (`proxy_set_header`, `add_header`, `allow`) whole or not at all.
 */
export function inEffect(level: Placement | undefined, name: string): Effective | undefined {
  for (let at = level; at; at = at.parent) {
    const lines = written(at, name);
    if (lines.length > 0) return { level: at, lines };
  }
  return undefined;
}

/** The first argument of a directive in effect that holds one value; undefined where nobody wrote it. */
export const valueInEffect = (level: Placement | undefined, name: string): string | undefined =>
  inEffect(level, name)?.lines.at(-1)?.directive.args[0]?.value;

/** The nearest block of a name around a directive, or the directive itself. */
export function enclosing(placement: Placement | undefined, name: string): Placement | undefined {
  for (let at = placement; at; at = at.parent) if (at.directive.name.value === name) return at;
  return undefined;
}

/** Files of nginx itself that hold nothing but types and parameters of other protocols. */
const HARMLESS = /(^|\/)(mime\.types|(fastcgi|uwsgi|scgi)(_params|\.conf)|koi-(utf|win)|win-utf)$/;

/** Whether something stands here that cannot be read: an `include` of files that are not here, or a name that is still to be filled in. */
const isUnread = ({ directive, unread }: Placement): boolean =>
  unread
    ? !HARMLESS.test(directive.args[0]?.value ?? '')
    : directive.args.length === 0 && hasPlaceholder(directive.name.value);

/** Whether a block itself may hold more than can be seen. Nothing is known to be absent from it then, or to be its last word. */
export function hasGap(level: Placement): boolean {
  let gap = gaps.get(level);
  if (gap === undefined) {
    gap = level.children.some(isUnread);
    gaps.set(level, gap);
  }
  return gap;
}

/** Whether a block, or one inside it, may hold more than can be seen. */
export function hasGapInside(level: Placement): boolean {
  const waiting = [level];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (hasGap(at)) return true;
    for (const child of at.children) if (child.children.length > 0) waiting.push(child);
  }
  return false;
}

/** The blocks in which values begin. */
const outermost: ReadonlySet<string> = new Set(['http', 'stream', 'mail']);

/** Whether all that is in effect in a block can be seen: it reaches up to `http` or its like, and nothing on the way is unread. */
export function isKnown(level: Placement | undefined): boolean {
  let top = level;
  for (let at = level; at; at = at.parent) {
    if (hasGap(at)) return false;
    top = at;
  }
  return top !== undefined && outermost.has(top.directive.name.value);
}

/**
 * Whether the directives of a name that are in effect in a block can all be seen: what stands around the block that has
 * them does not matter.
 */
export function isSeen(level: Placement | undefined, name: string): boolean {
  for (let at = level; at; at = at.parent) {
    if (hasGap(at)) return false;
    if (written(at, name).length > 0 || outermost.has(at.directive.name.value)) return true;
  }
  return false;
}
