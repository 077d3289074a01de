import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Folders for the tests of one `describe`, removed after it. */
export function temporaryFolders(): {
  /** A new folder with these files, by relative path; its real absolute path. */
  make(files?: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** A copy of one of ours. */
  copyOf(folder: string): Promise<string>;
} {
  const made: string[] = [];
  after(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

  const empty = async (): Promise<string> => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'cluster-lab-')));
    made.push(folder);
    return folder;
  };
  return {
    async make(files = {}) {
      const folder = await empty();
      await writeAll(folder, files);
      return folder;
    },
    async copyOf(source) {
      const folder = await empty();
      await cp(source, folder, { recursive: true });
      return folder;
    },
  };
}

export async function writeAll(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
