import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { publishedAs } from '../../cluster/ports';
import { enclosing, hasGapInside, inEffect, isKnown } from '../../languages/nginx/effective';
import { headersIn } from '../../languages/nginx/headers';
import { portsOf as portsListened, serverAt, speaksTls, trustedProxies } from '../../languages/nginx/http';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { rule } from '../define';
import { soleVariable } from '../../languages/nginx/variables';
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
      lost: 'Browsers reach this server on port {port}, but $host does not include the port, so redirects of the application lead to another port. Send $http_host.',
    },
  },
  directives: ['proxy_set_header'],
  nginxPlacement(placement, context) {
    const [header, value] = placement.directive.args;
    if (header?.value.toLowerCase() !== 'host' || !value || soleVariable(value.value) !== 'host') return;
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
          title: t('Send $http_host'),
          // What is not seen may count on the name that is sent now.
          safe: placement.parent !== undefined && !hasGapInside(placement.parent),
          edits: new Map([[placement.path, [{ span: value.span, text: '$http_host' }]]]),
        },
      ],
    });
  },
});

/** Where a proxy in front, that knows the port of the browser, is on the same machine. */
const LOOPBACK = /^(?:127\.|localhost$|\[::1\]$)/;

/** The ports that browsers use, where they are known and none is the one that a URL leaves out. */
function portsOf(
  placement: Placement,
  configuration: NginxConfiguration,
  model: ClusterModel,
): readonly number[] | undefined {
  const block = enclosing(placement, 'server');
  const { runsIn, service } = model.balancerOf(configuration) ?? {};
  if (!block || !runsIn || !isKnown(placement.parent)) return undefined;
  const server = serverAt(block);
  const found: number[] = [];
  for (const listener of server.listeners) {
    const { address, ports, proxyProtocol } = listener;
    if (proxyProtocol || address === undefined || !ports || LOOPBACK.test(address)) return undefined;
    const own = portsListened(listener);
    const reached =
      runsIn === 'host' || !service ? own : own.flatMap((port) => publishedAs(service.service, port));
    if (reached.includes(speaksTls(server, listener) ? 443 : 80)) return undefined;
    found.push(...reached);
  }
  return found.length > 0 ? [...new Set(found)] : undefined;
}

/** By another header, by a proxy in front, or by redirects that nginx writes anew. */
function isToldOtherwise({ parent }: Placement): boolean {
  const headers = parent ? headersIn(parent).lines : [];
  return (
    headers.some((line) => {
      const [name = '', value = ''] = valuesOf(line);
      // Another scheme than nginx' own is one that a proxy in front has told.
      return (
        /^x-forwarded-(?:port|host)$/i.test(name) ||
        (/^x-forwarded-proto$/i.test(name) && value !== '$scheme')
      );
    }) ||
    trustedProxies(parent).length > 0 ||
    inEffect(parent, 'proxy_redirect') !== undefined
  );
}
