import type { ClusterModel } from '../../cluster/model';
import type { Word } from '../../languages/nginx/tree';
import type { Rule } from '../rule';
import { valuesOf } from './support';

/** The end of a session ID as many maps take it apart: a dot, and then letters, digits and underscores only. */
const narrow = /\\\.\((?:\?P?<\w+>)?(\\w\+)\)\$?$/;

/** `\w+` does not match a route such as `tomcat-1`, so that nobody is routed. */
export const routeRegex: Rule = {
  meta: {
    id: 'nginx/route-regex',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      missed:
        'The route "{route}" of a Tomcat holds more than letters, digits and "_", so that \\w+ does not match it and no session is routed. Take [^.]+.',
    },
  },
  directives: ['map'],
  nginxPlacement(placement, context) {
    if (placement.context !== 'http') return;
    const [source = ''] = valuesOf(placement);
    if (!/jsessionid|^\$(?:request_uri|route)/i.test(source)) return;
    const route = routesOf(context.model).find((one) => /[^\w]/.test(one));
    if (route === undefined) return;
    for (const { name } of placement.directive.block?.directives ?? []) {
      const part = narrow.exec(name.value);
      if (!name.value.startsWith('~') || !part) continue;
      const start = startOf(name, part);
      context.report({
        path: placement.path,
        span: name.span,
        message: 'missed',
        data: { route },
        fixes: [
          {
            title: 'Take [^.]+',
            safe: true,
            edits: new Map([[placement.path, [{ span: { start, end: start + 3 }, text: '[^.]+' }]]]),
          },
        ],
      });
    }
  },
};

/** Routes that are written out; one that a property gives is not known. */
const routesOf = ({ nodes }: ClusterModel): readonly string[] =>
  nodes.flatMap(({ engine }) =>
    engine?.jvmRoute && !engine.jvmRoute.includes('$') ? [engine.jvmRoute] : [],
  );

/** Where `\w+` stands: nginx keeps the backslash of such a pair, so that the word is as long as its value. */
function startOf({ span, quote }: Word, part: RegExpExecArray): number {
  const [whole, inner = ''] = part;
  return span.start + (quote ? 1 : 0) + part.index + whole.lastIndexOf(inner);
}
