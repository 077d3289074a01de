import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path/posix';
import { LoadedFile } from '../../server/src/workspace/loadedFile';
import { languages } from '../../server/src/languages/table';

/** Texts by path relative to a workspace folder. */
export type Texts = ReadonlyMap<string, string>;

/** Where workspaces made of texts are said to lie. */
export const ROOT = '/workspace';

/** All files below a folder. */
export async function readTexts(folder: string): Promise<Texts> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder).length + 1))
    .toSorted();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)),
  );
}

/** The files of a workspace as the workspace layer would have loaded them; those that are none of ours are left out. */
export const loadTexts = (texts: Texts, root = ROOT): readonly LoadedFile[] =>
  [...texts].flatMap(([relative, text]) => {
    const path = `${root}/${relative}`;
    const recognised = languages.recognise(path, text);
    const file = recognised?.language.open(path, recognised, text);
    return file ? [new LoadedFile(path, text, 'utf8', '', file)] : [];
  });
