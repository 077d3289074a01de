import type { Balancer, ClusterModel, TomcatNode } from '../model';

/** What Docker gives out by default (default-address-pools of libnetwork): enough of each to tell one list of proxies from another. */
const POOLS: readonly string[] = [
  ...Array.from({ length: 15 }, (_, index) => `172.${17 + index}`).flatMap((net) => addressesIn(`${net}.0`)),
  ...Array.from({ length: 16 }, (_, index) => `192.168.${16 * index}`).flatMap(addressesIn),
];

function addressesIn(net: string): readonly string[] {
  return Array.from({ length: 30 }, (_, index) => `${net}.${index + 1}`);
}

/** Networks of one's own making, whose addresses nobody knows without reading them. */
const OWN_NETWORKS = /\b(?:ipam|subnet|macvlan|ipvlan|enable_ipv6|external|ipv4_address)\b/;

/** The texts of the files that a Compose project is made of. */
export const composeTexts = (project: string, { projects, files }: ClusterModel): readonly string[] => {
  const services = projects.find(({ path }) => path === project)?.services ?? [];
  return [...new Set([project, ...services.map(({ composeFile }) => composeFile)])].flatMap((path) => {
    const file = files.get(path);
    return file?.kind === 'compose' ? [file.document.text] : [];
  });
};

/** The addresses by which Tomcat may see nginx, of which it is one; undefined: not known. */
export function peersOf(
  balancer: Balancer,
  node: TomcatNode,
  host: string,
  model: ClusterModel,
): readonly string[] | undefined {
  const { runsIn, service } = balancer;
  if (!node.service) return runsIn !== 'container' && isLoopback(host) ? ['127.0.0.1'] : undefined;
  if (composeTexts(node.service.project, model).some((text) => OWN_NETWORKS.test(text))) return undefined;
  if (node.service.networkMode !== undefined || service?.service.networkMode !== undefined) return undefined;
  if (runsIn === 'container' && service?.service.project !== node.service.project) return undefined;
  return runsIn === undefined ? undefined : POOLS;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host.startsWith('127.');
