import { t } from '@vscode/l10n';
import type { FileSystem, FolderEntry } from './fileSystem';
import { type LanguageTable, languages as standard } from '../languages/table';
import { baseName, entryOf, isInside } from '../languages/text/paths';
import { otherProduct } from './otherProducts';
import { mapBounded } from './pool';
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

/** Of those, the ones that builds fill and that people also keep files of their own in. */
const builds = new Set(['target', 'build', 'dist', 'out']);
/** What lies beside a folder that a build surely made. */
const buildFiles = /^(?:pom\.xml|(?:build|settings)\.gradle(?:\.kts)?)$/;
/** As many entries as are looked through for files of ours in folders that are not searched. */
const maxSkippedEntries = 2000;

/** A folder with more entries than this is somebody's home directory or disk, not a workspace. */
const maxEntries = 200_000;

export interface DiscoverOptions {
  readonly signal?: AbortSignal | undefined;
  readonly languages?: LanguageTable | undefined;
  /** Told what was left out and why: a clause in which `it` is the path. */
  readonly leave?: (path: string, why: string) => void;
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
  { signal, languages = standard, leave = () => {} }: DiscoverOptions = {},
): Promise<string[]> {
  const found: string[] = [];
  const entered = new Set<string>();
  /** Folders that builds fill and that perhaps none did. */
  const passed: string[] = [];
  let entries = 0;

  const enter = async ({ path: folder, realPath }: Step): Promise<Level> => {
    let listed: FolderEntry[];
    try {
      listed = await fileSystem.list(folder);
    } catch (error) {
      leave(folder, t('it cannot be listed: {reason}', { reason: messageOf(error) }));
      return { folders: [], links: [] };
    }
    entries += listed.length;
    const level: Level = { folders: [], links: [] };
    const isBuilt = listed.some(({ name }) => buildFiles.test(name));
    for (const { name, kind } of listed) {
      const path = entryOf(folder, name);
      if (kind === 'folder' && !skipped.has(name))
        level.folders.push({ path, realPath: entryOf(realPath, name) });
      else if (kind === 'link' && !skipped.has(name)) level.links.push(path);
      else if (kind === 'file') take(path);
      else if (kind === 'folder' && builds.has(name) && !isBuilt) passed.push(path);
    }
    return level;
  };
  const take = (path: string): void => {
    const product = otherProduct(path);
    if (languages.promise(path)) found.push(path);
    else if (product !== undefined)
      leave(path, t('it configures {product}, which is not checked', { product }));
  };

  if (!(await fileSystem.stat(root))) return [];
  const realRoot = await fileSystem.realPath(root);
  entered.add(realRoot);
  let folders: Step[] = [{ path: root, realPath: realRoot }];
  const links: string[] = [];
  while (folders.length > 0 || links.length > 0) {
    if (entries > maxEntries) {
      leave(
        root,
        t('it has more than {count} entries, so deeper folders are not searched', { count: maxEntries }),
      );
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
      if (target?.kind === 'file') take(path);
      if (target?.kind !== 'folder') continue;
      const realPath = await fileSystem.realPath(path);
      if (entered.has(realPath) || isInside(realRoot, realPath)) continue;
      entered.add(realPath);
      folders.push({ path, realPath });
    }
  }
  await tellOf(passed.toSorted(), fileSystem, languages, leave);
  return found.toSorted();
}

/** Tells of folders that are not searched and hold files of ours: of each the first one that is found. */
async function tellOf(
  folders: readonly string[],
  fileSystem: FileSystem,
  languages: LanguageTable,
  leave: NonNullable<DiscoverOptions['leave']>,
): Promise<void> {
  let left = maxSkippedEntries;
  for (const folder of folders) {
    const waiting = [folder];
    for (let path = waiting.shift(); path !== undefined && left > 0; path = waiting.shift()) {
      const entries = await fileSystem.list(path).catch(() => []);
      const listed = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      left -= listed.length;
      const inside = path;
      const ours = listed.find(
        ({ name, kind }) => kind === 'file' && isSurelyOurs(entryOf(inside, name), languages),
      );
      if (ours) {
        const example = entryOf(inside, ours.name).slice(folder.length + 1);
        leave(
          folder,
          t('it is skipped as build output, but contains {example}; check it separately', {
            example,
          }),
        );
        break;
      }
      for (const { name, kind } of listed)
        if (kind === 'folder' && !skipped.has(name)) waiting.push(entryOf(inside, name));
    }
  }
}

/** Every app that is built has a web.xml. */
function isSurelyOurs(path: string, languages: LanguageTable): boolean {
  const promise = languages.promise(path);
  return promise?.isCertain === true && promise.language.standsAlone && baseName(path) !== 'web.xml';
}

interface Level {
  readonly folders: Step[];
  readonly links: string[];
}

interface Step {
  readonly path: string;
  readonly realPath: string;
}
