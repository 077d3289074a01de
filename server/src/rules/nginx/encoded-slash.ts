import { t } from '@vscode/l10n';
import type { Placement } from '../../languages/nginx/configuration';
import { hasGapInside, written } from '../../languages/nginx/effective';
import { locationName } from '../../languages/nginx/location';
import { attribute } from '../../languages/xml/query';
import { rule } from '../define';
import { nameOf, valuesOf } from '../support/nginx';
import { proxyPassOf } from '../support/proxies';

/** With a URI nginx sends the path as it has decoded and normalized it, without one as the client wrote it (ngx_http_proxy_create_request). */
export const encodedSlash = rule({
  meta: {
    id: 'nginx/encoded-slash',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      hint: 'The slash behind the host makes nginx send the path decoded: %2F arrives as "/", %3B as ";", %5B as "[", which Tomcat answers with 400, and "//" and ".." are resolved. Without the slash Tomcat gets the path as the browser sent it, and refuses %2F unless encodedSolidusHandling says otherwise.',
      lost: 'The Connector of {node} takes %2F in paths (encodedSolidusHandling="{handling}"), but the slash behind the host makes nginx decode it before. Remove the slash.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    const proxy = proxyPassOf(placement, configuration);
    const [word] = placement.directive.args;
    if (!proxy || !word || proxy.uri !== '/' || word.value.includes('$')) return;
    const { level } = proxy;
    const name = nameOf(level) === 'location' ? locationName(level.directive) : undefined;
    if (!name || !['', '^~'].includes(name.modifier) || name.pattern !== '/') return;
    if (model.nodes.length === 0 && model.tomcatFiles.length === 0) return;
    const upstream = model.balancerOf(configuration)?.targets.get(placement);
    const taking = model.clusters
      .flatMap(({ links }) => links)
      .filter((link) => link.upstream === upstream)
      .map(({ node, connector }) => ({
        node: node.name,
        handling: connector.element && attribute(connector.element, 'encodedSolidusHandling')?.value,
      }))
      .find(({ handling }) => handling === 'decode' || handling === 'passthrough');
    const end = word.quote ? word.span.end - 1 : word.span.end;
    context.report({
      path: placement.path,
      span: word.span,
      ...(taking?.handling === undefined
        ? { message: 'hint' as const }
        : {
            message: 'lost' as const,
            severity: 'warning' as const,
            data: { node: taking.node, handling: taking.handling },
          }),
      fixes: [
        {
          title: t('Remove the slash'),
          safe: taking !== undefined && !hasGapInside(level) && !rewrites(level),
          edits: new Map([[placement.path, [{ span: { start: end - 1, end }, text: '' }]]]),
        },
      ],
    });
  },
});

/** Whether a `rewrite` may have made the path anew: then it is sent decoded in any case. */
function rewrites(level: Placement): boolean {
  const waiting = [level];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (written(at, 'rewrite').some((line) => valuesOf(line)[2] !== 'redirect')) return true;
    for (const child of at.children) if (child.children.length > 0) waiting.push(child);
  }
  return false;
}
