import { t } from '@vscode/l10n';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';
import { LabError, type Lab, type StartOptions } from './lab';
import { boot } from './boot';
import { create } from './create';
import { goneAtStart } from './gone';
import { removeLab } from './remove';
import { RunningLab } from './runningLab';
import { Together } from './together';

/** Ports that may be lost to others before a start is given up. */
const MOST_TAKEN = 5;

/** What an engine was asked for is made within this time, or not at all. */
const LATE_MS = 1_500;

const removedLater = (): string =>
  t('Start Docker again; VS Code or "cluster-lab lab stop" then removes what was created.');

/**
 * Carries out a plan. Resolves when nginx answers and every Tomcat is up. Whatever goes wrong, also a cancel, everything
 * made so far is removed before it rejects, always with a `LabError`.
 */
export async function startLab(engine: Engine, plan: Deployment, options: StartOptions): Promise<Lab> {
  const taken = new Set<number>();
  for (;;) {
    try {
      return await startOnce(engine, plan, options, taken);
    } catch (error) {
      // Somebody was faster than the lab. Whose port the engine does not name may be any.
      const port = error instanceof LabError && error.kind === 'port-taken' ? error.detail.port : undefined;
      if (port === undefined || taken.has(port) || taken.size === MOST_TAKEN) throw error;
      taken.add(port);
      options.onStep({
        message: t('Port {port} has been taken in the meantime: starting again with another', { port }),
      });
    }
  }
}

async function startOnce(
  engine: Engine,
  plan: Deployment,
  options: StartOptions,
  taken: ReadonlySet<number>,
): Promise<Lab> {
  const { signal, onStep } = options;
  const lab = new RunningLab(engine, plan, options.onLine);
  try {
    signal.throwIfAborted();
    if (engine.unreachable) throw engine.unreachable;
    await removeLeftovers(engine, onStep);
    await lab.watch();
    const together = new Together(signal);
    await create(engine, plan, lab, options, together, taken);
    await boot(plan, lab, options, together);
    return lab;
  } catch (error) {
    const reason = !signal.aborted && (await lab.isRemoved()) ? goneAtStart() : reasonOf(error, signal);
    onStep({
      message: signal.aborted ? t('Cancelled: removing what was created') : t('Removing what was created'),
    });
    lab.dispose();
    throw await removed(engine, plan.labId, reason);
  }
}

/**
 * Removes what was made, and gives the error to be told. What cannot be removed now is remembered for the next start; in
 * VS Code the lab's guard removes it as soon as the engine is back.
 */
async function removed(engine: Engine, labId: string, reason: LabError): Promise<LabError> {
  try {
    await removeLab(engine, labId);
    if (reason.kind !== 'engine-lost') return reason;
    // The engine may still be making what it was asked for when its answer was lost.
    await pause(LATE_MS);
    await removeLab(engine, labId);
    return reason;
  } catch (left) {
    leftovers.add(labId);
    const message = left instanceof LabError && reason.kind === 'cancelled' ? left.message : reason.message;
    return new LabError('engine-lost', message, removedLater(), { ...reason.detail, cause: left });
  }
}

/** Labs of this process that could not be removed, since their engine was away. */
const leftovers = new Set<string>();

async function removeLeftovers(engine: Engine, onStep: StartOptions['onStep']): Promise<void> {
  for (const labId of leftovers) {
    await removeLab(engine, labId, () =>
      onStep({ message: t('Removing what an earlier start left behind') }),
    );
    leftovers.delete(labId);
  }
}

function reasonOf(error: unknown, signal: AbortSignal): LabError {
  if (signal.aborted)
    return new LabError(
      'cancelled',
      t('The start of the lab was cancelled.'),
      t('You can start it again at any time.'),
    );
  if (error instanceof LabError) return error;
  return new LabError(
    'node-failed',
    t('The lab could not be started, for an unknown reason.'),
    t('See the Cluster Lab log for details.'),
    { cause: error },
  );
}
