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
import type { Span } from '../../text/span';
import { isBefore, isWithin, type Releases } from '../../text/versions';
import type { Typing } from './at';
import type { SymbolIndex } from '../../symbols/index';
import type { Occurrence } from '../../symbols/kinds';
import type { SymbolKind } from './symbolNames';

export type SuggestionKind = 'block' | 'directive' | 'value' | 'parameter' | 'variable' | 'name';

export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly label: string;
  /** A word beside the label: where it comes from, or since when. */
  readonly detail?: string;
  /** What is written instead of `span`; with `$1` and the like where it is a snippet. */
  readonly text: string;
  readonly isSnippet: boolean;
  /** Orders suggestions of equal fitness. */
  readonly rank: number;
}

export interface Suggestions {
  readonly span: Span;
  readonly items: readonly Suggestion[];
}

export interface Place {
  readonly typing: Typing;
  readonly contexts: ReadonlySet<NginxContext>;
  readonly version: string | undefined;
  readonly symbols: SymbolIndex;
  /** The rest of the line behind the offset holds something: then a name alone is written. */
  readonly isInLine: boolean;
}

/** What may be written here, as far as it is known. */
export function suggest(place: Place): Suggestions {
  const { words, span } = place.typing;
  const typed = words.at(-1) ?? '';
  if (words.length === 1) return { span, items: names(place) };
  const dollar = /\$\{?(\w*)$/.exec(typed);
  if (dollar) {
    const start = span.end - (dollar[1]?.length ?? 0);
    const items = variables(place, typed.at(dollar.index + 1) === '{');
    return { span: { start, end: span.end }, items };
  }
  const scheme = /^\w+:\/\/([\w.-]*)$/.exec(typed);
  if (scheme && words[0]?.endsWith('_pass')) {
    const start = span.end - (scheme[1]?.length ?? 0);
    return { span: { start, end: span.end }, items: made(place, 'upstream') };
  }
  const equals = /^([a-z_]+=)([^=]*)$/.exec(typed);
  const after = equals ? madeAfter(place, equals[1] ?? '') : undefined;
  if (equals && after)
    return { span: { start: span.end - (equals[2]?.length ?? 0), end: span.end }, items: after };
  return { span, items: values(place) };
}

function names(place: Place): Suggestion[] {
  const found: Suggestion[] = [];
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

function nameOf(entry: DirectiveEntry, { isInLine, version }: Place): Suggestion {
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
    text: isInLine ? name : snippetOf(entry),
    isSnippet: !isInLine,
    rank: replacedBy ? 2 : origin ? 1 : 0,
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

function variables(place: Place, braced: boolean): Suggestion[] {
  const close = braced ? '}' : '';
  const stream = [...place.contexts].some((context) => context.startsWith('stream'));
  const found = new Map<string, Suggestion>();
  for (const entry of allVariables()) {
    if (entry.kind !== (stream ? 'stream' : 'http') || !isInRelease(entry, place.version)) continue;
    found.set(entry.name, {
      kind: 'variable',
      label: entry.prefix ? `$${entry.name}…` : `$${entry.name}`,
      detail: entry.module.replace(/^ngx_(?:http|stream)_|_module$/g, ''),
      text: entry.prefix ? entry.name : `${entry.name}${close}`,
      isSnippet: false,
      rank: 1,
    });
  }
  for (const { name } of madeOf(place.symbols, 'variable')) {
    const known = found.has(name.toLowerCase());
    if (!known)
      found.set(name, {
        kind: 'variable',
        label: `$${name}`,
        text: `${name}${close}`,
        isSnippet: false,
        rank: 0,
      });
  }
  return [...found.values()];
}

/** Names that these configurations make, of a kind. */
function made({ symbols }: Place, kind: SymbolKind): Suggestion[] {
  const found = new Set([...madeOf(symbols, kind)].map(({ name }) => name));
  return [...found].map((name) => ({ kind: 'name', label: name, text: name, isSnippet: false, rank: 0 }));
}

/** Names behind a `zone=` and the like; undefined where no name is meant. */
function madeAfter(place: Place, parameter: string): Suggestion[] | undefined {
  const [directive] = place.typing.words;
  if (directive === 'limit_req' && parameter === 'zone=') return made(place, 'limit_req zone');
  return undefined;
}

function values(place: Place): Suggestion[] {
  const { words } = place.typing;
  const [name = ''] = words;
  const index = words.length - 1;
  const found = new Map<string, Suggestion>();
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
function namesFor(place: Place, directive: string, index: number): Suggestion[] {
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

const schemes = ['http://', 'https://'].map((text): Suggestion => ({
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
