import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { hasVariable } from '../variables';
import type { Pattern } from './patterns';

/** Which arguments of a directive are compiled, by their index, from the end where it is negative. */
export type Evaluated = 'all' | readonly number[];

const proxies = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached'];
const ofProxies = (suffix: string, evaluated: Evaluated): readonly (readonly [string, Evaluated])[] =>
  proxies.map((name) => [`${name}_${suffix}`, evaluated]);

/**
 * Which arguments of a directive nginx compiles for variables (ngx_http_compile_complex_value, ngx_http_script_compile).
 * Others take `$` for a character like any other, so that only what is surely compiled is looked at.
 */
const evaluated: ReadonlyMap<string, Evaluated> = new Map<string, Evaluated>([
  ...ofProxies('pass', [0]),
  ...ofProxies('set_header', [1]),
  ...ofProxies('param', [1]),
  ...ofProxies('cache', [0]),
  ...ofProxies('cache_key', [0]),
  ...ofProxies('cache_bypass', 'all'),
  ...ofProxies('no_cache', 'all'),
  ...ofProxies('store', [0]),
  ...ofProxies('bind', [0]),
  ...ofProxies('ssl_name', [0]),
  ['proxy_method', [0]],
  ['proxy_set_body', [0]],
  ['proxy_redirect', 'all'],
  ['proxy_cookie_path', 'all'],
  ['proxy_cookie_domain', 'all'],
  ['proxy_cookie_flags', 'all'],
  ['add_header', [1]],
  ['add_trailer', [1]],
  ['return', [0, 1]],
  ['rewrite', [1]],
  ['set', [1]],
  ['if', 'all'],
  ['root', [0]],
  ['alias', [0]],
  ['index', 'all'],
  ['try_files', 'all'],
  ['error_page', [-1]],
  ['expires', [-1]],
  ['auth_basic', [0]],
  ['auth_basic_user_file', [0]],
  ['limit_rate', [0]],
  ['limit_rate_after', [0]],
  ['secure_link', [0]],
  ['secure_link_md5', [0]],
  ['sub_filter', 'all'],
  ['map', [0]],
  ['geo', [-2]],
  ['split_clients', [0]],
  ['limit_req_zone', [0]],
  ['limit_conn_zone', [0]],
  ['log_format', 'all'],
  ['access_log', [0]],
  ['hash', [0]],
  ['auth_request_set', [1]],
  ['proxy_upload_rate', [0]],
  ['proxy_download_rate', [0]],
]);

export const evaluatedOf = (name: string): Evaluated | undefined => evaluated.get(name);

/** The words with a `$` that are compiled, but for those that are regular expressions. */
export function* evaluatedWords(
  { directive: { args } }: Placement,
  patterns: readonly Pattern[],
  which: Evaluated,
): Generator<Word, void, undefined> {
  let index = -1;
  for (const word of args) {
    index++;
    const { value } = word;
    if (!hasVariable(value)) continue;
    const isCompiled =
      which === 'all' ||
      which.includes(index) ||
      which.includes(index - args.length) ||
      value.startsWith('if=$');
    if (isCompiled && !patterns.some((pattern) => pattern.word === word)) yield word;
  }
}
