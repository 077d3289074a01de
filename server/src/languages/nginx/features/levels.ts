import type { NginxConfiguration, Placement } from '../configuration';
import { contextInside, type NginxContext } from '../contexts';
import type { Directive } from '../tree';
import { beginsLine, type Typing } from './at';

/** A block at a place where nginx reads it, or what a file brings into the block that includes it. */
export interface Level {
  readonly context: NginxContext;
  /** The block itself; undefined at the top of a main file. */
  readonly block: Placement | undefined;
  /** All that nginx reads in it. */
  readonly lines: readonly Placement[];
  readonly configuration: NginxConfiguration;
}

/** Where nginx reads what stands in a block of a file, or at the file's top level: several where it is included in several places. */
export function levelsAt(
  configurations: readonly NginxConfiguration[],
  path: string,
  around: Directive | undefined,
): readonly Level[] {
  const found: Level[] = [];
  for (const configuration of configurations) {
    if (!around && configuration.mainFile === path && configuration.kind === 'main')
      found.push({ context: 'main', block: undefined, lines: configuration.placements, configuration });
    const waiting = configuration.placements.toReversed();
    for (let placement = waiting.pop(); placement; placement = waiting.pop()) {
      const { directive, context, children, parent } = placement;
      if (around) {
        if (
          placement.path === path &&
          directive.block?.open.start === around.block?.open.start &&
          directive.name.value === around.name.value
        )
          found.push({
            context: contextInside(context, directive.name.value),
            block: placement,
            lines: children,
            configuration,
          });
      } else if ((placement.path === path && parent?.path !== path) || placement.includes?.includes(path)) {
        const lines = parent?.children ?? configuration.placements;
        if (!found.some((level) => level.lines === lines))
          found.push({ context, block: parent, lines, configuration });
      }
      for (const child of children) waiting.push(child);
    }
  }
  return found;
}

/** The contexts that are known of levels; none where nothing is known. */
export function contextsOf(levels: readonly Level[]): ReadonlySet<NginxContext> {
  const found = new Set(levels.map(({ context }) => context));
  found.delete('unknown');
  return found;
}

/**
 * The words of each line beside the one that is being written, in a block wherever nginx reads it: also of those that the
 * reader took for arguments, since the line before them lacks its semicolon.
 */
export function linesBeside(
  levels: readonly Level[],
  path: string,
  text: string,
  typing: Typing,
): readonly (readonly string[])[] {
  const [first, ...others] = levels;
  if (!first) return [];
  // Where a file is read in several places, what stands beside it is not the same in all.
  const lines = others.length > 0 ? first.lines.filter((line) => line.path === path) : first.lines;
  return lines.flatMap((line) => {
    if (line.path !== path) return [wordsOf(line.directive)];
    return statementsIn(line.directive, text)
      .filter(({ start }) => start !== typing.start)
      .map(({ words }) => words);
  });
}

const wordsOf = ({ name, args }: Directive): readonly string[] => [name, ...args].map(({ value }) => value);

interface Statement {
  readonly start: number;
  readonly words: string[];
}

function statementsIn(directive: Directive, text: string): readonly Statement[] {
  const { name, args } = directive;
  const first: Statement = { start: name.span.start, words: [name.value] };
  const found = [first];
  for (const word of args) {
    const last = found.at(-1) ?? first;
    if (
      word.span.start > name.span.end &&
      text.slice(last.start, word.span.start).includes('\n') &&
      beginsLine({ text }, directive, word)
    )
      found.push({ start: word.span.start, words: [word.value] });
    else last.words.push(word.value);
  }
  return found;
}
