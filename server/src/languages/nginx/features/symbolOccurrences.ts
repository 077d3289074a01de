import { hostVariable } from '../address';
import type { Placement } from '../configuration';
import type { NginxContext } from '../contexts';
import type { Directive, Word } from '../tree';
import type { Span } from '../../text/span';
import { hasVariable, madeVariable } from '../variables';
import { areaOf, capturesIn, contentOf, variableNamesIn, type Area, type SymbolKind } from './symbolNames';

/** A name where it is made or used, before it is known what it belongs to. */
export interface NamedWord {
  readonly kind: SymbolKind;
  readonly name: string;
  /** The name alone: without `$`, quotes, scheme or size; a named location with its `@`. */
  readonly span: Span;
  readonly makes: boolean;
  /** Counts only where the name is defined: a host may also be one of DNS, a value of a map may be anything. */
  readonly doubtful?: boolean;
  /** What keeps apart equal names of one kind: the module of a cache, for instance. */
  readonly scope?: string;
}

/** Directives that make a variable, and which of their words it is. */
const makers: Readonly<Record<string, number>> = {
  set: 0,
  map: 1,
  split_clients: 1,
  auth_request_set: 0,
  js_set: 0,
  js_var: 0,
  perl_set: 0,
  auth_jwt_claim_set: 0,
  auth_jwt_header_set: 0,
  keyval: 1,
  set_by_lua: 0,
  set_by_lua_block: 0,
  set_by_lua_file: 0,
};

const caches = /^(proxy|fastcgi|uwsgi|scgi)_cache(_path)?$/;

/** The names in one directive, at a place where nginx reads it. `passed`: variables that stand for a whole upstream. */
export function namesIn(
  { directive, context, parent }: Placement,
  area: Area,
  text: string,
  passed: ReadonlySet<string>,
): NamedWord[] {
  const { name, args, block } = directive;
  const found: NamedWord[] = [];
  const owner = context === 'entries' ? parent?.directive : undefined;
  variables(directive, owner, text, area, found);
  if (owner) {
    if (valuesArePassed(owner, passed)) upstreamValue(args.at(-1), text, found);
  } else if (mayName(name.value)) {
    namedWords(directive, context, text, passed, found);
  }
  if (!owner && block?.lua) luaNames(text, block.lua, found);
  return found;
}

/** Most directives name nothing but variables. */
const mayName = (directive: string): boolean =>
  naming.has(directive) || directive.endsWith('_pass') || caches.test(directive);

const naming = new Set([
  'upstream',
  'set',
  'location',
  'error_page',
  'try_files',
  'log_format',
  'access_log',
  'limit_req_zone',
  'limit_req',
  'limit_conn_zone',
  'limit_conn',
  'zone',
  'keyval_zone',
  'keyval',
  'lua_shared_dict',
  'ssl_session_cache',
]);

/** The names in the words of a directive. */
function namedWords(
  { name, args, block }: Directive,
  context: NginxContext,
  text: string,
  passed: ReadonlySet<string>,
  found: NamedWord[],
): void {
  const add = (kind: SymbolKind, span: Span, makes: boolean, rest: Partial<NamedWord> = {}): void => {
    if (span.end > span.start)
      found.push({ kind, name: text.slice(span.start, span.end), span, makes, ...rest });
  };
  const whole = (word: Word | undefined): Span | undefined => {
    if (!word) return undefined;
    const span = contentOf(word);
    return text.slice(span.start, span.end) === word.value ? span : undefined;
  };
  /** `key=NAME` or `key=NAME:size`. */
  const parameter = (key: string, kind: SymbolKind, makes: boolean, scope?: string): void => {
    for (const word of args) {
      const span = whole(word);
      if (!span || !word.value.startsWith(`${key}=`)) continue;
      const value = word.value.slice(key.length + 1).split(':', 1)[0] ?? '';
      const start = span.start + key.length + 1;
      if (!hasVariable(value)) add(kind, { start, end: start + value.length }, makes, scope ? { scope } : {});
    }
  };
  const word = (index: number, kind: SymbolKind, makes: boolean, scope?: string): void => {
    const span = whole(args[index]);
    if (span && !hasVariable(args[index]?.value ?? '')) add(kind, span, makes, scope ? { scope } : {});
  };

  const at = (index: number): string => args[index]?.value ?? '';
  switch (name.value) {
    case 'upstream':
      if (block) word(0, 'upstream', true);
      break;
    case 'set':
      if (passed.has(madeVariable(at(0)) ?? '')) upstreamValue(args[1], text, found);
      break;
    case 'location':
      if (at(0).startsWith('@')) word(0, 'named location', true);
      break;
    case 'error_page':
    case 'try_files': {
      const last = args.length - 1;
      if (at(last).startsWith('@')) word(last, 'named location', false);
      break;
    }
    case 'log_format':
      word(0, 'log format', true);
      break;
    case 'access_log':
      if (args.length > 1 && !/^(buffer|flush|gzip|if)\b|=/.test(at(1))) word(1, 'log format', false);
      break;
    case 'limit_req_zone':
      parameter('zone', 'limit_req zone', true);
      break;
    case 'limit_req':
      parameter('zone', 'limit_req zone', false);
      break;
    case 'limit_conn_zone':
      parameter('zone', 'limit_conn zone', true);
      break;
    case 'limit_conn':
      word(0, 'limit_conn zone', false);
      break;
    case 'zone':
      if (context === 'upstream' || context === 'stream upstream') word(0, 'upstream zone', args.length > 1);
      break;
    case 'keyval_zone':
      parameter('zone', 'keyval zone', true);
      break;
    case 'keyval':
      parameter('zone', 'keyval zone', false);
      break;
    case 'lua_shared_dict':
      word(0, 'shared dictionary', true);
      break;
    case 'ssl_session_cache':
      sessionCache(args, whole, add);
      break;
    default: {
      const cache = caches.exec(name.value);
      if (cache?.[2]) parameter('keys_zone', 'cache', true, cache[1]);
      else if (cache) word(0, 'cache', false, cache[1]);
      else if (name.value.endsWith('_pass')) passedHost(args[0], text, found);
    }
  }
}

function sessionCache(
  args: readonly Word[],
  whole: (word: Word) => Span | undefined,
  add: (kind: SymbolKind, span: Span, makes: boolean) => void,
): void {
  for (const word of args) {
    const match = /^shared:([^:]+)(:|$)/.exec(word.value);
    const span = whole(word);
    if (!match || !span) continue;
    const start = span.start + 'shared:'.length;
    add('session cache', { start, end: start + (match[1] ?? '').length }, match[2] === ':');
  }
}

/** Variables made and used in the words of a directive. */
function variables(
  { name, args }: Directive,
  owner: Directive | undefined,
  text: string,
  area: Area,
  found: NamedWord[],
): void {
  if (area === 'main' || area === 'mail') return;
  const own = (item: { name: string; span: Span }, makes: boolean): void => {
    found.push({ kind: 'variable', makes, ...item });
  };
  if (owner) {
    const [first, rest] = [name, args];
    if (owner.name.value === 'geoip2') {
      for (const item of variableNamesIn(text, contentOf(first))) own(item, true);
    } else if (owner.name.value === 'map' && first.value.startsWith('~')) {
      for (const item of capturesIn(text, contentOf(first))) own(item, true);
    }
    if (owner.name.value !== 'geo' && owner.name.value !== 'types') {
      for (const word of rest)
        if (word.value.includes('$'))
          for (const item of variableNamesIn(text, contentOf(word))) own(item, false);
    }
    return;
  }
  if (!takesRegexes.has(name.value) && !args.some(({ value }) => hasVariable(value))) return;
  const made = name.value === 'geo' ? args.length - 1 : setMisc(name.value) ? 0 : makers[name.value];
  const regexes = regexWords(name.value, args);
  for (const [index, word] of args.entries()) {
    const span = contentOf(word);
    if (regexes.has(index)) for (const item of capturesIn(text, span)) own(item, true);
    else if (word.value.includes('$')) {
      for (const item of variableNamesIn(text, span))
        own(item, index === made && item.span.start <= span.start + 2);
    }
  }
}

/** set-misc, encrypted-session and their like: `set_escape_uri $to $from`. */
const setMisc = (name: string): boolean => /^set_(?!real_ip|form_input)\w+$/.test(name) && !(name in makers);

const none: ReadonlySet<number> = new Set();
const takesRegexes = new Set(['rewrite', 'server_name', 'valid_referers', 'location', 'if']);

/** Which words of a directive are regular expressions, in which a dollar is no variable. */
function regexWords(name: string, args: readonly Word[]): ReadonlySet<number> {
  if (!takesRegexes.has(name)) return none;
  const indexes = new Set<number>();
  if (name === 'rewrite') indexes.add(0);
  if (name === 'server_name' || name === 'valid_referers') {
    args.forEach(({ value }, index) => value.startsWith('~') && indexes.add(index));
  }
  if (name === 'location') {
    if (args.length === 1 && args[0]?.value.startsWith('~')) indexes.add(0);
    if (args.length > 1 && /^~\*?$/.test(args[0]?.value ?? '')) indexes.add(1);
  }
  if (name === 'if') {
    const operator = args.findIndex(({ value }) => /^!?~\*?$/.test(value));
    if (operator > 0) indexes.add(operator + 1);
  }
  return indexes;
}

const valuesArePassed = ({ name, args }: Directive, passed: ReadonlySet<string>): boolean =>
  /^(map|geo|split_clients)$/.test(name.value) && passed.has(madeVariable(args.at(-1)?.value ?? '') ?? '');

/** A value that a variable takes which stands for an upstream: `tomcats` or `http://tomcats`. */
function upstreamValue(word: Word | undefined, text: string, found: NamedWord[]): void {
  if (word && !hasVariable(word.value)) passedHost(word, text, found);
}

/** `http://HOST/…`, or `HOST` alone; one with a port is no upstream (ngx_http_upstream_add). */
function passedHost(word: Word | undefined, text: string, found: NamedWord[]): void {
  if (!word) return;
  const content = contentOf(word);
  const raw = text.slice(content.start, content.end);
  const match = /^(\w+:\/\/)?([^\s/:?#$\\[\]]+)(?=$|[/?#$])/.exec(raw);
  if (!match || raw.startsWith('unix:')) return;
  const start = content.start + (match[1] ?? '').length;
  const name = match[2] ?? '';
  found.push({
    kind: 'upstream',
    name,
    span: { start, end: start + name.length },
    makes: false,
    doubtful: true,
  });
}

function luaNames(text: string, lua: Span, found: NamedWord[]): void {
  const code = text.slice(lua.start, lua.end);
  for (const match of code.matchAll(/\bngx\.(var|shared)(?:\.|\[\s*["'])([A-Za-z_]\w*)/g)) {
    const name = match[2] ?? '';
    const end = lua.start + match.index + match[0].length;
    const kind = match[1] === 'var' ? 'variable' : 'shared dictionary';
    found.push({ kind, name, span: { start: end - name.length, end }, makes: false });
  }
}

/** Variables that stand alone where a host does in some `…_pass`, in lower case: their values name upstreams. */
export function passedVariables(placements: Iterable<Placement>): ReadonlySet<string> {
  const passed = new Set<string>();
  for (const { directive } of placements) {
    if (!directive.name.value.endsWith('_pass')) continue;
    const host = hostVariable(directive.args[0]?.value ?? '');
    if (host && /^(?:[/$]|$)/.test(host.rest)) passed.add(host.name.toLowerCase());
  }
  return passed;
}

/** The area of each placement, told from the blocks around it. */
export function areaReader(): (placement: Placement) => Area {
  const known = new Map<Placement, Area>();
  return (placement) => {
    // Blocks are visited before what they hold, so that the one around is known.
    const outer = placement.parent && known.get(placement.parent);
    const own = areaOf(placement.context, outer);
    // What stands in `http` is of http, although the line of `http` itself is of main.
    const { name, block } = placement.directive;
    if (block) known.set(placement, own === 'main' && isArea(name.value) ? name.value : own);
    return own;
  };
}

const isArea = (name: string | undefined): name is Area =>
  name === 'http' || name === 'stream' || name === 'mail';
