import { t } from '@vscode/l10n';
import type { ContainerPlan, Deployment } from '../../../server/src/protocol';
import { selfSigned, type KeyPair } from './certificate';
import { compile } from './compile';
import type { Engine } from './engine/engine';
import { packedFiles, type PackedFile } from './files';
import { hashesOfSources, nothing, put } from './apply/inventory';
import { createContainer } from './createContainer';
import { networkLabels, networkName } from './labels';
import type { StartOptions } from './lab';
import { choosePorts } from './ports';
import type { RunningLab } from './runningLab';
import type { Together } from './together';

/** Makes the network and all containers of a plan, each with its files, none of them started, without ports to avoid. */
export async function create(
  engine: Engine,
  plan: Deployment,
  lab: RunningLab,
  options: StartOptions,
  together: Together,
  avoid: ReadonlySet<number>,
): Promise<void> {
  const { onStep } = options;
  const containers = [plan.nginx, ...plan.tomcats];
  await provideImages(engine, containers, options, together);
  const ports = await choosePorts(containers, engine.local, avoid);
  together.signal.throwIfAborted();
  onStep({ message: t('Creating the network and {count} containers', { count: containers.length }) });
  const pair = keyPair(containers);
  const classes = compiled(engine, plan, options, together.signal);
  const network = engine.createNetwork(networkName(plan.labId), networkLabels(plan));
  const sources = hashesOfSources(plan);
  const make = async (container: ContainerPlan): Promise<void> => {
    await network;
    const published = ports.get(container.name) ?? [];
    const id = await createContainer(engine, plan, container, published);
    lab.add(container, id, published);
    const files = await packedFiles(container.files, { assets: options.assets, pair: await pair });
    await put(engine, id, files, nothing(container), {
      ...(container.role === 'tomcat' && { classes: await classes, sources: await sources }),
    });
  };
  await together.all([pair, sources, classes, network, ...containers.map(make)]);
}

async function provideImages(
  engine: Engine,
  containers: readonly ContainerPlan[],
  { onStep }: StartOptions,
  together: Together,
): Promise<void> {
  const references = [...new Set(containers.map(({ image }) => image))];
  const provide = async (reference: string): Promise<void> => {
    if ((await engine.imageId(reference)) !== undefined) return;
    onStep({ message: t('Pulling {reference}', { reference }) });
    const onProgress = (text: string): void =>
      onStep({ message: t('Pulling {reference}: {text}', { reference, text }) });
    await engine.pull(reference, onProgress, together.signal);
  };
  await together.all(references.map(provide));
}

/** Made only where a file needs it: a key takes some tenths of a second of a processor. */
async function keyPair(containers: readonly ContainerPlan[]): Promise<KeyPair> {
  const needed = containers.some(({ files }) =>
    files.some(({ content }) => content.kind === 'certificate' || content.kind === 'key'),
  );
  return needed ? await selfSigned(containers.map(({ name }) => name)) : { certificate: '', key: '' };
}

const compiled = async (
  engine: Engine,
  { labId, compile: sources }: Deployment,
  { onStep }: StartOptions,
  signal: AbortSignal,
): Promise<PackedFile[]> => (sources ? await compile(engine, sources, { labId, signal, onStep }) : []);
