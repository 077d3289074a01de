import type { Balancer, ClusterModel } from '../../cluster/model';
import { enclosing, hasGapInside, inEffect, isKnown, written } from '../../languages/nginx/effective';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { rule } from '../define';
import { sendsAlone } from '../support/proxies';
import { valuesOf } from '../support/nginx';

/** `$host` is the name without the port (ngx_http_core_module): an application builds its links and redirects from it. */
export const hostPortLost = rule({
  meta: {
    id: 'nginx/host-port-lost',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      lost: 'Browsers reach this server at port {port}, and $host is without it: redirects of the application lead to another port. Send $http_host.',
    },
  },
  directives: ['proxy_set_header'],
  nginxPlacement(placement, context) {
    const [header, value] = placement.directive.args;
    if (header?.value.toLowerCase() !== 'host' || !value || !/^\$(?:host|\{host\})$/.test(value.value))
      return;
    const { configuration, model } = context;
    const ports = portsOf(placement, configuration, model);
    if (ports === undefined || isToldOtherwise(placement) || !sendsAlone(placement)) return;
    context.report({
      path: placement.path,
      span: value.span,
      message: 'lost',
      data: { port: ports.join(', ') },
      fixes: [
        {
          title: 'Send $http_host',
          // What is not seen may count on the name that is sent now.
          safe: placement.parent !== undefined && !hasGapInside(placement.parent),
          edits: new Map([[placement.path, [{ span: value.span, text: '$http_host' }]]]),
        },
      ],
    });
  },
});

/** The ports that browsers use, where they are known and none is the one that a URL leaves out. */
function portsOf(
  placement: Placement,
  configuration: NginxConfiguration,
  model: ClusterModel,
): readonly number[] | undefined {
  const server = enclosing(placement, 'server');
  const balancer = model.balancers.find(({ mainFile }) => mainFile === configuration.mainFile);
  if (configuration.kind !== 'main' || !server || !balancer?.runsIn || !isKnown(placement.parent))
    return undefined;
  const found: number[] = [];
  for (const listen of written(server, 'listen')) {
    const [address = '', ...parameters] = valuesOf(listen);
    const own = Number(/^(?:.*:)?(\d+)$/.exec(address)?.[1] ?? 80);
    const usual = parameters.includes('ssl') || parameters.includes('quic') ? 443 : 80;
    // The proxy in front, as on a loopback address, knows the port that the browser uses.
    if (parameters.includes('proxy_protocol') || /^(?:unix:|127\.|localhost|\[::1\])/.test(address))
      return undefined;
    const ports = balancer.runsIn.kind === 'host' ? [own] : published(own, balancer.runsIn, model);
    if (ports.includes(usual)) return undefined;
    found.push(...ports);
  }
  return found.length > 0 ? [...new Set(found)] : undefined;
}

type Container = Extract<Balancer['runsIn'], { kind: 'container' }>;

function published(
  port: number,
  { composeFile, service: name }: Container,
  { files }: ClusterModel,
): readonly number[] {
  const file = files.get(composeFile);
  const service =
    file?.kind === 'compose' ? file.document.services.find((one) => one.name === name) : undefined;
  if (!service || service.networkMode === 'host') return [];
  return service.ports.flatMap(({ container, host, protocol }) =>
    container === port && host !== undefined && protocol === 'tcp' ? [host] : [],
  );
}

/** By another header, by a proxy in front, or by redirects that nginx writes anew. */
function isToldOtherwise({ parent }: Placement): boolean {
  const headers = inEffect(parent, 'proxy_set_header')?.lines ?? [];
  return (
    headers.some((line) => {
      const [name = '', value = ''] = valuesOf(line);
      // Another scheme than nginx' own is one that a proxy in front has told.
      return (
        /^x-forwarded-(?:port|host)$/i.test(name) ||
        (/^x-forwarded-proto$/i.test(name) && value !== '$scheme')
      );
    }) ||
    inEffect(parent, 'set_real_ip_from') !== undefined ||
    inEffect(parent, 'proxy_redirect') !== undefined
  );
}
