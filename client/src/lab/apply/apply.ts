import { t } from '@vscode/l10n';
import type { Deployment } from '../../../../server/src/protocol';
import { LabError, type Applied, type ApplyOptions, type CompareOptions, type Differences } from '../lab';
import { createNginxTest } from '../configTest';
import { applyToNginx, testNginx, type NginxTest } from './nginx';
import { Survey, type ApplyDeps } from './survey';
import { applyToTomcat, compiled } from './tomcat';

/** What a plan changes of the containers; undefined where one of them does not tell what it has. */
export async function compareLab(
  deps: ApplyDeps,
  plan: Deployment,
  options: CompareOptions,
): Promise<Differences | undefined> {
  return (await Survey.of(deps, plan, options, [deps.nginx, ...deps.tomcats]))?.differences;
}

/** Carries out what `compareLab` tells, as far as a lab that runs can take it. */
export async function applyPlan(deps: ApplyDeps, plan: Deployment, options: ApplyOptions): Promise<Applied> {
  /** Of throw-away containers: what becomes of them is no matter of the changes. */
  const leaving: Promise<unknown>[] = [];
  const onLeaving = (removal: Promise<void>): void => {
    leaving.push(removal.catch((error: unknown) => error));
  };
  const { engine, running } = deps;
  // Whoever wants a reload alone knows that there is something to test.
  const container = options.reloadOnly ? createNginxTest(engine, running.labId, plan) : undefined;
  const made = container?.catch(() => undefined);
  try {
    return await carryOut(deps, plan, options, { container, onLeaving });
  } finally {
    // Also one that nobody has used.
    const id = await made;
    if (id !== undefined) onLeaving(engine.removeContainer(id));
    await Promise.all(leaving);
  }
}

async function carryOut(
  deps: ApplyDeps,
  plan: Deployment,
  options: ApplyOptions,
  test: NginxTest,
): Promise<Applied> {
  const { nginx, tomcats } = deps;
  const members = options.reloadOnly ? [nginx] : [nginx, ...tomcats];
  const survey = await Survey.of(deps, plan, options, members);
  if (!survey) throw members.find(({ isRemoved }) => isRemoved)?.why() ?? notNoted();
  const { signal, onStep, reloadOnly = false, assets } = options;
  const { restart } = survey.differences;
  const forNginx = survey.changesOf(nginx);
  // A node that is not there has no name that nginx could resolve.
  const isComplete = namesOf(plan) === namesOf(deps.running);
  const isGentle = !forNginx.some(({ need }) => need === 'restart' || need === 'recreate');
  const withNginx = forNginx.length > 0 && isComplete && (isGentle || !reloadOnly);
  const pending = reloadOnly ? [] : tomcats.filter((it) => survey.changesOf(it).length > 0);
  if (withNginx) {
    onStep({ message: t('Testing the configuration of nginx') });
    await testNginx(deps, survey, plan, options, test);
  }
  const classes = await compiled(deps, survey, plan, options, pending);
  const nodes: string[] = [];
  let done = 0;
  const total = pending.length;
  for (const member of pending) {
    if (signal.aborted) break;
    onStep({ message: t('Bringing the changes to {node}', { node: member.name }), done, total });
    await applyToTomcat(deps, survey, member, { plan, assets, classes, onStep });
    nodes.push(member.name);
    done++;
    onStep({ message: t('{node} has the changes', { node: member.name }), done, total });
  }
  const isCancelled = signal.aborted && done < total;
  const reloaded = withNginx && !isCancelled ? await applyToNginx(deps, survey, plan, options) : undefined;
  if (reloaded) nodes.push(nginx.name);
  if (isCancelled && nodes.length === 0) signal.throwIfAborted();
  const files = survey.differences.files.filter(({ node }) => !nodes.includes(node));
  return { nodes, ...(reloaded && { nginx: reloaded }), left: { files, restart } };
}

const notNoted = (): LabError =>
  new LabError(
    'node-failed',
    t('This lab was started by an earlier release, which did not note what its containers were given.'),
    t('Restart the lab.'),
  );

const namesOf = ({ tomcats }: Deployment): string =>
  tomcats
    .map(({ name }) => name)
    .toSorted()
    .join(' ');
