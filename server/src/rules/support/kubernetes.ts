import type { ClusterModel, TomcatFile } from '../../cluster/model';
import { imageVersion } from '../../languages/compose/image';
import type {
  KubernetesContainer,
  KubernetesObject,
  KubernetesWorkload,
} from '../../languages/kubernetes/tree';
import { baseName, folderOf, isInside } from '../../languages/text/paths';
import { componentsIn } from '../../languages/tomcat/components';

/** An object of Kubernetes with the file it stands in. */
export interface Manifest {
  readonly path: string;
  readonly object: KubernetesObject;
}

/** Where a server.xml runs: the workload, and the container of it. */
export interface Running extends Manifest {
  readonly workload: KubernetesWorkload;
  readonly container: KubernetesContainer;
}

/** All objects of the manifests of a workspace. */
export const manifestsOf = ({ files }: ClusterModel): readonly Manifest[] =>
  [...files.values()].flatMap((file) =>
    file.kind === 'kubernetes' ? file.document.objects.map((object) => ({ path: file.path, object })) : [],
  );

const WORKLOADS = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'DaemonSet',
  'Pod',
  'DeploymentConfig',
]);

/** Images in which no Tomcat runs. */
const OTHERS =
  /^(?:nginx|httpd|haproxy|traefik|redis|memcached|mysql|mariadb|postgres(?:ql)?|mongo|rabbitmq|busybox|alpine|curl|kibana|elasticsearch|grafana|prometheus)$/;

/**
 * The workload that runs a server.xml: that of the image which a Compose file builds with it or which is called like the folder
 * of its Dockerfile, else the only one there is beside
 * at most one Dockerfile, where this is the only server.xml with a Cluster. Undefined where that is not known.
 */
export function runningOf(file: TomcatFile, model: ClusterModel): Running | undefined {
  const all = manifestsOf(model).flatMap(({ path, object }): readonly Running[] => {
    const { workload } = object;
    if (!workload || !WORKLOADS.has(object.kind)) return [];
    return workload.containers
      .filter(mayBeTomcat)
      .map((container) => ({ path, object, workload, container }));
  });
  const built = new Set(
    file.nodes.flatMap(({ service }) =>
      service?.build && service.image ? [repositoryOf(service.image.value)] : [],
    ),
  );
  const folder = buildFolderOf(file, model);
  const named = all.filter(({ container: { image } }) => {
    const repository = repositoryOf(image?.value ?? '');
    return built.has(repository) || baseName(repository) === folder;
  });
  const [only, another] = named.length > 0 ? named : all;
  if (!only || another) return undefined;
  return named.length > 0 || isAlone(file, model) ? only : undefined;
}

const mayBeTomcat = ({ image }: KubernetesContainer): boolean =>
  image !== undefined && !OTHERS.test(baseName(repositoryOf(image.value)));

/** Whether an object runs pods that may be Tomcats. */
export const runsElse = ({ kind, workload }: KubernetesObject): boolean =>
  WORKLOADS.has(kind) && workload !== undefined && workload.containers.some(mayBeTomcat);

const repositoryOf = (image: string): string => imageVersion(image).repository;

/** The name of the folder from which an image with a server.xml is built: that of the nearest Dockerfile above. */
function buildFolderOf({ path }: TomcatFile, { files }: ClusterModel): string | undefined {
  const folders = [...files.values()]
    .filter(({ kind }) => kind === 'dockerfile')
    .map((file) => folderOf(file.path))
    .filter((folder) => isInside(path, folder));
  const nearest = folders.toSorted((a, b) => b.length - a.length)[0];
  return nearest === undefined ? undefined : baseName(nearest);
}

function isAlone(file: TomcatFile, { files, tomcatFiles }: ClusterModel): boolean {
  const builds = [...files.values()].filter(({ kind }) => kind === 'dockerfile');
  const servers = tomcatFiles.filter(
    ({ kind, document }) =>
      kind === 'server.xml' && [...componentsIn(document)].some(({ name }) => name === 'Cluster'),
  );
  return builds.length <= 1 && servers.length === 1 && servers[0] === file;
}

/** Whether there may be several of its pods: they are counted, or something counts them as it goes. */
export const hasSeveral = ({ object, workload }: Running, model: ClusterModel): boolean =>
  (workload.replicas ?? 1) > 1 ||
  object.kind === 'DaemonSet' ||
  manifestsOf(model).some(({ object: { kind } }) => kind === 'HorizontalPodAutoscaler');
