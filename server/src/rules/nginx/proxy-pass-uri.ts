import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import type { Placement } from '../../languages/nginx/configuration';
import { inEffect, isKnown, written } from '../../languages/nginx/effective';
import { rule, type Fix, type Words } from '../define';
import { headersIn } from '../../languages/nginx/headers';
import { locationName } from '../../languages/nginx/location';
import { hasVariable } from '../../languages/nginx/variables';
import { proxyPassOf, type ProxyPass } from '../support/proxies';
import { nameOf, offered, tomcatsBehind, valuesOf } from '../support/nginx';

const messages = {
  doubled:
    'A request for "{pattern}/x" is passed on as "{uri}/x", with two slashes, because "{uri}" replaces only "{pattern}". End both with a slash, or neither.',
  glued:
    'A request for "{pattern}x" is passed on as "{uri}x", without a slash in between, because "{uri}" replaces "{pattern}". End both with a slash, or neither.',
  stripped:
    '"{pattern}" is removed from the path, but Tomcat serves the application at "{pattern}", so it answers 404. Remove the slash at the end of the address.',
} as const;

/** The URI of a `proxy_pass` takes the place of the location's own characters, and of no more (ngx_http_proxy_module). */
export const proxyPassUri = rule({
  meta: {
    id: 'nginx/proxy-pass-uri',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages,
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    const proxy = proxyPassOf(placement, context.configuration);
    if (!proxy || proxy.uri === '' || hasVariable(proxy.uri) || hasVariable(proxy.authority)) return;
    if (nameOf(proxy.level) !== 'location' || isMended(proxy.level) || !isKnown(proxy.level)) return;
    const location = locationName(proxy.level.directive);
    if (!location || (location.modifier !== '' && location.modifier !== '^~')) return;
    const { pattern } = location;
    const [address] = placement.directive.args;
    if (!address || pattern === '/' || pattern === '') return;
    const { uri } = proxy;
    const message =
      uri.endsWith('/') && !pattern.endsWith('/')
        ? 'doubled'
        : !uri.endsWith('/') && pattern.endsWith('/') && !uri.includes('?')
          ? 'glued'
          : uri === '/' && isContext(pattern, proxy, context.model)
            ? 'stripped'
            : undefined;
    if (message === undefined) return;
    context.report({
      path: placement.path,
      span: address.span,
      ...wordsOf(message, pattern, uri),
      fixes: fixesOf(proxy, message),
    });
  },
});

const wordsOf = (message: keyof typeof messages, pattern: string, uri: string): Words<typeof messages> =>
  message === 'stripped'
    ? { message, data: { pattern: pattern.slice(0, -1) } }
    : { message, data: { pattern, uri } };

/** Whether somebody has thought of the other path: of its cookies, its redirects, or told the application. */
const isMended = (level: Placement): boolean =>
  inEffect(level, 'proxy_cookie_path') !== undefined ||
  inEffect(level, 'proxy_redirect') !== undefined ||
  written(level, 'rewrite').length > 0 ||
  headersIn(level).lines.some((line) =>
    /^x-(?:forwarded-prefix|script-name)$/i.test(valuesOf(line)[0] ?? ''),
  );

/** Whether all Tomcats behind have an application at this path, and none at the root. */
function isContext(pattern: string, { upstream }: ProxyPass, model: ClusterModel): boolean {
  const nodes = tomcatsBehind(upstream, model);
  return (
    nodes.length > 0 &&
    nodes.every(({ deployments }) => {
      const paths = deployments.map(({ contextPath }) => contextPath);
      return paths.includes(pattern.slice(0, -1)) && !paths.includes('');
    })
  );
}

function fixesOf({ placement: { path, directive }, uri }: ProxyPass, message: string): readonly Fix[] {
  const [word] = directive.args;
  if (!word || word.quote) return [];
  const { end } = word.span;
  if (message === 'glued')
    return [offered(t('End the address with a slash'), path, { span: { start: end, end }, text: '/' })];
  if (message === 'doubled' && uri !== '/')
    return [
      offered(t('Remove the slash at the end of the address'), path, {
        span: { start: end - 1, end },
        text: '',
      }),
    ];
  return message === 'stripped'
    ? [offered(t('Pass the path on unchanged'), path, { span: { start: end - 1, end }, text: '' })]
    : [];
}
