import { t } from '@vscode/l10n';
import {
  directiveNames,
  directivesNamed,
  type DirectiveEntry,
  isAllowedIn,
  isPlus,
  moduleOf,
} from '../catalogue';
import { onceKeyOf } from '../check/once';
import type { Suggestion } from '../../features';
import { isBefore } from '../../text/versions';
import { describeDirective } from './hover';
import { type Item, isOffered, type Place } from './place';
import { templatesFor } from './templates';
import { placeInUse } from './usage';
import { takesValues, values } from './values';
import { variables } from './variables';

/** What may be written here, as far as it is known. */
export function suggest(place: Place): readonly Suggestion[] {
  const { items, typed } = itemsAt(place);
  const { end } = place.typing.span;
  const span = typed === undefined ? place.typing.span : { start: end - typed.length, end };
  return items.map((item) => ({ ...item, span }));
}

/** `typed`: the end of the word that they go on with, where that is not all of it. */
function itemsAt(place: Place): { readonly items: readonly Item[]; readonly typed?: string | undefined } {
  const { words } = place.typing;
  const word = words.at(-1) ?? '';
  if (words.length === 1) {
    const taken = takenIn(place);
    return { items: [...names(place, taken), ...templatesFor(place, taken)] };
  }
  const dollar = /\$\{?(\w*)$/.exec(word);
  if (dollar)
    return {
      items: variables(place, word.at(dollar.index + 1) === '{' ? 'braced' : 'bare'),
      typed: dollar[1],
    };
  return values(place);
}

function names(place: Place, taken: ReadonlySet<string>): Item[] {
  const found: Item[] = [];
  for (const name of directiveNames()) {
    const entry = directivesNamed(name).find((candidate) => fits(candidate, place));
    if (entry && !taken.has(onceKeyOf({ entry }) ?? '')) found.push(nameOf(entry, place));
  }
  return found;
}

/** What stands there already and can stand only once. */
function takenIn({ beside, contexts }: Place): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const [name = ''] of beside) {
    const entry = directivesNamed(name).find((one) =>
      [...contexts].some((context) => isAllowedIn(one, context)),
    );
    const key = entry && onceKeyOf({ entry });
    if (key !== undefined) taken.add(key);
  }
  return taken;
}

/** Names of the commercial edition are known, but nobody is led to them. */
function fits(entry: DirectiveEntry, { contexts, version }: Place): boolean {
  if (isPlus(entry) || !isOffered(entry, version)) return false;
  return contexts.size === 0 || [...contexts].some((context) => isAllowedIn(entry, context));
}

/** Behind what is used: first the others of nginx, then those of modules, then what is deprecated. */
const ranks = { seldom: 1000, module: 2000, deprecated: 3000 };

function nameOf(entry: DirectiveEntry, { contexts, isInLine, version }: Place): Item {
  const { name, block = false, replacedBy } = entry;
  const since = sinceOf(entry);
  const module = moduleOf(entry);
  const origin = module && module.origin !== 'nginx' ? module.origin : undefined;
  const newer = since !== undefined && isBefore(version, since) !== false ? `nginx ${since}` : undefined;
  const detail = [origin, newer, replacedBy && t('deprecated: {replacement}', { replacement: replacedBy })]
    .filter(Boolean)
    .join(', ');
  return {
    kind: block ? 'block' : 'directive',
    label: name,
    ...(detail && { detail }),
    ...(replacedBy && { isDeprecated: true }),
    text: isInLine ? name : snippetOf(entry),
    isSnippet: !isInLine,
    ...(!isInLine && !block && takesValues(entry) && { asksAgain: true }),
    rank: replacedBy
      ? ranks.deprecated
      : origin
        ? ranks.module
        : (placeInUse(name, contexts) ?? ranks.seldom),
    documentation: () => describeDirective(name, contexts, version),
  };
}

/** Since when there is a directive in a module, whatever forms it had. */
function sinceOf({ name, module, since }: DirectiveEntry): string | undefined {
  const forms = directivesNamed(name).filter((form) => form.module === module);
  return forms.every((form) => form.since !== undefined) ? since : undefined;
}

const blockArguments: Readonly<Record<string, string>> = {
  location: ' ${1:/}',
  upstream: ' ${1:name}',
  if: ' (${1:\\$request_method = POST})',
  map: ' ${1:\\$source} ${2:\\$variable}',
  geo: ' ${1:\\$variable}',
  split_clients: ' ${1:"\\${remote_addr\\}"} ${2:\\$variable}',
  limit_except: ' ${1:GET}',
};

function snippetOf(entry: DirectiveEntry): string {
  const { name, args, block } = entry;
  if (block) return `${name}${blockArguments[name] ?? (args === '0' ? '' : ' $1')} {\n\t$0\n}`;
  if (args === 'flag') return `${name} \${1|on,off|};`;
  if (args === '0') return `${name};`;
  if (entry.values && entry.type === 'enum') return `${name} \${1|${entry.values.join(',')}|};`;
  return `${name} $0;`;
}
