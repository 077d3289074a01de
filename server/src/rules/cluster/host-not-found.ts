import { t } from '@vscode/l10n';
import type { ProjectService } from '../../cluster/compose';
import type { Balancer, ClusterModel } from '../../cluster/model';
import { isSettledHost } from '../../cluster/settled';
import { suggest } from '../../languages/text/suggest';
import type { Span } from '../../languages/text/span';
import { hasPlaceholder } from '../../languages/text/placeholders';
import { hasGapInside } from '../../languages/nginx/effective';
import type { UpstreamServer } from '../../languages/nginx/http';
import { rule, type Fix } from '../define';
import {
  containerOf,
  namesOf,
  networksOf,
  servicesAnywhere,
  servicesBeside,
  shareNetwork,
  isSaidElsewhere,
} from '../support/compose';

/** ngx_inet_resolve_host: "host not found in upstream", and nginx does not start. */
export const hostNotFound = rule({
  meta: {
    id: 'cluster/host-not-found',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      unknown:
        'No service of {file} is called "{host}", so nginx does not find it there and exits ("host not found in upstream"). Write the name of a service.',
      apart:
        'The service "{host}" has no network in common with {service}, where nginx runs: nginx does not find it and exits ("host not found in upstream"). Put both into one network.',
    },
  },
  model(model, { report }) {
    // A file may be there for another project, or for a network that somebody joins by hand.
    const elsewhere = new Set(servicesAnywhere(model).flatMap(namesOf));
    for (const balancer of model.balancers) {
      const own = containerOf(balancer);
      if (!own || own.hasOtherNames || isSaidElsewhere(own, model) || isOpen(own, model)) continue;
      const all = servicesBeside(own, model);
      const names = all.flatMap((one) => [...namesOf(one), ...(own.links?.keys() ?? [])]);
      for (const server of serversOf(balancer)) {
        const { host = '', placement } = server;
        if (!isServiceName(host) || server.parameters.includes('resolve')) continue;
        if (model.settled && isSettledHost(host, model.settled)) continue;
        const there = all.find((one) => namesOf(one).includes(host));
        const span = spanOf(server);
        if (there) {
          // Services on other networks of the host have none of these.
          if (there.networkMode || isSaidElsewhere(there, model) || shareNetwork(own, there)) continue;
          report({
            path: placement.path,
            span,
            message: 'apart',
            severity: 'error',
            data: { host, service: own.name },
            related: [
              { path: own.composeFile, span: own.nameSpan, message: t('nginx') },
              {
                path: there.composeFile,
                span: there.nameSpan,
                message: t('the service "{name}"', { name: there.name }),
              },
            ],
          });
        } else if (all.length > 1 && !names.includes(host) && !elsewhere.has(host)) {
          const near = suggest(
            host,
            all.filter((one) => one !== own).map(({ name }) => name),
          );
          report({
            path: placement.path,
            span,
            message: 'unknown',
            ...(near.length > 0 ? { severity: 'error' } : {}),
            data: { host, file: own.composeFile.slice(model.root.length + 1) },
            related: [{ path: own.composeFile, span: own.nameSpan, message: t('nginx') }],
            fixes: near.map((name) => renameFix(placement.path, span, host, name)),
          });
        }
      }
    }
  },
});

/** Whether something that is not here may have that name: a network that others are in too. */
function isOpen(own: ProjectService, { files, projects }: ClusterModel): boolean {
  const paths = new Set([own.composeFile, own.project]);
  const project = projects.find(({ path }) => path === own.project);
  for (const service of project?.services ?? []) paths.add(service.composeFile);
  return [...paths].some((path) => {
    const file = files.get(path);
    if (file?.kind !== 'compose' || file.document.faults.length > 0) return true;
    return networksOf(own).some((name) => file.document.networks?.get(name)?.isExternal);
  });
}

/** The servers of upstreams in use and those that a `proxy_pass` names itself: all that nginx looks up when it starts. */
function serversOf({ upstreams, targets, configuration }: Balancer): readonly UpstreamServer[] {
  // What a proxy_pass names may be an upstream whose name is filled in, or one of a file that is not here.
  const mayNameMore =
    upstreams.some(({ name }) => hasPlaceholder(name) || name.includes('$')) ||
    configuration.placements.some((one) => hasGapInside(one));
  return [...new Set([...upstreams, ...(mayNameMore ? [] : targets.values())])].flatMap(
    ({ servers }) => servers,
  );
}

/** A name without a dot: others may be of the network around. */
const isServiceName = (host: string): boolean => /^[a-z][\w-]*$/i.test(host) && !/^localhost$/i.test(host);

/** The host in the argument that names it. */
function spanOf({ placement: { directive }, host = '' }: UpstreamServer): Span {
  const [argument] = directive.args;
  if (!argument) return directive.span;
  const at = argument.value.indexOf(host);
  const isPlain = argument.span.end - argument.span.start === argument.value.length;
  if (at < 0 || !isPlain) return argument.span;
  return { start: argument.span.start + at, end: argument.span.start + at + host.length };
}

const renameFix = (path: string, span: Span, host: string, name: string): Fix => ({
  title: t('Write "{name}"', { name }),
  safe: false,
  edits: new Map(span.end - span.start === host.length ? [[path, [{ span, text: name }]]] : []),
});
