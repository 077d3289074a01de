import type { ClusterModel } from '../../cluster/model';
import type { Placement } from '../../languages/nginx/configuration';
import { rule } from '../define';
import { proxyPassOf, sentValues, setBeside, linesOf } from '../support/proxies';
import { namesVariable } from '../support/nginx';

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
        'nginx sends "Host: {host}", which is no valid host name because of the underscore; Tomcat and others answer 400. Send the Host that the browser asked for.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    const proxy = proxyPassOf(placement, context.configuration);
    if (!proxy?.knowsHeaders || !proxy.upstream || !proxy.authority.includes('_')) return;
    const { authority: host, upstream, headers } = proxy;
    const isSet = linesOf(headers, 'host').length > 0;
    if (isSet && !sentValues(headers, 'host').some((value) => isName(value, host))) return;
    const nodes = tomcatsBehind(upstream, context.model);
    const fix = setBeside(
      proxy,
      {
        title: "Send the browser's Host: proxy_set_header Host $http_host",
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
          path: upstream.path,
          span: upstream.directive.args[0]?.span ?? upstream.directive.name.span,
          message: nodes.length > 0 ? `leads to ${nodes.join(', ')}` : 'the name that is sent',
        },
      ],
      fixes: fix ? [fix] : [],
    });
  },
});

/** A Host header that comes to the upstream's name again. */
const isName = (value: string, name: string): boolean =>
  value === name || (namesVariable(value, 'proxy_host') && /^\$\{?\w+\}?$/.test(value));

function tomcatsBehind({ directive }: Placement, { clusters }: ClusterModel): readonly string[] {
  const behind = clusters
    .flatMap((cluster) => cluster.links)
    .filter((link) => link.upstream.directive === directive && link.connector.protocol === 'http');
  return [...new Set(behind.map(({ node }) => node.name))];
}
