import type { ContainerPlan } from '../../../../server/src/protocol';
import { selfSigned } from '../certificate';
import { packedFiles, type PackedFile } from '../files';
import type { FileChange } from '../lab';
import type { Member } from '../member';
import { contentOf, type Inventory } from './inventory';
import type { ApplyDeps, MemberPair } from './survey';

/** Of names that are given to one command. */
const MOST_NAMES = 200;

/** The files that changes put in place, and the paths that they take away. */
export async function piecesOf(
  { plan, has, wanted }: MemberPair,
  changes: readonly FileChange[],
  assets: string,
): Promise<{ files: PackedFile[]; gone: string[] }> {
  const gone = changes.filter(({ kind, need }) => kind === 'removed' && need !== 'compile');
  return {
    files: [
      ...changes.flatMap(({ path }) => wanted.files.get(path)?.file ?? []),
      ...(await keysOf(plan, has, assets)),
    ],
    gone: gone.map(({ path }) => path),
  };
}

/** Certificates that the plan names and the container has not yet; all of them, since a key belongs to its certificate. */
async function keysOf(
  { name, files }: ContainerPlan,
  { own }: Inventory,
  assets: string,
): Promise<PackedFile[]> {
  const keys = files.filter(({ content: { kind } }) => kind === 'certificate' || kind === 'key');
  if (keys.every(({ target }) => own.includes(target))) return [];
  return await packedFiles(keys, { assets, pair: await selfSigned([name]) });
}

/** Takes files away from a container that runs. */
export async function remove({ engine }: ApplyDeps, { id }: Member, paths: readonly string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += MOST_NAMES)
    await engine.run(id, ['rm', '-f', ...paths.slice(at, at + MOST_NAMES)]);
}

/** Files of a container as they are, before they are replaced or taken away. */
export async function backup(
  { engine }: ApplyDeps,
  { id }: Member,
  paths: readonly string[],
): Promise<PackedFile[]> {
  const found = await Promise.all(
    paths.map(async (path): Promise<PackedFile[]> => {
      const held = await contentOf(engine, id, path);
      return held ? [{ path, mode: held.mode, read: () => Promise.resolve(held.data) }] : [];
    }),
  );
  return found.flat();
}
