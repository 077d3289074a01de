import { t } from '@vscode/l10n';
import { valueOf } from '../../cluster/facts';
import type { ClusterModel } from '../../cluster/model';
import { inEffect } from '../../languages/nginx/effective';
import { headOf, offered } from '../support/nginx';
import { type Fix, rule } from '../define';
import { insertAfter } from '../support/edits';
import {
  addressOf,
  isReadOnce,
  keepsSessions,
  severityFor,
  type Way,
  waysByServer,
  waysOf,
} from '../support/routes';
import { comesBackDoubled, knowsPrefix } from './prefixes';

/** A cookie is for its path and what lies below it (RFC 6265 5.1.4); Tomcat's is for the path that Tomcat knows. */
export const cookiePath = rule({
  meta: {
    id: 'cluster/cookie-path',
    severity: 'information',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      path: 'Tomcat sets its session cookie for "{cookie}", but browsers have the application at "{outer}" and do not send it back: each request begins a new session. Add "proxy_cookie_path {set} {wanted};".',
      changed:
        'With this the session cookie arrives for "{cookie}", but browsers have the application at "{outer}" and do not send it back: each request begins a new session. Write "proxy_cookie_path {set} {wanted};".',
      missed:
        'This does not change the session cookie, which Tomcat sets for "{set}": browsers have the application at "{outer}" and do not send it back, so each request begins a new session. Write "proxy_cookie_path {set} {wanted};".',
    },
  },
  model(model, { report }) {
    const all = waysByServer(model);
    for (const way of waysOf(model)) {
      const paths = failing(way, all.get(way.route.passed.server.placement) ?? []);
      const severity = severityOf(way);
      if (!paths || severity === undefined) continue;
      const { level, proxy } = way.route.passed;
      const lines = inEffect(level, 'proxy_cookie_path')?.lines ?? [];
      const data = { ...paths, outer: paths.outer || '/', wanted: paths.outer || '/' };
      const [line] = lines;
      if (line && lines.length === 1 && line.directive.args.length === 2) {
        const { path } = line;
        const head = headOf(line.directive);
        const fix = offered(
          t('Write {line}', { line: `proxy_cookie_path ${data.set} ${data.wanted}` }),
          path,
          {
            span: head,
            text: `proxy_cookie_path ${data.set} ${data.wanted}`,
          },
        );
        const { cookie, ...others } = data;
        if (cookie === data.set)
          report({ path, span: head, message: 'missed', severity, data: others, fixes: [fix] });
        else report({ path, span: head, message: 'changed', severity, data, fixes: [fix] });
      } else {
        const fixes = lines.length > 0 ? [] : [addLine(way, data, model)];
        report({ ...addressOf(proxy.placement), message: 'path', severity, data, fixes });
      }
    }
  },
});

/** One answer of an application, such as a service that keeps no session, says nothing of the others. */
function severityOf({ route: { paths }, belief }: Way): 'warning' | 'information' | undefined {
  const context = valueOf(belief.contextPath);
  if (context === undefined || !paths) return undefined;
  const isWhole = `${context}/`.startsWith(paths.inner);
  if (isWhole) return severityFor(belief);
  return paths.outer.endsWith('/') && keepsSessions(belief) ? 'information' : undefined;
}

interface Paths {
  /** As the cookie arrives, and as Tomcat has set it. */
  readonly cookie: string;
  readonly set: string;
  readonly outer: string;
}

/** `ways`: those of the same server. */
function failing({ route, belief }: Way, ways: readonly Way[]): Paths | undefined {
  const { returns, arrives, set } = belief.cookie;
  const { paths, passed } = route;
  if (returns?.because !== 'path' || belief.outerPath === undefined || !paths) return undefined;
  const [cookie, own] = [valueOf(arrives?.path), valueOf(set.path)];
  if (cookie === undefined || own === undefined || knowsPrefix(passed.level)) return undefined;
  if (comesBackDoubled(route, belief) || ways.some((other) => isWhereLinksLead(other, belief)))
    return undefined;
  return { cookie, set: own, outer: belief.outerPath };
}

/** Whether another location of the server has the application at its own path: what it links to is there, and so is its cookie. */
const isWhereLinksLead = (other: Way, belief: Way['belief']): boolean =>
  other.belief.outerPath === valueOf(belief.contextPath) &&
  valueOf(other.belief.contextPath) === valueOf(belief.contextPath) &&
  other.belief.cookie.returns?.because !== 'path';

function addLine(
  { route, belief }: Way,
  { set, wanted }: { readonly set: string; readonly wanted: string },
  model: ClusterModel,
): Fix {
  const { placement } = route.passed.proxy;
  const { path, directive } = placement;
  const line = `proxy_cookie_path ${set} ${wanted};`;
  return {
    title: t('Add {line}', { line }),
    safe: belief.served?.app !== undefined && isReadOnce(placement, model),
    edits: new Map([[path, [insertAfter(model.textOf(path), directive.span, [line])]]]),
  };
}
