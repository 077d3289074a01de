import { t } from '@vscode/l10n';
import type { NameKind, NameKinds, Written } from '../../symbols/kinds';
import type { NginxContext } from '../contexts';
import type { Span } from '../../text/span';
import type { Word } from '../tree';
import { variablesIn } from '../variables';

/** What nginx lets people give a name to. */
export type SymbolKind =
  | 'upstream'
  | 'variable'
  | 'named location'
  | 'log format'
  | 'cache'
  | 'limit_req zone'
  | 'limit_conn zone'
  | 'upstream zone'
  | 'keyval zone'
  | 'shared dictionary'
  | 'session cache';

/** The part of a configuration in which a name is known: http and stream share none. */
export type Area = 'http' | 'stream' | 'mail' | 'main';

const areas: Readonly<Record<NginxContext, Area | undefined>> = {
  main: 'main',
  events: 'main',
  http: 'http',
  server: 'http',
  location: 'http',
  'if in server': 'http',
  'if in location': 'http',
  limit_except: 'http',
  upstream: 'http',
  stream: 'stream',
  'stream server': 'stream',
  'stream upstream': 'stream',
  mail: 'mail',
  'mail server': 'mail',
  entries: undefined,
  unknown: undefined,
};

/** The area of a context; that of the block around where the context does not tell. */
export const areaOf = (context: NginxContext, outer: Area | undefined): Area =>
  areas[context] ?? outer ?? 'http';

/** What stands between the quotes of a word, or all of it, as it is written. */
export const contentOf = ({ span, quote }: Word): Span =>
  quote ? { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) } : span;

/** Variables of a text as written, `$1` and the like left out. The span holds the name alone. */
export function* variableNamesIn(
  text: string,
  { start, end }: Span,
): Generator<{ name: string; span: Span }, void, undefined> {
  for (const { name, nameStart, isCapture } of variablesIn(text.slice(start, end))) {
    const at = start + nameStart;
    if (!isCapture) yield { name, span: { start: at, end: at + name.length } };
  }
}

/** Named groups of a regular expression: PCRE's `(?<n>…)`, `(?P<n>…)`, `(?'n'…)`, which nginx makes variables of. */
export function* capturesIn(
  text: string,
  { start, end }: Span,
): Generator<{ name: string; span: Span }, void, undefined> {
  for (const match of text.slice(start, end).matchAll(/\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g)) {
    const name = match[1] ?? '';
    const at = start + match.index + match[0].length - 1 - name.length;
    yield { name, span: { start: at, end: at + name.length } };
  }
}

/** Names that configurations set or use, and that nginx has itself. */
const builtIn = {
  // Those with NGX_HTTP_VAR_CHANGEABLE, and the families of ngx_http_variables.c and ngx_http_upstream.c.
  variable:
    /^(args|limit_rate|(modern|ancient)_browser|msie|invalid_referer|proxy_(host|port)|(http|cookie|arg|sent_http|sent_trailer|upstream_http|upstream_cookie|upstream_trailer)_\w+)$/i,
  'log format': /^(combined|off)$/,
  cache: /^off$/,
};

/** nginx keeps variables in lower case, and finds upstreams without regard to it. */
const lowerCase = (name: string): string => name.toLowerCase();

/** `form`: of all names. `says`: what a name must look like, for one that does not. `taken`: names of nginx itself. */
const writer =
  (form: RegExp, says: () => string, taken?: RegExp, typed = (wanted: string): string => wanted) =>
  (wanted: string): Written => {
    const name = typed(wanted.trim());
    if (!form.test(name)) return { refused: says() };
    if (taken?.test(name)) {
      return { refused: t('"{name}" is a name that nginx itself uses. Choose another.', { name }) };
    }
    return { name };
  };

const zoneSays = (): string =>
  t('The name of a shared memory zone must not contain spaces, colons, quotes, braces or semicolons.');
const zoneForm = /^[^\s:;{}"'\\$#=]+$/;
const writeZone = writer(zoneForm, zoneSays);

const kinds: Readonly<Record<SymbolKind, NameKind>> = {
  variable: {
    title: () => t('variable'),
    shown: (name) => `$${name}`,
    icon: 'variable',
    fold: lowerCase,
    isBuiltIn: (name) => builtIn.variable.test(name),
    write: writer(
      /^[A-Za-z_]\w{0,31}$/,
      () =>
        t(
          'The name of a variable consists of at most 32 letters, digits and underscores, and does not begin with a digit.',
        ),
      builtIn.variable,
      (wanted) => wanted.replace(/^\$/, '').replace(/^\{(.*)\}$/, '$1'),
    ),
    notMade: (name) =>
      t(
        '${name} is made by nginx or one of its modules, not by this configuration, so it cannot be renamed.',
        { name },
      ),
  },
  upstream: {
    title: () => t('upstream'),
    icon: 'interface',
    fold: lowerCase,
    write: writer(/^[\w.-]+$/, () =>
      t(
        'The name of an upstream consists of letters, digits, dots, hyphens and underscores, because it is used in URLs.',
      ),
    ),
  },
  'named location': {
    title: () => t('named location'),
    write: writer(
      /^@[^\s;{}"'\\$#]+$/,
      () =>
        t(
          'The name of a named location begins with @ and must not contain spaces, quotes, braces or semicolons.',
        ),
      undefined,
      (wanted) => (wanted.startsWith('@') ? wanted : `@${wanted}`),
    ),
  },
  'log format': {
    title: () => t('log format'),
    isBuiltIn: (name) => builtIn['log format'].test(name),
    write: writer(
      /^[^\s;{}"'\\$#=]+$/,
      () =>
        t('The name of a log format must not contain spaces, quotes, braces, semicolons or equals signs.'),
      builtIn['log format'],
    ),
  },
  cache: {
    title: () => t('cache'),
    isBuiltIn: (name) => builtIn.cache.test(name),
    write: writer(zoneForm, zoneSays, builtIn.cache),
  },
  'limit_req zone': { title: () => t('limit_req zone'), write: writeZone },
  'limit_conn zone': { title: () => t('limit_conn zone'), write: writeZone },
  'upstream zone': { title: () => t('upstream zone'), write: writeZone },
  'keyval zone': { title: () => t('keyval zone'), write: writeZone },
  'session cache': { title: () => t('session cache'), write: writeZone },
  'shared dictionary': {
    title: () => t('shared dictionary'),
    write: writer(/^[A-Za-z_]\w*$/, () =>
      t(
        'The name of a shared dictionary consists of letters, digits and underscores, because it is used in Lua.',
      ),
    ),
  },
};

export const nginxKinds: NameKinds = new Map(Object.entries(kinds));
