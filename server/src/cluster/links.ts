import { imageVersion } from '../languages/compose/image';
import type { BalancerText } from './balancers';
import { bindMounts, type Mount } from './images';
import type { Balancer, Connector, Link, TomcatNode, UpstreamServer } from './model';
import { folderOf, isInside, join, nearest } from '../languages/text/paths';
import { isImageOf, type ComposeFile } from './nodes';

/** The service that runs a main file, with what it mounts. */
export interface NginxService {
  readonly composeFile: string;
  readonly service: string;
  readonly image: string | undefined;
  readonly onHostNetwork: boolean;
  readonly mounts: readonly Mount[];
}

/** The Compose service of nginx that mounts a main file or is built from a folder that holds it. */
export function serviceOf(mainFile: string, composes: readonly ComposeFile[]): NginxService | undefined {
  const found = composes.flatMap(({ path, document }) =>
    document.services.flatMap((service) => {
      const mounts = bindMounts(service, path);
      const image = service.image?.value;
      const isNginx = image === undefined ? service.build !== undefined : isImageOf(image, 'nginx');
      const context = service.build && join(folderOf(path), service.build.context);
      const isMounted = mounts.some(
        ({ localPath, target }) => isInside(mainFile, localPath) && !/\/conf\.d(\/|$)/.test(target),
      );
      const isBuilt = context !== undefined && context !== folderOf(path) && isInside(mainFile, context);
      if (!isNginx || !(isMounted || isBuilt)) return [];
      const onHostNetwork = service.networkMode === 'host';
      return [{ composeFile: path, service: service.name, image, onHostNetwork, mounts }];
    }),
  );
  const [first, ...others] = nearest(mainFile, found, ({ composeFile }) => composeFile);
  return others.every(({ composeFile }) => composeFile === first?.composeFile) ? first : undefined;
}

/** `1.28` or `1.28.3` of an image tag; undefined for `latest`, `stable` and a bare major. */
export function nginxVersionOf(image: string | undefined): string | undefined {
  const version = image === undefined ? undefined : imageVersion(image).version;
  return version?.includes('.') ? version : undefined;
}

export interface Linked {
  readonly runsIn: Balancer['runsIn'];
  readonly links: readonly Link[];
}

/**
 * Follows each upstream server to the connectors that listen there. Loopback means the ports that Compose publishes, if
 * nginx runs on the host, and the container itself, if it does not; a name means a Compose service beside it. Of several
 * Compose files the one nearest to the main file counts; where two are equally near, nothing is known.
 */
export function link(
  balancer: BalancerText,
  service: NginxService | undefined,
  nodes: readonly TomcatNode[],
): Linked {
  const inContainer = service !== undefined && !service.onHostNetwork;
  const links: Link[] = [];
  let throughHost = service?.onHostNetwork ?? false;
  for (const upstream of balancer.upstreams) {
    for (const server of upstream.servers) {
      const byPort = isHost(server, inContainer);
      const found = byPort ? publishedTargets(server, nodes) : namedTargets(server, nodes, service);
      if (found.length === 0) continue;
      const near = nearest(balancer.mainFile, found, ({ node }) => homeOf(node));
      if (new Set(near.map(({ node }) => homeOf(node))).size !== 1) continue;
      if (byPort && !inContainer) throughHost = true;
      for (const { node, connector } of near) links.push({ upstream, server, node, connector });
    }
  }
  if (inContainer) {
    const { service: name, composeFile } = service;
    return { runsIn: { kind: 'container', service: name, composeFile }, links };
  }
  return { runsIn: throughHost ? { kind: 'host' } : undefined, links };
}

interface Target {
  readonly node: TomcatNode;
  readonly connector: Connector;
}

/** The file that says a node runs: Compose's, or the server.xml of a CATALINA_BASE. */
export const homeOf = (node: TomcatNode): string => node.service?.composeFile ?? node.serverXml?.path ?? '';

/** Whether an address leads to the ports of the machine that publishes the containers' ports. */
function isHost({ host }: UpstreamServer, inContainer: boolean): boolean {
  if (host === 'host.docker.internal') return true;
  return !inContainer && (host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host));
}

function publishedTargets({ port }: UpstreamServer, nodes: readonly TomcatNode[]): readonly Target[] {
  return nodes.flatMap((node) =>
    node.connectors
      .filter((connector) =>
        node.service
          ? port !== undefined && connector.published.includes(port)
          : port !== undefined && connector.port === port,
      )
      .map((connector) => ({ node, connector })),
  );
}

function namedTargets(
  { host, port }: UpstreamServer,
  nodes: readonly TomcatNode[],
  service: NginxService | undefined,
): readonly Target[] {
  if (service?.onHostNetwork) return [];
  return nodes.flatMap((node) => {
    const isBeside = !service || node.service?.composeFile === service.composeFile;
    const names = [node.service?.name, ...(node.service?.aliases ?? [])];
    if (!names.includes(host) || !isBeside || port === undefined) return [];
    return node.connectors
      .filter((connector) => connector.port === port)
      .map((connector) => ({ node, connector }));
  });
}
