import type { ComposeService } from '../languages/compose/tree';
import type { UpstreamServer } from '../languages/nginx/http';
import type { Fact } from './facts';
import { contextOf, type Images, type Mount, type ServiceImage } from './images';
import type { Balancer, Connector, Link, NginxService, TomcatNode } from './model';
import { baseName, folderOf, isInside, nearest, rebase } from '../languages/text/paths';
import { isVersion } from '../languages/text/versions';
import type { ComposeFile } from './nodes';

/** Other builds of nginx, and images of others that have it in their name. */
const NGINX_NAME = /(?:^|[-_.])(?:nginx|openresty|tengine|angie|freenginx)(?:[-_.]|$)/;
const INSTALLS_NGINX = /\b(?:apk|apt-get|apt|dnf|yum)\b[^;&|]*\b(?:install|add)\b[^;&|]*\bnginx\b/;

/** Whether nginx is what an image runs; an image of which nothing is known may do so. */
export function mayBeNginx({ official, name, modified, runs }: ServiceImage): boolean {
  if (official !== undefined) return official === 'nginx';
  if (name === undefined || NGINX_NAME.test(baseName(name))) return true;
  return modified || runs.some((run) => INSTALLS_NGINX.test(run));
}

/** Where images keep configuration. */
const CONFIGURATION = /^\/etc\/|\/conf(?:ig)?\//;

/** The Compose service of nginx that mounts or copies a main file, or is built, nobody knows how, from a folder that holds it. */
export function serviceOf(
  mainFile: string,
  composes: readonly ComposeFile[],
  images: Images,
): NginxService | undefined {
  const found = composes.flatMap(({ path, document }) =>
    document.services.flatMap((service) => {
      const image = images.of(service, path);
      return mayBeNginx(image) && isOf(service, path, image, mainFile)
        ? [{ composeFile: path, service, image }]
        : [];
    }),
  );
  const [first, ...others] = nearest(mainFile, found, ({ composeFile }) => composeFile);
  return others.every(({ composeFile }) => composeFile === first?.composeFile) ? first : undefined;
}

function isOf(service: ComposeService, composeFile: string, image: ServiceImage, mainFile: string): boolean {
  if (brings(image.files, mainFile)) return true;
  const isRead = image.name !== undefined && image.hidden.length === 0;
  const context = isRead ? undefined : contextOf(service, composeFile);
  return context !== undefined && context !== folderOf(composeFile) && isInside(mainFile, context);
}

/** Whether a main file is mounted, or copied to where images keep configuration. */
export const brings = (files: readonly Mount[], mainFile: string): boolean =>
  files.some(({ localPath, target, covers }) => {
    const inside = rebase(mainFile, localPath, target);
    if (inside === undefined || /\/conf\.d(\/|$)/.test(target)) return false;
    return covers || CONFIGURATION.test(inside);
  });

/** `1.28` or `1.28.3` of an image tag; undefined for `latest`, `stable` and a bare major. */
export const nginxVersionOf = ({ official, version }: ServiceImage): Fact<string> | undefined =>
  official === 'nginx' && version && isVersion(version.value) ? version : undefined;

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
  balancer: Pick<Balancer, 'mainFile' | 'upstreams'>,
  service: NginxService | undefined,
  nodes: readonly TomcatNode[],
): Linked {
  const onHostNetwork = service?.service.networkMode === 'host';
  const inContainer = service !== undefined && !onHostNetwork;
  const links: Link[] = [];
  let throughHost = onHostNetwork;
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
  return { runsIn: inContainer ? 'container' : throughHost ? 'host' : undefined, links };
}

interface Target {
  readonly node: TomcatNode;
  readonly connector: Connector;
}

/** The file that says a node runs: Compose's, or the server.xml of a CATALINA_BASE. */
export const homeOf = (node: TomcatNode): string => node.service?.composeFile ?? node.serverXml?.path ?? '';

/** Whether an address leads to the ports of the machine that publishes the containers' ports. */
function isHost({ host = '' }: UpstreamServer, inContainer: boolean): boolean {
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
  if (service?.service.networkMode === 'host') return [];
  return nodes.flatMap((node) => {
    const isBeside = !service || node.service?.composeFile === service.composeFile;
    const names = [node.service?.name, ...(node.service?.aliases ?? [])];
    if (host === undefined || !names.includes(host) || !isBeside || port === undefined) return [];
    return node.connectors
      .filter((connector) => connector.port === port)
      .map((connector) => ({ node, connector }));
  });
}
