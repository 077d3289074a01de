import type { ClusterModel } from '../../cluster/model';
import { hasGap, written } from '../../languages/nginx/effective';
import { rule } from '../define';
import { httpOf, type Upstream } from '../../languages/nginx/http';
import { soleVariable } from '../../languages/nginx/variables';
import { tomcatsBehind, valuesOf } from '../support/nginx';

/** Without a key nginx takes the next server in turn (ngx_http_upstream_get_hash_peer); the cookie then hashes to any other. */
export const hashEmptyCookie = rule({
  meta: {
    id: 'nginx/hash-empty-cookie',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      moves:
        'The first request of a client has no {cookie} yet and goes to any server; the next one, which has the cookie, usually goes to another server, which does not know the session. Route by a cookie that names the server, or replicate sessions.',
    },
  },
  directives: ['upstream'],
  nginxPlacement(placement, context) {
    if (placement.context !== 'http' || hasGap(placement)) return;
    const [hash] = written(placement, 'hash');
    const [key = ''] = hash ? valuesOf(hash) : [];
    const cookie = soleVariable(key);
    const [word] = hash?.directive.args ?? [];
    if (!hash || !word || cookie === undefined || written(placement, 'server').length < 2) return;
    const upstream = httpOf(context.configuration).upstreams.get(valuesOf(placement)[0]?.toLowerCase() ?? '');
    if (!isSession(cookie) || replicates(upstream, context.model)) return;
    context.report({ path: hash.path, span: word.span, message: 'moves', data: { cookie: `$${cookie}` } });
  },
});

/** A cookie that the application makes with its answer; others may be there from the first request on. */
const isSession = (cookie: string): boolean =>
  /^cookie_(?:jsessionid\w*|session\w*|phpsessid)$/i.test(cookie);

/** Whether every Tomcat behind is part of a cluster, so that it does not matter which one is asked. */
function replicates(upstream: Upstream | undefined, model: ClusterModel): boolean {
  const nodes = tomcatsBehind(upstream, model);
  return nodes.length > 0 && nodes.every(({ cluster }) => cluster !== undefined);
}
