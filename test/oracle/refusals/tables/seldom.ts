import type { Table } from '../mutants';

const caches = (name: string): readonly string[] => [
  `${name}_cache_path c keys_zone=z:1m; server { ${name}_store on; ${name}_cache z; }`,
  `${name}_cache_path c keys_zone=z:1m; server { ${name}_cache z; ${name}_store on; }`,
];

/** What is seldom met, and what a source of the list says in the place of another. */
export const seldom: Table = {
  conf_file: { main: ['http;'], http: ['server;'] },
  event_openssl_stapling: {
    http: [
      'server { listen 18443 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; ssl_ocsp on; ssl_ocsp_responder http://127.0.0.1:x/; }',
      'server { listen 18443 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; ssl_ocsp on; ssl_ocsp_responder https://127.0.0.1/; }',
    ],
  },
  event: { '': ['events { worker_connections 1; }\nhttp { server { listen 18501; listen 18502; } }\n'] },
  file: {
    http: [
      'proxy_cache_path c keys_zone=z:1m; fastcgi_cache_path c keys_zone=y:1m;',
      'proxy_cache_path c keys_zone=z:1m; client_body_temp_path c;',
    ],
  },
  http: {
    http: [
      'server { server_name *.*.example.com; } server { server_name b; }',
      'server { server_name a..example.com; } server { server_name b; }',
      'server { server_name www.*.example.com; } server { server_name b; }',
      'server { server_name a*; } server { server_name b; }',
      'server { listen 18501; server_name a*; } server { listen 18502; server_name b; }',
    ],
  },
  http_auth_basic: { location: ['auth_basic_user_file a; auth_basic_user_file b;'] },
  http_charset_filter: { http: ['charset_map utf-8 koi8-r { 80 80; }'] },
  http_core: {
    location: ['root html; alias www;', 'alias www; root html;'],
    server: [
      'listen 18201x:80:;',
      'listen 127.0.0.1:x;',
      'listen [::1]:18201 ipv6only=ox;',
      'server_name *.;',
      'server_name .;',
    ],
  },
  http_fastcgi: { http: caches('fastcgi') },
  http_uwsgi: { http: caches('uwsgi') },
  http_scgi: { http: caches('scgi') },
  http_proxy: { http: caches('proxy') },
  http_file_cache: { location: ['proxy_cache_valid 99 1m;', 'proxy_cache_valid 200 x;'] },
  http_grpc: {
    location: [
      'grpc_ssl_verify on; grpc_pass grpcs://10.0.0.1:443;',
      'grpc_ssl_certificate certs/site.crt; grpc_pass grpcs://10.0.0.1:443;',
    ],
  },
  http_script: {
    location: ['limit_rate x;', 'limit_rate 1k; limit_rate 2k;', 'auth_basic a; auth_basic b;'],
  },
  http_ssl: {
    http: [
      'server { ssl on; ssl_certificate certs/site.crt; }',
      'server { ssl on; ssl_certificate certs/site.crt; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; }',
      'server { listen 18443 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; ssl_stapling on; ssl_certificate_compression on; }',
    ],
  },
  http_sub_filter: {
    location: [Array.from({ length: 256 }, (_, index) => `sub_filter a${index} b;`).join(' ')],
  },
  http_upstream: { location: ['proxy_bind 10.0.0.256;', 'fastcgi_bind [::1]x;'] },
  http_upstream_round_robin: { location: ['fastcgi_pass 10.0.0.1;', 'grpc_pass [::1];'] },
  http_v2: { http: ['http2_recv_buffer_size 16;', 'http2_body_preread_size 2048m;'] },
  mail_core: { 'mail server': ['listen [::1]:18403 ipv6only=ox;'] },
  mail_ssl: {
    'mail server': [
      'starttls on; ssl_certificate certs/site.crt; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key;',
    ],
  },
  nginx: { main: [`worker_cpu_affinity ${'0'.repeat(1025)};`] },
  stream: {
    stream: [
      'server { listen 18501; server_name a..b; return a; } server { listen 18501; server_name b; return b; }',
    ],
  },
  stream_core: {
    'stream server': [
      'listen [::1]:18303 ipv6only=ox;',
      'listen 18303 udp multipath;',
      'server_name *.;',
      'server_name .;',
    ],
  },
  stream_limit_conn: { stream: ['limit_conn_zone $remote_addr zone=:1m;'] },
  stream_pass: { 'stream server': ['pass example.com:80;'] },
  stream_script: { 'stream server': ['proxy_upload_rate 1k; proxy_upload_rate 2k;'] },
  stream_ssl: {
    'stream server': [
      'listen 18304 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; ssl_ocsp on; ssl_verify_client optional_no_ca;',
      'listen 18304 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; ssl_stapling on; ssl_certificate_compression on;',
      'listen 18304 ssl; ssl_certificate certs/site.crt; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key;',
    ],
  },
  stream_upstream_least_time: { 'stream upstream': ['least_time connect foo;'] },
  stream_upstream_round_robin: { 'stream server': ['proxy_pass 10.0.0.1;', 'proxy_pass [::1];'] },
  fine: {
    http: [
      'server { listen 18501; server_name a..b; }',
      'server { server_name *.example.com .example.org www.example.*; } server { server_name b; }',
      'server { listen 18443 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; } server { listen 18443 ssl; ssl_verify_client on; ssl_client_certificate certs/site.crt; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; }',
      'ssl_verify_client on;',
      'server { listen 18443 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; ssl_verify_client off; }',
    ],
    location: [
      'proxy_ssl_verify on; proxy_ssl_trusted_certificate certs/site.crt; proxy_pass https://10.0.0.1;',
      'proxy_ssl_verify off; proxy_pass https://10.0.0.1;',
      'proxy_ssl_verify on; proxy_pass http://10.0.0.1;',
      'proxy_ssl_certificate certs/site.crt; proxy_pass http://10.0.0.1;',
      'valid_referers none ~a example.com;',
      'proxy_cookie_path ~*^/a(.*)$ /b$1; proxy_redirect ~*^/a(.*)$ /b$1;',
      'location ~* { }',
    ],
    'stream server': ['proxy_buffer_size 128k;'],
    stream: [
      'server { listen 18501 ssl; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; return a; }',
      'server { listen 18501; proxy_pass u; } upstream u { server 10.0.0.1:80; }',
      'upstream u { zone z 64k; server 10.0.0.1:80; } server { listen 18501; proxy_ssl_verify on; proxy_pass u; }',
      'resolver 10.0.0.1; upstream u { zone z 64k; server localhost:80 resolve; } server { listen 18501; proxy_pass u; }',
    ],
    mail: [
      'auth_http 127.0.0.1:9000; server { listen 18501; protocol imap; } server { listen 143; }',
      'auth_http 127.0.0.1:9000; ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key; server { listen 993 ssl; } server { listen 18502; protocol smtp; starttls on; }',
    ],
  },
};
