import { chmod, chown, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encode } from '../workspace/encoding';
import type { FixedFile } from '../workspace/fixAll';
import { messageOf } from '../workspace/errors';

/**
 * Writes all files or none: first every text beside its file, then one rename a file, so that no reader ever meets half
 * a file. Links stay links; owner and mode stay. Gives what went wrong, in words; then nothing is left behind.
 */
export async function writeFiles(files: readonly FixedFile[]): Promise<string | undefined> {
  const staged = new Map<string, string>();
  let written = 0;
  try {
    for (const file of files) {
      const target = await realpath(file.path);
      // Two links to one file bring the same edits twice.
      if (!staged.has(target)) await stage(file, target, staged);
    }
    for (const [target, temporary] of staged) {
      await rename(temporary, target);
      written++;
    }
    return undefined;
  } catch (error) {
    for (const temporary of staged.values()) await rm(temporary, { force: true });
    const done = written === 0 ? 'nothing was fixed' : `only ${written} of ${staged.size} files were fixed`;
    return `${done}: ${messageOf(error)}`;
  }
}

/** Writes the text beside its file, after a look at whether that still is what was fixed. */
async function stage(file: FixedFile, target: string, staged: Map<string, string>): Promise<void> {
  const bytes = encode(file.text, file.before.encoding);
  const found = await readFile(target);
  if (!found.equals(encode(file.before.text, file.before.encoding))) {
    throw new Error(`${file.path} changed meanwhile`);
  }
  const temporary = join(dirname(target), `.${basename(target)}.cluster-lab-${process.pid}`);
  staged.set(target, temporary);
  const { mode, uid, gid } = await stat(target);
  await writeFile(temporary, bytes, { flag: 'wx', mode });
  await chmod(temporary, mode);
  const made = await stat(temporary);
  if (made.uid !== uid || made.gid !== gid) await chown(temporary, uid, gid);
}
