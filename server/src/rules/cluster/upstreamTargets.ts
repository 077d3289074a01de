import type { Balancer, ClusterModel, Connector, TomcatNode } from '../../cluster/model';
import { addressOf, isLoopback, nodesNamed } from '../../cluster/links';
import { readPassedUrl } from '../../languages/nginx/address';
import type { Upstream, UpstreamServer } from '../../languages/nginx/http';
import type { Word } from '../../languages/nginx/tree';
import type { TextEdit } from '../../languages/text/span';

/** A server of an upstream, or the host of a `proxy_pass`, with where it leads. */
export interface UpstreamTarget {
  readonly balancer: Balancer;
  readonly upstream: Upstream;
  readonly server: UpstreamServer;
  /** The word that holds the address. */
  readonly word: Word;
  readonly host: string;
  readonly port: number;
  /** How nginx speaks there; undefined where several proxies differ, or none leads there. */
  readonly scheme: 'http' | 'https' | undefined;
  /** Whether another nginx reads the same file, to which the address may mean something else. */
  readonly isShared: boolean;
}

/** Every address of http that is written out, of each nginx whose place is known. */
export function upstreamTargets({ balancers }: Pick<ClusterModel, 'balancers'>): readonly UpstreamTarget[] {
  const isShared = (path: string): boolean =>
    balancers.filter(({ files }) => files.includes(path)).length > 1;
  return balancers.flatMap((balancer) => {
    const schemes = schemesOf(balancer);
    const upstreams = new Set([...balancer.upstreams, ...balancer.targets.values()]);
    return [...upstreams].flatMap((upstream) =>
      upstream.servers.flatMap((server): readonly UpstreamTarget[] => {
        const { host, port } = addressOf(server, balancer.mounts, balancer.service);
        const [word] = server.placement.directive.args;
        if (host === undefined || port === undefined || !word || server.parameters.includes('down'))
          return [];
        const scheme = schemes.get(upstream);
        const target = { balancer, upstream, server, word, host, port, scheme };
        return [{ ...target, isShared: isShared(server.placement.path) }];
      }),
    );
  });
}

/** How nginx speaks to each upstream that a proxy leads to; undefined where its proxies differ. */
function schemesOf({ proxies, targets }: Balancer): ReadonlyMap<Upstream, UpstreamTarget['scheme']> {
  const schemes = new Map<Upstream, UpstreamTarget['scheme']>();
  for (const { placement, scheme } of proxies) {
    const upstream = targets.get(placement);
    if (!upstream) continue;
    const differs = schemes.has(upstream) && schemes.get(upstream) !== scheme;
    schemes.set(upstream, differs ? undefined : scheme);
  }
  return schemes;
}

/** The Tomcats whose Compose service an address names, beside the service that nginx is. */
export const namedNodes = (
  { balancer: { service, runsIn }, host }: UpstreamTarget,
  model: ClusterModel,
): readonly TomcatNode[] => (service && runsIn === 'container' ? nodesNamed(host, service, model.nodes) : []);

/** Whether all Connectors of a Tomcat are known, with their ports. */
export const knowsConnectors = ({ connectors, isWhole, serverXml }: TomcatNode): boolean =>
  isWhole &&
  connectors.length > 0 &&
  connectors.every(({ port }) => port !== undefined) &&
  (serverXml === undefined || serverXml.document.faults.length === 0);

/** Whether an address leads to the container of nginx itself. */
export const leadsToItself = ({ balancer: { runsIn, service }, host }: UpstreamTarget): boolean =>
  runsIn === 'container' && service?.service.networkMode === undefined && isLoopback(host);

/** The Connectors to which nginx may speak as it does: with TLS or without. */
export const fitting = ({ connectors }: TomcatNode, scheme: UpstreamTarget['scheme']): readonly Connector[] =>
  connectors.filter(
    ({ protocol, tls }) => protocol === 'http' && (scheme === undefined || tls === (scheme === 'https')),
  );

/** Writes another address where one stands; undefined where it is not written out as it is. */
export function withAddress({ word, server }: UpstreamTarget, address: string): TextEdit | undefined {
  const { value, span, quote } = word;
  const isPlain = span.end - span.start === value.length + (quote ? 2 : 0);
  const written = server.placement.directive.name.value === 'server' ? value : readPassedUrl(value).authority;
  if (!isPlain || written === '' || written.includes('$')) return undefined;
  const start = span.start + (quote ? 1 : 0) + value.indexOf(written);
  return { span: { start, end: start + written.length }, text: address };
}
