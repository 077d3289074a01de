import { t } from '@vscode/l10n';
import type { Deployment } from '../../../../server/src/protocol';
import { compile } from '../compile';
import type { PackedFile } from '../files';
import { LabError, type ApplyOptions, type FileChange } from '../lab';
import type { Member } from '../member';
import type { Pair } from './differences';
import { put } from './inventory';
import { backup, piecesOf, remove } from './pieces';
import { recreate } from './recreate';
import { textsOf } from './nginx';
import { NotReloaded, Reload } from './reloadNginx';
import type { ApplyDeps, Survey } from './survey';
import { reloadContext, startTomcat } from './restart';

/** The classes of the sources, where one of them has changed. */
export async function compiled(
  { engine, running: { labId } }: ApplyDeps,
  survey: Survey,
  { compile: sources }: Deployment,
  { signal, onStep }: ApplyOptions,
  pending: readonly Member[],
): Promise<readonly PackedFile[] | undefined> {
  const isNew = pending.some((it) => survey.changesOf(it).some(({ need }) => need === 'compile'));
  if (!isNew) return undefined;
  return sources ? await compile(engine, sources, { labId, signal, onStep }) : [];
}

interface TomcatWork {
  readonly plan: Deployment;
  readonly assets: string;
  readonly classes: readonly PackedFile[] | undefined;
  readonly onStep: ApplyOptions['onStep'];
}

/** Brings the changes to one Tomcat, in the gentlest way that does for all of them. */
export async function applyToTomcat(
  deps: ApplyDeps,
  survey: Survey,
  member: Member,
  { plan, assets, classes, onStep }: TomcatWork,
): Promise<void> {
  const { engine, nginx } = deps;
  const pair = survey.of(member);
  if (!pair) return;
  const { has } = pair;
  const changes = survey.changesOf(member);
  const { files, gone } = await piecesOf(pair, changes, assets);
  const stale = classes ? staleClasses(pair, classes) : [];
  const ownClasses = changes.some(({ need }) => need === 'compile') ? classes : undefined;
  const bring = async (): Promise<void> => {
    await put(engine, member.id, files, pair.has, {
      gone,
      ...(ownClasses && { classes: ownClasses, sources: pair.wanted.sources }),
    });
  };
  const withNginx = async (): Promise<void> => {
    // The node has another address now, and may have been marked as failed while it was away.
    if (nginx.state !== 'running') return;
    const reload = await Reload.prepared(engine, nginx, await textsOf(plan.nginx));
    try {
      await reload.run((heard) => deps.hear(nginx.name, heard), deps.closed);
    } catch (error) {
      const words = wordsOfNginx(error);
      if (words === undefined) throw error;
      onStep({ message: t('nginx does not reload, and goes on as it is: {words}', { words }) });
    }
  };
  if (changes.some(({ need }) => need === 'recreate')) {
    const start = async (it: Member): Promise<void> => await startTomcat(deps, it);
    await recreate(deps, pair, { assets, classes: ownClasses, onStep, start });
    await withNginx();
    return;
  }
  if (member.state !== 'running') {
    await bring();
    member.plan = { ...member.plan, files: pair.plan.files };
    return;
  }
  const replaced = [...files.map(({ path }) => path), ...gone, ...(ownClasses ? has.classes : [])];
  const before = await backup(deps, member, replaced);
  const restart = async (): Promise<void> => {
    onStep({ message: t('Restarting {node}', { node: member.name }) });
    // Where not all that it told is known, an app may have been lacking before.
    const { isPart, lostApps } = member.milestones;
    const lacking = isPart ? undefined : new Set(lostApps);
    await deps.stop(member);
    await bring();
    await startTomcat(deps, member, lacking);
    await withNginx();
  };
  const reload = async (folders: Iterable<string>): Promise<boolean> => {
    for (const folder of folders) {
      onStep({ message: t('Reloading the app in {folder} on {node}', { folder, node: member.name }) });
      if (!(await reloadContext(deps, member, folder))) return false;
    }
    return true;
  };
  const folders = new Set(contextsOf(changes, plan));
  const isWhole = changes.some(({ need }) => need === 'restart');
  await remove(deps, member, [...gone, ...stale]);
  try {
    if (isWhole) await restart();
    else {
      await bring();
      if (!(await reload(folders))) await restart();
    }
  } catch (error) {
    if (deps.closed.aborted) throw error;
    // A node that does not come up with what it was given goes on with what it had, and without what is new.
    const added = [...files, ...(ownClasses ?? [])].filter(
      ({ path }) => !before.some((it) => it.path === path),
    );
    if (isRunning())
      await remove(
        deps,
        member,
        added.map(({ path }) => path),
      );
    if (isWhole && isRunning()) await deps.stop(member);
    const isClass = ({ path }: PackedFile): boolean => has.classes.includes(path);
    const classesBefore = ownClasses && { classes: before.filter(isClass) };
    await put(
      engine,
      member.id,
      before.filter((file) => !isClass(file)),
      has,
      classesBefore,
    );
    if (isRunning()) await reload(folders);
    else {
      await startTomcat(deps, member);
      await withNginx();
    }
    throw takenBack(error, member);
  }
  member.plan = { ...member.plan, files: pair.plan.files };

  /** Its state has changed meanwhile. */
  function isRunning(): boolean {
    return (member.state as string) === 'running';
  }
}

/** Why nginx alone stays behind: as long as another node is down it cannot resolve its name, whatever was changed. */
const wordsOfNginx = (error: unknown): string | undefined =>
  error instanceof NotReloaded
    ? error.lines[0]
    : error instanceof LabError && error.kind === 'node-failed'
      ? error.message
      : undefined;

/** "Start the lab again" would be the wrong advice: it runs. */
function takenBack(error: unknown, { name }: Member): unknown {
  if (!(error instanceof LabError) || error.kind === 'lab-gone' || error.kind === 'engine-lost') return error;
  const nextStep = t('{node} goes on with the files that it had, and the nodes behind it were not touched.', {
    node: name,
  });
  return new LabError(error.kind, error.message, nextStep, error.detail);
}

/** Classes of before that no source makes any more. */
function staleClasses({ has, wanted }: Pair, classes: readonly PackedFile[]): string[] {
  const now = new Set(classes.map(({ path }) => path));
  return has.classes.filter((path) => !now.has(path) && !wanted.files.has(path));
}

function contextsOf(changes: readonly FileChange[], { compile: sources }: Deployment): string[] {
  return changes.flatMap(({ need, path }) => {
    if (need === 'compile') return sources ? [sources.target.replace(/\/WEB-INF\/classes$/, '')] : [];
    return need === 'context' ? [path.slice(0, path.indexOf('/WEB-INF/classes/'))] : [];
  });
}
