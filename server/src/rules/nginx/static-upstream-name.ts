import { t } from '@vscode/l10n';
import { inEffect, written } from '../../languages/nginx/effective';
import { httpOf } from '../../languages/nginx/http';
import type { Placement } from '../../languages/nginx/configuration';
import type { ClusterModel, NginxService } from '../../cluster/model';
import { insertAfter } from '../support/edits';
import { isBefore } from '../../languages/text/versions';
import { rule, type Fix } from '../define';
import { offered, valuesOf } from '../support/nginx';

/** Docker's own name server, as every container of a network of its own has it. */
const DOCKER_DNS = '127.0.0.11';

/** A name that nginx looks up once, at its start, where the release could follow it (`resolve`, free since 1.27.3). */
export const staticUpstreamName = rule({
  meta: {
    id: 'nginx/static-upstream-name',
    severity: 'information',
    refusedBy: 'none',
    versions: '>=1.27.3',
    fix: 'unsafe',
    messages: {
      once: 'nginx resolves "{host}" only once, when it starts: a container that comes back with another address gets no requests until nginx is reloaded. Use "resolve" to follow the name.',
    },
  },
  directives: ['upstream'],
  nginxPlacement(placement, context) {
    if (placement.context !== 'http') return;
    const { configuration, model } = context;
    if (configuration.kind !== 'main' || isBefore(configuration.version, '1.27.3') !== false) return;
    const { runsIn, service } = model.balancerOf(configuration) ?? {};
    const upstream = httpOf(configuration).upstreams.get(valuesOf(placement)[0]?.toLowerCase() ?? '');
    if (runsIn !== 'container' || !service || !upstream?.isWhole) return;
    const containers = containersBeside(service, model);
    if (upstream.servers.some(({ parameters }) => parameters.includes('resolve'))) return;
    const named = upstream.servers.filter(({ host = '' }) => isName(host) && containers.has(host));
    const [first] = named;
    const [word] = first?.placement.directive.args ?? [];
    if (!first?.host || !word) return;
    context.report({
      path: first.placement.path,
      span: word.span,
      message: 'once',
      data: { host: first.host },
      fixes: fixesOf(
        placement,
        named.map((server) => server.placement),
        model,
      ),
    });
  },
});

/**
 * The names that Docker's name server has for the containers of a Compose file. Others may be of `extra_hosts`, which `resolve` does
 * not read. Empty for one that has no network of its own.
 */
function containersBeside({ service: own }: NginxService, { projects }: ClusterModel): ReadonlySet<string> {
  if (own.networkMode !== undefined) return new Set();
  const beside = projects.find(({ path }) => path === own.project)?.services ?? [];
  return new Set(beside.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
}

/** Whether a host is looked up: no address, and not this machine. */
const isName = (host: string): boolean => /^[a-z_][\w.-]*$/i.test(host) && !/^localhost\b/i.test(host);

/** `resolve` needs a zone and a name server (ngx_http_upstream_module). */
function fixesOf(upstream: Placement, named: readonly Placement[], model: ClusterModel): readonly Fix[] {
  const [first] = named;
  if (!first || named.some(({ path }) => path !== upstream.path)) return [];
  const text = model.textOf(upstream.path);
  const last = written(upstream, 'server').at(-1);
  if (!last || last.path !== upstream.path) return [];
  const lines = [
    ...(written(upstream, 'zone').length === 0 ? [`zone ${valuesOf(upstream)[0] ?? 'upstream'} 64k;`] : []),
    ...(inEffect(upstream, 'resolver') ? [] : [`resolver ${DOCKER_DNS};`]),
  ];
  const edits = named.flatMap(({ directive: { args } }) => {
    const end = args.at(-1)?.span.end;
    return end === undefined ? [] : [{ span: { start: end, end }, text: ' resolve' }];
  });
  if (lines.length > 0) edits.push(insertAfter(text, last.directive.span, lines));
  return [offered(t('Follow the name with "resolve"'), upstream.path, ...edits)];
}
