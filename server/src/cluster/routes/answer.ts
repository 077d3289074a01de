import type { Placement } from '../../languages/nginx/configuration';
import { inEffect, isSeen } from '../../languages/nginx/effective';
import { enclosing } from '../../languages/nginx/effective';
import { locationName } from '../../languages/nginx/location';
import { regexOf } from '../../languages/nginx/whichLocation/regex';
import { placeOf, type RequestState } from '../../languages/nginx/whichLocation/state';
import type { Fact, Known } from '../facts';
import { writtenAt } from '../facts';
import type { Place } from '../source';
import type { Cookie } from './cookie';
import { filled, isOn, type Passed } from './request';

/** How nginx changes a text that begins with something, or matches an expression. */
interface Rewriting {
  /** The text after the change; undefined: it is left alone. */
  readonly apply: (text: string) => string | undefined;
  readonly place: Place;
}

/** `unknown`: something of them cannot be told. */
type Rewritings = readonly Rewriting[] | 'unknown';

/** ngx_http_proxy_rewrite: of the rules of a level the first that fits counts. */
function rewritten(
  text: string,
  rewritings: Rewritings,
): { readonly text: string; readonly place: Place | undefined } | 'unknown' {
  if (rewritings === 'unknown') return 'unknown';
  for (const { apply, place } of rewritings) {
    const result = apply(text);
    if (result !== undefined) return { text: result, place };
  }
  return { text, place: undefined };
}

/** The `Location` that a browser gets for one of Tomcat's. */
export function locationBack(passed: Passed, state: RequestState, location: Known<string>): Known<string> {
  if (location === undefined || location === 'unknown') return location;
  if (isHidden(passed.level, 'location') !== false) return 'unknown';
  const result = rewritten(location.value, redirectsOf(passed, state));
  if (result === 'unknown') return 'unknown';
  // nginx leaves a relative one alone that it did not write itself.
  if (result.place === undefined) return location;
  return result.text.startsWith('/')
    ? ownLocation(passed, result.text, result.place)
    : writtenAt(result.text, result.place);
}

/** The address that nginx writes for a path of its own (ngx_http_header_filter). */
export function ownLocation(
  { level, server, port, isTls, browser }: Pick<Passed, 'level' | 'server' | 'port' | 'isTls' | 'browser'>,
  path: string,
  place?: Place,
): Known<string> {
  const absolute = isOn(level, 'absolute_redirect', true);
  const byName = isOn(level, 'server_name_in_redirect', false);
  const withPort = isOn(level, 'port_in_redirect', true);
  if (!absolute || !byName || !withPort) return 'unknown';
  if (!absolute.value) return writtenAt(path, absolute.place ?? place);
  const [first] = server.names;
  if (byName.value && (!first || /[~*$]/.test(first.value))) return 'unknown';
  const name = byName.value ? first?.value.replace(/^\./, '') : browser.host.toLowerCase();
  const isUsual = port === (isTls ? 443 : 80);
  const origin = `${isTls ? 'https' : 'http'}://${name}${isUsual || !withPort.value ? '' : `:${port}`}`;
  return { ...writtenAt(origin + path, place), from: absolute.from };
}

/** The rules of `proxy_redirect` in effect; without any, the address of proxy_pass becomes the location's. */
function redirectsOf({ level, proxy }: Passed, state: RequestState): Rewritings {
  if (!isSeen(level, 'proxy_redirect')) return 'unknown';
  const lines = inEffect(level, 'proxy_redirect')?.lines;
  const standard = (): Rewritings => {
    const rule = defaultRedirect(proxy.placement, state);
    return rule === undefined ? 'unknown' : rule;
  };
  if (!lines) return standard();
  const rules: Rewriting[] = [];
  for (const line of lines) {
    const [from = '', to] = line.directive.args.map(({ value }) => value);
    if (from === 'off' && to === undefined) return [];
    const found =
      from === 'default' && to === undefined ? standard() : rewriting(line, from, to ?? '', state);
    if (found === 'unknown') return found;
    rules.push(...found);
  }
  return rules;
}

/** ngx_http_proxy_merge_loc_conf: with a URI its address becomes the location's name, without one its root. */
function defaultRedirect(pass: Placement, state: RequestState): readonly Rewriting[] | undefined {
  const [word] = pass.directive.args;
  const url = word?.value ?? '';
  // With variables there is no default.
  if (url.includes('$')) return [];
  const location = enclosing(pass.parent, 'location');
  const hasUri = /^\w+:\/\/[^/?#]*[/?#]/.test(url);
  const name = location && locationName(location.directive)?.pattern;
  if (hasUri && name === undefined) return undefined;
  const found = prefix(pass, hasUri ? url : `${url}/`, hasUri ? (name ?? '') : '/', state);
  return found === 'unknown' ? undefined : found;
}

function prefix(line: Placement, from: string, to: string, state: RequestState): Rewritings {
  const [pattern, replacement] = [filled(state, from), filled(state, to)];
  if (pattern === undefined || replacement === undefined) return 'unknown';
  const place = placeOf(line);
  const apply = (text: string) =>
    text.startsWith(pattern) ? replacement + text.slice(pattern.length) : undefined;
  return [{ apply, place }];
}

/** A line with a text or an expression, and what takes its place. */
function rewriting(line: Placement, from: string, to: string, state: RequestState): Rewritings {
  if (!from.startsWith('~')) return prefix(line, from, to, state);
  const caseless = from.startsWith('~*');
  const regex = regexOf(from.slice(caseless ? 2 : 1), caseless);
  if (!regex) return 'unknown';
  // What it refers to must be known before anything is matched.
  if (filled(state, to) === undefined) return 'unknown';
  const apply = (text: string): string | undefined => {
    const match = regex.exec(text);
    if (!match) return undefined;
    const before = state.captures;
    state.capture(match);
    const result = filled(state, to);
    state.captures = before;
    return result;
  };
  return [{ apply, place: placeOf(line) }];
}

/** Whether a header is kept from browsers; undefined where that cannot be seen. */
function isHidden(level: Placement, name: string): boolean | undefined {
  for (const directive of ['proxy_hide_header', 'proxy_ignore_headers'])
    if (!isSeen(level, directive)) return undefined;
  const hidden = inEffect(level, 'proxy_hide_header')?.lines ?? [];
  return hidden.some(({ directive }) => directive.args[0]?.value.toLowerCase() === name);
}

/** The cookie that a browser gets for one of Tomcat's. */
export function cookieBack({ level }: Passed, state: RequestState, cookie: Cookie): Cookie | undefined {
  if (isHidden(level, 'set-cookie') !== false || isMadeElsewhere(level)) return undefined;
  const path = changed(cookie.path, rulesOf(level, 'proxy_cookie_path', state, rewriting));
  const domain = changed(cookie.domain, rulesOf(level, 'proxy_cookie_domain', state, domainRule));
  return flagged(level, state, withAttributes({ ...cookie, path, domain }));
}

/** A path such as `/; Secure; SameSite=Lax`, by which flags were set before there was `proxy_cookie_flags`. */
function withAttributes(cookie: Cookie): Cookie {
  const { path } = cookie;
  if (path === 'unknown' || !path?.value.includes(';')) return cookie;
  const [own = '', ...attributes] = path.value.split(';').map((one) => one.trim());
  const is = <T>(value: T): Fact<T> => ({ ...path, value });
  let { secure, httpOnly, sameSite } = cookie;
  for (const attribute of attributes) {
    const name = attribute.toLowerCase();
    if (name === 'secure') secure = is(true);
    if (name === 'httponly') httpOnly = is(true);
    // What follows the path that was replaced is glued to the last attribute. Tomcat's own comes behind, and counts.
    if (name.startsWith('samesite=')) sameSite ??= is(attribute.slice('samesite='.length));
  }
  return { ...cookie, path: is(own), secure, httpOnly, sameSite };
}

/** Directives of other modules that write headers of an answer anew. */
const isMadeElsewhere = (level: Placement): boolean =>
  [
    'more_set_headers',
    'more_clear_headers',
    'header_filter_by_lua_block',
    'header_filter_by_lua_file',
    'header_filter_by_lua',
    'js_header_filter',
  ].some((name) => inEffect(level, name) !== undefined);

type ReadRule = (line: Placement, from: string, to: string, state: RequestState) => Rewritings;

function rulesOf(level: Placement, name: string, state: RequestState, read: ReadRule): Rewritings {
  if (!isSeen(level, name)) return 'unknown';
  const rules: Rewriting[] = [];
  for (const line of inEffect(level, name)?.lines ?? []) {
    const [from = '', to] = line.directive.args.map(({ value }) => value);
    if (from === 'off' && to === undefined) return [];
    const found = read(line, from, to ?? '', state);
    if (found === 'unknown') return found;
    rules.push(...found);
  }
  return rules;
}

const bare = (text: string): string => text.replace(/^\./, '').toLowerCase();

/** A domain is taken whole, in either case, without a dot in front (ngx_http_proxy_rewrite_domain_handler). */
function domainRule(line: Placement, from: string, to: string, state: RequestState): Rewritings {
  if (from.startsWith('~'))
    return rewriting(line, from.startsWith('~*') ? from : `~*${from.slice(1)}`, to, state);
  const [pattern, replacement] = [filled(state, from), filled(state, to)];
  if (pattern === undefined || replacement === undefined) return 'unknown';
  return [
    { apply: (text) => (bare(text) === bare(pattern) ? replacement : undefined), place: placeOf(line) },
  ];
}

function changed(value: Known<string>, rules: Rewritings): Known<string> {
  if (value === undefined || value === 'unknown') return value;
  const result = rewritten(value.value, rules);
  if (result === 'unknown') return 'unknown';
  return result.place === undefined ? value : writtenAt(result.text, result.place);
}

/** ngx_http_proxy_rewrite_cookie_flags: of the lines whose name fits the first counts. */
function flagged(level: Placement, state: RequestState, cookie: Cookie): Cookie {
  const { name } = cookie;
  const lines = inEffect(level, 'proxy_cookie_flags')?.lines ?? [];
  const nothing = { ...cookie, secure: 'unknown', httpOnly: 'unknown', sameSite: 'unknown' } as const;
  if (!isSeen(level, 'proxy_cookie_flags')) return nothing;
  if (lines.length === 0) return cookie;
  if (
    name === 'unknown' ||
    name === undefined ||
    inEffect(level, 'proxy_cookie_path')?.lines.some(hasAttributes)
  )
    return nothing;
  for (const line of lines) {
    const [pattern = '', ...flags] = line.directive.args.map(({ value }) => value);
    if (pattern === 'off' && flags.length === 0) return cookie;
    const fits = isNamed(state, pattern, name.value);
    if (fits === undefined || flags.some((flag) => flag.includes('$'))) return nothing;
    if (fits) return withFlags(cookie, flags, placeOf(line));
  }
  return cookie;
}

/** Whether a line of `proxy_cookie_path` brings attributes, to which nginx may add the same again. */
const hasAttributes = ({ directive: { args } }: Placement): boolean =>
  args.some(({ value }) => value.includes(';'));

function isNamed(state: RequestState, pattern: string, name: string): boolean | undefined {
  if (!pattern.startsWith('~')) return filled(state, pattern)?.toLowerCase() === name.toLowerCase();
  const caseless = pattern.startsWith('~*');
  return regexOf(pattern.slice(caseless ? 2 : 1), caseless)?.test(name);
}

function withFlags(cookie: Cookie, flags: readonly string[], place: Place): Cookie {
  let { secure, httpOnly, sameSite } = cookie;
  const is = <T>(value: T): Fact<T> => writtenAt(value, place);
  for (const flag of flags.map((one) => one.toLowerCase())) {
    if (flag === 'secure' || flag === 'nosecure') secure = is(flag === 'secure');
    if (flag === 'httponly' || flag === 'nohttponly') httpOnly = is(flag === 'httponly');
    if (flag === 'nosamesite') sameSite = undefined;
    const site = /^samesite=(strict|lax|none)$/.exec(flag)?.[1];
    if (site !== undefined) sameSite = is(site.charAt(0).toUpperCase() + site.slice(1));
  }
  return { ...cookie, secure, httpOnly, sameSite };
}
