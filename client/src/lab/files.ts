import { t } from '@vscode/l10n';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { FilePlan } from '../../../server/src/protocol';
import type { KeyPair } from './certificate';
import { LabError } from './lab';

/** One file as it lies in a container; `path` is absolute there. */
export interface PackedFile {
  readonly path: string;
  readonly mode: number;
  readonly read: () => Promise<Buffer>;
}

export interface FileSources {
  /** Folder of `client/assets`. */
  readonly assets: string;
  readonly pair: KeyPair;
}

/** The files of a plan, folders spread. Rejects with `unreadable-file`. */
export async function packedFiles(plans: readonly FilePlan[], sources: FileSources): Promise<PackedFile[]> {
  return (await Promise.all(plans.map((plan) => spread(plan, sources)))).flat();
}

/** The same as a tar for the container's root. */
export function tarOf(files: readonly PackedFile[]): Readable {
  const tar = pack();
  const write = async (): Promise<void> => {
    for (const { path, mode, read } of files) {
      const data = await read();
      await new Promise<void>((resolve, reject) => {
        tar.entry({ name: path.replace(/^\/+/, ''), mode }, data, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    }
    tar.finalize();
  };
  write().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return Readable.from(tar);
}

async function spread({ target, content, mode }: FilePlan, sources: FileSources): Promise<PackedFile[]> {
  const one = (data: string, fallback: number): PackedFile[] => [
    { path: target, mode: mode ?? fallback, read: () => Promise.resolve(Buffer.from(data)) },
  ];
  switch (content.kind) {
    case 'text':
      return one(content.text, 0o644);
    case 'certificate':
      return one(sources.pair.certificate, 0o644);
    case 'key':
      return one(sources.pair.key, 0o600);
    case 'asset':
      return await fromDisk(join(sources.assets, content.name), target, mode);
    case 'copy':
      return await fromDisk(content.from, target, mode);
  }
}

/** A file or a folder of this machine, placed at `target`. Rejects with `unreadable-file`. */
export async function fromDisk(from: string, target: string, mode?: number): Promise<PackedFile[]> {
  if (!(await readable(from, stat(from))).isDirectory()) return [fileFromDisk(from, target, mode)];
  const paths = await filesBelow(from);
  return paths.map((path) => fileFromDisk(join(from, path), posix.join(target, path), mode));
}

/** One file of this machine, read when it is needed. */
export const fileFromDisk = (from: string, path: string, mode = 0o644): PackedFile => ({
  path,
  mode,
  read: () => readable(from, readFile(from)),
});

/** Files below a folder with forward slashes, in order. Links to folders are not followed: they may lead in a circle. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readable(folder, readdir(folder, { withFileTypes: true }));
  const nested = await Promise.all(
    entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        if (entry.isDirectory()) {
          return (await filesBelow(join(folder, entry.name))).map((path) => `${entry.name}/${path}`);
        }
        if (entry.isFile()) return [entry.name];
        const path = join(folder, entry.name);
        return entry.isSymbolicLink() && (await isFileBehind(path)) ? [entry.name] : [];
      }),
  );
  return nested.flat();
}

const isFileBehind = async (path: string): Promise<boolean> => {
  await readable(path, lstat(path));
  return (await readable(path, stat(path))).isFile();
};

async function readable<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? t('it does not exist')
        : code === 'EACCES'
          ? t('your user has no permission to read it')
          : (error as Error).message;
    throw new LabError(
      'unreadable-file',
      t('{file} could not be read for the lab: {why}.', { file: basename(path), why }),
      t('Check {path}, then start the lab again.', { path }),
      { cause: error },
    );
  }
}
