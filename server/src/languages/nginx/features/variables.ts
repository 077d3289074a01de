import { allVariables, isInRelease } from '../catalogue';
import type { Item, Place } from './place';
import { describeVariable } from './hover';
import { madeOf } from './made';
import { usedVariables } from './usage';

/** How a variable is written: behind a `$`, behind a `${`, or with its `$` where nothing of it is written yet. */
type Form = 'bare' | 'braced' | 'whole';

const used = new Map(usedVariables.map((name, index) => [name, index]));

/** The variables of http or stream: those that the configuration makes, then the others as often as they are used. */
export function variables(place: Place, form: Form): Item[] {
  const stream = [...place.contexts].some((context) => context.startsWith('stream'));
  const found = new Map<string, Item>();
  for (const { kind, module, name, prefix, ...releases } of allVariables()) {
    if (kind !== (stream ? 'stream' : 'http') || !isInRelease(releases, place.version)) continue;
    const detail = module.replace(/^ngx_(?:http|stream)_|_module$/g, '');
    found.set(name, { ...variable(name, form, prefix), detail, rank: 101 + (used.get(name) ?? used.size) });
  }
  for (const { name } of madeOf(place.symbols, 'variable'))
    if (!found.has(name.toLowerCase())) found.set(name, variable(name, form));
  return [...found.values()];
}

/** A `prefix` begins the names of many. */
function variable(name: string, form: Form, prefix = false): Item {
  const text = form === 'braced' && !prefix ? `${name}}` : form === 'whole' ? `$${name}` : name;
  return {
    kind: 'variable',
    label: prefix ? `$${name}…` : `$${name}`,
    text,
    isSnippet: false,
    // A dollar that is written already stands before the span.
    filter: text,
    rank: 100,
    documentation: () => describeVariable(name),
  };
}
