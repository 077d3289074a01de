import { beforeItsLine, type Hints, language, type Promised, sure, type Verdict } from '../language';
import { matcherOf, type NamePattern } from '../names';
import { featuresOf } from './features/index';
import { nginxSymbols } from './mentions';
import { parseNginx } from './parser';
import { readingOf } from './recognise';
import type { NginxDocument } from './tree';

const homes = ['nginx', 'openresty'];
const sites = ['sites-available', 'sites-enabled'];

const examples = ['default', 'sample', 'example'];

const suffixed = (name: string, suffixes: readonly string[]): readonly string[] =>
  suffixes.map((suffix) => `${name}.${suffix}`);

/** Names that are nginx' alone. */
const own: readonly NamePattern[] = [
  { names: ['nginx.conf'], wakes: true },
  {
    names: [
      '*.nginx',
      '*.nginxconf',
      '*.nginx.conf',
      '*-nginx.conf',
      'nginx-*.conf',
      'nginx_*.conf',
      'nginx.*.conf',
      '*.nginx.conf.template',
      '*.nginx.template',
      'nginx.conf.template',
      'fastcgi_params',
      'scgi_params',
      'uwsgi_params',
      'proxy_params',
      'koi-utf',
      'koi-win',
      'win-utf',
    ],
  },
  { names: suffixed('nginx.conf', examples), isExample: true },
];

/** Places where nginx' files lie, and others beside them. */
const placed: readonly NamePattern[] = [
  { names: ['*.conf'], below: homes, wakes: true },
  { names: [...suffixed('*.conf', ['template', 'tmpl', 'tpl']), 'mime.types'], below: homes },
  { names: suffixed('*.conf', examples), below: homes, isExample: true },
  { names: ['*'], in: sites, below: homes },
  { names: ['*.template'], in: ['templates'], below: homes },
  { names: ['default.conf', 'upstream.conf', 'upstreams.conf'], in: ['conf.d'] },
  { names: ['default'], in: sites },
];

/** As much of a text as is looked through: some begin with pages of comments. */
const within = 65536;

const isOwn = matcherOf(own);

export const nginx = language<NginxDocument, 'nginx'>({
  id: 'nginx',
  title: 'nginx',
  kinds: ['nginx'],
  isContributed: true,
  names: [...own, ...placed],
  perhaps: [
    { names: ['*.conf', '*.conf.template', '*-nginx'] },
    { names: ['*.template'], in: ['templates'] },
    { names: ['*'], in: [...sites, 'conf.d', 'http.d', 'stream.d', 'snippets'] },
  ],
  leaves: /~$|^[.#]|\.(bak|orig|swp|dpkg-\w+|rpm\w+)$|^readme/i,
  standsAlone: true,
  // Programs write them too.
  mostBytes: 128 * 1024 * 1024,
  recognise,
  parse: parseNginx,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: ({ comments }) => ({ comments: () => comments.map(({ span }) => span), anchor: beforeItsLine }),
  triggers: ['$', '{', '/', '=', '@', ' ', '('],
  features: featuresOf,
  symbols: nginxSymbols,
});

function recognise(
  path: string,
  text: string,
  { promised, given = false, language: held, ...hints }: Hints & { readonly promised: Promised },
): Verdict | undefined {
  const isHeld = held === 'nginx';
  const included = hints.included === true || hints.named === 'nginx';
  if (!promised && !given && !included && !isHeld) return undefined;
  const reading = readingOf(text.slice(0, within));
  // The names are wide: keepalived.conf lies in a folder nginx too.
  if (reading === 'foreign') return undefined;
  const isCertain = promised === 'certain';
  if (reading === 'nginx' || included || (reading === 'likely' && isCertain)) return sure('nginx');
  const isMeant = isHeld || isOwn(path) || (given && (promised !== undefined || reading === 'likely'));
  return isMeant || (isCertain && reading === 'entries') ? { kind: 'nginx', inDoubt: true } : undefined;
}
