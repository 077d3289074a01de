import type { Placement } from '../configuration';
import { hasGap } from '../effective';
import { madeVariable, replaceVariables } from '../variables';
import { regexOf } from './regex';
import type { RequestState } from './state';
import { escapeArgs, toBytes } from './uri';
import { wordsOf } from './settings';

/** A value, or the name of the first variable that it cannot be told without. */
export type Evaluated = { readonly value: string } | { readonly unknown: string };

export interface EvaluateOptions {
  /** Captures are escaped, as in arguments and redirects of `rewrite`. */
  readonly escapes?: boolean;
  readonly depth?: number;
}

/** Puts values in the place of `$name`, `${name}` and `$1`, as `ngx_http_script_compile` reads them. */
export function evaluate(
  state: RequestState,
  text: string,
  { escapes = false, depth = 0 }: EvaluateOptions = {},
): Evaluated {
  let unknown: string | undefined;
  const value = replaceVariables(toBytes(text), ({ name, isCapture }) => {
    if (isCapture) {
      const captured = state.captures?.[Number(name)] ?? '';
      return escapes && (state.quoted || state.plus) ? escapeArgs(captured) : captured;
    }
    const found = variable(state, name.toLowerCase(), depth);
    if (found === undefined) unknown ??= name;
    return found ?? '';
  });
  return unknown === undefined ? { value } : { unknown };
}

/** The value of a variable; undefined where a URL does not tell it. */
export function variable(state: RequestState, name: string, depth = 0): string | undefined {
  const { request, args } = state;
  const standard = request.scheme === 'https' ? 443 : 80;
  if (state.variables.has(name)) return state.variables.get(name);
  switch (name) {
    case 'uri':
    case 'document_uri':
      return state.uri;
    case 'request_uri':
      return request.target;
    case 'args':
    case 'query_string':
      return args;
    case 'is_args':
      return args === '' ? '' : '?';
    case 'host':
      return request.host.toLowerCase();
    case 'http_host':
      return withPort(request.host, request.published ?? request.port, standard);
    case 'server_port':
      return `${request.port}`;
    case 'scheme':
      return request.scheme;
    case 'https':
      return request.scheme === 'https' ? 'on' : '';
    case 'request_method':
      return cached(state, name, () => state.method);
    case 'server_name':
      return toBytes(state.server.names[0]?.value.replace(/^\./, '') ?? '');
    case 'server_protocol':
      return 'HTTP/1.1';
    case 'request':
      return `${request.method} ${request.target} HTTP/1.1`;
    default:
  }
  if (name.startsWith('http_')) return request.header?.(name.slice('http_'.length));
  if (name.startsWith('arg_')) return argument(args, name.slice('arg_'.length));
  const made = madeBy(state.http, name);
  if (made?.directive.name.value === 'map') {
    const map = made;
    // Its value is kept for the whole request, even where the URI changes (`volatile` of 1.11.7 says otherwise).
    return depth > 20 ? undefined : cached(state, name, () => mapped(state, map, depth + 1));
  }
  // What `set` or a named group would have made, but did not come to, is empty.
  if (made?.directive.name.value === 'set') return '';
  return undefined;
}

const withPort = (host: string, port: number, standard: number): string =>
  port === standard ? host : `${host}:${port}`;

/** Variables without NGX_HTTP_VAR_NOCACHEABLE keep the value that they had when they were first asked for. */
function cached(state: RequestState, name: string, value: () => string | undefined): string | undefined {
  if (!state.cache.has(name)) state.cache.set(name, value());
  return state.cache.get(name);
}

function argument(args: string, name: string): string {
  for (const pair of args.split('&')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).toLowerCase() === name) return pair.slice(equals + 1);
  }
  return '';
}

const made = new WeakMap<readonly Placement[], Map<string, Placement>>();

/** The directive that makes a variable: `map`, `geo`, `set` … or one with a regular expression that names it. */
function madeBy(http: readonly Placement[], name: string): Placement | undefined {
  let known = made.get(http);
  if (!known) {
    known = new Map();
    const waiting = http.toReversed();
    for (let placement = waiting.pop(); placement; placement = waiting.pop()) {
      const { directive } = placement;
      const words = wordsOf(placement);
      const target =
        directive.name.value === 'set'
          ? words[0]
          : /^(map|geo|split_clients)$/.test(directive.name.value)
            ? words.at(-1)
            : undefined;
      const key = madeVariable(target ?? '');
      if (key !== undefined) {
        if (!known.has(key) || directive.name.value !== 'set') known.set(key, placement);
      }
      for (let i = placement.children.length - 1; i >= 0; i--) {
        const child = placement.children[i];
        if (child) waiting.push(child);
      }
    }
    made.set(http, known);
  }
  return known.get(name);
}

/** ngx_http_map_module: exact strings without regard to case, then regular expressions in order, then the default. */
function mapped(state: RequestState, map: Placement, depth: number): string | undefined {
  const [source = ''] = wordsOf(map);
  if (hasGap(map)) return undefined;
  const found = evaluate(state, source, { depth });
  if ('unknown' in found) return undefined;
  const wanted = found.value.toLowerCase();
  let byDefault: string | undefined;
  let hit: string | undefined;
  let hostnames = false;
  const regexes: [pattern: string, result: string][] = [];
  for (const entry of map.children) {
    const key = entry.directive.name.value;
    const result = wordsOf(entry)[0];
    if (result === undefined) {
      if (key === 'hostnames') hostnames = true;
      continue;
    }
    if (key === 'include') continue;
    if (key === 'default') byDefault = result;
    else if (key.startsWith('~')) regexes.push([key.slice(1), result]);
    else if (toBytes(key.replace(/^\\/, '')).toLowerCase() === wanted) hit ??= result;
  }
  if (hit === undefined && hostnames) return undefined;
  for (const [pattern, result] of hit === undefined ? regexes : []) {
    const caseless = pattern.startsWith('*');
    const regex = regexOf(caseless ? pattern.slice(1) : pattern, caseless);
    if (!regex) return undefined;
    const match = regex.exec(found.value);
    if (!match) continue;
    state.capture(match);
    hit = result;
    break;
  }
  const value = evaluate(state, hit ?? byDefault ?? '', { depth });
  return 'unknown' in value ? undefined : value.value;
}
