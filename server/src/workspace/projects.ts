import { namedBy, settledIn } from '../cluster/settled';
import type { LoadedFile } from './loadedFile';
import { commonFolder, folderOf, isInside, join } from '../languages/text/paths';

/** Files that are joined into one model. */
export interface ProjectFiles {
  readonly root: string;
  readonly files: readonly LoadedFile[];
}

/**
 * Splits the files of a folder into projects. A folder below the root stands by itself where it has a Compose file and,
 * in it or beneath, both an nginx configuration and something of Tomcat: an example, or one of several stacks in one
 * repository. Where its Compose file takes something from outside, the folder around both counts. So does a folder with a
 * cluster-lab.json, and all that this names belongs to it. Everything else belongs to the root, since one cluster may well
 * be spread over sibling folders.
 */
export function projectsOf(root: string, files: readonly LoadedFile[]): ProjectFiles[] {
  const settled = files.flatMap(({ path, file }) =>
    file.kind === 'cluster-lab.json' ? [settledReach(path, file)] : [],
  );
  const isTaken = (folder: string): boolean =>
    settled.some(({ path, named }) =>
      named.some((one) => isInside(one, root) && isInside(one, folder) !== isInside(path, folder)),
    );
  const stacks = files
    .flatMap((file) => reachOf(file) ?? [])
    .filter((folder) => isWhole(files.filter(({ path }) => isInside(path, folder))));
  const standing = [
    ...new Set([...stacks.filter((folder) => !isTaken(folder)), ...settled.map(({ reach }) => reach)]),
  ]
    .filter((folder) => folder !== root && isInside(folder, root))
    .toSorted((a, b) => b.length - a.length);
  if (standing.length === 0) return files.length > 0 ? [{ root, files }] : [];
  const projects = new Map<string, LoadedFile[]>([[root, []]]);
  for (const folder of standing.toSorted()) projects.set(folder, []);
  for (const file of files) {
    const home = standing.find((folder) => isInside(file.path, folder)) ?? root;
    projects.get(home)?.push(file);
  }
  return [...projects]
    .filter(([, own]) => own.length > 0)
    .map(([folder, own]) => ({ root: folder, files: own }));
}

/** The folder that holds a Compose file and all that it names by a relative path. */
function reachOf({ path, file }: LoadedFile): string | undefined {
  if (file.kind !== 'compose') return undefined;
  const { services, includes } = file.document;
  const named = services.flatMap(({ mounts, build, extends: base }) => [
    ...mounts.flatMap(({ kind, source }) => (kind === 'bind' && source !== undefined ? [source] : [])),
    ...(build ? [build.context === '.' ? './.' : `${build.context}/Dockerfile`] : []),
    ...(base?.file === undefined ? [] : [base.file]),
  ]);
  const relative = [...named, ...includes].filter((one) => /^\.{1,2}(?:[\\/]|$)|^[\w-]+[\\/.]/.test(one));
  return commonFolder([path, ...relative.map((one) => join(folderOf(path), one))]);
}

/** The folder that holds a cluster-lab.json and all that it names. */
function settledReach(
  path: string,
  file: Extract<LoadedFile['file'], { kind: 'cluster-lab.json' }>,
): { readonly path: string; readonly named: readonly string[]; readonly reach: string } {
  const settled = settledIn(new Map([[path, file]]));
  const named = settled ? namedBy(settled) : [];
  return { path, named, reach: commonFolder([path, ...named]) };
}

const isWhole = (files: readonly LoadedFile[]): boolean =>
  files.some(({ file }) => file.kind === 'nginx') &&
  files.some(({ file }) => file.kind === 'server.xml' || file.kind === 'web.xml');
