import { t } from '@vscode/l10n';
import type { Engine } from './engine/engine';
import { Label } from './labels';
import { LabError, type LabStep } from './lab';

const LIMIT_MS = 30_000;
const PAUSE_MS = 100;

/** Removes every container and network of a lab, and resolves when none is left. */
export async function removeLab(
  engine: Engine,
  labId: string,
  onStep: (step: LabStep) => void = () => {},
): Promise<void> {
  const label = `${Label.lab}=${labId}`;
  const deadline = Date.now() + LIMIT_MS;
  for (let round = 0; ; round++) {
    const containers = await engine.listContainers(label);
    const networks = containers.length > 0 ? [] : await engine.listNetworks(label);
    if (containers.length + networks.length === 0 && round > 0) return;
    if (containers.length > 0 && round === 0)
      onStep({
        message:
          containers.length === 1
            ? t('Removing a container')
            : t('Removing {count} containers', { count: containers.length }),
      });
    // Removal by another call may be under way and answers at once: look again until nothing is left.
    if (round > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (Date.now() > deadline) {
      throw new LabError(
        'engine-lost',
        t('The Docker Engine did not remove {count} parts of the lab within 30 seconds.', {
          count: containers.length || networks.length,
        }),
        t('Stop the lab again; if that does not help, restart Docker.'),
      );
    }
    await settleAll(containers.map(({ id }) => engine.removeContainer(id)));
    await settleAll(networks.map(({ id }) => engine.removeNetwork(id)));
  }
}

/** Lets every removal have its try before the first failure is told. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
