import written from '../../../../../snippets/nginx.json';
import { snippetsOf, suggestionOf } from '../../snippets';
import { directivesNamed } from '../catalogue';
import { onceKeyOf } from '../check/once';
import { parseNginx } from '../parser';
import type { Item, Place } from './place';

/** Behind the directives that are used most, before those that are seldom. */
const rank = 500;

interface Known {
  readonly item: Item;
  readonly contexts: ReadonlySet<string>;
  /** What of it may stand once. */
  readonly once: readonly string[];
}

let known: readonly Known[] | undefined;

const all = (): readonly Known[] =>
  (known ??= snippetsOf(written).map((snippet) => {
    const { span: _, ...item } = suggestionOf(snippet, rank, { start: 0, end: 0 });
    const names = parseNginx(snippet.body.replace(/[$\\][{\w|:,}]*/g, 'x')).directives.map(
      ({ name }) => name.value,
    );
    return {
      item,
      contexts: new Set(snippet.in),
      once: names.flatMap((name) => {
        const [entry] = directivesNamed(name);
        return (entry && onceKeyOf({ entry })) ?? [];
      }),
    };
  }));

/** The pieces of configuration that may stand here. `taken`: what is here already and may stand once. */
export function templatesFor(
  { contexts, isInLine, levels }: Place,
  taken: ReadonlySet<string>,
): readonly Item[] {
  if (isInLine) return [];
  const here = contexts.size > 0 ? [...contexts] : levels.length > 0 ? [] : undefined;
  return all()
    .filter(
      (one) =>
        (here === undefined || here.some((context) => one.contexts.has(context))) &&
        !one.once.some((key) => taken.has(key)),
    )
    .map(({ item }) => item);
}
