import { t } from '@vscode/l10n';
import { placementsNamed, type Placement } from '../../languages/nginx/configuration';
import { rule } from '../define';
import { inEffect, isSeen } from '../../languages/nginx/effective';
import type { Upstream } from '../../languages/nginx/http';
import { proxyPassOf } from '../support/proxies';
import { offered, valuesOf, withoutWord } from '../support/nginx';

const NEXT = 'proxy_next_upstream';
const TRIES = 'proxy_next_upstream_tries';

/**
 * With `http_500` an answer 500 counts as a failed attempt (ngx_http_upstream_module, `max_fails`): a page that always fails puts all
 * servers of an upstream out of use, one after the other.
 */
export const nextUpstreamEjectsAll = rule({
  meta: {
    id: 'nginx/next-upstream-ejects-all',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      ejects:
        'A single page that answers 500 is tried on every server of "{upstream}" and counts as a failure of each, so nginx considers all of them down and answers 502 to everyone for {time}. Remove http_500, or set max_fails=0.',
    },
  },
  nginxConfiguration(configuration, context) {
    const said = new Set<Placement>();
    if (placementsNamed(configuration, NEXT).length === 0) return;
    for (const placement of placementsNamed(configuration, 'proxy_pass')) {
      const proxy = proxyPassOf(placement, configuration);
      const upstream = proxy?.upstream;
      if (!proxy || !upstream?.isWhole) continue;
      if (![NEXT, TRIES].every((name) => isSeen(proxy.level, name))) continue;
      const next = inEffect(proxy.level, NEXT)?.lines.at(-1);
      const word = next?.directive.args.find(({ value }) => value === 'http_500');
      if (!next || !word || said.has(next) || isLimited(proxy.level) || !canBeEjected(upstream)) continue;
      said.add(next);
      context.report({
        path: next.path,
        span: word.span,
        message: 'ejects',
        data: { upstream: proxy.authority, time: '10 seconds' },
        related: [
          {
            path: upstream.placement.path,
            span: upstream.placement.directive.name.span,
            message: t('whose servers count failures'),
          },
        ],
        fixes:
          next.directive.args.length > 1
            ? [offered(t('Remove http_500'), next.path, withoutWord(context.model.textOf(next.path), word))]
            : [],
      });
    }
  },
});

/** Two servers or more that count one failure as enough: the default of `max_fails`. One alone is never taken for down. */
function canBeEjected(upstream: Upstream): boolean {
  const servers = upstream.servers.filter(({ parameters }) => !parameters.includes('down'));
  return (
    servers.length > 1 &&
    servers.every(
      ({ parameters }) =>
        !parameters.some((value) => /^(?:max_fails=(?!1$)|fail_timeout=|backup$)/.test(value)),
    )
  );
}

/** With one try no second server is asked. */
const isLimited = (level: Placement): boolean =>
  inEffect(level, TRIES)?.lines.some((line) => valuesOf(line)[0] === '1') ?? false;
