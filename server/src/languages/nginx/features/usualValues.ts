import { t } from '@vscode/l10n';

/** A value that people write at a place, with a word on it. */
export interface UsualValue {
  readonly text: string;
  readonly detail?: string | undefined;
}

/** What people write as an argument of a directive, the most frequent first; for values that no syntax names. */
const usual: Readonly<Record<string, readonly (readonly string[])[]>> = {
  listen: [['80', '443 ssl', '8080', '[::]:80', '[::]:443 ssl', '80 default_server', 'unix:']],
  server_name: [['_', 'localhost']],
  index: [['index.html', 'index.htm', 'index.jsp']],
  default_type: [['application/octet-stream', 'text/plain', 'text/html', 'application/json']],
  charset: [['utf-8']],
  gzip_types: [
    [
      'text/plain',
      'text/css',
      'application/json',
      'application/javascript',
      'text/xml',
      'application/xml',
      'image/svg+xml',
    ],
  ],
  ssl_protocols: [['TLSv1.2', 'TLSv1.3']],
  proxy_ssl_protocols: [['TLSv1.2', 'TLSv1.3']],
  ssl_session_cache: [['shared:']],
  proxy_http_version: [['1.1']],
  use: [['epoll', 'kqueue', 'eventport', '/dev/poll', 'poll', 'select']],
  access_log: [['off', '/var/log/nginx/access.log', '/dev/stdout']],
  error_log: [['/var/log/nginx/error.log', 'stderr', 'syslog:']],
  allow: [['127.0.0.1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'all']],
  deny: [['all']],
  set_real_ip_from: [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.1']],
  real_ip_header: [['X-Forwarded-For', 'X-Real-IP', 'proxy_protocol']],
  resolver: [['127.0.0.11']],
  hash: [['$remote_addr', '$cookie_jsessionid', '$request_uri']],
  limit_req_zone: [['$binary_remote_addr']],
  limit_conn_zone: [['$binary_remote_addr']],
  map: [['$http_upgrade', '$cookie_JSESSIONID', '$uri', '$host']],
  proxy_cache_key: [['$scheme$proxy_host$request_uri']],
  proxy_cache_bypass: [['$http_cache_control', '$cookie_jsessionid']],
  proxy_no_cache: [['$cookie_jsessionid']],
  proxy_redirect: [['off', 'default']],
  expires: [['max', 'off', '-1', '1h', '30d', 'epoch']],
  try_files: [['$uri', '$uri/', '=404']],
  location: [['/', '= /', '~ ', '~* ', '^~ /', '@']],
  worker_processes: [['auto']],
};

/** What is written again and again, however many arguments there are. */
const repeated = new Set([
  'gzip_types',
  'ssl_protocols',
  'proxy_ssl_protocols',
  'index',
  'try_files',
  'proxy_no_cache',
  'proxy_cache_bypass',
]);

/** Headers of requests, with what they are mostly given; those that public configurations set most come first. */
const requestHeaders: Readonly<Record<string, readonly string[]>> = {
  'X-Forwarded-For': ['$proxy_add_x_forwarded_for', '$remote_addr'],
  Host: ['$http_host', '$host'],
  'X-Real-IP': ['$remote_addr'],
  'X-Forwarded-Proto': ['$scheme'],
  'X-Forwarded-Host': ['$http_host', '$host'],
  Connection: ['""', '$connection_upgrade', '"upgrade"'],
  Upgrade: ['$http_upgrade'],
  'X-Forwarded-Port': ['$server_port'],
  'X-Forwarded-Server': ['$host'],
  'X-Request-ID': ['$request_id'],
  'Accept-Encoding': ['""'],
  Authorization: ['$http_authorization', '""'],
  Cookie: ['$http_cookie'],
  Origin: ['$http_origin'],
  'X-Original-URI': ['$request_uri'],
  'X-Forwarded-Prefix': [],
  Forwarded: [],
  'X-SSL-Client-Verify': ['$ssl_client_verify'],
  'X-SSL-Client-Cert': ['$ssl_client_escaped_cert'],
  Proxy: ['""'],
};

const responseHeaders: Readonly<Record<string, readonly string[]>> = {
  'Strict-Transport-Security': ['"max-age=31536000" always', '"max-age=31536000; includeSubDomains" always'],
  'Cache-Control': ['"no-store"', '"no-cache"', '"public, max-age=86400"'],
  'X-Frame-Options': ['SAMEORIGIN', 'DENY'],
  'X-Content-Type-Options': ['nosniff'],
  'Content-Security-Policy': [`"default-src 'self'"`, `"frame-ancestors 'self'"`],
  'Access-Control-Allow-Origin': ['$http_origin', '"*"'],
  'Referrer-Policy': ['strict-origin-when-cross-origin', 'no-referrer', 'same-origin'],
  'Access-Control-Allow-Methods': ['"GET, POST, OPTIONS"'],
  'Access-Control-Allow-Headers': ['"Authorization, Content-Type"'],
  'Access-Control-Allow-Credentials': ['true'],
  'Access-Control-Max-Age': ['86400'],
  Vary: ['Origin', 'Accept-Encoding'],
  'Permissions-Policy': ['"geolocation=(), camera=()"'],
  'Content-Disposition': ['attachment'],
  'Retry-After': ['120'],
  'X-Cache-Status': ['$upstream_cache_status'],
  'X-Upstream': ['$upstream_addr'],
  'X-Request-ID': ['$request_id'],
  'Alt-Svc': [`'h3=":443"; ma=86400'`],
  'X-XSS-Protection': ['0'],
};

const hidden = [
  'X-Powered-By',
  'Server',
  'Set-Cookie',
  'X-Frame-Options',
  'Cache-Control',
  'Expires',
  'Pragma',
];
const letThrough = ['Server', 'Date', 'X-Accel-Redirect', 'X-Accel-Expires', 'X-Accel-Buffering'];

const setsRequestHeader = /^(proxy|grpc|tunnel)_set_header$/;
const setsResponseHeader = /^add_(header|trailer)$/;

/** The headers that the first argument of a directive may name, the most frequent first; undefined where none is meant. */
export function headersFor(directive: string): readonly string[] | undefined {
  if (setsRequestHeader.test(directive)) return Object.keys(requestHeaders);
  if (setsResponseHeader.test(directive)) return Object.keys(responseHeaders);
  if (/^\w+_hide_header$/.test(directive)) return hidden;
  if (/^\w+_pass_header$/.test(directive)) return letThrough;
  return undefined;
}

/** Whether a second line of a directive with the same first word is one too many. */
export const setsHeader = (directive: string): boolean =>
  setsRequestHeader.test(directive) || setsResponseHeader.test(directive);

/** What a header is mostly given. */
function valuesOfHeader(directive: string, header: string): readonly string[] {
  const table = setsRequestHeader.test(directive)
    ? requestHeaders
    : setsResponseHeader.test(directive)
      ? responseHeaders
      : {};
  const name = Object.keys(table).find((known) => known.toLowerCase() === header.toLowerCase());
  return (name !== undefined && table[name]) || [];
}

/** Of src/http/ngx_http_special_response.c. */
const statuses = (): readonly UsualValue[] => [
  { text: '500', detail: 'Internal Server Error' },
  { text: '502', detail: 'Bad Gateway' },
  { text: '503', detail: 'Service Unavailable' },
  { text: '504', detail: 'Gateway Timeout' },
  { text: '404', detail: 'Not Found' },
  { text: '403', detail: 'Forbidden' },
  { text: '401', detail: 'Unauthorized' },
  { text: '400', detail: 'Bad Request' },
  { text: '405', detail: 'Not Allowed' },
  { text: '413', detail: 'Request Entity Too Large' },
  { text: '429', detail: 'Too Many Requests' },
  { text: '495', detail: t("the client's certificate is wrong") },
  { text: '496', detail: t('the client has no certificate') },
  { text: '497', detail: t('plain HTTP on a port of HTTPS') },
];

const returned = (): readonly UsualValue[] => [
  { text: '301', detail: 'Moved Permanently' },
  { text: '302', detail: 'Found' },
  { text: '200', detail: 'OK' },
  { text: '404', detail: 'Not Found' },
  { text: '403', detail: 'Forbidden' },
  { text: '444', detail: t('closes the connection without an answer') },
  { text: '503', detail: 'Service Unavailable' },
  { text: '204', detail: 'No Content' },
  { text: '308', detail: t('Permanent Redirect, which keeps the method') },
  { text: '307', detail: t('Temporary Redirect, which keeps the method') },
  { text: '401', detail: 'Unauthorized' },
  { text: '410', detail: 'Gone' },
];

/** `ngx_methods_names` of src/http/ngx_http_core_module.c. */
const methods = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'PROPFIND',
  'MKCOL',
  'MOVE',
  'COPY',
  'PROPPATCH',
  'LOCK',
  'UNLOCK',
];

const plain = (texts: readonly string[]): readonly UsualValue[] => texts.map((text) => ({ text }));
/** `if ($request_method = POST)` */
function usualInIf([, ...args]: readonly string[]): readonly UsualValue[] {
  if (args.length === 1) return plain(conditions);
  if (args.length === 2 && args[0]?.startsWith('($')) return plain(['=', '!=', '~', '~*', '!~', '!~*']);
  return args.length === 3 && args[0] === '($request_method' ? plain(methods) : [];
}

const conditions = ['($request_method = POST)', '($scheme = http)', '(-f $request_filename)'];

/** What people write at a place among the words of a directive, the last of which is being written. */
export function usualValues(words: readonly string[]): readonly UsualValue[] {
  const [name = '', first = ''] = words;
  const index = words.length - 1;
  if (name === 'error_page')
    return words.slice(1, -1).every((word) => /^\d{3}$/.test(word)) ? statuses() : [];
  if (name === 'return') {
    if (index === 1) return returned();
    return index === 2 && /^30[12378]$/.test(first) ? plain(['https://$host$request_uri']) : [];
  }
  if (name === 'limit_except' || (name === 'proxy_method' && index === 1)) return plain(methods);
  if (name === 'if') return usualInIf(words);
  if (/^(proxy|fastcgi|uwsgi|scgi)_cache_valid$/.test(name))
    return words.slice(1, -1).every((word) => /^\d{3}$/.test(word))
      ? plain(['200', '301', '302', '404', 'any', '10m', '1h'])
      : [];
  if (index === 2 && setsHeader(name)) return plain(valuesOfHeader(name, first));
  return plain(usual[name]?.[repeated.has(name) ? 0 : index - 1] ?? []);
}
