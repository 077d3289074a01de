import { t } from '@vscode/l10n';
import type { Placement } from '../../languages/nginx/configuration';
import { hasGap, written } from '../../languages/nginx/effective';
import type { Word } from '../../languages/nginx/tree';
import { rule, type Fix } from '../define';
import { namesVariable, variablesIn } from '../../languages/nginx/variables';
import { locationName } from '../../languages/nginx/location';
import { nameOf, offered, valuesOf } from '../support/nginx';

/** `$uri` is decoded (ngx_http_parse_complex_uri): `%0d%0a` is a line feed in it, and what follows is a header of its own. */
export const httpSplitting = rule({
  meta: {
    id: 'nginx/http-splitting',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      response:
        '{variable} contains the decoded path, so a link with %0d%0a in it adds headers to the response. Use $request_uri.',
      request:
        '{variable} contains the decoded path, so a request with %0d%0a in it adds headers to what the application receives. Use $request_uri.',
    },
  },
  directives: ['return', 'rewrite', 'add_header', 'proxy_set_header'],
  nginxPlacement(placement, context) {
    const word = headerText(placement);
    if (!word?.value.includes('uri')) return;
    const name = ['uri', 'document_uri'].find((one) => namesVariable(word.value, one));
    if (name === undefined || !canHoldLineFeed(placement)) return;
    context.report({
      path: placement.path,
      span: word.span,
      message: nameOf(placement) === 'proxy_set_header' ? 'request' : 'response',
      data: { variable: `$${name}` },
      fixes: fixesOf(placement, word, context.model.textOf(placement.path)),
    });
  },
});

/** The argument that becomes a header as it is. */
function headerText(placement: Placement): Word | undefined {
  if (placement.context.startsWith('stream')) return undefined;
  const { args } = placement.directive;
  const [first, second, third] = valuesOf(placement);
  switch (nameOf(placement)) {
    case 'return':
      return args.length === 2 && /^30[12378]$/.test(first ?? '') ? args[1] : undefined;
    case 'rewrite':
      return third === 'permanent' || third === 'redirect' || /^(?:https?:\/\/|\$scheme)/.test(second ?? '')
        ? args[1]
        : undefined;
    case 'add_header':
    case 'proxy_set_header':
      return args[1];
    default:
      return undefined;
  }
}

/**
 * Whether a path with a line feed in it comes here. An exact location holds one path, and a pattern from `^` to `$` only what it
 * says; nothing is known of a file that stands alone without its server.
 */
function canHoldLineFeed(placement: Placement): boolean {
  const [pattern = ''] = valuesOf(placement);
  if (nameOf(placement) === 'rewrite' && isNarrow(pattern)) return false;
  let isInServer = false;
  for (let at = placement.parent; at; at = at.parent) {
    const name = nameOf(at);
    isInServer ||= name === 'server' || name === 'http';
    // In http no "if" can stand.
    if (name !== 'http' && hasGap(at)) return false;
    if (isTestOfPath(at) || written(at, 'if').some(isTestOfPath)) return false;
    const location = name === 'location' ? locationName(at.directive) : undefined;
    if (location?.modifier === '=') return false;
    if (location?.modifier.startsWith('~') && isNarrow(location.pattern)) return false;
  }
  return isInServer;
}

const isTestOfPath = (placement: Placement): boolean =>
  nameOf(placement) === 'if' && valuesOf(placement).some((value) => /uri\b/.test(value));

/** A pattern of the whole path, without a part that stands for any character; `.` is none: it stops at a line feed (pcre2pattern(3)). */
const isNarrow = (pattern: string): boolean =>
  /^\^[\s\S]*\$$/.test(pattern) && !/\[\^|\\[WDsSHNRX]|\(\?\w*s|\|/.test(pattern);

/** The arguments of the request as people write them behind its path. */
const ARGUMENTS: ReadonlySet<string> = new Set([
  '',
  '?$args',
  '?$query_string',
  '$is_args$args',
  '$is_args$query_string',
]);

/** A redirect to the path that was asked for; elsewhere nobody knows what the header is for. */
function fixesOf(placement: Placement, { span, quote }: Word, text: string): readonly Fix[] {
  if (nameOf(placement) !== 'return') return [];
  const address = text.slice(span.start, span.end);
  // With the arguments of the request, which $request_uri has by itself; so nothing can follow it.
  const path = [...variablesIn(address)].find(({ name }) => name === 'uri' || name === 'document_uri');
  const quotes = quote ? 1 : 0;
  const rest = path && address.slice(path.end, address.length - quotes);
  if (!path || rest === undefined || !ARGUMENTS.has(rest)) return [];
  const better = `${address.slice(0, path.start)}$request_uri${address.slice(address.length - quotes)}`;
  return [offered(t('Redirect to $request_uri'), placement.path, { span, text: better })];
}
