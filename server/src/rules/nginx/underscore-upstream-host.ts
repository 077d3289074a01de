import type { Balancer, ClusterModel, Proxy, SetHeader } from '../../cluster/model';
import type { Directive } from '../../languages/nginx/tree';
import { insertAfter } from '../edits';
import type { Fix, Rule, RuleContext } from '../rule';

/**
 * Without `proxy_set_header Host`, nginx sends $proxy_host, which is the upstream's name. Tomcat 8.5.31 and later answer
 * 400: "The character [_] is never valid in a domain name" (org.apache.tomcat.util.http.parser.HttpParser).
 */
export const underscoreUpstreamHost: Rule = {
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
  model(context) {
    for (const balancer of context.model.balancers) {
      for (const proxy of balancer.proxies) check(proxy, balancer, context);
    }
  },
};

function check(proxy: Proxy, balancer: Balancer, context: RuleContext): void {
  const name = proxy.upstream?.name;
  if (name === undefined || !name.includes('_')) return;
  const written = proxy.headers.get('host');
  if (written && !sendsName(written, name)) return;

  const nodes = tomcatsBehind(proxy, context.model);
  context.report({
    path: proxy.path,
    span: proxy.span,
    message: nodes.length > 0 ? 'tomcat' : 'unknown',
    data: { host: name },
    ...(nodes.length > 0 && { severity: 'error' as const }),
    related: proxy.upstream
      ? [
          {
            path: proxy.upstream.path,
            span: proxy.upstream.directive.args[0]?.span ?? proxy.upstream.span,
            message: nodes.length > 0 ? `leads to ${nodes.join(', ')}` : 'the name that is sent',
          },
        ]
      : [],
    fixes: [fixOf(proxy, written, balancer, context.model)],
  });
}

/** A Host header that comes to the upstream's name again. */
const sendsName = ({ value }: SetHeader, name: string): boolean =>
  value === '$proxy_host' || value === '${proxy_host}' || value === name;

function tomcatsBehind({ upstream }: Proxy, { clusters }: ClusterModel): readonly string[] {
  const links = clusters.flatMap((cluster) => cluster.links);
  const behind = links.filter((link) => link.upstream === upstream && link.connector.protocol === 'http');
  return [...new Set(behind.map(({ node }) => node.name))];
}

function fixOf(proxy: Proxy, written: SetHeader | undefined, balancer: Balancer, model: ClusterModel): Fix {
  const title = "Send the browser's Host: proxy_set_header Host $http_host";
  const value = written?.directive.args[1];
  if (written && value && !written.inherited) {
    return {
      title,
      safe: true,
      edits: new Map([[written.path, [{ span: value.span, text: '$http_host' }]]]),
    };
  }
  // A header set here cancels the inherited ones, so they are said again.
  const inherited = [...proxy.headers.values()].filter((header) => header.inherited && header !== written);
  const lines = [...inherited.map((header) => textOf(header, model)), 'proxy_set_header Host $http_host;'];
  const file = model.files.get(proxy.path);
  const text = file?.kind === 'nginx' ? file.document.text : '';
  return {
    title,
    safe: !reachesOthers(proxy, balancer),
    edits: new Map([[proxy.path, [insertAfter(text, proxy.directive.span, lines)]]]),
  };
}

function textOf({ path, span }: SetHeader, { files }: ClusterModel): string {
  const file = files.get(path);
  return file?.kind === 'nginx' ? file.document.text.slice(span.start, span.end) : '';
}

/**
 * Whether a header set here would change what other proxies send: nested ones that inherit it, or this very line where it
 * is included under other headers.
 */
function reachesOthers(proxy: Proxy, { proxies }: Balancer): boolean {
  return proxies.some((other) => {
    if (other === proxy) return false;
    if (other.directive === proxy.directive) return headersKey(other) !== headersKey(proxy);
    const inherits = [...other.headers.values()].every((header) => header.inherited);
    return (
      inherits &&
      isBelow(other.directive, proxy.directive.parent) &&
      other.directive.parent !== proxy.directive.parent
    );
  });
}

const headersKey = ({ headers }: Proxy): string =>
  [...headers.values()].map(({ path, span }) => `${path}:${span.start}`).join();

function isBelow(directive: Directive, ancestor: Directive | undefined): boolean {
  for (let at = directive.parent; at; at = at.parent) if (at === ancestor) return true;
  return false;
}
