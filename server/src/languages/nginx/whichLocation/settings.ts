import type { Placement } from '../configuration';

/** The last directive of a name directly in a block. */
export const own = (block: Placement, name: string): Placement | undefined =>
  block.children.findLast(({ directive }) => directive.name.value === name && !directive.block);

/** The directive in effect in a block: its own, or that of a block around it. */
export function inEffect(block: Placement, name: string): Placement | undefined {
  for (let level: Placement | undefined = block; level; level = level.parent) {
    const found = own(level, name);
    if (found) return found;
  }
  return undefined;
}

/** The words of a directive of a block itself. */
export const argumentsOf = (block: Placement, name: string): readonly string[] | undefined =>
  own(block, name)?.directive.args.map(({ value }) => value);

/** The words of the directive in effect. */
export const argumentsInEffect = (block: Placement, name: string): readonly string[] | undefined =>
  inEffect(block, name)?.directive.args.map(({ value }) => value);

export const wordsOf = ({ directive }: Placement): readonly string[] =>
  directive.args.map(({ value }) => value);
