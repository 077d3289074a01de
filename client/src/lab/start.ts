import type { Deployment } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';
import { LabError, type Lab, type StartOptions } from './lab';
import { boot } from './boot';
import { create } from './create';
import { removeLab } from './remove';
import { RunningLab } from './runningLab';
import { Together } from './together';

/**
 * Carries out a plan. Resolves when nginx answers and every Tomcat is up. Whatever goes wrong, also a cancel, everything
 * made so far is removed before it rejects, always with a `LabError`.
 */
export async function startLab(engine: Engine, plan: Deployment, options: StartOptions): Promise<Lab> {
  const { signal, onStep } = options;
  const lab = new RunningLab(engine, plan, options.onLine);
  try {
    signal.throwIfAborted();
    await lab.watch();
    const together = new Together(signal);
    await create(engine, plan, lab, options, together);
    await boot(plan, lab, options, together);
    return lab;
  } catch (error) {
    const reason = reasonOf(error, signal);
    onStep({ message: signal.aborted ? 'Cancelled: removing what was made' : 'Removing what was made' });
    lab.dispose();
    try {
      await removeLab(engine, plan.labId);
    } catch (left) {
      throw left instanceof LabError && reason.kind === 'cancelled' ? left : reason;
    }
    throw reason;
  }
}

function reasonOf(error: unknown, signal: AbortSignal): LabError {
  if (signal.aborted)
    return new LabError('cancelled', 'The start of the lab was cancelled.', 'Start it again when you like.');
  if (error instanceof LabError) return error;
  return new LabError(
    'node-failed',
    `The lab could not be started: ${error instanceof Error ? error.message : String(error)}.`,
    'See the log of Cluster Lab.',
    { cause: error },
  );
}
