/** Paths here are absolute with forward slashes (`/home/me/site`, `C:/site`), a folder without a slash at its end. */

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:\//.test(path);

/** Whether `path` is the folder itself or lies in it. */
export const isWithin = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** Resolves `path` against a folder and takes out `.`, `..`, doubled and closing slashes. */
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
