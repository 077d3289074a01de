import { isGlob, matchGlob } from '../languages/nginx/includes';
import type { NginxDocument } from '../languages/nginx/tree';
import type { FileSystem } from './fileSystem';
import { entryOf, isInside, join } from '../languages/text/paths';

/** Where distributions and the official image keep the configuration; a workspace holds a copy of it. */
const installedFolders = ['/etc/nginx/', '/usr/local/nginx/conf/', '/usr/local/etc/nginx/'];

/** A file with one of these at its top is a main file: relative includes are resolved against its folder. */
const mainBlocks = new Set(['events', 'http', 'stream', 'mail']);

export const isMainFile = (document: NginxDocument): boolean =>
  document.directives.some((directive) => mainBlocks.has(directive.name.value));

/**
 * The files below `root` that an include of a main file in `folder` means. Nothing outside the workspace is looked at,
 * since the same files must give the same answer on every machine.
 */
export async function expandInclude(
  pattern: string,
  folder: string,
  root: string,
  fileSystem: FileSystem,
): Promise<string[]> {
  const installed = installedFolders.find((prefix) => pattern.startsWith(prefix));
  const target = join(folder, installed ? pattern.slice(installed.length) : pattern);
  if (!isInside(target, root)) return [];
  let paths = [root];
  for (const segment of target.slice(root.length).split('/').filter(Boolean)) {
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
