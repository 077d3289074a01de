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
