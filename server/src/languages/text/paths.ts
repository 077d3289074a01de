/**
 * Paths as the whole server writes them: absolute, forward slashes, an upper-case drive letter, no slash at the end but of
 * `/` and `C:/` themselves.
 */

/** A path as the system or a client gives it, as the server writes it. */
export function normalise(path: string): string {
  const forward = /^[a-zA-Z]:[\\/]|^\\\\/.test(path) ? path.replaceAll('\\', '/') : path;
  const drive = forward.replace(/^[a-z]:/, (letter) => letter.toUpperCase());
  return drive.length > 1 && drive.endsWith('/') && !/^[A-Z]:\/$/.test(drive) ? drive.slice(0, -1) : drive;
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The folder a path lies in; `/` for what lies at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:\//.test(path);

/** Whether a path is the folder itself or lies below it. */
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** An entry of a folder, by a name that is taken as it stands. */
export const entryOf = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

/** Resolves a path that somebody wrote against a folder; takes out `.`, `..`, backslashes, doubled and closing slashes. */
export function join(folder: string, path: string): string {
  const whole = path.replaceAll('\\', '/');
  const parts: string[] = [];
  for (const part of (isAbsolute(whole) ? whole : `${folder}/${whole}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const joined = parts.join('/');
  return /^[A-Za-z]:/.test(joined) ? joined : `/${joined}`;
}

/** A path below one folder, at the same place below another; undefined for a path elsewhere. */
export function rebase(path: string, from: string, to: string): string | undefined {
  if (!isInside(path, from)) return undefined;
  const rest = path.slice(from.length).replace(/^\//, '');
  return rest === '' ? to : entryOf(to, rest);
}

/** The deepest folder that holds all these files; `/` for none. */
export function commonFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map(folderOf);
  let common = first ?? '/';
  for (const folder of rest) {
    while (!isInside(folder, common)) common = folderOf(common);
  }
  return common;
}

/** How many folders two paths share from the root on: the larger, the nearer they lie. */
export function sharedDepth(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let depth = 0;
  while (depth < left.length && left[depth] === right[depth]) depth++;
  return depth;
}

/** Of some things with paths, those that lie nearest to `path`; several where they are equally near. */
export function nearest<T>(path: string, things: readonly T[], pathOf: (thing: T) => string): readonly T[] {
  const depths = things.map((thing) => sharedDepth(path, pathOf(thing)));
  const best = Math.max(0, ...depths);
  return things.filter((_, index) => depths[index] === best);
}
