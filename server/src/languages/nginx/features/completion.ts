import { t } from '@vscode/l10n';
import {
  allVariables,
  directiveNames,
  directivesNamed,
  type DirectiveEntry,
  isAllowedIn,
  isInRelease,
  isPlus,
  moduleOf,
} from '../catalogue';
import type { NginxContext } from '../contexts';
import { suggestedFor } from '../parameters';
import type { Suggestion } from '../../features';
import { isBefore, isWithin, type Releases } from '../../text/versions';
import type { Typing } from './at';
import { describeDirective, describeVariable } from './hover';
import type { SymbolIndex } from '../../symbols/index';
import type { Occurrence } from '../../symbols/kinds';
import type { SymbolKind } from './symbolNames';

/** A suggestion for the place that all of them have in common. */
type Item = Omit<Suggestion, 'span'>;

export interface Place {
  readonly typing: Typing;
  readonly contexts: ReadonlySet<NginxContext>;
  readonly version: string | undefined;
  readonly symbols: SymbolIndex;
  /** The rest of the line behind the offset holds something: then a name alone is written. */
  readonly isInLine: boolean;
}

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
  if (words.length === 1) return { items: names(place) };
  const dollar = /\$\{?(\w*)$/.exec(word);
  if (dollar) return { items: variables(place, word.at(dollar.index + 1) === '{'), typed: dollar[1] };
  const scheme = /^\w+:\/\/([\w.-]*)$/.exec(word);
  if (scheme && words[0]?.endsWith('_pass')) return { items: made(place, 'upstream'), typed: scheme[1] };
  const equals = /^([a-z_]+=)([^=]*)$/.exec(word);
  const after = equals ? madeAfter(place, equals[1] ?? '') : undefined;
  return after ? { items: after, typed: equals?.[2] } : { items: values(place) };
}

function names(place: Place): Item[] {
  const found: Item[] = [];
  for (const name of directiveNames()) {
    const entry = directivesNamed(name).find((candidate) => fits(candidate, place));
    if (entry) found.push(nameOf(entry, place));
  }
  return found;
}

/** Names of the commercial edition are known, but nobody is led to them. */
function fits(entry: DirectiveEntry, { contexts, version }: Place): boolean {
  if (isPlus(entry) || !isOffered(entry, version)) return false;
  return contexts.size === 0 || [...contexts].some((context) => isAllowedIn(entry, context));
}

/** What is gone from newer releases is offered where the one in use surely has it. */
const isOffered = (thing: Releases, version: string | undefined): boolean =>
  thing.until === undefined ? isInRelease(thing, version) : isWithin(thing, version) === true;

function nameOf(entry: DirectiveEntry, { contexts, isInLine, version }: Place): Item {
  const { name, block = false, since, replacedBy } = entry;
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
    rank: replacedBy ? 2 : origin ? 1 : 0,
    documentation: () => describeDirective(name, contexts, version),
  };
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

function variables(place: Place, braced: boolean): Item[] {
  const stream = [...place.contexts].some((context) => context.startsWith('stream'));
  const found = new Map<string, Item>();
  for (const { kind, module, name, prefix, ...releases } of allVariables()) {
    if (kind !== (stream ? 'stream' : 'http') || !isInRelease(releases, place.version)) continue;
    const detail = module.replace(/^ngx_(?:http|stream)_|_module$/g, '');
    found.set(name, { ...variable(name, prefix ? 'prefix' : braced ? 'braced' : 'bare'), detail, rank: 1 });
  }
  for (const { name } of madeOf(place.symbols, 'variable')) {
    if (!found.has(name.toLowerCase())) found.set(name, variable(name, braced ? 'braced' : 'bare'));
  }
  return [...found.values()];
}

/** A `prefix` begins the names of many. */
function variable(name: string, form: 'bare' | 'braced' | 'prefix'): Item {
  const text = form === 'braced' ? `${name}}` : name;
  return {
    kind: 'variable',
    label: form === 'prefix' ? `$${name}…` : `$${name}`,
    text,
    isSnippet: false,
    // The dollar stands before the span.
    filter: text,
    rank: 0,
    documentation: () => describeVariable(name),
  };
}

/** Names that these configurations make, of a kind. */
function made({ symbols }: Place, kind: SymbolKind): Item[] {
  const found = new Set([...madeOf(symbols, kind)].map(({ name }) => name));
  return [...found].map((name) => ({ kind: 'name', label: name, text: name, isSnippet: false, rank: 0 }));
}

/** Names behind a `zone=` and the like; undefined where no name is meant. */
function madeAfter(place: Place, parameter: string): Item[] | undefined {
  const [directive] = place.typing.words;
  if (directive === 'limit_req' && parameter === 'zone=') return made(place, 'limit_req zone');
  return undefined;
}

function values(place: Place): Item[] {
  const { words } = place.typing;
  const [name = ''] = words;
  const index = words.length - 1;
  const found = new Map<string, Item>();
  for (const suggestion of namesFor(place, name, index)) found.set(suggestion.label, suggestion);
  const contexts = [...place.contexts];
  const forms = directivesNamed(name).filter(
    (entry) => contexts.length === 0 || contexts.some((candidate) => isAllowedIn(entry, candidate)),
  );
  for (const entry of forms) {
    if (!isInRelease(entry, place.version)) continue;
    for (const parameter of suggestedFor(entry, forms)) {
      if (words.slice(1, -1).some((word) => word.startsWith(parameter.name))) continue;
      if (!isOffered(parameter, place.version) || found.has(parameter.name)) continue;
      const newer = parameter.since !== undefined && isWithin(parameter, place.version) !== true;
      found.set(parameter.name, {
        kind: /[=:]$/.test(parameter.name) ? 'parameter' : 'value',
        label: parameter.name,
        ...(newer && { detail: `nginx ${parameter.since}` }),
        text: parameter.name,
        isSnippet: false,
        rank: 1,
      });
    }
  }
  return [...found.values()];
}

/** Names that a directive takes at a place among its arguments. */
function namesFor(place: Place, directive: string, index: number): Item[] {
  switch (directive) {
    case 'access_log':
      return index === 2 ? made(place, 'log format') : [];
    case 'limit_conn':
      return index === 1 ? made(place, 'limit_conn zone') : [];
    case 'proxy_cache':
    case 'fastcgi_cache':
    case 'uwsgi_cache':
    case 'scgi_cache':
      return index === 1 ? made(place, 'cache') : [];
    case 'error_page':
    case 'try_files':
      return made(place, 'named location').map((one) => ({
        ...one,
        label: one.label.startsWith('@') ? one.label : `@${one.label}`,
        text: one.text.startsWith('@') ? one.text : `@${one.text}`,
      }));
    case 'fastcgi_pass':
    case 'uwsgi_pass':
    case 'scgi_pass':
    case 'memcached_pass':
    case 'grpc_pass':
    case 'proxy_pass':
      return index === 1 && (directive !== 'proxy_pass' || isStream(place))
        ? made(place, 'upstream')
        : directive === 'proxy_pass'
          ? schemes
          : [];
    default:
      return [];
  }
}

const schemes = ['http://', 'https://'].map((text): Item => ({
  kind: 'value',
  label: text,
  text,
  isSnippet: false,
  rank: 0,
}));

const isStream = ({ contexts }: Place): boolean => contexts.has('stream server');

function* madeOf(symbols: SymbolIndex, kind: SymbolKind): Generator<Occurrence, void, undefined> {
  for (const occurrence of symbols.allMade()) if (occurrence.kind === kind) yield occurrence;
}
