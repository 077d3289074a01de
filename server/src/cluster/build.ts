import { readApps } from './apps';
import type { Fact } from './facts';
import { Images, type ServiceImage } from './images';
import { readTypes } from './types';
import { httpOf } from '../languages/nginx/http';
import { readFragments, readMain } from './configurations';
import { partition, readGroups } from './groups';
import { homeOf, link, nginxVersionOf } from './links';
import type { Balancer, Cluster, ClusterModel, Link, NodeGroup } from './model';
import { readNodes } from './nodes';
import type { Searched } from './includes';
import { shippedRoots } from './shipped';
import type { SourceFile } from './source';
import { buildOf, startsOf } from './starts';

export interface ModelOptions {
  /** What somebody set counts before what an image's tag says. */
  readonly nginxVersion?: string | undefined;
  readonly tomcatVersion?: string | undefined;
  /** Files that an include names and that were looked for in vain; without it the files given are all there are. */
  readonly absent?: ReadonlySet<string> | undefined;
  /** What lies beside the files that are given; undefined where a folder was searched for them. */
  readonly elsewhere?: Searched['elsewhere'];
}

/** Joins what the readers made of the files of one workspace folder, by path. Never throws; what is not known stays undefined. */
export function buildModel(
  root: string,
  files: ReadonlyMap<string, SourceFile>,
  options: ModelOptions = {},
): ClusterModel {
  const searched = { root, elsewhere: options.elsewhere };
  const shipped = shippedRoots(files);
  const apps = readApps(files, shipped);
  const images = new Images(files);
  const nodes = readNodes({ files, images, apps, version: options.tomcatVersion });
  const linked = startsOf(files, searched, images).flatMap((start) => {
    const { service, image, mounts } = start;
    const release = releaseOf(image, options);
    const version = release?.value;
    const configuration = readMain(files, { ...start, version, build: image && buildOf(image) });
    // What an image serves by itself is none of the user's.
    if (configuration.files.length === 0) return [];
    const { servers, upstreams, proxies } = httpOf(configuration);
    const text = {
      configuration,
      mainFile: configuration.mainFile,
      files: configuration.files,
      servers,
      upstreams: [...upstreams.values()],
      proxies: [...proxies.values()],
    };
    const { runsIn, links } = link(text, service, nodes);
    const balancer: Balancer = { ...text, runsIn, service, mounts, version, release };
    return [{ balancer, links, configuration }];
  });
  const mains = linked.map(({ configuration }) => configuration);
  const balancers = linked.map(({ balancer }) => balancer);
  const owners = new Map(linked.map(({ balancer, configuration }) => [configuration, balancer]));
  const groups = readGroups(
    nodes,
    apps,
    balancers,
    linked.flatMap(({ links }) => links),
  );
  return {
    root,
    files,
    absent: options.absent,
    clusters: readClusters(groups, linked),
    apps,
    shipped,
    balancers,
    balancerOf: (configuration) => owners.get(configuration),
    configurations: [...mains, ...readFragments(files, mains, options.nginxVersion, searched)],
    nodes,
    types: readTypes(files.values()),
  };
}

function releaseOf(
  image: ServiceImage | undefined,
  { nginxVersion }: ModelOptions,
): Fact<string> | undefined {
  if (nginxVersion !== undefined) return { value: nginxVersion, place: undefined, from: 'setting' };
  return image && nginxVersionOf(image);
}

const leadsTo = ({ runsIn, service }: Balancer, links: readonly Link[], group: NodeGroup): boolean =>
  group.links.some((own) => links.includes(own)) ||
  (runsIn === 'container' && group.nodes.some((node) => homeOf(node) === service?.composeFile));

/** A balancer and the groups it leads to are one cluster; so are those that one Compose file runs beside it. */
function readClusters(
  groups: readonly NodeGroup[],
  linked: readonly { readonly balancer: Balancer; readonly links: readonly Link[] }[],
): readonly Cluster[] {
  const together = linked.map(({ balancer, links }) =>
    groups.filter((group) => leadsTo(balancer, links, group)),
  );
  return partition(groups, together).map((own) => ({
    balancers: linked
      .filter(({ balancer, links }) => own.some((group) => leadsTo(balancer, links, group)))
      .map(({ balancer }) => balancer),
    nodes: own.flatMap(({ nodes }) => nodes),
    apps: [...new Set(own.flatMap(({ apps }) => apps))],
    links: own.flatMap(({ links }) => links),
    groups: own,
    intent: own.find(({ intent }) => intent)?.intent,
  }));
}
