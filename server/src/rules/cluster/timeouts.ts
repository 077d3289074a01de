import { t } from '@vscode/l10n';
import type { Connector, TomcatNode } from '../../cluster/model';
import { written } from '../../languages/nginx/effective';
import { resolved } from '../../languages/tomcat/values';
import { attribute } from '../../languages/xml/query';
import { rule } from '../define';
import { insertAfter } from '../support/edits';
import { isKept } from '../support/keepalive';

/** ngx_http_upstream_keepalive_module: keepalive_timeout is 60s where nobody wrote it. */
const NGINX_DEFAULT = 60_000;
/** org.apache.coyote.AbstractProtocol: keepAliveTimeout is connectionTimeout, which is 60000 where nobody wrote it. */
const TOMCAT_DEFAULT = 60_000;

/** Which side closes an idle connection: where it is Tomcat, nginx may just be sending on it. */
export const timeouts = rule({
  meta: {
    id: 'cluster/timeouts',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      idle: 'nginx keeps idle connections to "{upstream}" for {nginx} ms, and {node} closes them after {tomcat} ms: now and then a request is sent on one that is just being closed, and a POST is answered 502. Write a keepalive_timeout below that of Tomcat.',
    },
  },
  model(model, { report }) {
    for (const { configuration, upstreams } of model.balancers) {
      for (const upstream of upstreams) {
        const { placement, isWhole } = upstream;
        if (!isWhole || !isKept(upstream, configuration)) continue;
        const line = written(placement, 'keepalive_timeout').at(-1);
        const [word] = line?.directive.args ?? [];
        const nginx = word ? millisecondsOf(word.value) : NGINX_DEFAULT;
        const links = model.clusters.flatMap((cluster) => cluster.links);
        const closing = links
          .filter((link) => link.upstream === upstream && link.connector.protocol === 'http')
          .flatMap(({ node, connector }) => idleOf(node, connector, line !== undefined))
          .toSorted((a, b) => a.after - b.after);
        const [first] = closing;
        if (!first || nginx === undefined || first.after >= nginx) continue;
        const at = word && line ? { path: line.path, span: word.span } : undefined;
        const [keepalive] = written(placement, 'keepalive');
        const place = at ?? (keepalive && { path: keepalive.path, span: keepalive.directive.span });
        if (!place) continue;
        const seconds = Math.max(1, Math.floor(first.after / 1000) - 1);
        const edit =
          word && at
            ? { span: word.span, text: `${seconds}s` }
            : keepalive &&
              insertAfter(model.textOf(keepalive.path), keepalive.directive.span, [
                `keepalive_timeout ${seconds}s;`,
              ]);
        report({
          ...place,
          message: 'idle',
          data: { upstream: upstream.name, nginx, node: first.node.name, tomcat: first.after },
          related: [{ path: first.connector.path, span: first.connector.span, message: t('closes them') }],
          fixes: edit
            ? [
                {
                  title: t('Write {text}', { text: `keepalive_timeout ${seconds}s` }),
                  safe: false,
                  edits: new Map([[place.path, [edit]]]),
                },
              ]
            : [],
        });
      }
    }
  },
});

interface Idle {
  readonly node: TomcatNode;
  readonly connector: Connector;
  /** Milliseconds after which it closes an idle connection. */
  readonly after: number;
}

/** Nothing where it never closes one, or that cannot be told; nor where neither side has written anything of it. */
function idleOf(node: TomcatNode, connector: Connector, isWritten: boolean): readonly Idle[] {
  const { element } = connector;
  if (!element || !node.isWhole) return [];
  const own = attribute(element, 'keepAliveTimeout')?.value;
  const text = own ?? attribute(element, 'connectionTimeout')?.value ?? String(TOMCAT_DEFAULT);
  const value = resolved(text, node.properties);
  if (!/^\d{1,9}$/.test(value) || (own === undefined && !isWritten)) return [];
  return [{ node, connector, after: Number(value) }];
}

const UNITS: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A time of nginx in milliseconds; undefined for several units, and for what is none. */
function millisecondsOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9})(ms|s|m|h)?$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (UNITS[unit] ?? 1000);
}
