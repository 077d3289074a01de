import { Generator } from '../generate';

/** Sites of several servers with all that decides over a request, and requests for them; always the same ones. */

export interface Site {
  /** With `PORT_A`, `PORT_B`, `BACKEND` and `ROOT` still to be put in. */
  readonly text: string;
  readonly requests: readonly SiteRequest[];
}

export interface SiteRequest {
  readonly method: string;
  readonly host: string;
  readonly port: 'A' | 'B';
  readonly address: string;
  readonly target: string;
}

/** Files below the root, by path. */
export const siteFiles: readonly string[] = [
  'index.html',
  'app/index.html',
  'app/page.html',
  'img/logo.png',
  'docs/a b.txt',
  'app/data',
];

const names = [
  'example.com',
  'www.example.com',
  '*.example.com',
  '.example.org',
  'www.*',
  'api.example.com',
  '*.api.example.com',
  '~^(?<sub>[a-z]+)\\.shop\\.test$',
  '~^m\\d+\\.',
  'example.*',
  '_',
] as const;
const hosts = [
  'example.com',
  'EXAMPLE.com',
  'www.example.com',
  'a.example.com',
  'a.b.example.com',
  'example.org',
  'x.example.org',
  'www.other.net',
  'api.example.com',
  'v1.api.example.com',
  'toys.shop.test',
  'm42.mobile',
  'example.net',
  'unknown.host',
  'example.com.',
] as const;
const prefixes = [
  '/',
  '/app',
  '/app/',
  '/app/admin',
  '/app/admin/',
  '/img/',
  '/api',
  '/api/v1/',
  '/docs/',
  '/old',
  '/a%20b/',
] as const;
const regexes = [
  '\\.html$',
  '\\.(png|jpg)$',
  '^/app/(\\w+)',
  '^/(api|app)/',
  '/admin/?$',
  '^/old/(.*)$',
  '"^/[a-z]{3}/"',
  '^/docs/(?<doc>[^/]+)\\.txt$',
] as const;
const targets = [
  '/',
  '/app',
  '/app/',
  '/app?x=1',
  '/app/page.html',
  '/app/admin',
  '/app/admin/',
  '/app/admin/users?id=7',
  '/APP/admin',
  '//app//admin//x',
  '/app/../img/logo.png',
  '/app/./page.html',
  '/%61pp/admin',
  '/app%2Fadmin',
  '/app/%2e%2e/api/v1/a',
  '/../x',
  '/img/logo.png',
  '/img/other.JPG',
  '/img/x.jpg?a=1&b=2',
  '/api',
  '/api/',
  '/api/v1',
  '/api/v1/list+a%2Bb',
  '/api/v1/x%3Fy?z=%20',
  '/api/v1/%C3%A9%22%7B',
  '/docs/a%20b.txt',
  '/docs/',
  '/docs/none.txt',
  '/old',
  '/old/path/to?keep=1',
  '/a b/'.replace(' ', '%20'),
  '/app/data',
  '/x/y/z',
  '/index.html',
  '/app/page.html/',
  '/%zz',
  '/a%00b',
  '/app/page.html#frag',
] as const;

class SiteMaker {
  private next = 0;

  constructor(private readonly random: Generator) {}

  make(): string {
    const count = 2 + this.random.below(4);
    const servers: string[] = [];
    const free = [...names];
    for (let i = 0; i < count; i++) servers.push(this.server(free, i));
    return `http {
    absolute_redirect off;
    log_format none '';
    access_log off;
    map $arg_to $backend { default tomcats; ~^o(?<rest>.*)$ other; two "other"; }
    map $request_method $is_post { POST 1; default 0; }
    upstream tomcats { server BACKEND; }
    upstream other { server BACKEND weight=2; }
    root ROOT;
${servers.join('')}}
`;
  }

  private id(): string {
    return `i${this.next++}`;
  }

  private server(free: string[], index: number): string {
    const { random } = this;
    const lines: string[] = [];
    const listens = random.pick([
      ['PORT_A'],
      ['PORT_A', 'PORT_B'],
      ['PORT_B'],
      ['127.0.0.2:PORT_A'],
      ['PORT_A', '127.0.0.2:PORT_A'],
    ]);
    for (const listen of listens) lines.push(`listen ${listen};`);
    const chosen: string[] = [];
    for (let i = random.below(3); i >= 0 && free.length > 0; i--) {
      chosen.push(...free.splice(random.below(free.length), 1));
    }
    if (chosen.length > 0 && random.below(8) > 0) lines.push(`server_name ${chosen.join(' ')};`);
    if (random.below(5) === 0) lines.push('merge_slashes off;');
    const page = random.below(9);
    if (page < 3) lines.push('error_page 404 @missing;', `location @missing { ${this.respond()} }`);
    else if (page < 5) lines.push('error_page 404 403 =200 /app/page.html;');
    else if (page === 5) lines.push('error_page 301 402 = @moved;', `location @moved { ${this.respond()} }`);
    if (random.below(4) === 0)
      lines.push(
        random.pick([
          'rewrite ^/old/(.*)$ /app/$1;',
          'rewrite ^/old/(.*)$ /api/v1/$1?from=old last;',
          'rewrite ^/old$ /img/ permanent;',
        ]),
      );
    if (random.below(4) === 0) lines.push(`if ($request_method = POST) { return 405 "${this.id()} post"; }`);
    if (random.below(4) === 0) lines.push('set $mark "m$arg_x";');
    lines.push(...this.locations('', 2 + random.below(7), 0));
    return `    server {\n${lines.map((line) => `        ${line}\n`).join('')}        # ${index}\n    }\n`;
  }

  private locations(inside: string, count: number, depth: number): string[] {
    const { random } = this;
    const used = new Set<string>();
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const isRegex = random.below(3) === 0;
      if (isRegex) {
        const regex = `${random.pick(['~', '~', '~*'])} ${random.pick(regexes)}`;
        if (used.has(regex)) continue;
        used.add(regex);
        lines.push(`location ${regex} { ${this.handler('', depth)} }`);
        continue;
      }
      const name = random.pick(prefixes);
      if (!name.startsWith(inside) || name === inside) continue;
      const modifier = random.pick(['', '', '', '= ', '^~ ']);
      const key = (modifier === '= ' ? '=' : '') + name;
      if (used.has(key)) continue;
      used.add(key);
      const written = name.includes('%20') ? `"${name.replace('%20', ' ')}"` : name;
      const nests = depth < 2 && modifier !== '= ' && random.below(4) === 0;
      const inner = nests ? this.locations(name, 3, depth + 1).join(' ') : '';
      lines.push(`location ${modifier}${written} { ${inner} ${this.handler(name, depth)} }`);
    }
    return lines;
  }

  private respond(): string {
    return `return 200 "${this.id()} $uri $is_args$args";`;
  }

  private proxy(url: string): string {
    return `proxy_set_header X-Id ${this.id()}; proxy_pass ${url};`;
  }

  private handler(prefix: string, depth: number): string {
    const { random } = this;
    const inPrefix = prefix !== '';
    switch (random.below(inPrefix ? 15 : 11)) {
      case 0:
      case 1:
        return this.respond();
      case 2:
        return this.proxy('http://tomcats');
      case 3:
        return this.proxy('http://$backend$request_uri');
      case 4:
        return `rewrite ^/(app|api|docs)/(.*)$ /img/$2?was=$1 last; ${this.respond()}`;
      case 5:
        return `rewrite ^/[a-z]+/(.*)$ /app/$1 break; ${this.proxy('http://other')}`;
      case 6:
        return `if ($arg_x = 1) { return 402 "${this.id()} x"; } if ($is_post) { rewrite ^ /app/data break; } ${this.respond()}`;
      case 7:
        return `try_files $uri $uri/ ${random.pick(['=404', '/index.html', '/app/page.html?tried=1&$args'])};`;
      case 8:
        return `rewrite ^(/app)/(.*)$ $1/x/$2; rewrite ^/app/x/(.*)$ /docs/$1; ${random.below(2) ? 'break;' : ''} ${this.respond()}`;
      case 9:
        return depth === 0 ? 'internal; ' + this.respond() : 'return 301 /app/;';
      case 10:
        return `set $where $uri; if ($uri ~* "/(p[a-z]+)\\.html$") { set $where "p:$1"; } return 200 "${this.id()} $where";`;
      case 11:
        return this.proxy(`http://tomcats/base${random.pick(['', '/'])}`);
      case 12:
        return this.proxy('http://other/');
      case 13:
        return `rewrite /x/(.*) /y/$1 break; rewrite page /changed break; ${this.proxy('http://tomcats/new/')}`;
      default:
        return random.below(2) ? '' : `alias ROOT/${prefix.endsWith('/') ? 'app/' : 'app'};`;
    }
  }
}

export function sites(seed: number, count: number, requestsEach: number): Site[] {
  const random = new Generator(seed);
  return Array.from({ length: count }, () => ({
    text: new SiteMaker(random).make(),
    requests: Array.from({ length: requestsEach }, () => ({
      method: random.pick(['GET', 'GET', 'GET', 'GET', 'POST']),
      host: random.pick(hosts),
      port: random.pick(['A', 'A', 'B'] as const),
      address: random.pick(['127.0.0.1', '127.0.0.1', '127.0.0.2']),
      target: random.pick(targets),
    })),
  }));
}
