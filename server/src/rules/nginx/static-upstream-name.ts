import { hasGap, inEffect, written } from '../../languages/nginx/effective';
import type { Placement } from '../../languages/nginx/configuration';
import type { ClusterModel } from '../../cluster/model';
import { isBefore } from '../../languages/text/versions';
import { insertAfter } from '../support/edits';
import { rule, type Fix } from '../define';
import { offered, textOf, valuesOf } from '../support/nginx';

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
      once: 'nginx looks "{host}" up once, when it starts: a container that comes back with another address gets no requests until nginx is reloaded. "resolve" follows the name.',
    },
  },
  directives: ['upstream'],
  nginxPlacement(placement, context) {
    if (placement.context !== 'http') return;
    const { configuration, model } = context;
    if (configuration.kind !== 'main' || isBefore(configuration.version, '1.27.3') !== false) return;
    const balancer = model.balancers.find(({ mainFile }) => mainFile === configuration.mainFile);
    if (balancer?.runsIn?.kind !== 'container' || hasGap(placement)) return;
    const containers = containersBeside(balancer.runsIn, model);
    const servers = written(placement, 'server');
    if (servers.some((server) => valuesOf(server).includes('resolve'))) return;
    const named = servers.filter((server) => containers.has(hostOf(server) ?? ''));
    const [first] = named;
    const [word] = first?.directive.args ?? [];
    if (!first || !word) return;
    context.report({
      path: first.path,
      span: word.span,
      message: 'once',
      data: { host: hostOf(first) ?? '' },
      fixes: fixesOf(placement, named, model),
    });
  },
});

/**
 * The names that Docker's name server has for the containers of a Compose file. Others may be of `extra_hosts`, which `resolve` does
 * not read. Empty for one that has no network of its own.
 */
function containersBeside(
  place: { readonly service: string; readonly composeFile: string },
  { files }: ClusterModel,
): ReadonlySet<string> {
  const file = files.get(place.composeFile);
  const services = file?.kind === 'compose' ? file.document.services : [];
  const own = services.find(({ name }) => name === place.service);
  if (!own || own.networkMode !== undefined) return new Set();
  return new Set(services.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
}

/** The name of a server that is looked up; undefined for an address, a socket and this machine. */
function hostOf(server: Placement): string | undefined {
  const [address = ''] = valuesOf(server);
  const host = address.replace(/:\d+$/, '');
  const isName =
    /^[a-z_][\w.-]*$/i.test(host) && !/^(?:unix|localhost)\b/i.test(host) && !/[$[]/.test(address);
  return isName ? host : undefined;
}

/** `resolve` needs a zone and a name server (ngx_http_upstream_module). */
function fixesOf(upstream: Placement, named: readonly Placement[], model: ClusterModel): readonly Fix[] {
  const [first] = named;
  if (!first || named.some(({ path }) => path !== upstream.path)) return [];
  const text = textOf(upstream.path, model);
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
  return [offered('Follow the names: resolve', upstream.path, ...edits)];
}
