import { t } from '@vscode/l10n';

type Sentences = Readonly<Record<string, string>>;

/** Headers by their lower-case names: one sentence on what they say, and what to mind. */
const headers: Sentences = {
  host: 'The name that the browser asked for. Without a line for it nginx sends $proxy_host, the name behind proxy_pass, and Tomcat builds redirects and links with that. $http_host keeps the port, $host does not.',
  'x-forwarded-for':
    "The client's address, and those of proxies before. $proxy_add_x_forwarded_for appends to what came; Tomcat reads it by a RemoteIpValve.",
  'x-real-ip':
    "The client's address alone. Tomcat's RemoteIpValve reads X-Forwarded-For unless it is told another name.",
  'x-forwarded-proto':
    'Whether the browser spoke http or https. With a RemoteIpValve Tomcat believes it, for redirects, links and secure cookies.',
  'x-forwarded-host':
    'The host that the browser asked for. A RemoteIpValve reads it with hostHeader="X-Forwarded-Host".',
  'x-forwarded-port':
    'The port that the browser used. A RemoteIpValve reads it with portHeader="X-Forwarded-Port".',
  'x-forwarded-server': 'The name of the proxy. Tomcat does not read it.',
  'x-forwarded-prefix':
    'The path under which the browser sees the application. Tomcat does not read it; frameworks such as Spring do.',
  forwarded: 'All of the X-Forwarded headers in one, by RFC 7239. Tomcat does not read it.',
  connection:
    'Of this connection alone. Empty, with proxy_http_version 1.1, it keeps connections to the servers open; "upgrade" passes WebSocket on.',
  upgrade:
    'The protocol that the client wants to change to. It is not passed on by itself, so WebSocket needs a line for it.',
  'accept-encoding':
    'Which compression the client takes. Empty, the servers send plain text, which sub_filter needs.',
  authorization: 'User and password, or a token. It is passed on by itself.',
  cookie: 'The cookies of the client, JSESSIONID among them. They are passed on by themselves.',
  'x-request-id': 'One ID for a request in all logs: $request_id.',
  'strict-transport-security':
    'Browsers use https alone for this host from now on, for max-age seconds. "always" sends it with errors too.',
  'cache-control': 'Who may keep the answer, and how long.',
  'x-frame-options': 'Whether other sites may show the page in a frame: DENY or SAMEORIGIN.',
  'x-content-type-options': 'With nosniff browsers do not guess another type than the one that is sent.',
  'content-security-policy': 'Where scripts, styles, frames and so on may come from.',
  'access-control-allow-origin': 'Which site may read the answer from a script: one, or * without cookies.',
  'access-control-allow-credentials': 'Whether scripts of another site may send cookies with the request.',
  'referrer-policy': 'How much of the address is told to the sites that links lead to.',
  vary: 'Of which headers of the request the answer depends: caches keep one answer for each.',
  'set-cookie': 'Sets a cookie. Hidden, sessions of Tomcat do not come about.',
  'x-powered-by': 'Tells what the server runs.',
  server: 'Tells what the server runs. nginx sends its own in place of that of the servers behind it.',
  'x-accel-buffering': 'With "no" nginx passes the answer on as it comes, for this one answer.',
  'x-accel-redirect': 'Lets nginx send what an internal location has in place of the answer.',
  'retry-after': 'In how many seconds to come again, with 503.',
};

/** Words among the arguments of a directive: `directive word`, or `* word` for those that mean the same in all. */
const values: Sentences = {
  'server weight=': 'How many requests it gets for each one of a server with weight 1.',
  'server max_conns=': 'The most connections at a time; 0 means no limit.',
  'server max_fails=':
    'After so many failures within fail_timeout it is left out for as long. 0 never leaves it out.',
  'server fail_timeout=':
    'The time in which failures count, and for which the server is then left out. 10s by default.',
  'server backup': 'Gets requests only while no other server can be used.',
  'server down': 'Is never asked.',
  'server resolve':
    'Its name is looked up again while nginx runs; needs a resolver, and a zone in the upstream.',
  'listen default_server': 'This server answers requests for names that no other has, on this address.',
  'listen ssl': 'Connections begin with TLS.',
  'listen http2': 'HTTP/2 is offered. From nginx 1.25.1 on "http2 on;" says it.',
  'listen quic': 'HTTP/3, over UDP.',
  'listen proxy_protocol':
    "Each connection begins with the client's address, as a load balancer in front sends it.",
  'listen reuseport': 'Each worker has a socket of its own.',
  'listen ipv6only=': 'Whether an IPv6 socket takes IPv6 alone; on by default.',
  'proxy_next_upstream error':
    'The connection failed, or broke while the request was sent or the head of the answer was read.',
  'proxy_next_upstream timeout':
    'A server took too long to connect, to take the request or to begin its answer.',
  'proxy_next_upstream invalid_header': 'The answer was empty or no HTTP.',
  'proxy_next_upstream non_idempotent':
    'POST, LOCK and PATCH are sent again too, though the first server may have acted on them already.',
  'proxy_next_upstream off': 'No other server is tried.',
  'rewrite last': 'Looks for a location anew, with the changed URI.',
  'rewrite break': 'Goes on in this location, with the changed URI, and does no further rewrite.',
  'rewrite redirect': 'Answers 302.',
  'rewrite permanent': 'Answers 301, which browsers remember.',
  'location =': 'Exactly this path. Nothing else is looked at then.',
  'location ^~': 'Paths that begin so. If it is the longest such beginning, no regular expression is tried.',
  'location ~': 'A regular expression. The first one that matches, in the order of the file, is taken.',
  'location ~*':
    'A regular expression without regard to case. The first one that matches, in the order of the file, is taken.',
  'add_header always':
    'Also with answers that are errors; without it only with 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308.',
  'limit_req burst=': 'So many requests beyond the rate wait; those beyond that are refused.',
  'limit_req nodelay': 'Requests within the burst do not wait.',
  'limit_req delay=': 'From which request of the burst on they wait.',
  'limit_req_zone rate=': 'How many requests are taken, a second or a minute.',
  'hash consistent': 'Few clients move to another server when one comes or goes.',
  'proxy_redirect off': 'Redirects are passed on as they come.',
  'proxy_redirect default': 'Redirects that begin as proxy_pass does begin as the location does then.',
  'satisfy any': 'One of allow, auth_basic and auth_request is enough.',
  'satisfy all': 'All of allow, auth_basic and auth_request are needed.',
  'expires epoch': 'A date of long ago, so that nothing is kept.',
  'expires max': 'Kept for ten years.',
  'expires off': 'Neither Expires nor Cache-Control is added or changed.',
  'proxy_cache_path levels=': 'How the files of the cache are spread over folders.',
  'proxy_cache_path keys_zone=': 'The name and size of the shared memory for its keys; proxy_cache names it.',
  'proxy_cache_path inactive=': 'What nobody asks for that long is deleted, fresh or not. 10m by default.',
  'proxy_cache_path max_size=': 'The most that the cache takes on disk.',
};

/** Of `error_page`, `return` and `proxy_intercept_errors`. */
const statuses: Sentences = {
  '200': 'OK',
  '204': 'No Content',
  '301': 'Moved Permanently: browsers remember it.',
  '302': 'Found: a redirect for this time.',
  '303': 'See Other: a redirect to a page that is got by GET.',
  '304': 'Not Modified',
  '307': 'Temporary Redirect, which keeps the method.',
  '308': 'Permanent Redirect, which keeps the method.',
  '400': 'Bad Request',
  '401': 'Unauthorized',
  '403': 'Forbidden',
  '404': 'Not Found',
  '405': 'Not Allowed',
  '413': 'Request Entity Too Large: more than client_max_body_size.',
  '429': 'Too Many Requests',
  '444': 'Of nginx itself: closes the connection without an answer.',
  '494': 'Of nginx itself: the head of the request is too large.',
  '495': "Of nginx itself: the client's certificate is wrong.",
  '496': 'Of nginx itself: the client has no certificate.',
  '497': 'Of nginx itself: plain HTTP on a port of HTTPS.',
  '499': 'Of nginx itself, in logs: the client went away before there was an answer.',
  '500': 'Internal Server Error',
  '502': 'Bad Gateway: no server could be reached, or what it sent was no answer.',
  '503': 'Service Unavailable',
  '504': 'Gateway Timeout: a server took too long.',
};

/** All sentences, for those who translate them. */
export const explanations: readonly string[] = [headers, values, statuses].flatMap((table) =>
  Object.values(table),
);

const said = (sentence: string | undefined): string | undefined =>
  sentence === undefined ? undefined : t(sentence);

/** One sentence on a header, in any case. */
export const explainHeader = (name: string): string | undefined => said(headers[name.toLowerCase()]);

export const explainStatus = (status: string): string | undefined => said(statuses[status]);

/** One sentence on a word among the arguments of a directive, or on the parameter that it begins with. */
export function explainValue(directive: string, word: string): string | undefined {
  const [name = word] = /^[^=]+=/.exec(word) ?? [];
  return said(values[`${directive} ${word}`] ?? values[`${directive} ${name}`]);
}
