import type { ClusterModel } from '../../cluster/model';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { inEffect, written } from '../../languages/nginx/effective';
import { nameOf, valuesOf } from './nginx';

/** Who reaches a server or a location: for rules about what strangers must not do. */

const guards = ['internal', 'allow', 'deny', 'satisfy', 'limit_except', 'ssl_verify_client'];

/** Whether something in a block or around it may decide who comes in: access, authentication, an `if`, a script. */
export function isGuarded(level: Placement): boolean {
  if (guards.some((name) => inEffect(level, name))) return true;
  for (let at: Placement | undefined = level; at; at = at.parent) {
    const isTested = at.children.some((child) =>
      /^(?:if|auth_\w+|js_(?:access|set)|perl_set|(?:access|(?:server_)?rewrite|set)_by_lua\w*)$/.test(
        nameOf(child),
      ),
    );
    if (isTested) return true;
  }
  return false;
}

/** The ports at which a server listens for more than one machine or network. Without `listen` it is port 80. */
function openPorts(server: Placement): readonly number[] {
  const listens = written(server, 'listen');
  if (listens.length === 0) return [80];
  return listens.flatMap((listen) => {
    const [address = '', ...parameters] = valuesOf(listen);
    const found = /^(?:(?:\*|0\.0\.0\.0|\[::\]):)?(\d+)$/.exec(address)?.[1];
    // Only the proxy in front speaks this protocol.
    return found === undefined || parameters.includes('proxy_protocol') ? [] : [Number(found)];
  });
}

/**
 * Whether strangers may reach a server: by a port that Compose publishes for more than this machine, where it runs in a
 * container; else by one of the given ports, or by any.
 */
export function isPublic(
  server: Placement,
  configuration: NginxConfiguration,
  model: ClusterModel,
  usual?: readonly number[],
): boolean {
  const ports = openPorts(server);
  const balancer = model.balancers.find(({ mainFile }) => mainFile === configuration.mainFile);
  const place = balancer?.runsIn?.kind === 'container' ? balancer.runsIn : undefined;
  const file = place && model.files.get(place.composeFile);
  const service =
    file?.kind === 'compose' ? file.document.services.find(({ name }) => name === place?.service) : undefined;
  if (!service || service.networkMode !== undefined)
    return ports.some((port) => usual?.includes(port) ?? true);
  return service.ports.some(
    ({ container, hostIp = '' }) =>
      container !== undefined && ports.includes(container) && !/^(?:127\.|::1$|\[::1\]$)/.test(hostIp),
  );
}
