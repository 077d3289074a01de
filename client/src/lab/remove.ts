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
    if (containers.length > 0 && round === 0) onStep({ message: `Removing ${containers.length} containers` });
    // Removal by another call may be under way and answers at once: look again until nothing is left.
    if (round > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (Date.now() > deadline) {
      throw new LabError(
        'engine-lost',
        `The Docker Engine did not remove ${containers.length || networks.length} parts of the lab within 30 seconds.`,
        'Stop the lab again; if that does not help, restart Docker.',
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

export interface FoundLab {
  readonly labId: string;
  readonly title: string;
  readonly folder: string | null;
  readonly containers: readonly {
    readonly name: string;
    readonly role: string;
    readonly image: string;
    readonly running: boolean;
    readonly ports: readonly { readonly container: number; readonly host: number }[];
  }[];
}

/** Every lab on the engine, by its labels. */
export async function findLabs(engine: Engine): Promise<FoundLab[]> {
  const [containers, networks] = await Promise.all([
    engine.listContainers(Label.lab),
    engine.listNetworks(Label.lab),
  ]);
  const labels = [...containers, ...networks].map((it) => it.labels);
  const ids = [...new Set(labels.map((it) => it[Label.lab] ?? ''))].toSorted();
  return ids.map((labId) => {
    const own = labels.filter((it) => it[Label.lab] === labId);
    const named = own.find((it) => it[Label.title] !== undefined);
    return {
      labId,
      title: named?.[Label.title] ?? labId,
      folder: named?.[Label.folder] ?? null,
      containers: containers
        .filter((it) => it.labels[Label.lab] === labId)
        .map(({ labels: { [Label.node]: name = '', [Label.role]: role = '' }, image, running, ports }) => ({
          name,
          role,
          image,
          running,
          ports,
        }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
}
