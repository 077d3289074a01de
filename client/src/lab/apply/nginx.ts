import { t } from '@vscode/l10n';
import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';
import { askNginx } from '../configTest';
import type { PackedFile } from '../files';
import { LabError, type ApplyOptions, type Reloaded } from '../lab';
import { readLine } from '../logs/formats';
import { renderedAs } from '../origins';
import { nginxRefusal } from '../refusal';
import { contentOf, put } from './inventory';
import { backup, piecesOf, remove } from './pieces';
import { recreate } from './recreate';
import { connectionsOf, NotReloaded, Reload, type NginxTexts } from './reloadNginx';
import type { ApplyDeps, Survey } from './survey';

const NGINX_LIMIT_MS = 20_000;

/** The throw-away container of a test. */
export interface NginxTest {
  /** Where it is being made already. */
  readonly container: Promise<string> | undefined;
  readonly onLeaving: (removal: Promise<void>) => void;
}

/** Rejects with `nginx-refused`, with all that nginx said. */
export async function testNginx(
  { engine, running: { labId } }: ApplyDeps,
  survey: Survey,
  plan: Deployment,
  { assets, signal, unsaved }: ApplyOptions,
  { container, onLeaving }: NginxTest,
): Promise<void> {
  const pair = survey.pairs.find(({ member }) => member.role === 'nginx');
  if (!pair) return;
  const { member } = pair;
  // What is held back is tested as it runs.
  const files = await Promise.all(
    plan.nginx.files.map(async (file) => {
      const isHeld = file.content.kind === 'text' && unsaved?.has(file.origin ?? '') === true;
      const held = isHeld ? await contentOf(engine, member.id, file.target) : undefined;
      return held === undefined
        ? file
        : { ...file, content: { kind: 'text' as const, text: held.data.toString('utf8') } };
    }),
  );
  const candidate = { ...plan, nginx: { ...plan.nginx, files } };
  const said = await askNginx(engine, labId, candidate, { assets, signal, container, onLeaving });
  const refusal = refused(plan, said, goesOn());
  if (refusal) throw refusal;
}

/** The words of nginx, on the user's line where they name one; undefined where it refuses nothing. */
function refused(plan: Deployment, said: readonly string[], nextStep: string): LabError | undefined {
  const lines = said.map((text) => ({ text, record: readLine('nginx', text) }));
  const refusal = nginxRefusal(plan.nginx, lines, nextStep);
  return (
    refusal &&
    new LabError(refusal.kind, refusal.message, refusal.nextStep, { ...refusal.detail, lines: said })
  );
}

/** "Start the lab again" would be the wrong advice: it runs. */
const takenBack = (error: unknown): unknown =>
  error instanceof LabError && error.kind === 'nginx-refused'
    ? new LabError(error.kind, error.message, goesOn(), error.detail)
    : error;

const goesOn = (): string => t('The lab goes on with the configuration that it has.');

/** The texts of a plan, and what nginx has instead of them at the paths that are about to change. */
export async function textsOf(
  { files }: ContainerPlan,
  changing: readonly string[] = [],
  before: readonly PackedFile[] = [],
): Promise<NginxTexts> {
  const texts = files.flatMap(({ target, content }) =>
    content.kind === 'text' ? [{ target, text: content.text }] : [],
  );
  const kept = texts.filter(({ target }) => !changing.includes(target));
  const old = await Promise.all(before.map(async ({ read }) => (await read()).toString('utf8')));
  return { runs: [...kept.map(({ text }) => text), ...old], wanted: texts.map(({ text }) => text) };
}

/** Brings the changes to nginx: by a reload where that does. Rejects with `nginx-refused`, after it has what it had. */
export async function applyToNginx(
  deps: ApplyDeps,
  survey: Survey,
  plan: Deployment,
  { assets, onStep, reloadOnly = false }: ApplyOptions,
): Promise<Reloaded | undefined> {
  const { engine, nginx } = deps;
  const pair = survey.of(nginx);
  if (!pair) return undefined;
  const changes = survey.changesOf(nginx);
  const { files, gone } = await piecesOf(pair, changes, assets);
  const changing = [...files.map(({ path }) => path), ...gone];
  const [before, open] = await Promise.all([
    backup(deps, nginx, changing),
    nginx.state === 'running' ? connectionsOf(engine, nginx.id) : undefined,
  ]);
  const { plan: had } = nginx;
  /** What stands in the container is what its nginx runs, also when somebody starts it again. */
  const takeBack = async (): Promise<void> => {
    nginx.plan = had;
    const added = files.filter(({ path }) => !before.some((it) => it.path === path));
    await remove(
      deps,
      nginx,
      added.map(({ path }) => path),
    );
    await put(engine, nginx.id, before, pair.has);
  };
  const bring = async (): Promise<void> => {
    await put(engine, nginx.id, files, pair.has, { gone });
    nginx.plan = { ...nginx.plan, files: pair.plan.files };
  };
  const serve = async (member = nginx): Promise<void> => {
    await member.start();
    await deps.openPorts(member);
    await member.untilServing(NGINX_LIMIT_MS, deps.closed);
  };
  if (changes.some(({ need }) => need === 'recreate')) {
    await recreate(deps, pair, { assets, classes: undefined, onStep, start: serve });
    return { how: 'restarted' };
  }
  const restart = async (): Promise<Reloaded> => {
    onStep({ message: t('Restarting {node}', { node: nginx.name }) });
    await deps.stop(nginx);
    await bring();
    try {
      await serve();
    } catch (error) {
      if (deps.closed.aborted) throw error;
      // What passed the test does not start: it goes on with what it had.
      nginx.plan = had;
      await put(engine, nginx.id, before, pair.has);
      await serve();
      throw takenBack(error);
    }
    return { how: 'restarted' };
  };
  if (nginx.state !== 'running') {
    await bring();
    return { how: 'copied' };
  }
  if (changes.some(({ need }) => need === 'restart')) {
    // What was made of a template goes with it.
    const made = gone
      .flatMap((path) => renderedAs(path) ?? [])
      .filter((path) => !pair.wanted.files.has(path));
    await remove(deps, nginx, [...gone, ...made]);
    return await restart();
  }
  await remove(deps, nginx, gone);
  if (changes.every(({ need }) => need === 'copy')) {
    await bring();
    return { how: 'copied' };
  }
  const texts = await textsOf(pair.plan, changing, before);
  onStep({ message: t('Reloading nginx') });
  const [reload] = await Promise.all([Reload.prepared(engine, nginx, texts, open), bring()]);
  try {
    return await reload.run((heard) => deps.hear(nginx.name, heard), deps.closed);
  } catch (error) {
    if (!(error instanceof NotReloaded)) throw error;
    await takeBack();
    if (!reloadOnly) return await restart();
    const nextStep = t('It can do that only when it starts: "Apply changes" restarts it.');
    throw refused(plan, error.lines, nextStep) ?? error;
  }
}
