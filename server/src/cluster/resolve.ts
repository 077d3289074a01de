import type { NginxConfiguration } from '../languages/nginx/configuration';
import { isGlob, matchGlob } from '../languages/nginx/includes';
import { entryOf, folderOf, isAbsolute, isInside, join, rebase } from '../languages/text/paths';
import type { Mount } from './mount';
import type { ClusterModel } from './model';

/** What decides where the paths lie that a configuration names. */
export interface Origin {
  readonly mainFile: string;
  /** What the container sees of the workspace; of two at one path the first counts. */
  readonly mounts: readonly Mount[];
  /** Its main file is the image's own: nothing of the workspace lies beside it but what is put there. */
  readonly isStock: boolean;
  /** The files have the names that they have where nginx runs, as in the output of `nginx -T`. */
  readonly isDump: boolean;
}

/** Where the official image and the packages of distributions have nginx' configuration. */
export const NGINX_FOLDER = '/etc/nginx';

/** Names under which nginx knows its configuration folder when it is installed by a package or from the image. */
const CONFIG_PREFIXES = [
  NGINX_FOLDER,
  '/usr/local/etc/nginx',
  '/opt/homebrew/etc/nginx',
  '/usr/local/nginx/conf',
];

/**
 * The paths of the workspace that a path or a pattern in a configuration means: relative to the folder of the main file,
 * as nginx takes them (`ngx_conf_full_name` with its conf_prefix), through what is mounted or copied into the container,
 * else with nginx' own configuration folder taken for the folder of the main file. Patterns stay patterns.
 */
export function localPaths(path: string, origin: Origin): readonly string[] {
  const { mainFile, mounts, isStock, isDump } = origin;
  if (isDump && isAbsolute(path)) return [path];
  const inContainer = plain(isAbsolute(path) ? path : join(containerFolder(origin), path));
  const mounted = throughMounts(inContainer, mounts);
  if (mounted.length > 0 || isStock) return mounted;
  const folder = folderOf(mainFile);
  if (!isAbsolute(path)) return [join(folder, path)];
  const prefix = CONFIG_PREFIXES.find((known) => isInside(inContainer, known));
  return [(prefix && rebase(inContainer, prefix, folder)) ?? inContainer];
}

/** Without steps up, by which a path could leave the folder that it seems to lie in. */
const plain = (path: string): string => (/\/\.{0,2}(?:\/|$)/.test(path) ? join('/', path) : path);

/** From where a configuration of the model looks for files. */
export function originOf(
  { balancerOf }: Pick<ClusterModel, 'balancerOf'>,
  configuration: NginxConfiguration,
): Origin {
  const { mainFile, stock } = configuration;
  const mounts = balancerOf(configuration)?.mounts ?? [];
  return { mainFile, mounts, isStock: stock !== undefined, isDump: false };
}

/**
 * Where the workspace may have what a path in a file names: where the main files that read it look, else beside the file
 * or at the top of the workspace. Nothing outside of it.
 */
export function candidatesFor(
  model: Pick<ClusterModel, 'balancerOf' | 'configurations' | 'root'>,
  file: string,
  path: string,
): readonly string[] {
  const { configurations, root } = model;
  const readers = configurations.filter(({ files }) => files.includes(file));
  const beside = [folderOf(file), root].map((folder) => entryOf(folder, 'nginx.conf'));
  const origins = [
    ...readers.map((configuration) => originOf(model, configuration)),
    ...beside.map((mainFile) => ({ mainFile, mounts: [], isStock: false, isDump: false })),
  ];
  const found = new Set(origins.flatMap((origin) => localPaths(path, origin)));
  return [...found].filter((candidate) => isInside(candidate, root));
}

/** The folder of the main file as nginx sees it. */
export function containerFolder({ mainFile, mounts, isStock }: Origin): string {
  if (isStock) return NGINX_FOLDER;
  const [there] = mounts.flatMap(({ localPath, target }) => rebase(mainFile, localPath, target) ?? []);
  return there === undefined ? NGINX_FOLDER : folderOf(there);
}

/** Where a path inside a container comes from. A pattern may reach into several mounts. */
export function throughMounts(path: string, mounts: readonly Mount[]): readonly string[] {
  const fixed = isGlob(path) ? folderOf(path.slice(0, path.search(/[*?[]/))) : path;
  const found: string[] = [];
  for (const mount of mounts) {
    const local = throughMount(path, mount);
    if (local !== undefined) found.push(local);
    if (mount.covers && isInside(fixed, mount.target)) break;
  }
  return found;
}

function throughMount(path: string, { localPath, target, suffix = '' }: Mount): string | undefined {
  const base = target === '/' ? '' : target;
  const depth = base.split('/').length;
  const names = path.split('/');
  const head = names.slice(0, depth).join('/');
  if (head !== base && !(isGlob(head) && matchGlob(head, [base]).length > 0)) return undefined;
  if (names.length > depth) return entryOf(localPath, names.slice(depth).join('/')) + suffix;
  return suffix === '' ? localPath : undefined;
}
