import { t } from '@vscode/l10n';
import { valueOf } from '../../../cluster/facts';
import type { ClusterModel } from '../../../cluster/model';
import type { Place } from '../../../cluster/source';
import { setAttribute } from '../../../languages/xml/edit';
import { type Fix, rule } from '../../define';
import { addressOf, type Way, waysOf } from '../../support/routes';

/** CoyoteAdapter.postParseRequest sends the slash behind a context path before any valve has run. */
export const absoluteContextRedirect = rule({
  meta: {
    id: 'tomcat/absolute-context-redirect',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      early:
        'Tomcat answers "{context}" with a redirect to "{redirect}" before RemoteIpValve has told it of https, so browsers are led to http. Set mapperContextRootRedirectEnabled="false" on the Context, then the redirect is made after the valve.',
    },
  },
  model(model, { report }) {
    const seen = new Set<string>();
    for (const way of waysOf(model)) {
      const { route, belief } = way;
      const redirect = valueOf(belief.redirects.contextRoot.arrives);
      const context = valueOf(belief.contextPath);
      if (!route.entry.isTls || !redirect?.startsWith('http://') || context === undefined) continue;
      // Where nothing tells Tomcat of https at all, that is the cause.
      if (valueOf(belief.scheme) !== 'https') continue;
      const place = placeIn(way);
      const key = `${place.path}:${place.span.start}:${context}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const related = [
        {
          ...addressOf(route.passed.proxy.placement),
          message: t('nginx lets the path without its slash through'),
        },
      ];
      report({
        ...place,
        message: 'early',
        data: { context, redirect },
        related,
        fixes: fixesOf(way, model),
      });
    }
  },
});

/** The Context, else what told of https: a valve that speaks too late. */
function placeIn({ route, belief }: Way): Place {
  const context = belief.served?.context;
  if (context) return { path: context.path, span: context.component.element.nameSpan };
  const { scheme } = belief;
  return (scheme !== 'unknown' && scheme?.via) || addressOf(route.passed.proxy.placement);
}

function fixesOf({ belief }: Way, model: ClusterModel): readonly Fix[] {
  const context = belief.served?.context;
  const file = context && model.files.get(context.path);
  if (!context || (file?.kind !== 'server.xml' && file?.kind !== 'context.xml')) return [];
  const name = 'mapperContextRootRedirectEnabled';
  const edits = setAttribute(file.document, context.component.element, name, 'false');
  return [
    {
      title: t('Set {attribute}', { attribute: `${name}="false"` }),
      safe: false,
      edits: new Map([[context.path, edits]]),
    },
  ];
}
