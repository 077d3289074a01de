import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { inEffect, isSeen, valueInEffect } from '../../languages/nginx/effective';
import { headersIn, linesOf } from '../../languages/nginx/headers';
import { httpOf, type Proxy, type Server } from '../../languages/nginx/http';
import { RequestState, placeOf, type UrlRequest } from '../../languages/nginx/whichLocation/state';
import { evaluate } from '../../languages/nginx/whichLocation/variables';
import { madeVariable } from '../../languages/nginx/variables';
import { isBefore } from '../../languages/text/versions';
import { byDefault, type Fact, type Known, writtenAt } from '../facts';

/** The address at which a browser asks. Undefined: not known. */
export interface Browser {
  readonly scheme: 'http' | 'https' | undefined;
  readonly host: string;
  readonly port: number | undefined;
  /** Whether nothing stands between it and nginx, so that what it sends in headers is known. */
  readonly isDirect: boolean;
}

/** A proxy_pass as requests of one browser come to it. */
export interface Passed {
  readonly configuration: NginxConfiguration;
  readonly server: Server;
  readonly proxy: Proxy;
  /** The block that the proxy_pass stands in. */
  readonly level: Placement;
  /** The port that nginx listens on, and whether it speaks TLS there. */
  readonly port: number;
  readonly isTls: boolean;
  readonly browser: Browser;
}

/** Stands for the address of the browser in what headers hold. */
export const BROWSER = 'browser';

/** Headers that browsers do not send by themselves, by their names in variables. */
const OF_PROXIES = /^(?:x_|forwarded$|front_end_https$|via$|true_client_ip$|cf_)/;

const levels = new WeakMap<NginxConfiguration, readonly Placement[]>();

/** What stands in `http`, the same list each time: what is made of it is kept by it. */
function inHttp(configuration: NginxConfiguration): readonly Placement[] {
  let level = levels.get(configuration);
  if (!level) {
    const http = configuration.placements.filter(({ directive }) => directive.name.value === 'http');
    level = http.length > 0 ? http.flatMap(({ children }) => children) : configuration.placements;
    levels.set(configuration, level);
  }
  return level;
}

/** What nginx makes of variables for a request; a URL's path may matter to maps. */
export function stateOf(passed: Passed, target = '/'): RequestState {
  const { configuration, server, proxy, level, port, isTls, browser } = passed;
  const { host, isDirect } = browser;
  const request: UrlRequest = {
    method: 'GET',
    scheme: isTls ? 'https' : 'http',
    host,
    port,
    target,
    ...(browser.port !== undefined && { published: browser.port }),
    header: (name) => (isDirect && OF_PROXIES.test(name) ? '' : undefined),
  };
  const all = inHttp(configuration);
  const state = new RequestState(
    request,
    all,
    httpOf(configuration).upstreams,
    server,
    level,
    () => undefined,
  );
  const { variables } = state;
  const client = isDirect ? BROWSER : undefined;
  for (const name of ['remote_addr', 'realip_remote_addr', 'proxy_add_x_forwarded_for'])
    variables.set(name, client);
  // What the rewrite phase made of them is not known here.
  for (const name of ['uri', 'document_uri', 'request_uri', 'args', 'query_string', 'is_args', 'request'])
    variables.set(name, undefined);
  if (browser.port === undefined) variables.set('http_host', undefined);
  const { authority } = proxy;
  variables.set('proxy_host', proxy.host === undefined ? undefined : hostOf(proxy));
  variables.set('proxy_port', authority.includes('$') ? undefined : String(portOf(proxy)));
  for (let at: Placement | undefined = level; at; at = at.parent) {
    for (const { directive } of at.children) {
      if (directive.name.value === 'set')
        variables.set(madeVariable(directive.args[0]?.value ?? '') ?? '', undefined);
      // Variables of modules that ask somebody else.
      if (/^(?:auth_request_set|js_set|perl_set|set_by_lua\w*)$/.test(directive.name.value))
        variables.set(madeVariable(directive.args[0]?.value ?? '') ?? '', undefined);
    }
  }
  return state;
}

/** `$proxy_host`: as written; without the port where it is the scheme's own (ngx_http_proxy_set_vars). */
function hostOf(proxy: Proxy): string {
  const { host = '', port } = proxy;
  const standard = proxy.scheme === 'https' ? 443 : 80;
  return port === undefined || port === standard ? host : `${host}:${port}`;
}

const portOf = ({ port, scheme }: Proxy): number => port ?? (scheme === 'https' ? 443 : 80);

/** A text with its variables filled in. */
export function filled(state: RequestState, text: string): string | undefined {
  const found = evaluate(state, text);
  return 'unknown' in found ? undefined : found.value;
}

/** What Tomcat gets in a header, by its lower-case name: each value in its own line. Undefined: it gets none. */
export function headerSent(passed: Passed, state: RequestState, name: string): Known<readonly string[]> {
  const { level, browser } = passed;
  const { lines, areKnown } = headersIn(level);
  if (!areKnown) return 'unknown';
  const own = linesOf(lines, name);
  const values: string[] = [];
  for (const { directive } of own) {
    const value = filled(state, directive.args[1]?.value ?? '');
    if (value === undefined) return 'unknown';
    if (value !== '') values.push(value);
  }
  const [first] = own;
  if (first) return values.length > 0 ? writtenAt(values, placeOf(first)) : undefined;
  if (name === 'host') {
    const host = filled(state, '$proxy_host');
    return host === undefined ? 'unknown' : byDefault([host]);
  }
  // Of what nobody sets, nginx passes on what it got.
  return browser.isDirect && OF_PROXIES.test(name.replaceAll('-', '_')) ? undefined : 'unknown';
}

/** `NGX_HTTP_VERSION_11` is the default since 1.29.7. */
const FIRST_WITH_11 = '1.29.7';

/** What nginx speaks to Tomcat. */
export function protocolOf({ level, configuration }: Passed): Known<'1.0' | '1.1' | '2'> {
  if (!isSeen(level, 'proxy_http_version')) return 'unknown';
  const line = inEffect(level, 'proxy_http_version')?.lines.at(-1);
  if (line) {
    const version = line.directive.args[0]?.value;
    return version === '1.0' || version === '1.1' || version === '2'
      ? writtenAt(version, placeOf(line))
      : 'unknown';
  }
  const isOld = isBefore(configuration.version, FIRST_WITH_11);
  return isOld === undefined ? 'unknown' : byDefault(isOld ? '1.0' : '1.1');
}

/** A value of on or off in effect; undefined where it cannot be seen. */
export function isOn(level: Placement, name: string, usual: boolean): Fact<boolean> | undefined {
  if (!isSeen(level, name)) return undefined;
  const line = inEffect(level, name)?.lines.at(-1);
  if (!line) return byDefault(usual);
  return writtenAt(valueInEffect(level, name)?.toLowerCase() === 'on', placeOf(line));
}
