import { t } from '@vscode/l10n';
import { valueOf } from '../../cluster/facts';
import type { ClusterModel } from '../../cluster/model';
import type { Placement } from '../../languages/nginx/configuration';
import { isBefore } from '../../languages/text/versions';
import { rule } from '../define';
import { tomcatsBehind, valuesOf } from '../support/nginx';
import { httpOf } from '../../languages/nginx/http';
import { waysOf } from '../support/routes';

/** `sticky cookie` sets a cookie of its own, before that of the application: the browser keeps the last of one name. */
export const stickyCookieClash = rule({
  meta: {
    id: 'nginx/sticky-cookie-clash',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      clash:
        'nginx sets its own cookie under the name {name}, which is that of the session cookie: each overwrites the other, so every request starts a new session and none stays on its server. Give this one another name, such as "srv_id".',
    },
  },
  directives: ['sticky'],
  nginxPlacement(placement, context) {
    const [method, word] = placement.directive.args;
    if (placement.context !== 'upstream' || method?.value !== 'cookie' || !word || !placement.parent) return;
    const { configuration, model } = context;
    // Older ones do not have it at all.
    if (isBefore(configuration.version, '1.29.6') === true) return;
    const upstream = httpOf(configuration).upstreams.get(valuesOf(placement.parent)[0]?.toLowerCase() ?? '');
    const nodes = tomcatsBehind(upstream, model);
    const names = namesBehind(placement.parent, model);
    const isSessions =
      names.length > 0 ? names.includes(word.value) : nodes.length === 0 && word.value === 'JSESSIONID';
    if (!isSessions) return;
    context.report({
      path: placement.path,
      span: word.span,
      message: 'clash',
      data: { name: word.value },
      fixes: [
        {
          title: t('Call it {name}', { name: 'srv_id' }),
          safe: !names.includes('srv_id'),
          edits: new Map([[placement.path, [{ span: word.span, text: 'srv_id' }]]]),
        },
      ],
    });
  },
});

/** The names of the session cookies of what an upstream leads to, as far as they are known. */
const namesBehind = (upstream: Placement, model: ClusterModel): readonly string[] =>
  waysOf(model)
    .filter(({ route }) => route.passed.proxy.upstream?.placement === upstream)
    .flatMap(({ belief }) => valueOf(belief.cookie.set.name) ?? []);
