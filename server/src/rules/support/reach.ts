import type { ClusterModel } from '../../cluster/model';
import { isPublished } from '../../cluster/ports';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { inEffect } from '../../languages/nginx/effective';
import { isEverywhere, portsOf, serverAt } from '../../languages/nginx/http';
import { nameOf } from '../support/nginx';

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

/** The ports at which a server listens for more than one machine or network. */
const openPorts = (server: Placement): readonly number[] =>
  serverAt(server)
    // Only the proxy in front speaks its protocol.
    .listeners.filter((listener) => isEverywhere(listener) && !listener.proxyProtocol)
    .flatMap(portsOf);

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
  const { runsIn, service: by } = model.balancerOf(configuration) ?? {};
  const service = runsIn === 'container' ? by?.service : undefined;
  if (!service || service.networkMode !== undefined)
    return ports.some((port) => usual?.includes(port) ?? true);
  return ports.some((port) => isPublished(service, port));
}
