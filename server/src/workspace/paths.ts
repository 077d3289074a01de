/** Absolute paths as the whole server writes them: forward slashes, an upper-case drive letter, no slash at the end. */
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

export const join = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

/** Whether a path is the folder itself or lies below it. */
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** The deepest folder that holds all these files; `/` for none. */
export function commonFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map(folderOf);
  let common = first ?? '/';
  for (const folder of rest) {
    while (!isInside(folder, common)) common = folderOf(common);
  }
  return common;
}
