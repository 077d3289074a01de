import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All files below the folders whose path matches, sorted; folders that do not exist count as empty. */
export function filesBelow(folders, pattern) {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => pattern.test(path))
    .toSorted();
}
