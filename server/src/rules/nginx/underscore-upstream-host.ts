import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { rule } from '../define';
import { linesOf, sentValues } from '../../languages/nginx/headers';
import type { Upstream } from '../../languages/nginx/http';
import { soleVariable } from '../../languages/nginx/variables';
import { proxyPassOf, setBeside } from '../support/proxies';

/**
 * Without `proxy_set_header Host`, nginx sends $proxy_host, which is the upstream's name. Tomcat 8.5.31 and later answer
 * 400: "The character [_] is never valid in a domain name" (org.apache.tomcat.util.http.parser.HttpParser).
 */
export const underscoreUpstreamHost = rule({
  meta: {
    id: 'nginx/underscore-upstream-host',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      tomcat:
        'nginx sends "Host: {host}", and Tomcat answers 400 because of the underscore. Send the Host that the browser asked for.',
      unknown:
        'nginx sends "Host: {host}", which is not a valid host name because of the underscore; Tomcat and others answer 400. Send the Host that the browser asked for.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    const proxy = proxyPassOf(placement, context.configuration);
    if (!proxy?.headers.areKnown || !proxy.authority.includes('_')) return;
    const { authority: host } = proxy;
    const upstream = context.model.balancerOf(context.configuration)?.targets.get(placement);
    if (!upstream) return;
    const { lines } = proxy.headers;
    const isSet = linesOf(lines, 'host').length > 0;
    if (isSet && !sentValues(lines, 'host').some((value) => isName(value, host))) return;
    const nodes = tomcatsBehind(upstream, context.model);
    // Of a host by its own name nobody but its server knows what it takes.
    if (upstream !== proxy.upstream && nodes.length === 0) return;
    const fix = setBeside(
      proxy,
      {
        title: t("Send the browser's Host: proxy_set_header Host $http_host"),
        headers: new Map([['Host', '$http_host']]),
      },
      context.model,
    );
    context.report({
      path: placement.path,
      span: placement.directive.span,
      message: nodes.length > 0 ? 'tomcat' : 'unknown',
      data: { host },
      ...(nodes.length > 0 && { severity: 'error' as const }),
      related: [
        {
          path: upstream.placement.path,
          span: (upstream.placement.directive.args[0] ?? upstream.placement.directive.name).span,
          message:
            nodes.length > 0
              ? t('leads to {nodes}', { nodes: nodes.join(', ') })
              : t('the name that is sent'),
        },
      ],
      // A server of others may know no name but its own.
      fixes: fix
        ? [{ ...fix, safe: fix.safe && (nodes.length > 0 || !upstream.servers.some(isOfOthers)) }]
        : [],
    });
  },
});

/** A name with a dot is one of DNS, and no address. */
const isOfOthers = ({ placement }: Upstream['servers'][number]): boolean =>
  /^(?!unix:)[^[:]*\.[a-z][a-z\d-]*(?::|$)/i.test(placement.directive.args[0]?.value ?? '');

/** A Host header that comes to the upstream's name again. */
const isName = (value: string, name: string): boolean =>
  value === name || soleVariable(value)?.toLowerCase() === 'proxy_host';

function tomcatsBehind(upstream: Upstream, { clusters }: ClusterModel): readonly string[] {
  const behind = clusters
    .flatMap((cluster) => cluster.links)
    .filter((link) => link.upstream === upstream && link.connector.protocol === 'http');
  return [...new Set(behind.map(({ node }) => node.name))];
}
