import { open, readdir, realpath, stat } from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';
import type { FileSystem, FolderEntry } from './fileSystem';
import { normalise } from '../languages/text/paths';

/** The disk of this machine. */
export const nodeFileSystem: FileSystem = {
  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kindOfEntry(entry) }));
  },

  async stat(path) {
    try {
      const found = await stat(path);
      return { kind: kindOfStats(found), size: found.size, modified: found.mtimeMs };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },

  async realPath(path) {
    return normalise(await realpath(path));
  },

  async read(path, limit) {
    const file = await open(path, 'r');
    try {
      if (limit === undefined) return await file.readFile();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(limit), 0, limit, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
};

function kindOfEntry(entry: Dirent): FolderEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

function kindOfStats(stats: Stats): 'file' | 'folder' | 'other' {
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'other';
}

/** A link that leads nowhere or to itself counts as missing too. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}
