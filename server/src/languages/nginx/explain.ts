import { t } from '@vscode/l10n';

/** One sentence on what a directive does and what to mind, for names around proxying, balancing, TLS and logs. */
const directives: Readonly<Record<string, string>> = {
  proxy_pass:
    'Passes the request on. With a path behind the host, even a lone "/", the part of the URL that the location matched is replaced by it; without one the URL goes on as it came.',
  proxy_set_header:
    'Sets a header of the request that is passed on. One such line at a level replaces all that the level would inherit.',
  proxy_redirect:
    'Rewrites "Location" and "Refresh" of the answer, so that redirects lead back to nginx and not to the server behind it.',
  proxy_cookie_path:
    'Rewrites the path of cookies that the server behind sets: needed where its context path is not the one that browsers see.',
  proxy_cookie_domain: 'Rewrites the domain of cookies that the server behind sets.',
  proxy_cookie_flags:
    'Adds or removes flags such as secure and samesite on cookies that the server behind sets.',
  proxy_http_version:
    'HTTP version towards the servers. Connections are kept open and WebSocket works only with 1.1; before nginx 1.29.7 the default is 1.0.',
  proxy_buffering:
    'Whether nginx reads an answer ahead of a slow client, which sets the server free early. Off for streams of events.',
  proxy_buffers: 'Number and size of the buffers for one answer.',
  proxy_buffer_size:
    'Buffer for the head of an answer: too small a one ends in "upstream sent too big header".',
  proxy_busy_buffers_size:
    'How much of the buffers may be on its way to the client while the answer is still being read.',
  proxy_request_buffering:
    'Whether a request body is read whole before it is passed on; only then can it be sent to a second server when the first fails.',
  proxy_connect_timeout: 'How long to wait for a connection to a server before the next one is tried.',
  proxy_read_timeout:
    'The longest pause between two reads of an answer, not its whole length; then the client gets 504.',
  proxy_send_timeout: 'The longest pause between two writes of a request to a server.',
  proxy_next_upstream:
    'Which failures let the next server be tried. A request that may have had an effect, such as a POST, is sent again only with non_idempotent.',
  proxy_next_upstream_tries: 'How many servers may be tried for one request; 0 means all.',
  proxy_next_upstream_timeout: 'How long servers may be tried for one request; 0 means no limit.',
  proxy_intercept_errors: 'Whether answers from 300 on are handed to error_page instead of to the client.',
  proxy_hide_header: 'Keeps a header of the answer from the client.',
  proxy_pass_header: 'Lets a header through that nginx would keep back.',
  proxy_pass_request_headers: "Whether the client's headers are passed on at all.",
  proxy_pass_request_body: "Whether the client's body is passed on.",
  proxy_ignore_headers:
    'Headers of the answer that nginx itself does not act on, such as X-Accel-Redirect or Cache-Control.',
  proxy_bind: 'Local address from which connections to the servers are made.',
  proxy_cache: 'Keeps answers in a zone that proxy_cache_path made. Mind answers that set a session cookie.',
  proxy_cache_path: 'Makes a cache: a folder, and a zone in shared memory for its keys.',
  proxy_cache_key: 'What makes two requests the same one for the cache.',
  proxy_cache_valid: 'How long an answer is kept that says nothing of it itself, by status code.',
  proxy_cache_bypass: 'Conditions under which the cache is not asked.',
  proxy_no_cache: 'Conditions under which an answer is not kept.',
  proxy_cache_use_stale: 'When an outdated answer is better than none.',
  proxy_cache_lock: 'Lets one request at a time fill a missing entry, the others wait.',
  proxy_ssl_server_name:
    'Sends the name of the server in the TLS handshake (SNI); many servers choose their certificate by it.',
  proxy_ssl_name:
    'Name that is sent and checked in the TLS handshake with a server, instead of the host of proxy_pass.',
  proxy_ssl_verify: "Whether the server's certificate is checked; off by default.",
  proxy_ssl_trusted_certificate: "Certificates that a server's own is checked against.",
  proxy_ssl_certificate: 'Certificate with which nginx shows itself to a server.',
  proxy_ssl_protocols: 'TLS versions towards the servers.',
  proxy_ssl_session_reuse: 'Whether TLS sessions with servers are taken up again.',
  proxy_set_body: 'Another body for the request that is passed on.',
  proxy_method: 'Another method for the request that is passed on.',
  upstream:
    'A group of servers under a name that proxy_pass and the like use; requests are spread over them in turn unless a method says otherwise.',
  server:
    'In http: a virtual server, chosen by listen and server_name. In upstream: one server of the group.',
  zone: 'Shared memory for the state of a group: without it each worker counts failures and turns for itself.',
  keepalive:
    'How many idle connections to the group each worker keeps. Before nginx 1.29.7 it needs proxy_http_version 1.1 and an empty Connection header, and stands behind the balancing method.',
  keepalive_requests: 'How many requests one kept connection serves before it is closed.',
  keepalive_time: 'How long one connection may be kept in all.',
  keepalive_timeout: 'How long an idle connection is kept.',
  ip_hash:
    'Sends a client to the same server by the first three parts of its IPv4 address: behind another proxy all clients look alike.',
  hash: 'Chooses a server by a key, such as a cookie; an empty key is a key too. With "consistent" few keys move when servers change.',
  least_conn: 'Chooses the server with the fewest connections, by weight.',
  least_time: 'Chooses the server that answers fastest with the fewest connections.',
  random: 'Chooses a server at random, or the better of two.',
  sticky:
    'Keeps a client on the server that it was given first: by a cookie of nginx, by a route such as the jvmRoute of Tomcat, or by what it learns from the answers.',
  resolver:
    'Name servers for names with variables and for "resolve"; names without are looked up once, at the start.',
  resolver_timeout: 'How long a name may take to be looked up.',
  listen:
    'Address and port of a virtual server. The first server of an address is its default one unless another says default_server.',
  server_name:
    'Names of a virtual server: exact, with a wildcard at one end, or a regular expression behind `~`, tried in this order.',
  location:
    'Settings for URLs: `=` exact, `^~` a prefix that ends the search, `~` and `~*` regular expressions in order; else the longest prefix.',
  root: 'Folder that the whole URI is put behind to find a file.',
  alias: 'Folder that takes the place of what the location matched; both should end with a slash or neither.',
  index: 'Files that answer for a folder.',
  try_files:
    'The first of these files that is there is served, else the last argument, which is a URI, a code or a named location.',
  return: 'Ends the request with a code, and a text or the place to go to.',
  rewrite:
    'Changes the URI where a regular expression matches; "last" looks for a location anew, "break" stays.',
  if: 'A condition. Inside a location only return and rewrite are sure to do what one expects.',
  set: 'Gives a variable a value, where this line is reached.',
  map: 'Makes a variable whose value depends on another; it costs nothing until it is used.',
  geo: "Makes a variable whose value depends on the client's address.",
  split_clients:
    'Makes a variable that takes its values in given shares, for tests on a part of the clients.',
  error_page: 'What is shown for codes; with "=" the code of the answer changes too.',
  internal: 'Only nginx itself may ask for this location, by a redirect inside.',
  include:
    'Reads other files in this place; a plain path must be there, a pattern may match nothing. Relative to the main file.',
  add_header:
    'Adds a header to the answer, for successful codes only unless "always". One such line at a level replaces all inherited ones.',
  expires: 'Sets Expires and Cache-Control.',
  client_max_body_size:
    'The largest request body; more ends in 413. Tomcat has limits of its own, such as maxPostSize.',
  client_body_timeout: 'The longest pause between two reads of a request body.',
  client_header_timeout: "How long a request's head may take.",
  large_client_header_buffers:
    "Buffers for long request lines and headers; more ends in 414 or 400. Tomcat's limit is maxHttpHeaderSize.",
  send_timeout: 'The longest pause between two writes to a client.',
  access_log:
    'Where requests are logged and in which log_format; "off" ends all inherited ones. A log at a level replaces those around it.',
  log_format:
    'Names a form for access_log, with variables such as $upstream_addr for the server that answered.',
  error_log: 'Where nginx tells what went wrong, and from which level on.',
  log_not_found: 'Whether files that are not there are told in the error log.',
  ssl_certificate: 'Certificate with its chain, the own one first.',
  ssl_certificate_key: 'Private key of the certificate.',
  ssl_protocols: 'TLS versions that clients may use; TLSv1 and TLSv1.1 are outdated.',
  ssl_ciphers: "Cipher suites up to TLS 1.2, in OpenSSL's notation.",
  ssl_prefer_server_ciphers: "Whether the server's order of ciphers counts.",
  ssl_session_cache: 'Where TLS sessions are kept; "shared" serves all workers.',
  ssl_session_timeout: 'How long a client may take up a TLS session again.',
  ssl_session_tickets: 'Whether sessions are kept by the clients themselves, sealed.',
  ssl_client_certificate: 'Certificates that those of clients are checked against.',
  ssl_verify_client: 'Whether clients must show a certificate.',
  ssl_stapling: 'Whether nginx fetches and sends proof that its certificate was not revoked.',
  ssl_dhparam: 'Parameters for DHE ciphers.',
  http2: 'Whether HTTP/2 is spoken, from nginx 1.25.1 on; before it is a parameter of listen.',
  limit_req_zone: 'Makes a zone that counts requests by a key, with the rate that is allowed.',
  limit_req:
    'Holds back requests beyond the rate of a zone; "burst" lets some wait, "nodelay" lets those through at once.',
  limit_conn_zone: 'Makes a zone that counts connections by a key.',
  limit_conn: 'The most connections at a time by the key of a zone.',
  limit_except: 'Settings for all methods but these; GET includes HEAD.',
  auth_request: 'Asks another URI first: 2xx lets the request through, 401 and 403 refuse it.',
  auth_basic: 'Asks for name and password.',
  allow: 'Lets addresses in; the first rule that matches counts.',
  deny: 'Keeps addresses out; the first rule that matches counts.',
  satisfy: 'Whether all or any of the access checks must agree.',
  set_real_ip_from: 'Addresses of proxies that may tell the address of the client.',
  real_ip_header: 'Header in which a trusted proxy tells the address of the client.',
  real_ip_recursive: 'Whether all trusted addresses of the header are skipped, not the last alone.',
  gzip: 'Whether answers are compressed, of the types in gzip_types.',
  gzip_types: 'Types that are compressed beside text/html.',
  gzip_proxied: 'Whether answers to requests that came through a proxy are compressed.',
  sendfile: 'Whether files are sent by the system without a detour through nginx.',
  tcp_nopush: 'Sends the head and the beginning of a file together, with sendfile.',
  tcp_nodelay: 'Sends small packets at once.',
  worker_processes:
    'Number of worker processes; "auto" means one a processor. Each counts round robin for itself unless the upstream has a zone.',
  worker_connections: 'The most connections of one worker, those to servers behind included.',
  worker_rlimit_nofile: 'The most open files of one worker; each proxied request needs two.',
  events: 'Settings for the handling of connections; a main file must have it.',
  http: 'Everything around HTTP.',
  stream: 'Everything around TCP and UDP.',
  daemon: 'Whether nginx goes to the background; off in containers.',
  user: 'User that the workers run as.',
  pid: 'File for the number of the master process.',
  server_tokens: "Whether nginx's version is shown in errors and in the Server header.",
  default_type: 'Type of files whose ending is not in types.',
  types: 'Types of files by their endings.',
  merge_slashes: 'Whether several slashes in a URI count as one.',
  underscores_in_headers:
    'Whether headers with an underscore in their names are read; else they are dropped.',
  proxy_protocol: 'Whether the PROXY protocol is sent to the servers.',
  mirror: 'Sends a copy of each request to another URI, whose answer nobody sees.',
  stub_status: 'Shows a few numbers on connections; keep it from the public.',
  load_module: 'Loads a dynamic module; it must be built for this very nginx.',
};

const variables: Readonly<Record<string, string>> = {
  host: 'Name of the request: from its first line, else the Host header without a port, else the server_name.',
  http_host: 'The Host header as it came, with its port.',
  scheme: '`http` or `https`, as the client spoke to nginx.',
  remote_addr: 'Address of the client, or of the last proxy before nginx.',
  proxy_add_x_forwarded_for: 'The X-Forwarded-For header with the address of the client put behind it.',
  request_uri: 'The URI as it came, with its arguments.',
  uri: 'The URI now, decoded and perhaps rewritten, without arguments.',
  args: 'The arguments of the request.',
  is_args: '`?` where the request has arguments.',
  server_port: 'Port that took the request.',
  server_name: 'Name of the server that took the request.',
  upstream_addr: 'Servers that were asked, in order.',
  upstream_status: 'Codes of the servers that were asked.',
  upstream_response_time: 'How long the servers took, in seconds.',
  request_time: 'How long the request took, in seconds.',
  status: 'Code of the answer.',
  http_upgrade: 'The Upgrade header: `websocket` for WebSocket.',
  cookie_: 'The cookie of this name.',
  arg_: 'The argument of this name.',
  http_: 'The header of this name, in lower case with underscores.',
  sent_http_: 'A header of the answer.',
  upstream_http_: 'A header of the answer of the server that was asked.',
  upstream_cookie_: 'A cookie that the server that was asked has set.',
  request_method: 'Method of the request.',
  document_root: 'The root in effect.',
  request_filename: 'Path of the file that the URI leads to.',
  ssl_client_verify: '`SUCCESS`, `FAILED:…` or `NONE`: what came of the certificate of the client.',
};

/** All sentences of this file, for those who translate them. */
export const explanations: readonly string[] = [...Object.values(directives), ...Object.values(variables)];

const said = (sentence: string | undefined): string | undefined =>
  sentence === undefined ? undefined : t(sentence);

export const explainDirective = (name: string): string | undefined => said(directives[name]);

/** By the variable's name, or by its prefix. */
export const explainVariable = (name: string): string | undefined => said(variables[name]);
