import type { FileSystem, FolderEntry } from './fileSystem';
import { entryOf, isInside } from '../languages/text/paths';
import { mapBounded } from './pool';
import { candidate } from './recognise';
import { messageOf } from './errors';

/** Folders that hold other people's files, what a build made, or our own labs. */
const skipped = new Set([
  '.git',
  '.hg',
  '.svn',
  '.idea',
  '.gradle',
  '.vscode-test',
  '.cache',
  '.cluster-lab',
  '.venv',
  'venv',
  '__pycache__',
  'node_modules',
  'bower_components',
  'target',
  'build',
  'dist',
  'out',
]);

/** A folder with more entries than this is somebody's home directory or disk, not a workspace. */
const maxEntries = 200_000;

export interface DiscoverOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told what was left out and why, one sentence each. */
  readonly note?: (message: string) => void;
}

export const isSkipped = (root: string, path: string): boolean =>
  path
    .slice(root.length)
    .split('/')
    .some((name) => skipped.has(name));

/**
 * Files below a folder whose names promise something of ours, sorted. Links are followed, each real folder is entered
 * once, and a link to a folder above the root is left.
 */
export async function discover(
  root: string,
  fileSystem: FileSystem,
  { signal, note = () => {} }: DiscoverOptions = {},
): Promise<string[]> {
  const found: string[] = [];
  const entered = new Set<string>();
  let entries = 0;

  const enter = async ({ path: folder, realPath }: Step): Promise<Level> => {
    let listed: FolderEntry[];
    try {
      listed = await fileSystem.list(folder);
    } catch (error) {
      note(`${folder} cannot be listed and is left out: ${messageOf(error)}`);
      return { folders: [], links: [] };
    }
    entries += listed.length;
    const level: Level = { folders: [], links: [] };
    for (const { name, kind } of listed) {
      const path = entryOf(folder, name);
      if (kind === 'folder' && !skipped.has(name))
        level.folders.push({ path, realPath: entryOf(realPath, name) });
      else if (kind === 'link' && !skipped.has(name)) level.links.push(path);
      else if (kind === 'file' && candidate(path)) found.push(path);
    }
    return level;
  };

  if (!(await fileSystem.stat(root))) return [];
  const realRoot = await fileSystem.realPath(root);
  entered.add(realRoot);
  let folders: Step[] = [{ path: root, realPath: realRoot }];
  const links: string[] = [];
  while (folders.length > 0 || links.length > 0) {
    if (entries > maxEntries) {
      note(`${root} holds more than ${maxEntries} entries; what lies deeper is left out`);
      break;
    }
    if (folders.length > 0) {
      const levels = await mapBounded(folders, enter, { signal });
      folders = levels.flatMap((level) => level.folders);
      links.push(...levels.flatMap((level) => level.links));
      for (const { realPath } of folders) entered.add(realPath);
      continue;
    }
    // Links come last, so that a real folder keeps its own path.
    for (const path of links.splice(0).toSorted()) {
      signal?.throwIfAborted();
      const target = await fileSystem.stat(path).catch(() => undefined);
      if (target?.kind === 'file' && candidate(path)) found.push(path);
      if (target?.kind !== 'folder') continue;
      const realPath = await fileSystem.realPath(path);
      if (entered.has(realPath) || isInside(realRoot, realPath)) continue;
      entered.add(realPath);
      folders.push({ path, realPath });
    }
  }
  return found.toSorted();
}

interface Level {
  readonly folders: Step[];
  readonly links: string[];
}

interface Step {
  readonly path: string;
  readonly realPath: string;
}
