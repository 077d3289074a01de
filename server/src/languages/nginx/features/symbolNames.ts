import { t } from '@vscode/l10n';
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

/** What people call it. */
export function kindInWords(kind: SymbolKind): string {
  const words: Readonly<Record<SymbolKind, string>> = {
    upstream: t('upstream'),
    variable: t('variable'),
    'named location': t('named location'),
    'log format': t('log format'),
    cache: t('cache'),
    'limit_req zone': t('limit_req zone'),
    'limit_conn zone': t('limit_conn zone'),
    'upstream zone': t('upstream zone'),
    'keyval zone': t('keyval zone'),
    'shared dictionary': t('shared dictionary'),
    'session cache': t('session cache'),
  };
  return words[kind];
}

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

const rules: Readonly<Record<SymbolKind, { readonly form: RegExp; readonly says: () => string }>> = {
  variable: {
    form: /^[A-Za-z_]\w{0,31}$/,
    says: () =>
      t(
        'The name of a variable consists of at most 32 letters, digits and underscores, and does not begin with a digit.',
      ),
  },
  upstream: {
    form: /^[\w.-]+$/,
    says: () =>
      t(
        'The name of an upstream consists of letters, digits, dots, hyphens and underscores, because it is used in URLs.',
      ),
  },
  'named location': {
    form: /^@[^\s;{}"'\\$#]+$/,
    says: () =>
      t(
        'The name of a named location begins with @ and must not contain spaces, quotes, braces or semicolons.',
      ),
  },
  'log format': {
    form: /^[^\s;{}"'\\$#=]+$/,
    says: () =>
      t('The name of a log format must not contain spaces, quotes, braces, semicolons or equals signs.'),
  },
  ...zoneRules(),
};

function zoneRules(): Readonly<
  Record<
    Exclude<SymbolKind, 'variable' | 'upstream' | 'named location' | 'log format'>,
    { readonly form: RegExp; readonly says: () => string }
  >
> {
  const rule = {
    form: /^[^\s:;{}"'\\$#=]+$/,
    says: () =>
      t('The name of a shared memory zone must not contain spaces, colons, quotes, braces or semicolons.'),
  };
  return {
    cache: rule,
    'limit_req zone': rule,
    'limit_conn zone': rule,
    'upstream zone': rule,
    'keyval zone': rule,
    'session cache': rule,
    'shared dictionary': {
      form: /^[A-Za-z_]\w*$/,
      says: () =>
        t(
          'The name of a shared dictionary consists of letters, digits and underscores, because it is used in Lua.',
        ),
    },
  };
}

/** Names that nginx has made already, and that it lets configurations set or name. */
const builtIn: Partial<Record<SymbolKind, RegExp>> = {
  // Those with NGX_HTTP_VAR_CHANGEABLE, and the families of ngx_http_variables.c and ngx_http_upstream.c.
  variable:
    /^(args|limit_rate|(modern|ancient)_browser|msie|invalid_referer|proxy_(host|port)|(http|cookie|arg|sent_http|sent_trailer|upstream_http|upstream_cookie|upstream_trailer)_\w+)$/i,
  'log format': /^(combined|off)$/,
  cache: /^off$/,
};

export const isBuiltIn = (kind: SymbolKind, name: string): boolean => builtIn[kind]?.test(name) ?? false;

/** The name as it will be written, or why it cannot be: one sentence. A `$` or a missing `@` is forgiven. */
export function writableName(kind: SymbolKind, wanted: string): { name: string } | { refused: string } {
  const trimmed = wanted.trim();
  const name =
    kind === 'variable'
      ? trimmed.replace(/^\$/, '').replace(/^\{(.*)\}$/, '$1')
      : kind === 'named location' && !trimmed.startsWith('@')
        ? `@${trimmed}`
        : trimmed;
  const { form, says } = rules[kind];
  if (!form.test(name)) return { refused: says() };
  if (isBuiltIn(kind, name))
    return { refused: t('"{name}" is a name that nginx itself uses. Choose another.', { name }) };
  return { name };
}
