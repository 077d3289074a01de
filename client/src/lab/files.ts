import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
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
  /** The user's file that it is a copy of. */
  readonly origin?: string;
  /** Where it is read from, of files of this machine. */
  readonly from?: string;
  /** The lab's own: the same in every plan of one lab. */
  readonly own?: boolean;
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

/** By this a file is known to be the same. */
export const hashOf = (data: Buffer | string): string =>
  createHash('sha256').update(data).digest('hex').slice(0, 32);

/**
 * The same as a tar for the container's root. `last` makes one more file when all others are in it; it is told the hash of
 * each, as it was put.
 */
export function tarOf(
  files: readonly PackedFile[],
  last?: (hashes: ReadonlyMap<PackedFile, string>) => PackedFile,
): Readable {
  const tar = pack();
  const hashes = new Map<PackedFile, string>();
  const add = async ({ path, mode }: PackedFile, data: Buffer): Promise<void> =>
    await new Promise<void>((resolve, reject) => {
      tar.entry({ name: path.replace(/^\/+/, ''), mode }, data, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  const write = async (): Promise<void> => {
    for (const file of files) {
      const data = await file.read();
      await add(file, data);
      if (last) hashes.set(file, hashOf(data));
    }
    if (last) {
      const file = last(hashes);
      await add(file, await file.read());
    }
    tar.finalize();
  };
  write().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return Readable.from(tar);
}

async function spread(
  { target, content, mode, origin }: FilePlan,
  sources: FileSources,
): Promise<PackedFile[]> {
  const one = (data: string, fallback: number, more: Pick<PackedFile, 'origin' | 'own'>): PackedFile[] => [
    { path: target, mode: mode ?? fallback, read: () => Promise.resolve(Buffer.from(data)), ...more },
  ];
  switch (content.kind) {
    case 'text':
      return one(content.text, 0o644, origin === undefined ? {} : { origin });
    case 'certificate':
      return one(sources.pair.certificate, 0o644, { own: true });
    case 'key':
      return one(sources.pair.key, 0o600, { own: true });
    case 'asset': {
      const files = await fromDisk(join(sources.assets, content.name), target, mode);
      return files.map(({ path, mode: own, read }) => ({ path, mode: own, read, own: true }));
    }
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
  origin: from,
  from,
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
