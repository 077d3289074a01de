import { KnownApps, readApps } from './apps';
import type { NginxConfiguration } from '../languages/nginx/configuration';
import type { Fact } from './facts';
import { Images, type ServiceImage } from './images';
import { readTypes } from './types';
import { httpOf } from '../languages/nginx/http';
import { readFragments, readMain } from './configurations';
import { appsByNode, partition, readGroups } from './groups';
import { homeOf, link, nginxVersionOf, targetsOf } from './links';
import type { App, Balancer, Cluster, ClusterModel, Link, NodeGroup, TomcatNode } from './model';
import { readNodes } from './nodes';
import { otherBalancersOf } from './otherBalancers';
import { readTomcatFiles } from './tomcatFiles';
import type { Searched } from './includes';
import { shippedRoots } from './shipped';
import { indexesOf } from './indexes';
import { type Settled, settledIn, settleNodes } from './settled';
import { type Files, Kept, Parts } from './kept';
import { buildOf, type NginxStart, startsOf } from './starts';

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
export const buildModel = (root: string, files: Files, options: ModelOptions = {}): ClusterModel =>
  new ModelBuilder(root).build(files, options);

/**
 * Builds the models of one folder, moment after moment. Each reader sees no files but of the kinds it is about, and what it
 * made of them is kept while they do not change.
 */
export class ModelBuilder {
  private readonly parts = new Parts();
  private readonly knownApps = new KnownApps();
  private readonly shipped = new Kept(shippedRoots);
  private readonly apps = new Kept((files: Files, shipped: readonly string[]) =>
    readApps(files, shipped, this.knownApps),
  );
  private readonly types = new Kept((files: Files) => readTypes(files.values()));
  private readonly images = new Kept((files: Files) => new Images(files));
  private readonly nodes = new Kept(
    (
      files: Files,
      images: Images,
      apps: readonly App[],
      version: string | undefined,
      settled: Settled | undefined,
    ) =>
      settleNodes(
        readNodes({ files, images, apps, version, settled: settled?.tomcatVersion?.value }),
        settled,
        apps,
      ),
  );
  private readonly used = new Kept((nodes: readonly TomcatNode[], linked: readonly TomcatNode[]) =>
    nodes.filter((node) => !node.isLoose || linked.includes(node)),
  );
  private readonly served = new Kept(appsByNode);
  private readonly nginx = new Kept(readNginx);

  constructor(private readonly root: string) {}

  build(files: Files, options: ModelOptions = {}): ClusterModel {
    const { parts } = this;
    parts.take(files);
    const shipped = this.shipped.of(parts.of('java', 'web.xml'));
    const apps = this.apps.of(parts.of('java', 'pom.xml', 'gradle', 'web.xml', 'context.xml'), shipped);
    const settled = settledIn(parts.of('cluster-lab.json'));
    const images = this.images.of(parts.whole('compose', 'env', 'dockerfile', 'cluster-lab.json'));
    const all = this.nodes.of(
      parts.whole(
        'compose',
        'env',
        'dockerfile',
        'setenv.sh',
        'catalina.properties',
        'server.xml',
        'context.xml',
        'web.xml',
        'pom.xml',
      ),
      images,
      apps,
      options.tomcatVersion,
      settled,
    );
    const { mains, fragments } = this.nginx.of(
      parts.whole('nginx', 'compose', 'env', 'dockerfile', 'cluster-lab.json'),
      images,
      this.root,
      options.elsewhere,
      options.nginxVersion,
    );
    const linked = first(mains, settled?.main).map(
      ({ configuration, start: { service, mounts }, release }) => {
        const { servers, upstreams, proxies } = httpOf(configuration);
        const text = {
          configuration,
          mainFile: configuration.mainFile,
          files: configuration.files,
          servers,
          upstreams: [...upstreams.values()],
          proxies: [...proxies.values()],
          targets: targetsOf(proxies.values()),
          mounts,
        };
        const { runsIn, links, undecided } = link(text, service, all);
        const balancer: Balancer = {
          ...text,
          runsIn,
          service,
          version: release?.value,
          release,
          undecided,
        };
        return { balancer, links };
      },
    );
    const balancers = linked.map(({ balancer }) => balancer);
    const otherBalancers = otherBalancersOf({ files, nodes: all, projects: images.projects });
    const nodes = this.used.of(
      all,
      [...linked.flatMap(({ links }) => links), ...otherBalancers.flatMap(({ members }) => members)].map(
        ({ node }) => node,
      ),
    );
    const groups = readGroups(
      nodes,
      apps,
      balancers,
      linked.flatMap(({ links }) => links),
      this.served.of(nodes, apps),
      otherBalancers.map(({ members }) => members.map(({ node }) => node)),
    );
    const clusters = readClusters(groups, linked);
    const tomcatFiles = readTomcatFiles({
      files,
      images,
      nodes,
      apps,
      shipped,
      version: options.tomcatVersion,
      settled: settled?.tomcatVersion?.value,
    });
    const configurations = [...mains.map(({ configuration }) => configuration), ...fragments];
    return {
      root: this.root,
      files,
      absent: options.absent,
      clusters,
      apps,
      shipped,
      balancers,
      otherBalancers,
      configurations,
      nodes,
      settled,
      projects: images.projects,
      tomcatFiles,
      types: this.types.of(parts.of('java')),
      ...indexesOf({ files, apps, balancers, clusters, configurations, tomcatFiles }),
    };
  }
}

/** The configurations with one of a main file at their head. */
const first = (mains: readonly Main[], mainFile: string | undefined): readonly Main[] =>
  mains.toSorted(
    (a, b) => Number(b.configuration.mainFile === mainFile) - Number(a.configuration.mainFile === mainFile),
  );

/** What nginx reads from each main file, and what no main file leads to. */
function readNginx(
  files: Files,
  images: Images,
  root: string,
  elsewhere: Searched['elsewhere'],
  nginxVersion: string | undefined,
): { readonly mains: readonly Main[]; readonly fragments: readonly NginxConfiguration[] } {
  const searched = { root, elsewhere };
  const settled = settledIn(files);
  const mains = startsOf(files, searched, images).flatMap((start): readonly Main[] => {
    const { image } = start;
    const release = releaseOf(image, nginxVersion) ?? settled?.nginxVersion;
    const configuration = readMain(files, {
      ...start,
      version: release?.value,
      build: image && buildOf(image),
    });
    // What an image serves by itself is none of the user's.
    return configuration.files.length > 0 ? [{ configuration, start, release }] : [];
  });
  const read = mains.map(({ configuration }) => configuration);
  return {
    mains,
    fragments: readFragments(files, read, nginxVersion ?? settled?.nginxVersion?.value, searched),
  };
}

interface Main {
  readonly configuration: NginxConfiguration;
  readonly start: NginxStart;
  readonly release: Fact<string> | undefined;
}

function releaseOf(
  image: ServiceImage | undefined,
  nginxVersion: string | undefined,
): Fact<string> | undefined {
  if (nginxVersion !== undefined) return { value: nginxVersion, place: undefined, from: 'setting' };
  return image && nginxVersionOf(image);
}

/** Whether a balancer leads to some of a group, or to what one Compose project runs beside them. */
function leadsTo(
  { runsIn, service }: Balancer,
  links: readonly Link[],
  { links: own, nodes }: NodeGroup,
): boolean {
  if (own.some((one) => links.includes(one))) return true;
  const projects =
    runsIn === 'container'
      ? [service?.service.project]
      : links.flatMap(({ node }) => node.service?.project ?? []);
  return nodes.some((node) => projects.includes(homeOf(node)));
}

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
