import { isGlob, matchGlob } from '../languages/nginx/includes';
import type { FileSystem } from './fileSystem';
import { entryOf, isInside } from '../languages/text/paths';

/**
 * The files below `root` that a path or a pattern of this machine means. Nothing outside the workspace is looked at, since
 * the same files must give the same answer on every machine.
 */
export async function expandPattern(
  pattern: string,
  root: string,
  fileSystem: FileSystem,
): Promise<readonly string[]> {
  if (!isInside(pattern, root)) return [];
  let paths = [root];
  for (const segment of pattern.slice(root.length).split('/').filter(Boolean)) {
    paths = isGlob(segment)
      ? (await Promise.all(paths.map((path) => matching(path, segment, fileSystem)))).flat()
      : paths.map((path) => entryOf(path, segment));
  }
  return paths;
}

/** Entries of a folder that a glob segment matches; none where the folder cannot be listed, as for nginx. */
async function matching(folder: string, segment: string, fileSystem: FileSystem): Promise<string[]> {
  const entries = await fileSystem.list(folder).catch(() => []);
  const names = entries.map(({ name }) => name);
  return matchGlob(segment, names).map((name) => entryOf(folder, name));
}
