import { catalogue, type DirectiveEntry, moduleOf } from '../../server/src/languages/nginx/catalogue';
import { parametersOf } from '../../server/src/languages/nginx/parameters';
import type { Releases } from '../../server/src/languages/text/versions';

/** A configuration with a parameter that its directive has not in every release that has the directive. */
export interface Case {
  /** `quic of listen in server` */
  readonly name: string;
  readonly kind: 'http' | 'stream' | 'mail';
  readonly releases: Releases;
  readonly text: string;
  /** The parameter as it is written, once in the text. */
  readonly word: string;
  /** Other words of the line that came with it. */
  readonly beside: readonly string[];
}

/** All that the catalogue has; throws where it has one that nobody says here how to write. */
export function laterParameters(): readonly Case[] {
  const found: Case[] = [];
  for (const [place, forms] of places()) {
    const [form] = forms;
    if (!form) continue;
    const isOld = forms.some(({ since }) => since === undefined);
    for (const [parameter, releases] of parametersOf(forms)) {
      const isLater = isOld && releases.since !== undefined;
      const isGone = releases.until !== undefined && forms.some(({ until }) => until === undefined);
      if (isLater || isGone) found.push(caseOf(`${parameter} of ${place}`, releases));
    }
    for (const { values, since } of forms.slice(1)) {
      for (const value of values ?? []) {
        const isNew =
          forms[0]?.type === 'flag' ? value === 'v2' : forms[0]?.values?.includes(value) === false;
        if (isNew && since !== undefined) found.push(caseOf(`${value} of ${place}`, { since }));
      }
    }
  }
  return found;
}

/** The forms of nginx' own directives by name and first context. */
function places(): ReadonlyMap<string, readonly DirectiveEntry[]> {
  const found = new Map<string, DirectiveEntry[]>();
  for (const entry of catalogue.directives) {
    if (moduleOf(entry)?.origin !== 'nginx' || entry.plus) continue;
    const place = `${entry.name} in ${entry.in[0]}`;
    found.set(place, [...(found.get(place) ?? []), entry]);
  }
  return found;
}

function caseOf(name: string, releases: Releases): Case {
  const [word, beside = []] = words[name.replace(/ of .*/, '')] ?? [];
  const [, directive = '', context = ''] = / of (\S+) in (.*)$/.exec(name) ?? [];
  const write = lines[directive];
  if (word === undefined || !write) throw new Error(`Nobody says how "${name}" is written`);
  const kind = context.startsWith('stream') ? 'stream' : context.startsWith('mail') ? 'mail' : 'http';
  const text = `events {}\n${kind} {\n${write([word, ...beside].join(' '), context)}\n}\n`;
  return { name, kind, releases, text, word, beside };
}

/** How a parameter is written, and what it needs beside it. */
const words: Readonly<Record<string, readonly [string, (readonly string[])?]>> = {
  'accept_filter=': ['accept_filter=dataready'],
  default_server: ['default_server'],
  deferred: ['deferred'],
  drain: ['drain'],
  false: ['false'],
  'fastopen=': ['fastopen=3'],
  'ipv4=': ['ipv4=off'],
  local: ['local'],
  'min_free=': ['min_free=1m'],
  multipath: ['multipath'],
  proxy_protocol: ['proxy_protocol'],
  quic: ['quic'],
  resolve: ['resolve'],
  'route=': ['route=one'],
  sendfile: ['sendfile'],
  'service=': ['service=http', ['resolve']],
  'setfib=': ['setfib=1'],
  spdy: ['spdy'],
  '2': ['2'],
  v2: ['v2'],
};

const tls = 'ssl_certificate certs/site.crt; ssl_certificate_key certs/site.key;';

const cachePath =
  (directive: string) =>
  (parameter: string): string =>
    `${directive} cache keys_zone=pages:10m ${parameter};`;

/** The lines of a block with a directive; each on one line. */
const lines: Readonly<Record<string, (parameter: string, context: string) => string>> = {
  listen: (parameter, context) => {
    if (context === 'server') return `server { listen 18443 ${parameter}; ${tls} }`;
    return context === 'mail server'
      ? `auth_http 127.0.0.1:9000/auth;\nserver { listen 18443 ${parameter}; protocol imap; }`
      : `server { listen 18443 ${parameter}; proxy_pass 10.0.0.1:80; }`;
  },
  server: (parameter) => {
    const host = parameter.includes('resolve') ? 'tomcat1.example' : '10.0.0.1';
    const port = parameter.includes('service') ? '' : ':8080';
    return `resolver 127.0.0.1;\nupstream tomcats { zone tomcats 256k; server ${host}${port} ${parameter}; }`;
  },
  resolver: (parameter, context) =>
    `resolver 127.0.0.1 ${parameter};${context === 'mail' ? '\nauth_http 127.0.0.1:9000/auth;' : ''}`,
  keepalive: (parameter) => `upstream tomcats { server 10.0.0.1; keepalive 8 ${parameter}; }`,
  proxy_cache_path: cachePath('proxy_cache_path'),
  fastcgi_cache_path: cachePath('fastcgi_cache_path'),
  uwsgi_cache_path: cachePath('uwsgi_cache_path'),
  scgi_cache_path: cachePath('scgi_cache_path'),
  aio: (parameter) => `aio ${parameter};`,
  proxy_redirect: (parameter) =>
    `server { listen 18080; location / { proxy_pass http://10.0.0.1; proxy_redirect ${parameter}; } }`,
  proxy_http_version: (parameter) => `proxy_http_version ${parameter};`,
  proxy_protocol: (parameter) => `proxy_protocol ${parameter};`,
};
