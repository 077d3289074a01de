import type { ComposeProject, ProjectService } from './compose';
import { readAddress, readPorts } from '../languages/nginx/address';
import type { Placement } from '../languages/nginx/configuration';
import type { Proxy, Upstream, UpstreamServer } from '../languages/nginx/http';
import type { Fact } from './facts';
import { contextOf, type Images, type ServiceImage } from './images';
import type { Mount } from './mount';
import type { Balancer, Connector, Link, NginxService, TomcatNode } from './model';
import { isSettledFor } from './settled';
import { baseName, folderOf, isInside, nearest, rebase } from '../languages/text/paths';
import { isVersion } from '../languages/text/versions';

/** Other builds of nginx, and images of others that have it in their name. */
const NGINX_NAME = /(?:^|[-_.])(?:nginx|openresty|tengine|angie|freenginx)(?:[-_.]|$)/;
const INSTALLS_NGINX = /\b(?:apk|apt-get|apt|dnf|yum)\b[^;&|]*\b(?:install|add)\b[^;&|]*\bnginx\b/;

/** Where packages, images and builds of nginx begin to read. */
const MAIN_FILE = /\/nginx\/(?:conf\/)?nginx\.conf$/;

/** Whether nginx is what an image runs; an image of which nothing is known may do so. */
export function mayBeNginx({ official, name, modified, runs, files }: ServiceImage): boolean {
  if (official !== undefined) return official === 'nginx';
  if (name === undefined || NGINX_NAME.test(baseName(name))) return true;
  if (files.some(({ target }) => MAIN_FILE.test(target))) return true;
  return modified || runs.some((run) => INSTALLS_NGINX.test(run));
}

/** Where images keep configuration. */
const CONFIGURATION = /^\/etc\/|\/conf(?:ig)?\//;

/**
 * The Compose services of nginx that mount or copy a main file, one of each project; where none does, the one of the nearest
 * project that is built, nobody knows how, from a folder that holds it.
 */
export function servicesOf(
  mainFile: string,
  projects: readonly ComposeProject[],
  images: Images,
): readonly NginxService[] {
  const found = projects.flatMap(({ services }) =>
    services.flatMap((service) => {
      const image = images.of(service);
      return mayBeNginx(image) && isOf(service, image, mainFile) ? [{ service, image }] : [];
    }),
  );
  const bringing = found.filter(({ image }) => brings(image.files, mainFile));
  if (bringing.length > 0) return firstOfEach(bringing);
  const [first, ...others] = nearest(mainFile, found, ({ service }) => service.project);
  return first && others.every(({ service }) => service.project === first.service.project) ? [first] : [];
}

const firstOfEach = (services: readonly NginxService[]): readonly NginxService[] =>
  [...new Map(services.toReversed().map((one) => [one.service.project, one])).values()].toReversed();

function isOf(service: ProjectService, image: ServiceImage, mainFile: string): boolean {
  if (brings(image.files, mainFile)) return true;
  const isRead = image.name !== undefined && image.hidden.length === 0;
  const context = isRead ? undefined : contextOf(service);
  return context !== undefined && context !== folderOf(service.composeFile) && isInside(mainFile, context);
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

/** A server of an upstream that may lead to Tomcats of several places, and nothing says to which. */
export interface Undecided {
  readonly server: UpstreamServer;
  readonly host: string;
  readonly port: number | undefined;
  readonly candidates: readonly TomcatNode[];
}

export interface Linked {
  readonly runsIn: Balancer['runsIn'];
  readonly links: readonly Link[];
  readonly undecided: readonly Undecided[];
}

/**
 * Follows each upstream server to the connectors that listen there. Loopback means the ports that Compose publishes, if
 * nginx runs on the host, and the container itself, if it does not; a name means a Compose service beside it. Of several
 * Compose files the one nearest to the main file counts; where two are equally near, nothing is known.
 */
export function link(
  balancer: Pick<Balancer, 'mainFile' | 'upstreams' | 'targets' | 'mounts'>,
  service: NginxService | undefined,
  nodes: readonly TomcatNode[],
): Linked {
  const onHostNetwork = service?.service.networkMode === 'host';
  const inContainer = service !== undefined && !onHostNetwork;
  const links: Link[] = [];
  const undecided: Undecided[] = [];
  let throughHost = onHostNetwork;
  for (const upstream of new Set([...balancer.upstreams, ...balancer.targets.values()])) {
    for (const server of upstream.servers) {
      const address = addressOf(server, balancer.mounts, service);
      const settled = settledTargets(address, nodes);
      const byPort = settled.length === 0 && isHost(address, inContainer);
      const found =
        settled.length > 0
          ? settled
          : byPort
            ? publishedTargets(address, nodes)
            : namedTargets(address, nodes, service);
      if (found.length === 0) continue;
      const sure = found.filter(({ node }) => !node.isLoose);
      const near = nearest(balancer.mainFile, sure.length > 0 ? sure : found, ({ node }) => homeOf(node));
      if (new Set(near.map(({ node }) => homeOf(node))).size !== 1) {
        const { host = '', port } = address;
        undecided.push({ server, host, port, candidates: near.map(({ node }) => node) });
        continue;
      }
      if (byPort && !inContainer) throughHost = true;
      for (const { node, connector } of near) links.push({ upstream, server, node, connector });
    }
  }
  return { runsIn: inContainer ? 'container' : throughHost ? 'host' : undefined, links, undecided };
}

/**
 * What each `proxy_pass` leads to. nginx makes an upstream of a host name that is none's
 * (ngx_http_upstream_add in ngx_http_upstream.c), one for all that name the same host and port.
 */
export function targetsOf(proxies: Iterable<Proxy>): ReadonlyMap<Placement, Upstream> {
  const made = new Map<string, Upstream>();
  const targets = new Map<Placement, Upstream>();
  for (const { placement, upstream, scheme, authority, host, port } of proxies) {
    if (upstream) targets.set(placement, upstream);
    else if (scheme && host !== undefined && !authority.includes('$')) {
      const number = port ?? (scheme === 'https' ? 443 : 80);
      const key = `${host}:${number}`.toLowerCase();
      const target = made.get(key) ?? madeOf(placement, authority, host, number);
      made.set(key, target);
      targets.set(placement, target);
    }
  }
  return targets;
}

const madeOf = (placement: Placement, name: string, host: string, port: number): Upstream => ({
  placement,
  name,
  servers: [{ placement, host, port, parameters: [] }],
  affinity: undefined,
  isWhole: true,
});

type ServerAddress = Pick<UpstreamServer, 'host' | 'port'>;

/** Where an upstream's server is; of a template with what the container's environment has for its variables. */
export function addressOf(
  server: UpstreamServer,
  mounts: readonly Mount[],
  service: NginxService | undefined,
): ServerAddress {
  const { placement, host } = server;
  const text = placement.directive.args[0]?.value ?? '';
  const isTemplate = mounts.some(
    ({ rendered, localPath }) => rendered && isInside(placement.path, localPath),
  );
  if (host !== undefined || !service || !isTemplate) return server;
  const { environment } = service.service;
  const address = readAddress(
    text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return environment.get(name) ?? whole;
    }),
  );
  if (address.kind !== 'inet') return server;
  return { host: address.host, port: readPorts(address.port ?? '80')?.first };
}

/**
 * The Connectors that listen at an address, as a program sees it: nginx where it runs, or one on this machine beside it.
 */
export function connectorsAt(
  address: ServerAddress,
  balancer:
    | { readonly runsIn: Balancer['runsIn']; readonly service: Pick<NginxService, 'service'> | undefined }
    | undefined,
  nodes: readonly TomcatNode[],
): readonly Target[] {
  const inContainer = balancer?.runsIn === 'container';
  const settled = settledTargets(address, nodes);
  if (settled.length > 0) return settled;
  return isHost(address, inContainer)
    ? publishedTargets(address, nodes)
    : namedTargets(address, nodes, balancer?.service);
}

export interface Target {
  readonly node: TomcatNode;
  readonly connector: Connector;
}

/** What cluster-lab.json says of an address: the Connector of its port; of one with another port the only one for HTTP. */
function settledTargets({ host, port }: ServerAddress, nodes: readonly TomcatNode[]): readonly Target[] {
  if (host === undefined) return [];
  return nodes.flatMap((node) => {
    if (!isSettledFor(node, host, port)) return [];
    const same = node.connectors.filter((connector) => connector.port === port);
    const http = node.connectors.filter(({ protocol }) => protocol === 'http');
    const found = same.length > 0 ? same : http.length === 1 ? http : [];
    return found.map((connector) => ({ node, connector }));
  });
}

/** The file that says a node runs: that of its Compose project, or the server.xml of a CATALINA_BASE. */
export const homeOf = (node: TomcatNode): string => node.service?.project ?? node.serverXml?.path ?? '';

/** Whether an address leads to the ports of the machine that publishes the containers' ports. */
function isHost({ host = '' }: ServerAddress, inContainer: boolean): boolean {
  return host === 'host.docker.internal' || (!inContainer && isLoopback(host));
}

/** Whether an address leads to the machine or container that asks. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);

function publishedTargets({ port }: ServerAddress, nodes: readonly TomcatNode[]): readonly Target[] {
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
  { host, port }: ServerAddress,
  nodes: readonly TomcatNode[],
  service: Pick<NginxService, 'service'> | undefined,
): readonly Target[] {
  if (service?.service.networkMode === 'host' || host === undefined || port === undefined) return [];
  return nodesNamed(host, service, nodes).flatMap((node) =>
    node.connectors.filter((connector) => connector.port === port).map((connector) => ({ node, connector })),
  );
}

/** The Tomcats of Compose that a host name means to a service of nginx; to one that is not known, any. */
export function nodesNamed(
  host: string,
  service: Pick<NginxService, 'service'> | undefined,
  nodes: readonly TomcatNode[],
): readonly TomcatNode[] {
  const name = service?.service.links?.get(host) ?? host;
  return nodes.filter(({ service: own }) => {
    if (!own || (service && own.project !== service.service.project)) return false;
    // Swarm's name for the addresses of all replicas.
    return own.name === name || name === `tasks.${own.name}` || own.aliases?.includes(name) === true;
  });
}
