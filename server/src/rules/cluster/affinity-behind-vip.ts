import { t } from '@vscode/l10n';
import { rule } from '../define';
import { isOverlaid } from '../support/compose';
import { upstreamTargets, withAddress } from './upstreamTargets';

/** Swarm gives a service one virtual IP address, and IPVS behind it any replica, unless endpoint_mode is dnsrr. */
export const affinityBehindVip = rule({
  meta: {
    id: 'cluster/affinity-behind-vip',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      vip: '"{method}" chooses among the servers of "{upstream}", and "{service}" is one address, behind which Swarm gives each connection to any of {count} replicas: clients do not stay on one. Write tasks.{service}, or endpoint_mode: dnsrr.',
    },
  },
  model(model, { report }) {
    const links = model.clusters.flatMap((cluster) => cluster.links);
    for (const target of upstreamTargets(model)) {
      const { upstream, server, host, port } = target;
      const { affinity, placement } = upstream;
      const nodes = links.filter((link) => link.server === server).map(({ node }) => node);
      const [node] = nodes;
      const { service } = node ?? {};
      if (!affinity || !node || service?.name !== host || service.endpointMode === 'dnsrr') continue;
      // A cookie of nginx' own names a server of the upstream too; what learns a route does not.
      const method = affinity.name.value;
      if (method !== 'ip_hash' && method !== 'hash') continue;
      if (nodes.length < 2 || nodes.some((one) => one.service !== service) || !isOverlaid(node, model))
        continue;
      const edit = withAddress(target, `tasks.${host}:${port}`);
      report({
        path: placement.path,
        span: affinity.name.span,
        message: 'vip',
        data: { method, upstream: upstream.name, service: host, count: nodes.length },
        related: [{ path: service.composeFile, span: service.nameSpan, message: t('its replicas') }],
        fixes: edit
          ? [
              {
                title: t('Write {address}', { address: `tasks.${host}:${port}` }),
                safe: false,
                edits: new Map([[server.placement.path, [edit]]]),
              },
            ]
          : [],
      });
    }
  },
});
