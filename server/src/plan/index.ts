import { t } from '@vscode/l10n';
import type { Adaptation, ContainerPlan, Deployment, DeploymentAnswer, DeploymentWishes } from '../protocol';
import type { Cluster, ClusterModel, TomcatNode } from '../cluster/model';
import { baseName } from '../languages/text/paths';
import { demoApp, demoNginx, demoTomcat, nodeNames } from './demo';
import { isMinTimeout, minTimeout } from './keepalive';
import { nginxCandidates, nginxImageOf, planNginx } from './nginx';
import type { Addresses } from './nginxEdits';
import { DEFAULT_IMAGES, entriesOf, nodeAdaptations, STOCK_APPS } from './parts';
import { whatRuns } from './runs';
import { hasAlias, targetOf, type NamedNode } from './targets';
import { appCandidates, planTomcat, tomcatCandidates, type TomcatPart } from './tomcat';

const DEFAULT_NODES = 2;
/** More than one machine for learning carries. */
const MAX_NODES = 16;

/**
 * Plans a lab: the balancer and the Tomcats of the workspace with their own files, what is missing from the built-in demo,
 * and the demo alone where the workspace holds nothing of ours. Pure: `present` are those of `localCandidates(model)`
 * that exist on this machine.
 */
export function deploy(
  model: ClusterModel | undefined,
  wishes: DeploymentWishes,
  present: ReadonlySet<string> = new Set(),
): DeploymentAnswer {
  const count = wishes.nodes;
  if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > MAX_NODES)) {
    return { ok: false, message: t('A lab has 1 to {most} nodes, not {count}.', { most: MAX_NODES, count }) };
  }
  const time = wishes.keepaliveMinTimeout;
  if (time !== undefined && !isMinTimeout(time)) {
    return {
      ok: false,
      message: t('keepalive_min_timeout takes a time such as 10s, not "{time}".', { time }),
    };
  }
  const cluster = model && chosen(model);
  const deployment = model && cluster ? fromWorkspace(model, cluster, wishes, present) : demo(wishes);
  return { ok: true, deployment: { ...deployment, wishes, runs: whatRuns(deployment, aloneIn(model)) } };
}

/** nginx files with servers of which nothing tells where nginx reads them: the lab cannot run them. */
const aloneIn = (model: ClusterModel | undefined): string[] =>
  (model?.configurations ?? []).flatMap(({ kind, mainFile, byName }) =>
    kind === 'fragment' && byName.has('server') ? [mainFile] : [],
  );

/** Paths of this machine that a plan would take if they are there. */
export function localCandidates(model: ClusterModel): readonly string[] {
  const { balancers, nodes } = chosen(model) ?? { balancers: [], nodes: [] };
  return [
    ...balancers.flatMap((balancer) => nginxCandidates(model, balancer)),
    ...nodes.flatMap((node) => tomcatCandidates(node)),
    ...model.apps.flatMap((app) => appCandidates(app)),
  ];
}

type Runnable = Pick<Cluster, 'balancers' | 'nodes' | 'apps'>;

/**
 * Of several clusters the one of the main file that cluster-lab.json names, else the first that has both sides; else what
 * there is of either.
 */
function chosen(model: ClusterModel): Runnable | undefined {
  const wholes = model.clusters.filter(({ balancers, nodes }) => balancers.length > 0 && nodes.length > 0);
  const main = model.settled?.main;
  const isSettled = ({ balancers }: Cluster): boolean => balancers.some(({ mainFile }) => mainFile === main);
  const [whole] = [...wholes.filter(isSettled), ...wholes];
  if (whole) return whole;
  const { balancers, nodes, apps } = model;
  return balancers.length + nodes.length > 0 ? { balancers, nodes, apps } : undefined;
}

function demo(wishes: DeploymentWishes): Deployment {
  const images = { ...DEFAULT_IMAGES, ...wishes.images };
  const probePath = probePathOf(wishes);
  const names = nodeNames(wishes.nodes ?? DEFAULT_NODES);
  const tomcats = names.map((name) => demoTomcat(name, names, images.tomcat, probePath));
  const upstreams = {
    http: names.map((node) => ({ node, port: 8080 })),
    https: names.map((node) => ({ node, port: 8443 })),
  };
  const nginx = demoNginx(images.nginx, upstreams, wishes.keepaliveMinTimeout);
  return {
    labId: wishes.labId,
    title: t('built-in demo'),
    source: 'demo',
    folder: wishes.folder ?? null,
    tomcats,
    nginx,
    startOrder: 'together',
    clustered: true,
    compile: null,
    adaptations: [...minTimeout(images.nginx, wishes.keepaliveMinTimeout).leftOut],
    entries: [nginx, ...tomcats].flatMap(entriesOf),
    probePath,
  };
}

function fromWorkspace(
  model: ClusterModel,
  cluster: Runnable,
  wishes: DeploymentWishes,
  present: ReadonlySet<string>,
): Deployment {
  const probePath = probePathOf(wishes);
  const nodes = namedNodes(cluster.nodes, wishes.nodes);
  const own = nodes.map((named) =>
    planTomcat(named, {
      model,
      nodes,
      apps: cluster.apps,
      image: tomcatImage(named.node, wishes),
      probePath,
      aliases: named.node.service && hasAlias(nodes, named.node) ? [named.node.service.name] : [],
      present,
    }),
  );
  const isOwn = own.length > 0;
  const tomcats = isOwn ? own.map(withApp) : demoTomcats(wishes, probePath);
  const balancer = cluster.balancers[0];
  const image = wishes.images?.nginx ?? (balancer && nginxImageOf(balancer)) ?? DEFAULT_IMAGES.nginx;
  const nginx = balancer
    ? planNginx({
        model,
        balancer,
        image,
        keepaliveMinTimeout: wishes.keepaliveMinTimeout,
        present,
        addresses: isOwn
          ? ownAddresses(nodes, balancer.runsIn !== 'container')
          : demoAddresses(tomcats.map(({ container }) => container.name)),
      })
    : inFront(image, tomcats, wishes.keepaliveMinTimeout);
  return {
    labId: wishes.labId,
    title: baseName(model.root),
    source: 'workspace',
    folder: model.root,
    tomcats: tomcats.map(({ container }) => container),
    nginx: nginx.container,
    // Two that find each other while both start wait 60 seconds, also where a third has no cluster.
    startOrder: nodes.some(({ node }) => node.cluster) ? 'first-node' : 'together',
    clustered: nodes.every(({ node }) => node.cluster),
    compile: tomcats.find(({ compile }) => compile)?.compile ?? null,
    adaptations: [
      ...unique([...nginx.adaptations, ...tomcats.flatMap((part) => part.adaptations)]),
      ...nodeAdaptations(),
    ],
    entries: [...nginx.entries, ...tomcats.flatMap((part) => part.entries)],
    probePath,
  };
}

const probePathOf = ({ probeToken }: DeploymentWishes): string => `/cluster-lab-${probeToken}`;

/**
 * The nodes under names that Docker takes for host names. Where the workspace has one Tomcat only there are two of it, since
 * one is no cluster. Where more are wanted than it has, the last is copied; fewer are the first ones.
 */
function namedNodes(nodes: readonly TomcatNode[], wanted: number | undefined): NamedNode[] {
  const last = nodes.at(-1);
  if (!last) return [];
  const count = wanted ?? Math.max(nodes.length, DEFAULT_NODES);
  const taken = new Set(['nginx']);
  const nameFor = (node: TomcatNode): string => {
    const plain = node.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    if (nodes.length > 1 && plain !== '' && !taken.has(plain)) return plain;
    let number = taken.size;
    while (taken.has(`tomcat${number}`)) number++;
    return `tomcat${number}`;
  };
  const named: NamedNode[] = [];
  for (const node of nodes.slice(0, count)) {
    const name = nameFor(node);
    taken.add(name);
    named.push({ name, node });
  }
  const copyOf = named.at(-1)?.name;
  if (copyOf !== undefined) {
    for (let index = named.length; index < count; index++) {
      const name = nameFor(last);
      taken.add(name);
      named.push({ name, node: last, copyOf });
    }
  }
  return named;
}

const ownAddresses = (nodes: readonly NamedNode[], loopbackIsHost: boolean): Addresses => ({
  target: (host, port, scheme, index) => targetOf(nodes, { host, port, scheme, index, loopbackIsHost }),
  besides: (name) => nodes.filter(({ copyOf }) => copyOf === name).map((it) => it.name),
});

/** Whatever the user's nginx leads to, in the lab it is a node of the demo; those without an address stand beside. */
const demoAddresses = (names: readonly string[]): Addresses => ({
  target: (host, _port, scheme, index) => {
    const node = names[index % names.length];
    if (node === undefined || host.startsWith('unix:')) return undefined;
    return { node, port: scheme === 'https' ? 8443 : 8080, standIn: false };
  },
  besides: () => names,
});

const tomcatImage = (node: TomcatNode, { images }: DeploymentWishes): string => {
  const stated = node.image ?? (node.version && `tomcat:${node.version}`);
  return images?.tomcat ?? stated ?? DEFAULT_IMAGES.tomcat;
};

/** A Tomcat without an app answers 404 to everything, so it gets the demo's. */
function withApp(part: TomcatPart): TomcatPart {
  if (part.hasApp) return part;
  const { container, adaptations, folder } = part;
  return {
    ...part,
    container: { ...container, files: [...container.files, demoApp(container.image, folder)] },
    adaptations: [
      ...adaptations,
      {
        id: 'demo-app',
        title: t('The workspace has no app for this Tomcat, so it runs the built-in demo'),
        file: null,
      },
    ],
  };
}

function demoTomcats(wishes: DeploymentWishes, probePath: string): TomcatPart[] {
  const names = nodeNames(wishes.nodes ?? DEFAULT_NODES);
  const image = wishes.images?.tomcat ?? DEFAULT_IMAGES.tomcat;
  return names.map((name) => {
    const container = demoTomcat(name, names, image, probePath);
    return {
      container,
      entries: entriesOf(container),
      compile: undefined,
      hasApp: true,
      folder: STOCK_APPS,
      adaptations: [
        {
          id: 'demo-tomcat',
          title: t('The workspace has no Tomcat, so nginx uses those of the demo'),
          file: null,
        },
      ],
    };
  });
}

function inFront(
  image: string,
  tomcats: readonly TomcatPart[],
  keepaliveMinTimeout: string | undefined,
): { container: ContainerPlan; adaptations: readonly Adaptation[]; entries: ReturnType<typeof entriesOf> } {
  const portsOf = (scheme: 'http' | 'https') =>
    tomcats.flatMap(({ container: { name, ports } }) =>
      ports
        .filter((port) => port.scheme === scheme)
        .slice(0, 1)
        .map(({ container }) => ({ node: name, port: container })),
    );
  const container = demoNginx(image, { http: portsOf('http'), https: portsOf('https') }, keepaliveMinTimeout);
  return {
    container,
    entries: entriesOf(container),
    adaptations: [
      {
        id: 'demo-nginx',
        title: t('The workspace has no nginx configuration, so that of the demo is used'),
        file: null,
      },
      ...minTimeout(image, keepaliveMinTimeout).leftOut,
    ],
  };
}

function unique(adaptations: readonly Adaptation[]): Adaptation[] {
  const seen = new Map(adaptations.map((it) => [`${it.id} ${it.title} ${it.file}`, it]));
  return [...seen.values()];
}
