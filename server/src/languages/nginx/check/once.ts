import { hasPlaceholder } from '../../text/placeholders';
import type { Directive } from '../tree';
import type { Form } from './forms';

/**
 * Directives that nginx reads by handlers of their own which say "is duplicate" the second time; those of the generic
 * slots are marked in the catalogue. From the handlers of src/core/nginx.c, src/event, src/http, src/stream, src/mail.
 */
const byHandler: ReadonlySet<string> = new Set([
  'aio',
  'auth_basic_user_file',
  'auth_request',
  'charset',
  'directio',
  'disable_symlinks',
  'events',
  'expires',
  'geoip_city',
  'geoip_country',
  'geoip_org',
  'http',
  'internal',
  'keepalive',
  'keepalive_timeout',
  'limit_except',
  'mail',
  'open_file_cache',
  'open_log_file_cache',
  'pass',
  'quic_host_key',
  'real_ip_header',
  'resolver',
  'source_charset',
  'ssl_alpn',
  'ssl_certificate_cache',
  'ssl_engine',
  'ssl_ocsp_cache',
  'ssl_password_file',
  'proxy_ssl_password_file',
  'grpc_ssl_password_file',
  'uwsgi_ssl_password_file',
  'proxy_ssl_alpn',
  'proxy_ssl_certificate_cache',
  'grpc_ssl_certificate_cache',
  'uwsgi_ssl_certificate_cache',
  'starttls',
  'sticky',
  'stream',
  'try_files',
  'use',
  'user',
  'userid_expires',
  'userid_mark',
  'worker_connections',
  'worker_cpu_affinity',
  'worker_priority',
  'worker_processes',
]);

const ofUpstreams = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached|tunnel)_(pass|store|bind|cache|cache_key)$/;

const keys = new Map<string, string | undefined>();

/**
 * What may stand once at a level, as a key that directives share which exclude each other; undefined for what may stand
 * again. `root` and `alias` set the same thing.
 */
export function onceKeyOf({ entry }: Pick<Form, 'entry'>): string | undefined {
  const { name } = entry;
  if (entry.once || entry.module === 'ngx_stream_return_module') return name;
  if (keys.has(name)) return keys.get(name);
  const key =
    name === 'root' || name === 'alias'
      ? 'root'
      : byHandler.has(name) || ofUpstreams.test(name)
        ? name
        : undefined;
  keys.set(name, key);
  return key;
}

/** Zones that count once at a level: `ngx_http_limit_conn`, `ngx_http_limit_req`; before them the directive's name. */
export function onceKeyOfZone({ name, args }: Directive): string | undefined {
  const zone =
    name.value === 'limit_conn'
      ? args[0]?.value
      : args.find(({ value }) => value.startsWith('zone='))?.value.slice('zone='.length);
  return zone === undefined || hasPlaceholder(zone) ? undefined : `${name.value} ${zone}`;
}

/** Those of which `off` stands alone at a level: `ngx_http_proxy_redirect` and the like, `ngx_http_mirror`. */
export const aloneWhenOff: ReadonlySet<string> = new Set([
  'proxy_redirect',
  'proxy_cookie_path',
  'proxy_cookie_domain',
  'proxy_cookie_flags',
  'mirror',
]);

export const countsZones: ReadonlySet<string> = new Set(['limit_conn', 'limit_req']);
