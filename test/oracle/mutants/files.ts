import type { Generator } from '../generate';

/** One kind of file that people write, in as many variants as are asked for. */
export interface Kind {
  readonly name: string;
  /** What Debian's nginx has to load for it. */
  readonly modules?: readonly ('stream' | 'mail' | 'lua')[];
  make(generator: Generator): string;
}

/** Files that lie beside each main file, so that includes and certificates lead somewhere. */
export const beside: Readonly<Record<string, string>> = {
  'mime.types': 'types {\n    text/html html htm;\n    text/css css;\n    image/png png;\n}\n',
  fastcgi_params:
    'fastcgi_param QUERY_STRING $query_string;\nfastcgi_param REQUEST_METHOD $request_method;\nfastcgi_param CONTENT_TYPE $content_type;\n',
  uwsgi_params: 'uwsgi_param QUERY_STRING $query_string;\nuwsgi_param REQUEST_METHOD $request_method;\n',
  'snippets/proxy.conf':
    'proxy_set_header Host $host;\nproxy_set_header X-Real-IP $remote_addr;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;\n',
  'snippets/tls.conf':
    'ssl_protocols TLSv1.2 TLSv1.3;\nssl_session_cache shared:TLS:10m;\nssl_session_timeout 1d;\nssl_session_tickets off;\n',
  'conf.d/status.conf': 'server {\n    listen 127.0.0.1:18099;\n    return 204;\n}\n',
};

const number = (generator: Generator, from: number, to: number): number =>
  from + generator.below(to - from + 1);
const port = (generator: Generator): number => number(generator, 18000, 18900);
const address = (generator: Generator): string => `10.0.${generator.below(4)}.${number(generator, 2, 250)}`;
const host = (generator: Generator): string =>
  `${generator.pick(['www', 'shop', 'app', 'api', 'intra'])}.${generator.pick(['example.com', 'example.org', 'corp.example'])}`;
const time = (generator: Generator): string =>
  generator.pick(['5s', '30s', '60s', '75', '500ms', '1m', '10m', '1h', '"1m 30s"']);
const size = (generator: Generator): string =>
  generator.pick(['4k', '8k', '16k', '32k', '64k', '128k', '1m']);
const flag = (generator: Generator): string => generator.pick(['on', 'off']);

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** A main file around what stands in `http`. */
const main = (generator: Generator, http: string, top = ''): string =>
  `worker_processes ${generator.pick(['auto', '1', '4'])};
error_log logs/error.log ${generator.pick(['warn', 'error', 'notice'])};
${top}
events {
    worker_connections ${number(generator, 256, 4096)};
    multi_accept ${flag(generator)};
}

http {
    include mime.types;
    default_type application/octet-stream;
    sendfile ${flag(generator)};
    keepalive_timeout ${number(generator, 5, 75)};
    access_log logs/access.log;

${indent(http.trim(), 4)}
}
`;

const upstream = (generator: Generator, name: string, extra = ''): string => {
  const servers = Array.from(
    { length: number(generator, 2, 4) },
    () =>
      `    server ${address(generator)}:${generator.pick(['8080', '8081', '8443', '9000'])}${generator.pick([
        '',
        '',
        ' weight=3',
        ' max_fails=2 fail_timeout=10s',
        ' max_conns=100',
        ' down',
      ])};`,
  );
  return `upstream ${name} {\n${extra}${servers.join('\n')}\n}\n`;
};

const name = (generator: Generator): string =>
  generator.pick(['tomcats', 'backend', 'app_nodes', 'shop', 'api']);

export const kinds: readonly Kind[] = [
  {
    name: 'static site',
    make: (g) =>
      main(
        g,
        `
gzip ${flag(g)};
gzip_comp_level ${number(g, 1, 9)};
gzip_min_length ${number(g, 100, 2000)};
gzip_types text/css application/json image/svg+xml;
tcp_nopush ${flag(g)};

server {
    listen ${port(g)};
    server_name ${host(g)} *.${host(g)};
    root html;
    index index.html index.htm;
    charset utf-8;
    error_page 404 /404.html;
    error_page 500 502 503 504 /50x.html;

    location / {
        try_files $uri $uri/ =404;
        autoindex ${flag(g)};
    }
    location ~* \\.(?:css|js|png|jpe?g)$ {
        expires ${g.pick(['30d', '1h', 'max', '-1', 'epoch'])};
        add_header Cache-Control "public";
        access_log off;
        log_not_found ${flag(g)};
    }
    location = /50x.html {
        internal;
    }
    location ^~ /private/ {
        allow 10.0.0.0/8;
        deny all;
    }
}`,
      ),
  },
  {
    name: 'reverse proxy',
    make: (g) => {
      const up = name(g);
      return main(
        g,
        `
${upstream(g, up, g.pick(['', '    least_conn;\n', '    ip_hash;\n']))}
server {
    listen ${port(g)} default_server;
    server_name ${host(g)};
    client_max_body_size ${g.pick(['10m', '1g', '512k', '0'])};

    location / {
        proxy_pass http://${up};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Connection "";
        proxy_connect_timeout ${time(g)};
        proxy_read_timeout ${time(g)};
        proxy_buffers 8 ${size(g)};
        proxy_buffer_size ${size(g)};
        proxy_next_upstream error timeout http_502;
        proxy_redirect off;
    }
    location /manager/ {
        allow 127.0.0.1;
        deny all;
        proxy_pass http://127.0.0.1:8080/manager/;
        proxy_cookie_path /manager /admin;
    }
    location /health {
        access_log off;
        return 200 "ok";
    }
}`,
      );
    },
  },
  {
    name: 'TLS',
    make: (g) =>
      main(
        g,
        `
ssl_prefer_server_ciphers ${flag(g)};
include snippets/tls.conf;

server {
    listen ${port(g)};
    server_name ${host(g)};
    return 301 https://$host$request_uri;
}
server {
    listen ${port(g)} ssl;
    server_name ${host(g)};
    ssl_certificate certs/site.crt;
    ssl_certificate_key certs/site.key;
    ssl_ciphers HIGH:!aNULL:!MD5;
    ssl_verify_client ${g.pick(['off', 'optional_no_ca'])};
    ssl_buffer_size ${size(g)};
    add_header Strict-Transport-Security "max-age=31536000" always;

    location / {
        proxy_pass https://${address(g)}:8443;
        proxy_ssl_verify off;
        proxy_ssl_server_name ${flag(g)};
        proxy_ssl_protocols TLSv1.2 TLSv1.3;
        proxy_set_header Host $host;
    }
}`,
      ),
  },
  {
    name: 'caching',
    make: (g) =>
      main(
        g,
        `
proxy_cache_path cache levels=1:2 keys_zone=pages:${number(g, 1, 20)}m max_size=${number(g, 1, 9)}g inactive=${g.pick(['60m', '1d', '12h'])} use_temp_path=off;
map $request_method $no_store {
    default 0;
    POST 1;
}
${upstream(g, 'origin')}
server {
    listen ${port(g)};
    location / {
        proxy_pass http://origin;
        proxy_cache pages;
        proxy_cache_key "$scheme$host$request_uri";
        proxy_cache_valid 200 302 ${g.pick(['10m', '1h'])};
        proxy_cache_valid 404 1m;
        proxy_cache_valid any 30s;
        proxy_cache_use_stale error timeout updating http_500;
        proxy_cache_lock ${flag(g)};
        proxy_cache_lock_timeout ${time(g)};
        proxy_cache_min_uses ${number(g, 1, 5)};
        proxy_cache_bypass $cookie_nocache $arg_nocache;
        proxy_no_cache $no_store;
        proxy_cache_methods GET HEAD;
        proxy_ignore_headers Set-Cookie Expires;
        add_header X-Cache $upstream_cache_status;
    }
}`,
      ),
  },
  {
    name: 'rate limits',
    make: (g) =>
      main(
        g,
        `
limit_req_zone $binary_remote_addr zone=perip:${number(g, 1, 16)}m rate=${number(g, 1, 50)}r/${g.pick(['s', 'm'])};
limit_conn_zone $server_name zone=perserver:10m;
limit_req_status 429;
limit_req_log_level ${g.pick(['info', 'notice', 'warn', 'error'])};

server {
    listen ${port(g)};
    server_name ${host(g)};
    limit_conn perserver ${number(g, 10, 200)};
    location /login {
        limit_req zone=perip burst=${number(g, 5, 40)} nodelay;
        proxy_pass http://${address(g)}:8080;
    }
    location /download/ {
        limit_rate ${size(g)};
        limit_rate_after ${size(g)};
        limit_except GET {
            deny all;
        }
        root files;
    }
    location / {
        limit_req zone=perip;
        satisfy ${g.pick(['any', 'all'])};
        auth_basic "Members";
        auth_basic_user_file htpasswd;
        allow 10.0.0.0/8;
        deny all;
    }
}`,
      ),
  },
  {
    name: 'websockets',
    make: (g) =>
      main(
        g,
        `
map $http_upgrade $connection_upgrade {
    default upgrade;
    '' close;
}
${upstream(g, 'sockets', '    hash $remote_addr consistent;\n')}
server {
    listen ${port(g)};
    server_name ${host(g)};
    location /chat {
        proxy_pass http://sockets;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        proxy_read_timeout ${time(g)};
        proxy_send_timeout ${time(g)};
        proxy_buffering ${flag(g)};
    }
    location / {
        proxy_pass http://sockets/app/;
        tcp_nodelay ${flag(g)};
    }
}`,
      ),
  },
  {
    name: 'map, geo, split_clients',
    make: (g) =>
      main(
        g,
        `
map_hash_bucket_size 128;
map $cookie_route $node {
    hostnames;
    default one;
    ~*^b two;
    "" none;
}
map $http_user_agent $is_bot {
    default 0;
    ~(?<bot>bot|crawler) 1;
}
geo $remote_addr $office {
    ranges;
    default 0;
    10.0.0.0-10.0.255.255 1;
}
geo $country {
    default xx;
    192.168.0.0/16 de;
    2001:db8::/32 fr;
}
split_clients "\${remote_addr}AAA" $variant {
    ${number(g, 1, 49)}% a;
    ${number(g, 1, 49)}.5% b;
    * c;
}
server {
    listen ${port(g)};
    server_name ${host(g)};
    set $greeting "hello $variant";
    if ($is_bot) {
        return 403;
    }
    location / {
        add_header X-Node $node;
        add_header X-Office $office always;
        return 200 "$greeting $country";
    }
}`,
      ),
  },
  {
    name: 'stream',
    modules: ['stream'],
    make: (g) =>
      `worker_processes ${number(g, 1, 4)};
error_log logs/error.log;
events {
    worker_connections ${number(g, 256, 2048)};
}
stream {
    log_format basic '$remote_addr [$time_local] $protocol $status $bytes_sent';
    access_log logs/stream.log basic;
    limit_conn_zone $binary_remote_addr zone=conns:1m;
    map $ssl_preread_server_name $target {
        default mysql;
        web.example.com web;
    }
${indent(upstream(g, 'mysql', g.pick(['', '    least_conn;\n', '    hash $remote_addr consistent;\n'])), 4)}
${indent(upstream(g, 'web'), 4)}
    server {
        listen ${port(g)};
        proxy_pass mysql;
        proxy_connect_timeout ${time(g)};
        proxy_timeout ${time(g)};
        limit_conn conns ${number(g, 1, 20)};
    }
    server {
        listen ${port(g)} udp reuseport;
        proxy_pass ${address(g)}:53;
        proxy_responses ${number(g, 0, 3)};
        proxy_buffer_size ${size(g)};
    }
    server {
        listen ${port(g)};
        ssl_preread on;
        proxy_pass $target;
        proxy_next_upstream ${flag(g)};
        tcp_nodelay ${flag(g)};
    }
}
`,
  },
  {
    name: 'mail',
    modules: ['mail'],
    make: (g) =>
      `worker_processes 1;
error_log logs/error.log;
events {
    worker_connections ${number(g, 256, 2048)};
}
mail {
    server_name mail.example.com;
    auth_http 127.0.0.1:9000/auth;
    auth_http_timeout ${time(g)};
    proxy_pass_error_message ${flag(g)};
    imap_capabilities IMAP4rev1 UIDPLUS;
    ssl_certificate certs/site.crt;
    ssl_certificate_key certs/site.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    server {
        listen ${port(g)};
        protocol imap;
        starttls ${g.pick(['on', 'off', 'only'])};
        timeout ${time(g)};
    }
    server {
        listen ${port(g)};
        protocol smtp;
        smtp_auth login plain cram-md5;
        smtp_client_buffer ${size(g)};
        smtp_greeting_delay ${time(g)};
        xclient ${flag(g)};
    }
    server {
        listen ${port(g)} ssl;
        protocol pop3;
        pop3_auth plain apop;
        proxy_timeout ${time(g)};
    }
}
`,
  },
  {
    name: 'rewrites',
    make: (g) =>
      main(
        g,
        `
rewrite_log ${flag(g)};
server {
    listen ${port(g)};
    server_name ~^(?<sub>\\w+)\\.example\\.net$ ${host(g)};
    root html;
    if ($host != ${host(g)}) {
        rewrite ^ http://${host(g)}$request_uri? permanent;
    }
    if (!-f $request_filename) {
        set $missing 1;
    }
    if ($http_cookie ~* "id=([^;]+)(?:;|$)") {
        set $id $1;
    }
    rewrite ^/old/(.*)$ /new/$1 last;
    rewrite "^/v(\\d{1,2})/(.*)" /api/$2?version=$1 break;
    location /new/ {
        rewrite ^/new/(\\w+)/?$ /show?user=$1 ${g.pick(['last', 'break', 'redirect'])};
        return ${g.pick(['404', '410', '302 /gone', '301 https://example.com/'])};
    }
    location ~ ^/users/(?<user>[^/]+)/(.+)$ {
        if ($request_method = POST) {
            return 405;
        }
        add_header X-User $user;
        try_files /$sub/$user/$2 @app;
    }
    location @app {
        proxy_pass http://${address(g)}:8080;
    }
}`,
      ),
  },
  {
    name: 'balancing',
    make: (g) =>
      main(
        g,
        `
upstream sticky_app {
    zone sticky_app 64k;
    hash $cookie_JSESSIONID consistent;
    server ${address(g)}:8080 weight=${number(g, 1, 5)};
    server ${address(g)}:8080 max_fails=${number(g, 0, 3)} fail_timeout=${g.pick(['5s', '10', '1m'])};
    keepalive ${number(g, 4, 64)};
    keepalive_timeout ${time(g)};
    keepalive_requests ${number(g, 100, 1000)};
}
upstream spread {
    least_conn;
    server ${address(g)}:8081;
    server ${address(g)}:8082 backup;
}
upstream picked {
    random two least_conn;
    zone picked 128k;
    server ${address(g)};
    server unix:/run/app.sock down;
}
server {
    listen ${port(g)};
    location / {
        proxy_pass http://sticky_app;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_next_upstream_tries ${number(g, 0, 4)};
        proxy_next_upstream_timeout ${time(g)};
    }
    location /api/ {
        proxy_pass http://spread;
        proxy_request_buffering ${flag(g)};
    }
    location /x/ {
        proxy_pass http://picked/;
        proxy_intercept_errors ${flag(g)};
        error_page 502 =503 /sorry.html;
    }
}`,
      ),
  },
  {
    name: 'lua',
    modules: ['lua'],
    make: (g) =>
      main(
        g,
        `
lua_shared_dict sessions ${number(g, 1, 10)}m;
lua_code_cache ${flag(g)};
lua_socket_connect_timeout ${time(g)};
init_by_lua_block {
    config = { nodes = { "one", "two" } } -- { not a block
}
server {
    listen ${port(g)};
    server_name ${host(g)};
    set_by_lua_block $node {
        return "one"
    }
    location / {
        access_by_lua_block {
            if ngx.var.arg_x == "}" then return ngx.exit(403) end
        }
        content_by_lua_block {
            ngx.say([[ {{ ]])
        }
    }
    location /proxy {
        rewrite_by_lua_file lua/rewrite.lua;
        proxy_pass http://${address(g)}:8080;
        header_filter_by_lua_block { ngx.header["X-Node"] = ngx.var.node }
    }
}`,
      ),
  },
  {
    name: 'includes',
    make: (g) =>
      main(
        g,
        `
include conf.d/*.conf;
include sites-enabled/*;
server_tokens ${flag(g)};
types_hash_max_size ${number(g, 1024, 4096)};
server {
    listen ${port(g)} default_server backlog=${number(g, 128, 1024)};
    server_name _;
    location / {
        include snippets/proxy.conf;
        proxy_pass http://${address(g)}:8080;
    }
    location /two/ {
        proxy_pass http://${address(g)}:8080/;
        include snippets/proxy.conf;
        proxy_hide_header X-Powered-By;
    }
}`,
        'timer_resolution 100ms;\nworker_rlimit_nofile 2048;',
      ),
  },
  {
    name: 'PHP, uwsgi, gRPC',
    make: (g) =>
      main(
        g,
        `
${upstream(g, 'php')}
fastcgi_cache_path fcache levels=1:2 keys_zone=php:10m inactive=60m;
server {
    listen ${port(g)};
    root html;
    index index.php;
    location / {
        try_files $uri /index.php?$args;
    }
    location ~ \\.php$ {
        fastcgi_split_path_info ^(.+\\.php)(/.+)$;
        fastcgi_pass php;
        fastcgi_index index.php;
        include fastcgi_params;
        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
        fastcgi_read_timeout ${time(g)};
        fastcgi_buffers 16 ${size(g)};
        fastcgi_cache php;
        fastcgi_cache_key $request_uri;
        fastcgi_cache_valid 200 5m;
        fastcgi_intercept_errors ${flag(g)};
    }
    location /py/ {
        include uwsgi_params;
        uwsgi_pass ${address(g)}:3031;
        uwsgi_read_timeout ${time(g)};
        uwsgi_modifier1 ${number(g, 0, 255)};
    }
    location /cgi/ {
        scgi_pass ${address(g)}:4000;
        scgi_buffering ${flag(g)};
    }
    location /memo {
        set $memcached_key "$uri?$args";
        memcached_pass ${address(g)}:11211;
        memcached_next_upstream error timeout not_found;
    }
}`,
      ),
  },
  {
    name: 'logs and real IP',
    make: (g) =>
      main(
        g,
        `
log_format timed '$remote_addr - $remote_user [$time_local] "$request" '
                 '$status $body_bytes_sent $request_time $upstream_response_time';
log_format json escape=json '{"time":"$time_iso8601","uri":"$request_uri","status":$status}';
map $status $loggable {
    ~^[23] 0;
    default 1;
}
set_real_ip_from 10.0.0.0/8;
set_real_ip_from 2001:db8::/32;
real_ip_header ${g.pick(['X-Forwarded-For', 'X-Real-IP', 'proxy_protocol'])};
real_ip_recursive ${flag(g)};
open_log_file_cache max=${number(g, 100, 1000)} inactive=20s valid=1m min_uses=2;
server {
    listen ${port(g)} proxy_protocol;
    access_log logs/timed.log timed buffer=${size(g)} flush=5m;
    access_log logs/json.log json if=$loggable;
    error_log logs/site.log ${g.pick(['info', 'warn', 'crit'])};
    resolver 127.0.0.1 valid=${g.pick(['30s', '5m'])} ipv6=off;
    resolver_timeout ${time(g)};
    client_header_buffer_size ${size(g)};
    large_client_header_buffers 4 ${size(g)};
    reset_timedout_connection ${flag(g)};
    location / {
        set $backend ${address(g)}:8080;
        proxy_pass http://$backend;
        userid ${g.pick(['on', 'off', 'v1', 'log'])};
        userid_expires 365d;
        ignore_invalid_headers off;
    }
}`.replace('        ignore_invalid_headers off;\n', ''),
      ),
  },
];
