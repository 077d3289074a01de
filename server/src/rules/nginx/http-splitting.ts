import { t } from '@vscode/l10n';
import { readPassedUrl } from '../../languages/nginx/address';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { enclosing, hasGapInside, written } from '../../languages/nginx/effective';
import type { Word } from '../../languages/nginx/tree';
import { hasVariable, namesVariable, variablesIn } from '../../languages/nginx/variables';
import { rule, type ContextOf, type Fix } from '../define';
import { ARGUMENTS, canHoldLineFeed, capturesLineFeed, isRewritten } from '../support/decodedPath';
import { nameOf, offered, valuesOf } from '../support/nginx';
import { textsOf } from '../support/values';

const messages = {
  response:
    '{variable} contains the decoded path, so a link with %0d%0a in it adds headers to the response. Use $request_uri.',
  request:
    '{variable} contains the decoded path, so a request with %0d%0a in it adds headers to what the application receives. Use $request_uri.',
  rewrite:
    '{variable} contains the decoded path, so a link with %0d%0a in it adds headers to the response. Use "$request_uri?": it has the arguments already, and the "?" keeps nginx from adding them again.',
  passed:
    '{variable} contains the decoded path: Tomcat answers 400 to a blank or "|" in it, and a link with %0d%0a adds headers to the request. {instead}',
} as const;

/** `$uri` is decoded (ngx_http_parse_complex_uri): `%0d%0a` is a line feed in it, and what follows is a header of its own. */
export const httpSplitting = rule({
  meta: {
    id: 'nginx/http-splitting',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages,
  },
  directives: ['return', 'rewrite', 'add_header', 'proxy_set_header', 'proxy_pass'],
  nginxPlacement(placement, context) {
    if (nameOf(placement) === 'proxy_pass') {
      lookAtPass(placement, context);
      return;
    }
    const word = headerText(placement);
    if (!word?.value.includes('uri')) return;
    const name = ['uri', 'document_uri'].find((one) => namesVariable(word.value, one));
    if (name === undefined || !canHoldLineFeed(placement)) return;
    context.report({
      path: placement.path,
      span: word.span,
      message:
        nameOf(placement) === 'proxy_set_header'
          ? 'request'
          : nameOf(placement) === 'rewrite'
            ? 'rewrite'
            : 'response',
      data: { variable: `$${name}` },
      fixes: fixesOf(placement, word, context.model.textOf(placement.path)),
    });
  },
});

/** With a variable in it nginx sends the URI of a `proxy_pass` as it is (ngx_http_proxy_eval). */
function lookAtPass(
  placement: Placement,
  context: ContextOf<typeof messages> & { readonly configuration: NginxConfiguration },
): void {
  const [word] = placement.directive.args;
  const { parent } = placement;
  if (!word || !parent || placement.context.startsWith('stream') || word.value.startsWith('unix:')) return;
  const location = enclosing(parent, 'location');
  const { scheme, authority } = readPassedUrl(word.value);
  const afterHost = scheme.length + authority.length;
  const decoded = [...variablesIn(word.value)].find(
    ({ name, isCapture, start }) =>
      /^(?:document_)?uri$/.test(name) ||
      (location !== undefined &&
        start >= afterHost &&
        isOfLocation(name, isCapture, parent) &&
        capturesLineFeed(location, name)),
  );
  if (!decoded || !canHoldLineFeed(placement)) return;
  const isPath = /^(?:document_)?uri$/.test(decoded.name);
  if (!isPath && /[?]/.test(word.value.slice(0, decoded.start))) return;
  const isAgain = isRewritten(parent);
  const before = word.value.slice(0, decoded.start);
  const texts = textsOf(before, placement, context.configuration);
  const hasNoPath = texts?.every((text) => text !== '' && readPassedUrl(text).uri === '') === true;
  const isRemoved = hasVariable(before) && hasNoPath;
  const isWhole = isPath && ARGUMENTS.has(word.value.slice(decoded.end));
  const instead =
    isPath && !isAgain
      ? t('Send $request_uri, which has the arguments, too.')
      : t(
          'Make the path by "rewrite … break" and write the address without variables: then nginx encodes it again.',
        );
  context.report({
    path: placement.path,
    span: word.span,
    message: 'passed',
    data: { variable: word.value.slice(decoded.start, decoded.end), instead },
    fixes:
      isWhole && (isRemoved || !isAgain)
        ? [passFix(placement, { word, before, hasNoPath, isRemoved }, context.configuration)]
        : [],
  });
}

/** Whether a capture is one of the location's own expression: an `if` or a `rewrite` makes others. */
const isOfLocation = (name: string, isCapture: boolean, level: Placement): boolean =>
  nameOf(level) === 'location' &&
  (!isCapture || (!isRewritten(level) && written(level, 'if').length === 0)) &&
  !written(level, 'set').some((line) => valuesOf(line)[0] === `$${name}`);

/** Where requests come to a location by another path than the one that was asked for. */
const INTERNAL = ['try_files', 'error_page', 'rewrite', 'auth_request', 'mirror'];

interface Decoded {
  readonly word: Word;
  readonly before: string;
  /** Whether what stands before it is known to hold no path. */
  readonly hasNoPath: boolean;
  readonly isRemoved: boolean;
}

function passFix(
  placement: Placement,
  { word, before, hasNoPath, isRemoved }: Decoded,
  configuration: NginxConfiguration,
): Fix {
  const server = enclosing(placement, 'server');
  const isDirect = server !== undefined && INTERNAL.every((name) => !hasInside(server, name));
  const text = isRemoved ? before : `${before}$request_uri`;
  return {
    title: isRemoved ? t('Let nginx pass the path on') : t('Send $request_uri'),
    safe:
      hasNoPath &&
      server !== undefined &&
      !hasGapInside(server) &&
      !configuration.isTemplate &&
      configuration.kind === 'main' &&
      (isRemoved || isDirect),
    edits: new Map([
      [placement.path, [{ span: word.span, text: word.quote ? `${word.quote}${text}${word.quote}` : text }]],
    ]),
  };
}

function hasInside(level: Placement, name: string): boolean {
  return (
    written(level, name).length > 0 ||
    level.children.some((child) => child.children.length > 0 && hasInside(child, name))
  );
}

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

/** A redirect to the path that was asked for; elsewhere nobody knows what the header is for. */
function fixesOf(placement: Placement, { span, quote }: Word, text: string): readonly Fix[] {
  const name = nameOf(placement);
  // Of a path that was rewritten $request_uri knows nothing.
  if (name !== 'return' && name !== 'rewrite') return [];
  if (isRewritten(placement.parent, placement)) return [];
  const address = text.slice(span.start, span.end);
  // With the arguments of the request, which $request_uri has by itself; so nothing can follow it.
  const path = [...variablesIn(address)].find((one) => one.name === 'uri' || one.name === 'document_uri');
  const quotes = quote ? 1 : 0;
  const rest = path && address.slice(path.end, address.length - quotes);
  if (!path || rest === undefined || !(ARGUMENTS.has(rest) || (name === 'rewrite' && rest === '?')))
    return [];
  const end = name === 'rewrite' ? '?' : '';
  const better = `${address.slice(0, path.start)}$request_uri${end}${address.slice(address.length - quotes)}`;
  return [offered(t('Redirect to $request_uri'), placement.path, { span, text: better })];
}
