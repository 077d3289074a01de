import { baseName, folderOf, isAbsolute, isInside, join, rebase } from '../languages/text/paths';
import type { ClusterModel } from './model';

/**
 * Where the workspace may have what a file of Tomcat names by a path that is absolute or relative to CATALINA_BASE: where the
 * nodes that read the file look, else around the `conf` folder that it lies in. Nothing outside of the workspace.
 */
export function candidatesInBase(
  { tomcatFiles, root }: Pick<ClusterModel, 'tomcatFiles' | 'root'>,
  file: string,
  path: string,
): readonly string[] {
  const nodes = tomcatFiles.find((one) => one.path === file)?.nodes ?? [];
  const mounted = nodes.flatMap(({ base, files }) => {
    const inNode = isAbsolute(path) ? path : join(base, path);
    return files.flatMap(({ localPath, target }) => rebase(inNode, target, localPath) ?? []);
  });
  const base = baseOf(file);
  const beside = isAbsolute(path) ? [path] : base === undefined ? [] : [join(base, path)];
  return [...new Set([...mounted, ...beside])].filter((candidate) => isInside(candidate, root));
}

/** The CATALINA_BASE around a file in `conf`, or in a folder of a host below it. */
function baseOf(file: string): string | undefined {
  let folder = folderOf(file);
  for (let up = 0; up < 3; up++) {
    if (baseName(folder) === 'conf') return folderOf(folder);
    folder = folderOf(folder);
  }
  return undefined;
}
