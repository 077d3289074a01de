import { directivesNamed, type DirectiveEntry, isAllowedIn, isInRelease } from '../catalogue';
import { httpOf } from '../http';
import { locationsIn } from '../location';
import type { Placement } from '../configuration';
import { isWithin } from '../../text/versions';
import { wordsAt } from './arguments';
import { isOffered, type Item, type Place } from './place';
import type { Level } from './levels';
import { namesMade } from './made';
import type { SymbolKind } from './symbolNames';
import { headersFor, setsHeader, usualValues } from './usualValues';
import { variables } from './variables';

/** From where on: what the configuration itself makes, what people mostly write, and what else is taken. */
const ranks = { made: 0, usual: 20, named: 60, last: 900 };

const plain = (kind: Item['kind'], text: string, rank: number, detail?: string): Item => ({
  kind,
  label: text,
  ...(detail !== undefined && { detail }),
  text,
  isSnippet: false,
  rank,
});

/** What an argument may be. `typed`: the end of the word that they go on with, where that is not all of it. */
export function values(place: Place): {
  readonly items: readonly Item[];
  readonly typed?: string | undefined;
} {
  const { words } = place.typing;
  const [name = ''] = words;
  const word = words.at(-1) ?? '';
  const scheme = /^\w+:\/\/([\w.-]*)$/.exec(word);
  if (scheme && passes(name)) return { items: namesOf(place, 'upstream'), typed: scheme[1] };
  const equals = /^([a-z_]+=)([^=]*)$/.exec(word);
  const kind = equals && zonesAfter[`${name} ${equals[1]}`];
  if (equals && kind) return { items: namesOf(place, kind), typed: equals[2] };
  if (name === 'if' && word === '(') return { items: variables(place, 'whole'), typed: '' };
  const found = new Map<string, Item>();
  for (const item of [...namesFor(place), ...usualItems(place), ...named(place)])
    if (!found.has(item.label)) found.set(item.label, item);
  if (takesVariable(words))
    for (const item of variables(place, 'whole'))
      if (!found.has(item.label) && !words.includes(item.label)) found.set(item.label, item);
  return { items: [...found.values()] };
}

const passes = (directive: string): boolean => directive === 'pass' || directive.endsWith('_pass');

/** Behind which parameters names are meant. */
const zonesAfter: Readonly<Record<string, SymbolKind | undefined>> = {
  'limit_req zone=': 'limit_req zone',
  'keyval zone=': 'keyval zone',
};

const namesOf = ({ symbols }: Place, kind: SymbolKind): Item[] =>
  namesMade(symbols, kind).map((name) => plain('name', name, ranks.made));

function usualItems({ typing: { words }, beside }: Place): Item[] {
  const [name = ''] = words;
  const headers = words.length === 2 ? headersFor(name) : undefined;
  if (headers) {
    const set = new Set(beside.flatMap(([own, first = '']) => (own === name ? [first.toLowerCase()] : [])));
    return headers
      .filter((header) => !set.has(header.toLowerCase()))
      .map((header, index) => ({
        ...plain('value', header, ranks.usual + index),
        ...(setsHeader(name) && { asksAgain: true }),
      }));
  }
  return usualValues(words)
    .filter(({ text }) => !words.slice(1, -1).includes(text))
    .map(({ text, detail }, index) =>
      plain(text.startsWith('$') ? 'variable' : 'value', text, ranks.usual + index, detail),
    );
}

/** What the syntax names. */
function named(place: Place): Item[] {
  const { typing, contexts, version } = place;
  const { words } = typing;
  const [name = ''] = words;
  const forms = directivesNamed(name).filter(
    (entry) => contexts.size === 0 || [...contexts].some((context) => isAllowedIn(entry, context)),
  );
  const found: Item[] = [];
  for (const entry of forms) {
    if (!isInRelease(entry, version)) continue;
    for (const parameter of wordsAt(entry, forms, words.length - 1)) {
      if (words.slice(1, -1).some((word) => isWritten(word, parameter.name))) continue;
      if (!isOffered(parameter, version)) continue;
      const newer = parameter.since !== undefined && isWithin(parameter, version) !== true;
      const isOpen = /[=:]$/.test(parameter.name);
      found.push({
        ...plain(
          isOpen ? 'parameter' : 'value',
          parameter.name,
          ranks.named,
          newer ? `nginx ${parameter.since}` : undefined,
        ),
        ...(zonesAfter[`${name} ${parameter.name}`] && { asksAgain: true }),
      });
    }
  }
  return found.map((item, index) => ({ ...item, rank: ranks.named + Math.min(index, 30) }));
}

const isWritten = (word: string, parameter: string): boolean =>
  /[=:]$/.test(parameter) ? word.startsWith(parameter) : word === parameter;

/** Names that a directive takes at a place among its arguments. */
function namesFor(place: Place): Item[] {
  const { words } = place.typing;
  const [directive = ''] = words;
  const index = words.length - 1;
  switch (directive) {
    case 'access_log':
      return index === 2 ? namesOf(place, 'log format') : [];
    case 'limit_conn':
      return index === 1 ? namesOf(place, 'limit_conn zone') : [];
    case 'proxy_cache':
    case 'fastcgi_cache':
    case 'uwsgi_cache':
    case 'scgi_cache':
      return index === 1 ? namesOf(place, 'cache') : [];
    case 'error_page':
      return index === 1 ? [] : urisAt(place);
    case 'try_files':
    case 'auth_request':
    case 'mirror':
      return urisAt(place).filter(({ text }) => directive === 'try_files' || !text.startsWith('@'));
    default:
      return index === 1 && passes(directive) ? upstreamsFor(directive, place) : [];
  }
}

/** The paths and names of the locations of the server around. */
function urisAt({ levels, symbols }: Place): Item[] {
  const found = new Set<string>();
  for (const { block } of levels) {
    const server = block && serverAround(block);
    if (!server) continue;
    for (const { modifier, pattern } of locationsIn(server))
      if (modifier === '=' || modifier === '@' || (modifier === '' && pattern !== '/')) found.add(pattern);
  }
  // At the level of http any server may answer.
  if (!levels.some(({ block }) => block && serverAround(block)))
    for (const name of namesMade(symbols, 'named location')) found.add(name);
  return [...found].map((uri) => plain('name', uri, ranks.made));
}

function serverAround(block: Placement): Placement | undefined {
  let around: Placement | undefined = block;
  while (around && around.directive.name.value !== 'server') around = around.parent;
  return around;
}

/** What a directive writes before the name of an upstream. */
function schemesOf(directive: string, isStream: boolean): readonly string[] {
  if (directive === 'proxy_pass' && !isStream) return ['http://', 'https://'];
  return directive === 'grpc_pass' ? ['grpc://', 'grpcs://'] : [];
}

function upstreamsFor(directive: string, place: Place): Item[] {
  const names = namesMade(place.symbols, 'upstream');
  const schemes = schemesOf(directive, place.contexts.has('stream server'));
  if (schemes.length === 0) return names.map((name) => plain('name', name, ranks.made));
  const [usual = '', secure = ''] = schemes;
  const urls = names.flatMap((name) => {
    const isSecure = isOfTls(place.levels, name);
    return [
      plain('name', usual + name, isSecure ? ranks.made + 1 : ranks.made),
      plain('name', secure + name, isSecure ? ranks.made : ranks.made + 1),
    ];
  });
  return [
    ...urls,
    ...schemes.map((text, index) => ({
      ...plain('value', text, ranks.usual + index),
      asksAgain: names.length > 0,
    })),
  ];
}

/** Whether all servers of an upstream are at ports of HTTPS. */
function isOfTls(levels: readonly Level[], name: string): boolean {
  const servers = levels.flatMap(
    ({ configuration }) => httpOf(configuration).upstreams.get(name.toLowerCase())?.servers ?? [],
  );
  return servers.length > 0 && servers.every(({ port }) => port === 443 || port === 8443);
}

/** Directives of which an argument mostly is a variable, and which one. */
const variableArguments: Readonly<Record<string, number>> = {
  set: 2,
  map: 1,
  geo: 1,
  split_clients: 1,
  hash: 1,
  limit_req_zone: 1,
  limit_conn_zone: 1,
  proxy_set_header: 2,
  grpc_set_header: 2,
  add_header: 2,
  fastcgi_param: 2,
  uwsgi_param: 2,
  scgi_param: 2,
  auth_request_set: 2,
  proxy_cache_key: 1,
  proxy_cache_bypass: 1,
  proxy_no_cache: 1,
};

const takesVariable = ([name = '', ...args]: readonly string[]): boolean =>
  variableArguments[name] === args.length;

/** Whether there is anything to be offered behind the name of a directive. */
export function takesValues(entry: DirectiveEntry): boolean {
  const { name } = entry;
  return (
    passes(name) ||
    headersFor(name) !== undefined ||
    variableArguments[name] === 1 ||
    usualValues([name, '']).length > 0 ||
    wordsAt(entry, [entry], 1).length > 0 ||
    asksForNames.has(name)
  );
}

const asksForNames = new Set([
  'limit_conn',
  'include',
  'root',
  'alias',
  'ssl_certificate',
  'ssl_certificate_key',
]);
