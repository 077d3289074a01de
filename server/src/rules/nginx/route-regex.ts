import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { hasGap } from '../../languages/nginx/effective';
import { httpOf } from '../../languages/nginx/http';
import type { NginxConfiguration } from '../../languages/nginx/configuration';
import type { Word } from '../../languages/nginx/tree';
import { rule } from '../define';
import { tomcatsBehind, valuesOf } from '../support/nginx';

/** The end of a session ID as many maps take it apart: a dot, and then letters, digits and underscores only. */
const narrow = /\\\.\((?:\?P?<\w+>)?(\\w\+)\)\$?$/;

/** `\w+` does not match a route such as `tomcat-1`, so that nobody is routed. */
export const routeRegex = rule({
  meta: {
    id: 'nginx/route-regex',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      missed:
        'The route "{route}" of a Tomcat contains more than letters, digits and "_", so \\w+ does not match it and no session is routed. Use [^.]+.',
    },
  },
  directives: ['map'],
  nginxPlacement(placement, context) {
    if (placement.context !== 'http' || hasGap(placement)) return;
    const [source = ''] = valuesOf(placement);
    if (!/jsessionid|^\$(?:request_uri|route)/i.test(source)) return;
    // A dot ends the session ID's own part: no expression here makes such a route whole.
    const route = routesBehind(context.configuration, context.model).find((one) =>
      /^[^.]*[^\w.][^.]*$/.test(one),
    );
    if (route === undefined) return;
    for (const {
      directive: { name },
      path,
    } of placement.children) {
      const part = narrow.exec(name.value);
      if (!name.value.startsWith('~') || !part) continue;
      const start = startOf(name, part);
      const edits =
        start === undefined
          ? undefined
          : new Map([[path, [{ span: { start, end: start + 3 }, text: '[^.]+' }]]]);
      context.report({
        path,
        span: name.span,
        message: 'missed',
        data: { route },
        fixes: edits ? [{ title: t('Use [^.]+'), safe: true, edits }] : [],
      });
    }
  },
});

/** Routes of the Tomcats behind this nginx that are written out; one that a property gives is not known. */
const routesBehind = (configuration: NginxConfiguration, model: ClusterModel): readonly string[] =>
  [...httpOf(configuration).upstreams.values()]
    .flatMap((upstream) => tomcatsBehind(upstream, model))
    .flatMap(({ jvmRoute }) => (typeof jvmRoute === 'object' ? [jvmRoute.value] : []));

/** Where `\w+` stands; undefined where nginx took a backslash away, so that the word is longer than its value. */
function startOf({ span, quote, value }: Word, part: RegExpExecArray): number | undefined {
  const quotes = quote ? 1 : 0;
  if (span.end - span.start !== value.length + 2 * quotes) return undefined;
  const [whole, inner = ''] = part;
  return span.start + quotes + part.index + whole.lastIndexOf(inner);
}
