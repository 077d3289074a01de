import { t } from '@vscode/l10n';
import { packedFiles, type PackedFile } from '../files';
import type { Member } from '../member';
import { nothing, put } from './inventory';
import { backup } from './pieces';
import type { ApplyDeps, MemberPair } from './survey';
import type { ApplyOptions } from '../lab';

/**
 * Makes a container anew with what it can get only so, its environment and its memory, at the ports that it has. One that
 * does not come up is taken away again, and the old one goes on.
 */
export async function recreate(
  deps: ApplyDeps,
  { member, plan, has, wanted }: MemberPair,
  {
    assets,
    classes,
    onStep,
    start,
  }: Pick<ApplyOptions, 'assets' | 'onStep'> & {
    /** Of the sources as they are now; undefined: those that it has. */
    readonly classes: readonly PackedFile[] | undefined;
    readonly start: (member: Member) => Promise<void>;
  },
): Promise<void> {
  const { engine } = deps;
  const wasUp = member.state === 'running';
  const files = await filesOf(deps, member, plan, assets);
  const compiled = classes ?? (await backup(deps, member, has.classes));
  onStep({ message: t('Creating {node} anew', { node: member.name }) });
  if (wasUp) await deps.stop(member);
  const next = await deps.create(plan, member.ports);
  try {
    await put(engine, next.id, files, nothing(plan), { classes: compiled, sources: wanted.sources });
    deps.swap(member, next);
    if (wasUp) await start(next);
  } catch (error) {
    if (deps.closed.aborted) throw error;
    deps.swap(next, member);
    await engine.removeContainer(next.id);
    if (wasUp) await start(member);
    throw error;
  }
  await engine.removeContainer(member.id);
  member.dispose();
}

/** All files of the plan; the lab's own certificate is that of before. */
async function filesOf(
  deps: ApplyDeps,
  member: Member,
  { files: planned }: MemberPair['plan'],
  assets: string,
): Promise<PackedFile[]> {
  const files = await packedFiles(planned, { assets, pair: { certificate: '', key: '' } });
  const own = new Set(
    planned
      .filter(({ content: { kind } }) => kind === 'certificate' || kind === 'key')
      .map((it) => it.target),
  );
  const kept = new Map((await backup(deps, member, [...own])).map((file) => [file.path, file]));
  return files.map((file) => {
    const before = own.has(file.path) ? kept.get(file.path) : undefined;
    return before ? { ...file, read: before.read } : file;
  });
}
