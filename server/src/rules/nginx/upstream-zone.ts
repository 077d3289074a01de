import { t } from '@vscode/l10n';
import { hasGap, written } from '../../languages/nginx/effective';
import type { NginxConfiguration } from '../../languages/nginx/configuration';
import { insertBefore } from '../support/edits';
import { rule } from '../define';
import { nameOf, offered, valuesOf } from '../support/nginx';

const methods = ['ip_hash', 'hash', 'sticky', 'random'];

/** Each worker has a count of its own without a `zone` (ngx_http_upstream_zone_module). */
export const upstreamZone = rule({
  meta: {
    id: 'nginx/upstream-zone',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      apart:
        'Each worker process balances requests and detects failed servers on its own. A zone lets them share that state: zone {name} 64k.',
    },
  },
  directives: ['upstream'],
  nginxPlacement(placement, context) {
    if (placement.context !== 'http') return;
    const { configuration, model } = context;
    const servers = written(placement, 'server');
    const first = servers[0];
    if (!first || servers.length < 2 || !hasSeveralWorkers(configuration) || hasGap(placement)) return;
    if ([...methods, 'zone'].some((name) => written(placement, name).length > 0)) return;
    const [name] = placement.directive.args;
    if (!name) return;
    context.report({
      path: placement.path,
      span: name.span,
      message: 'apart',
      data: { name: name.value },
      fixes:
        first.path === placement.path
          ? [
              offered(
                t('Share the state between workers'),
                first.path,
                insertBefore(model.textOf(first.path), first.directive.span, `zone ${name.value} 64k;`),
              ),
            ]
          : [],
    });
  },
});

/** Nothing is said of the default, one. */
function hasSeveralWorkers({ kind, placements }: NginxConfiguration): boolean {
  const workers = placements.find((placement) => nameOf(placement) === 'worker_processes');
  const [count = '1'] = workers ? valuesOf(workers) : [];
  return kind === 'main' && (count === 'auto' || Number(count) > 1);
}
