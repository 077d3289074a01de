import { t } from '@vscode/l10n';
import { valueOf } from '../../cluster/facts';
import type { ClusterModel } from '../../cluster/model';
import { inEffect } from '../../languages/nginx/effective';
import { findLocation } from '../../languages/nginx/whichLocation/locations';
import { placeOf } from '../../languages/nginx/whichLocation/state';
import { locationName } from '../../languages/nginx/location';
import type { TextEdit } from '../../languages/text/span';
import { type Fix, rule } from '../define';
import { insertBefore } from '../support/edits';
import { offered } from '../support/nginx';
import { addressOf, isReadOnce, keepsSessions, type Way, waysOf } from '../support/routes';
import { comesBackDoubled, knowsPrefix } from './prefixes';

/** An application writes links and redirects with the path at which Tomcat has it, and nginx changes no page. */
export const contextPath = rule({
  meta: {
    id: 'cluster/context-path',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      doubled:
        'Tomcat has the application at "{context}", so links that it makes with its path, and its session cookie, begin with "{context}"; a browser that follows such a link comes back to this location, and Tomcat is asked for "{asked}" and answers 404. Deploy the application as ROOT, or write "location {context}/" without a path behind the address, and "location = /" that redirects there.',
      astray:
        'Tomcat has the application at "{context}" and sends redirects such as "{redirect}", where no location of this server passes requests on; browsers have it at "{outer}". Add "proxy_redirect {context}/ {outer}/;", or give it the same path on both sides.',
    },
  },
  model(model, { report }) {
    for (const way of waysOf(model)) {
      const { route, belief } = way;
      const { level, proxy } = route.passed;
      const context = valueOf(belief.contextPath);
      if (context === undefined || context === '' || knowsPrefix(level)) continue;
      const severity = keepsSessions(belief) === true ? 'warning' : 'information';
      const place = addressOf(proxy.placement);
      const doubled = comesBackDoubled(route, belief);
      const related = route.location
        ? [{ ...placeOf(route.location), message: t('What browsers ask for') }]
        : [];
      if (doubled) {
        if (inEffect(level, 'proxy_redirect') || inEffect(level, 'proxy_cookie_path')) continue;
        const { asked } = doubled;
        report({
          ...place,
          message: 'doubled',
          severity,
          data: { context, asked },
          related,
          fixes: samePath(way, context, model),
        });
      } else {
        const redirect = leadsAstray(way);
        const outer = belief.outerPath;
        if (redirect !== undefined && outer)
          report({ ...place, message: 'astray', severity, data: { context, redirect, outer }, related });
      }
    }
  },
});

/** A redirect of the application that no location takes, where its cookie was thought of. */
function leadsAstray({ route, belief }: Way): string | undefined {
  const { returns } = belief.cookie;
  const { outerPath, redirects } = belief;
  const { paths, passed } = route;
  if (!paths || paths.outer === paths.inner || outerPath === undefined || returns?.because === 'path')
    return undefined;
  // A part of an application alone says nothing of its other pages.
  if (
    !inEffect(passed.level, 'proxy_cookie_path') ||
    !`${valueOf(belief.contextPath)}/`.startsWith(paths.inner)
  )
    return undefined;
  const arrives = valueOf(redirects.app.arrives);
  const path = arrives?.replace(/^https?:\/\/[^/]*/, '');
  if (arrives === undefined || path === undefined || path.startsWith(`${outerPath}/`)) return undefined;
  const { location, unknown } = findLocation(passed.server.placement, path);
  return location || unknown ? undefined : arrives.replace(/x$/, '…');
}

/** The same path on both sides, and a way there from the root. */
function samePath({ route }: Way, context: string, model: ClusterModel): readonly Fix[] {
  const { location, passed } = route;
  const name = location && locationName(location.directive);
  const [address] = passed.proxy.placement.directive.args;
  if (!location || !name || !address || address.quote || name.pattern !== '/' || name.modifier !== '')
    return [];
  const { path } = location;
  if (
    passed.proxy.placement.path !== path ||
    !isReadOnce(location, model) ||
    location.parent !== passed.server.placement
  )
    return [];
  const { location: root } = findLocation(passed.server.placement, context);
  if (root?.placement !== location) return [];
  const edits: readonly TextEdit[] = [
    insertBefore(model.textOf(path), location.directive.span, `location = / { return 302 ${context}/; }`),
    { span: name.word.span, text: `${context}/` },
    { span: { start: address.span.end - passed.proxy.uri.length, end: address.span.end }, text: '' },
  ];
  return [
    offered(t('Have the application at {path} for browsers too', { path: `${context}/` }), path, ...edits),
  ];
}
