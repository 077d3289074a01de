import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { isSeen, valueInEffect, written } from '../../languages/nginx/effective';
import { linesOf, sentValues } from '../../languages/nginx/headers';
import { httpOf, type Upstream } from '../../languages/nginx/http';
import { isBefore } from '../../languages/text/versions';
import { valuesOf } from './nginx';
import { type ProxyPass, proxyPassOf } from './proxies';

/**
 * Whether nginx asks for the connection to be closed with each request of a proxy_pass: up to 1.29.6 unless HTTP/1.1 and an empty
 * Connection are written (ngx_http_proxy_module). Undefined where it cannot be told.
 */
export function asksToClose(proxy: ProxyPass, { version }: NginxConfiguration): boolean | undefined {
  const isOld = isBefore(version, '1.29.7');
  if (!proxy.headers.areKnown || isOld === undefined || !isSeen(proxy.level, 'proxy_http_version'))
    return undefined;
  const spoken = valueInEffect(proxy.level, 'proxy_http_version') ?? (isOld ? '1.0' : '1.1');
  // HTTP/2, since 1.29.4, has no Connection header.
  if (spoken === '2') return false;
  const sent = sentValues(proxy.headers.lines, 'connection');
  const isSet = linesOf(proxy.headers.lines, 'connection').length > 0;
  const closes = isSet ? sent.some((value) => value.toLowerCase() === 'close') : isOld;
  return closes || (sent.length === 0 && spoken === '1.0');
}

/** Whether an upstream has `keepalive`, and some proxy_pass that leads there keeps its connections. */
export function isKept({ placement: upstream }: Upstream, configuration: NginxConfiguration): boolean {
  const [keepalive] = written(upstream, 'keepalive');
  if (!keepalive || valuesOf(keepalive)[0] === '0') return false;
  return (leadingTo(configuration).get(upstream) ?? []).some((placement) => {
    const proxy = proxyPassOf(placement, configuration);
    return proxy !== undefined && asksToClose(proxy, configuration) === false;
  });
}

const leading = new WeakMap<NginxConfiguration, ReadonlyMap<Placement, readonly Placement[]>>();

/** The proxy_pass lines of a configuration by the upstreams that they lead to. */
function leadingTo(configuration: NginxConfiguration): ReadonlyMap<Placement, readonly Placement[]> {
  let found = leading.get(configuration);
  if (!found) {
    const made = new Map<Placement, Placement[]>();
    for (const [placement, { upstream }] of httpOf(configuration).proxies) {
      if (!upstream) continue;
      const before = made.get(upstream.placement);
      if (before) before.push(placement);
      else made.set(upstream.placement, [placement]);
    }
    leading.set(configuration, (found = made));
  }
  return found;
}
