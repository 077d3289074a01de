import type { ContainerPlan, Deployment } from '../../../server/src/protocol';
import { selfSigned } from './certificate';
import { compile } from './compile';
import type { Engine } from './engine/engine';
import { packedFiles, tarOf, type PackedFile } from './files';
import { containerLabels, networkLabels, networkName } from './labels';
import { LabError, type Lab, type PublishedPort, type StartOptions } from './lab';
import type { Member } from './member';
import { choosePorts } from './ports';
import { removeLab } from './remove';
import { RunningLab } from './runningLab';

/** How long a node may take until it says that it is up. */
const READY_LIMIT_MS = 120_000;
/** How long the nodes may take to see each other once they are up; a cluster that does not form is a lab worth looking at. */
const FORMED_LIMIT_MS = 20_000;
/** The first node tells when its state transfer is done; one that has no such line does not hold up the others longer. */
const GATE_LIMIT_MS = 10_000;
const NGINX_LIMIT_MS = 20_000;

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
    await bring(engine, plan, lab, options);
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

async function bring(
  engine: Engine,
  plan: Deployment,
  lab: RunningLab,
  options: StartOptions,
): Promise<void> {
  const { signal, onStep } = options;
  const containers = [plan.nginx, ...plan.tomcats];
  await provideImages(engine, containers, options);
  const [classes, ports, pair] = await all(signal, [
    plan.compile ? compile(engine, plan.labId, plan.compile, onStep) : Promise.resolve<PackedFile[]>([]),
    choosePorts(containers, engine.local),
    selfSigned(containers.map(({ name }) => name)),
  ]);
  onStep({ message: `Creating the network and ${containers.length} containers` });
  const network = networkName(plan.labId);
  await all(signal, [engine.createNetwork(network, networkLabels(plan))]);
  const create = async (container: ContainerPlan): Promise<void> => {
    const published = ports.get(container.name) ?? [];
    const files = await packedFiles(container.files, { assets: options.assets, pair });
    lab.add(container, await createContainer(engine, plan, container, published), published);
    const id = lab.member(container.name).id;
    await engine.putFiles(id, tarOf([...files, ...(container.role === 'tomcat' ? classes : [])]));
  };
  await all(signal, containers.map(create));
  await boot(engine, plan, lab, options);
}

async function provideImages(
  engine: Engine,
  containers: readonly ContainerPlan[],
  { signal, onStep }: StartOptions,
): Promise<void> {
  const references = [...new Set(containers.map(({ image }) => image))];
  await all(
    signal,
    references.map(async (reference) => {
      if ((await engine.imageId(reference)) !== undefined) return;
      onStep({ message: `Pulling ${reference}` });
      await engine.pull(reference, (text) => onStep({ message: `Pulling ${reference}: ${text}` }), signal);
    }),
  );
}

const createContainer = (
  engine: Engine,
  plan: Deployment,
  container: ContainerPlan,
  ports: readonly PublishedPort[],
): Promise<string> =>
  engine.createContainer({
    name: `${networkName(plan.labId)}-${container.name}`,
    image: container.image,
    hostname: container.name,
    labels: containerLabels(plan, container),
    env: container.env,
    network: { name: networkName(plan.labId), aliases: [container.name, ...container.aliases] },
    ports,
    memoryBytes: container.memoryBytes,
  });

async function boot(engine: Engine, plan: Deployment, lab: RunningLab, options: StartOptions): Promise<void> {
  const { signal, onStep } = options;
  const readyLimit = options.limits?.readyMs ?? READY_LIMIT_MS;
  const tomcats = plan.tomcats.map(({ name }) => lab.member(name));
  const nginx = lab.member(plan.nginx.name);
  const [first, ...others] = tomcats;
  let up = 0;
  const ready = async (member: Member): Promise<void> => {
    await member.until(() => member.milestones.ready, readyLimit, signal);
    up++;
    onStep({ message: `${member.name} is up (${up} of ${tomcats.length})`, done: up, total: tomcats.length });
  };
  const start = async (member: Member): Promise<void> => {
    await member.start();
    onStep({ message: `Starting ${member.name}` });
  };

  if (first && plan.startOrder === 'first-node') {
    await all(signal, [start(first)]);
    const { milestones } = first;
    // Its end is told by `ready` below; here it only opens the gate.
    await first
      .until(() => milestones.transferred || milestones.ready, GATE_LIMIT_MS, signal)
      .catch((error) => {
        if (signal.aborted || first.state === 'exited') throw error;
      });
    await all(signal, others.map(start));
  } else {
    await all(signal, tomcats.map(start));
  }
  // Only now can nginx resolve every node's name.
  await all(signal, [
    ...tomcats.map(ready),
    start(nginx).then(() => nginx.untilServing(engine.host, NGINX_LIMIT_MS, signal)),
  ]);
  if (plan.clustered && tomcats.length > 1) await formed(tomcats, options);
}

async function formed(tomcats: readonly Member[], { signal, onStep, limits }: StartOptions): Promise<void> {
  onStep({ message: 'Waiting for the nodes to see each other' });
  const limit = limits?.formedMs ?? FORMED_LIMIT_MS;
  const sees = (member: Member): boolean => member.milestones.members.size >= tomcats.length - 1;
  const alone: string[] = [];
  await all(
    signal,
    tomcats.map(async (member) => {
      try {
        await member.until(() => sees(member), limit, signal);
      } catch (error) {
        if (signal.aborted || member.state === 'exited') throw error;
        alone.push(member.name);
      }
    }),
  );
  if (alone.length > 0) {
    onStep({
      message: `The cluster has not formed: ${alone.join(', ')} does not see every other node after ${limit / 1000} s`,
    });
  }
}

/** Waits for all even where one fails, so that nothing is still being made while the clean-up runs. */
async function all<T extends readonly unknown[] | []>(
  signal: AbortSignal,
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  signal.throwIfAborted();
  return await Promise.all(work);
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
