import { parseNginx } from '../../../server/src/languages/nginx/parser';
import type { Directive, Word } from '../../../server/src/languages/nginx/tree';
import { walk } from '../../../server/src/languages/nginx/walk';
import type { Generator } from '../generate';

/** A file with one thing changed, and the line of the change, from 1. */
export interface Mutated {
  readonly text: string;
  readonly line: number;
}

export interface Mutation {
  readonly name: string;
  /** Undefined where the file has nothing of the kind. */
  mutate(text: string, generator: Generator): Mutated | undefined;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function splice(text: string, start: number, end: number, put: string): Mutated {
  return { text: text.slice(0, start) + put + text.slice(end), line: lineAt(text, start) };
}

const one = <T>(values: readonly T[], generator: Generator): T | undefined =>
  values[generator.below(values.length)];

/** Directives whose words nginx knows: none of those within `map`, `types` and the like. */
function directivesOf(text: string): readonly Directive[] {
  const entries = /^(map|geo|types|split_clients)$/;
  return [...walk(parseNginx(text))].filter(({ parent }) => !parent || !entries.test(parent.name.value));
}

const replaceWord = (text: string, { span }: Word, put: string): Mutated =>
  splice(text, span.start, span.end, put);

/** Changes one argument of one directive that fits. */
function argument(
  name: string,
  fits: (directive: Directive) => Word | undefined,
  bad: readonly [string, ...string[]],
): Mutation {
  return {
    name,
    mutate(text, generator) {
      const words = directivesOf(text).flatMap((directive) => fits(directive) ?? []);
      const word = one(words, generator);
      return word && replaceWord(text, word, generator.pick(bad));
    },
  };
}

const firstArgument = (pattern: RegExp) => (directive: Directive) =>
  pattern.test(directive.name.value) ? directive.args[0] : undefined;
const valueLike = (pattern: RegExp) => (directive: Directive) =>
  directive.args.length === 1 && !directive.block && pattern.test(directive.args[0]?.value ?? '')
    ? directive.args[0]
    : undefined;

/** Puts a line at the beginning of a block. */
function inserted(name: string, into: RegExp, lines: readonly [string, ...string[]]): Mutation {
  return {
    name,
    mutate(text, generator) {
      const blocks = directivesOf(text).filter(
        ({ name: own, block, parent }) =>
          block && !block.lua && into.test(`${parent?.name.value ?? 'main'} ${own.value}`),
      );
      const open = one(blocks, generator)?.block?.open.end;
      if (open === undefined) return undefined;
      const put = `\n${generator.pick(lines)}`;
      return { text: text.slice(0, open) + put + text.slice(open), line: lineAt(text, open) + 1 };
    },
  };
}

const server = /^http server$/;
const location = /^server location$/;
const upstream = /^http upstream$/;
const isPlain = ({ block }: Directive): boolean => !block;

/** A single line, so that it can be moved and copied. */
const lineOf = (text: string, { span }: Directive): string => text.slice(span.start, span.end);

export const mutations: readonly Mutation[] = [
  {
    name: 'name mistyped',
    mutate(text, generator) {
      const word = one(directivesOf(text), generator)?.name;
      if (!word) return undefined;
      const { value } = word;
      const at = generator.below(value.length - 1);
      const typo = generator.pick([
        value.slice(0, at) + value.slice(at + 1),
        value.slice(0, at) + value[at + 1] + value[at] + value.slice(at + 2),
        `${value.slice(0, at)}x${value.slice(at + 1)}`,
        `${value}s`,
        value.replace('_', '-'),
        value.toUpperCase(),
      ]);
      return replaceWord(text, word, typo);
    },
  },
  {
    name: 'moved to another block',
    mutate(text, generator) {
      const all = directivesOf(text);
      const moved = one(all.filter(isPlain), generator);
      const target = one(
        all.filter(({ block }) => block && !block.lua),
        generator,
      );
      const at = target?.block?.open.end;
      if (!moved || at === undefined) return undefined;
      const line = lineOf(text, moved);
      if (line.includes('\n')) return undefined;
      const without = text.slice(0, moved.span.start) + ' '.repeat(line.length) + text.slice(moved.span.end);
      const put = `\n    ${line}`;
      return { text: without.slice(0, at) + put + without.slice(at), line: lineAt(text, at) + 1 };
    },
  },
  {
    name: 'argument removed',
    mutate(text, generator) {
      const directive = one(
        directivesOf(text).filter(({ args }) => args.length > 0),
        generator,
      );
      const word = directive?.args.at(-1);
      return word && splice(text, word.span.start, word.span.end, '');
    },
  },
  {
    name: 'argument added',
    mutate(text, generator) {
      const directive = one(directivesOf(text), generator);
      if (!directive) return undefined;
      const { end } = (directive.args.at(-1) ?? directive.name).span;
      return splice(text, end, end, ` ${generator.pick(['extra', 'on', '1'])}`);
    },
  },
  {
    name: 'argument doubled',
    mutate(text, generator) {
      const directive = one(
        directivesOf(text).filter(({ args }) => args.length > 0),
        generator,
      );
      const word = directive && one(directive.args, generator);
      return (
        word && splice(text, word.span.end, word.span.end, ` ${text.slice(word.span.start, word.span.end)}`)
      );
    },
  },
  argument('neither on nor off', valueLike(/^(on|off)$/), [
    'yes',
    'true',
    '1',
    'enabled',
    'offf',
    'ON',
    '""',
  ]),
  argument('bad time', valueLike(/^(\d+(ms|s|m|h|d)|1m 30s)$/), [
    '1.5s',
    '10x',
    '30s1m',
    '-1',
    '1m1m',
    '5 s',
    '"1m 30"',
    'soon',
    '10sec',
    '2M',
    '1y',
    '99999999999999999999',
  ]),
  argument('bad size', valueLike(/^\d+[kmg]$/), ['8kb', '1.5m', '1t', '4 k', 'big', '-8k', '1G', '8K', '0']),
  argument('bad number', valueLike(/^\d+$/), [
    'ten',
    '-5',
    '0x10',
    '1e3',
    '1k',
    '5%',
    '007',
    '99999999999999999999',
  ]),
  argument(
    'word of no list',
    firstArgument(
      /^(ssl_protocols|ssl_verify_client|satisfy|proxy_next_upstream|userid|limit_req_log_level|proxy_cache_use_stale|smtp_auth|pop3_auth|proxy_http_version|protocol|starttls|proxy_ssl_protocols|memcached_next_upstream|proxy_ignore_headers|proxy_cache_methods)$/,
    ),
    ['maybe', 'TLS1.3', 'TLSv1.2', 'any', 'http_418', 'error', 'OFF'],
  ),
  {
    name: 'line twice',
    mutate(text, generator) {
      const directive = one(directivesOf(text).filter(isPlain), generator);
      if (!directive) return undefined;
      const { end } = directive.span;
      return { ...splice(text, end, end, `\n    ${lineOf(text, directive)}`), line: lineAt(text, end) + 1 };
    },
  },
  {
    name: 'semicolon missing',
    mutate(text, generator) {
      const directive = one(
        directivesOf(text).filter(({ block, terminator }) => !block && terminator),
        generator,
      );
      return directive?.terminator && splice(text, directive.terminator.start, directive.terminator.end, '');
    },
  },
  {
    name: 'closing brace missing',
    mutate(text, generator) {
      const directive = one(
        directivesOf(text).filter(({ block }) => block?.close && !block.lua),
        generator,
      );
      const close = directive?.block?.close;
      return (
        directive && close && { ...splice(text, close.start, close.end, ''), line: lineAt(text, close.start) }
      );
    },
  },
  {
    name: 'opening brace missing',
    mutate(text, generator) {
      const open = one(
        directivesOf(text).flatMap(({ block }) => (block && !block.lua ? [block.open] : [])),
        generator,
      );
      return open && splice(text, open.start, open.end, '');
    },
  },
  {
    name: 'brace too many',
    mutate(text, generator) {
      const directive = one(directivesOf(text), generator);
      return directive && splice(text, directive.span.end, directive.span.end, '\n}');
    },
  },
  {
    name: 'quote missing',
    mutate(text, generator) {
      const word = one(
        directivesOf(text).flatMap(({ args }) => args.filter(({ quote }) => quote)),
        generator,
      );
      return word && splice(text, word.span.end - 1, word.span.end, '');
    },
  },
  {
    name: 'block in place of ;',
    mutate(text, generator) {
      const directive = one(
        directivesOf(text).filter(({ block, terminator }) => !block && terminator),
        generator,
      );
      return (
        directive?.terminator && splice(text, directive.terminator.start, directive.terminator.end, ' {}')
      );
    },
  },
  {
    name: 'unknown variable',
    mutate(text, generator) {
      const words = directivesOf(text).flatMap(({ name, args }) =>
        /^(proxy_set_header|add_header|return|set|proxy_pass|log_format|proxy_cache_key|fastcgi_param|rewrite|try_files|access_log)$/.test(
          name.value,
        )
          ? args.filter(({ value }) => /\$[a-z_]+/.test(value))
          : [],
      );
      const word = one(words, generator);
      if (!word) return undefined;
      const written = text.slice(word.span.start, word.span.end);
      const wrong = generator.pick(['$hots', '$remote_adr', '$nosuch', '$request_url', '$upstream']);
      return replaceWord(
        text,
        word,
        written.replace(/\$\{?[a-z_]+\}?/, () => wrong),
      );
    },
  },
  {
    name: 'bad regular expression',
    mutate(text, generator) {
      const words = directivesOf(text).flatMap(({ name, args }) => {
        const [first, second] = args;
        if (name.value === 'rewrite' && first) return [first];
        return name.value === 'location' && first && second && first.value.startsWith('~') ? [second] : [];
      });
      const word = one(words, generator);
      return (
        word &&
        replaceWord(
          text,
          word,
          generator.pick([
            '^/(a',
            '"[a-"',
            '*x',
            '^/a)',
            '"(?<n>a)(?<n>b)"',
            '"^/(?P<1a>x)"',
            '"a{2,1}"',
            '+',
          ]),
        )
      );
    },
  },
  argument('bad listen', firstArgument(/^listen$/), [
    '99999',
    '0',
    '300.1.1.1:8080',
    '127.0.0.1:80x',
    '8080:127.0.0.1',
    '[::1',
    '127.0.0.1:',
    '[::1]:18080',
    '*:18080',
    'localhost:0',
  ]),
  inserted('bad parameter of listen', server, [
    'listen 127.0.0.1:18901 sssl;',
    'listen 127.0.0.1:18901 backlog=abc;',
    'listen 127.0.0.1:18901 default_serve;',
    'listen 127.0.0.1:18901 ipv6only=yes;',
    'listen 127.0.0.1:18901 so_keepalive=maybe;',
    'listen 127.0.0.1:18901 rcvbuf=1x;',
    'listen 127.0.0.1:18901 backlog=511 reuseport;',
    'listen 127.0.0.1:18901 fastopen=x;',
  ]),
  inserted('bad server of an upstream', upstream, [
    'server 10.0.0.9:8080 weight=0;',
    'server 10.0.0.9:8080 weight=x;',
    'server 10.0.0.9:8080 max_fails=-1;',
    'server 10.0.0.9:8080 fail_timeout=1.5s;',
    'server 10.0.0.9:8080 wieght=2;',
    'server 10.0.0.9:99999;',
    'server 10.0.0.9: weight=2;',
    'server http://10.0.0.9:8080;',
    'server 10.0.0.9:8080 backup;',
    'server 10.0.0.9:8080 slow_start=30s;',
    'server 10.0.0.9:8080 resolve;',
    'server 10.0.0.9:8080 max_conns=many;',
  ]),
  inserted('ip_hash and backup', upstream, [
    'ip_hash;\n    server 10.0.0.9:8080 backup;',
    'random;\n    server 10.0.0.9:8080 backup;',
  ]),
  argument('bad proxy_pass', firstArgument(/^(proxy_pass|fastcgi_pass|uwsgi_pass|memcached_pass)$/), [
    'htp://10.0.0.1',
    '10.0.0.1:8080',
    'http://',
    'http://10.0.0.1:99999',
    'http://10.0.0.1:8080/x y',
    'http://10.0.0.1:80x/',
    'https://10.0.0.1:8443',
    'http://$nosuch',
    'http:/10.0.0.1',
  ]),
  inserted('bad return', location, [
    'return 1000;',
    'return abc;',
    'return 99 text;',
    'return -1;',
    'return 301 https://a.example x;',
    'return 204;',
    'return "";',
    'return http://a.example;',
    'return 999;',
  ]),
  inserted('bad if', server, [
    'if ($host == a) { return 403; }',
    'if $host = a { return 403; }',
    'if ($host = a { return 403; }',
    'if (host = a) { return 403; }',
    'if ($host ~ (a) { return 403; }',
    'if ($host) { return 403; }',
    'if (-x /tmp) { return 403; }',
    'if (-z /tmp) { return 403; }',
    'if ($host = a b) { return 403; }',
    'if ($nosuch) { return 403; }',
    'if ($host = a) { proxy_pass http://10.0.0.1; }',
    'if() { return 403; }',
    'if ($host !~* ^a) { return 403; }',
  ]),
  inserted('bad rewrite', location, [
    'rewrite ^/a /b lst;',
    'rewrite ^/a;',
    'rewrite ^/a /b last break;',
    'rewrite ^/(a /b last;',
    'rewrite ^/a /b?x=$nosuch last;',
    'rewrite ^/a /$1 last;',
    'rewrite ^/a$ /b permanent;',
  ]),
  inserted('bad zone', /^main http$/, [
    'limit_req_zone $binary_remote_addr zone=z1:10m;',
    'limit_req_zone $binary_remote_addr zone=z1 rate=1r/s;',
    'limit_req_zone $binary_remote_addr zone=z1:10m rate=1/s;',
    'limit_req_zone $binary_remote_addr zone=z1:10m rate=0r/s;',
    'limit_req_zone binary_remote_addr zone=z1:1k rate=1r/s;',
    'limit_conn_zone $binary_remote_addr zone=z1;',
    'limit_conn_zone $binary_remote_addr;',
    'limit_conn_zone $binary_remote_addr zone=z1:4k;',
    'limit_req_zone $nosuch zone=z1:10m rate=1r/s;',
    'limit_req_zone $binary_remote_addr zone=z1:10m rate=5r/m;',
    'proxy_cache_path cache9 keys_zone=c9;',
    'proxy_cache_path cache9 levels=1:2:3:4 keys_zone=c9:1m;',
    'proxy_cache_path cache9 levels=4 keys_zone=c9:1m;',
    'proxy_cache_path cache9 levels=1:2;',
    'proxy_cache_path cache9 keys_zone=c9:1m inactive=1.5h;',
    'proxy_cache_path cache9 keys_zone=c9:1m max_size=1t;',
    'proxy_cache_path cache9 keys_zone=c9:1m wrong=1;',
    'limit_req_zone $binary_remote_addr zone=z1:10m rate=1r/s;\nlimit_req_zone $uri zone=z1:10m rate=1r/s;',
    'limit_conn_zone $binary_remote_addr zone=z1:10m;\nlimit_req_zone $uri zone=z1:10m rate=1r/s;',
  ]),
  inserted('bad use of a zone', location, [
    'limit_req zone=nozone;',
    'limit_req burst=5;',
    'limit_req zone=perip burst=x;',
    'limit_req zone=perip burst=5 nodelai;',
    'limit_conn nozone 5;',
    'limit_conn perserver 0;',
    'limit_conn perserver many;',
    'proxy_cache nozone;',
    'limit_conn perserver 70000;',
  ]),
  inserted('bad header, log or page', location, [
    'add_header X-A 1 allways;',
    'add_header X-A;',
    'error_page 404;',
    'error_page 99 /x.html;',
    'error_page abc /x.html;',
    'error_page 404 =99999 /x.html;',
    'error_page 200 /x.html;',
    'access_log logs/x.log nosuch;',
    'access_log logs/x.log combined buffer=1x;',
    'access_log logs/x.log combined bufer=1k;',
    'error_log logs/x.log loud;',
    'expires 1x;',
    'expires modified;',
    'expires @25h;',
    'proxy_cache_valid 200;',
    'proxy_cache_valid 99 1m;',
    'proxy_cache_valid 200 1x;',
    'deny 10.0.0.0/33;',
    'deny 10.0.0;',
    'allow everyone;',
    'set host a;',
    'set $host a;',
    'set $x;',
    'try_files $uri;',
    'resolver 300.0.0.1;',
    'resolver 127.0.0.1 valid=x;',
    'proxy_redirect http://a/;',
    'auth_basic;',
    'charset;',
    'proxy_cookie_path /a;',
    'limit_rate fast;',
    'types { text/x; }',
    'types { text/x y; }',
    'proxy_set_header Host;',
    'root;',
    'alias /a; alias /b;',
    'root /a; alias /b;',
    'index;',
    'location /outer/ { }',
    'proxy_method GET POST;',
    'internal on;',
    'default_type a b;',
    'proxy_store on; proxy_cache pages;',
    'secure_link_secret;',
    'break;',
    'break 1;',
    'keepalive_timeout 10 x;',
    'keepalive_disable msie9;',
    'client_body_in_file_only maybe;',
    'send_timeout 10y;',
  ]),
  inserted('location twice', server, [
    'location /twice { }\nlocation /twice { }',
    'location = /twice { }\nlocation = /twice { }',
    'location ~ /twice { }\nlocation ~ /twice { }',
    'location @twice { }\nlocation @twice { }',
    'location ^~ /twice { }\nlocation /twice { }',
    'location = /twice { }\nlocation /twice { }',
    'location /a { location /b { } }',
    'location @b { location /b { } }',
    'location ~~ /b { }',
    'location == /b { }',
    'location /b c d { }',
    'location { }',
    'location ~ { }',
    'location = /a { location /a/b { } }',
    'location /a { location @b { } }',
  ]),
  inserted('server or listen twice', /^main http$/, [
    'server { listen 127.0.0.1:18902 default_server; }\nserver { listen 127.0.0.1:18902 default_server; }',
    'server { listen 127.0.0.1:18902; listen 127.0.0.1:18902; }',
    'server { listen 127.0.0.1:18902 backlog=5; }\nserver { listen 127.0.0.1:18902 backlog=6; }',
    'server { listen 127.0.0.1:18902; server_name a b; }\nserver { listen 127.0.0.1:18902; server_name c; }',
    'server { server_name ~(a; }',
    'server { server_name ""; }',
    'server { listen 127.0.0.1:18902 ssl; }',
    'server { listen 127.0.0.1:18902; server_name a.*.b; }',
  ]),
  inserted('upstream twice or empty', /^main http$/, [
    'upstream twice { server 10.0.0.1; }\nupstream twice { server 10.0.0.2; }',
    'upstream empty { }',
    'upstream { server 10.0.0.1; }',
    'upstream a b { server 10.0.0.1; }',
    'upstream m { ip_hash; least_conn; server 10.0.0.1; }',
    'upstream m { server 10.0.0.1; keepalive 0; }',
    'upstream m { server 10.0.0.1; keepalive many; }',
    'upstream m { server 10.0.0.1; zone m 1k; }',
    'upstream m { server 10.0.0.1; hash; }',
    'upstream m { server 10.0.0.1; hash $host consistant; }',
    'upstream m { server 10.0.0.1; random three; }',
    'upstream m { server 10.0.0.1 down; }',
    'upstream m { least_conn; server 10.0.0.1; keepalive 3; keepalive 4; }',
    'upstream m { zone m; server 10.0.0.1; }',
  ]),
  inserted('bad map or geo', /^main http$/, [
    'map $host $m { default a; default b; }',
    'map $host m { default a; }',
    'map host $m { default a; }',
    'map $host $m { a b c; }',
    'map $host $m { a; }',
    'map $host $m { ~( b; }',
    'map $host $m { a b; a c; }',
    'map $host { a b; }',
    'geo $g { 10.0.0.0/33 a; }',
    'geo $g { abc a; }',
    'geo $g { 10.0.0.1; }',
    'geo g { default 1; }',
    'geo $g { ranges; 10.0.0.9-10.0.0.1 a; }',
    'geo $g { default 1; default 2; }',
    'split_clients $host $s { 60% a; 50% b; }',
    'split_clients $host $s { x% a; }',
    'split_clients $host $s { 0% a; * b; }',
    'split_clients $host s { * b; }',
    'log_format twice $host; log_format twice $uri;',
    'log_format only;',
    'log_format x $nosuch;',
    'log_format x escape=html $host;',
    'log_format combined $host;',
    'map_hash_bucket_size x;',
    'map $host $m { include nosuch.map; }',
    'map $host $m { volatile; default a; }',
    'map $nosuch $m { default a; }',
  ]),
  inserted('include missing', /^(main http|http server|server location)$/, [
    'include nosuch.conf;',
    'include snippets/proxi.conf;',
    'include snippets/nosuch/*.conf;',
    'include snippets/proxy.conf snippets/tls.conf;',
  ]),
  inserted('of a later or earlier release', /^http (server|upstream)$/, [
    'http2 on;',
    'ssl on;',
    'sticky cookie srv_id;',
    'least_time header;',
    'ssl_reject_handshake on;',
    'resolver 127.0.0.1;',
    'http3 on;',
    'ssl_conf_command Options PrioritizeChaCha;',
    'keepalive_min_timeout 5s;',
    'ssl_object_cache_inheritable on;',
    'state x.state;',
    'random two;',
  ]),
  {
    name: 'harmless',
    mutate(text, generator) {
      const directive = one(
        directivesOf(text).filter(
          ({ name, args, block }) =>
            !block?.lua && args.length > 0 && !/^(if|map|geo|split_clients)$/.test(name.value),
        ),
        generator,
      );
      const word = directive?.args.at(-1);
      if (!directive || !word) return undefined;
      const written = text.slice(word.span.start, word.span.end);
      switch (generator.below(5)) {
        case 0:
          return word.quote || /["'\\]/.test(written) ? undefined : replaceWord(text, word, `"${written}"`);
        case 1:
          return splice(text, word.span.start, word.span.start, '\n        ');
        case 2:
          return splice(text, directive.span.end, directive.span.end, ' # the end; { "');
        case 3:
          return splice(text, directive.name.span.start, directive.name.span.start, '# note; }\n');
        default:
          return /^(on|off)$/.test(word.value)
            ? replaceWord(text, word, written.toUpperCase())
            : splice(text, word.span.end, word.span.end, '\r\n\t');
      }
    },
  },
];
