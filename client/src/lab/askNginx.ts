import type { Deployment } from '../../../server/src/protocol';
import { selfSigned } from './certificate';
import type { Engine } from './engine/engine';
import { packedFiles, tarOf } from './files';
import { linesOf } from './frames';
import { Label, networkName } from './labels';

const LIMIT_MS = 60_000;

/**
 * What `nginx -t` writes about the nginx files of a plan, asked in a throw-away container on the network of the lab that
 * runs, so that its names resolve: paths are the container's. The nginx that runs is not touched. Rejects with a
 * `LabError`.
 */
export async function askNginx(
  engine: Engine,
  labId: string,
  { nginx }: Deployment,
  { assets, signal }: { readonly assets: string; readonly signal: AbortSignal },
): Promise<string[]> {
  const pair = await selfSigned([nginx.name]);
  const files = await packedFiles(nginx.files, { assets, pair });
  const id = await engine.createContainer({
    image: nginx.image,
    labels: { [Label.lab]: labId, [Label.role]: 'nginx-test' },
    env: nginx.env,
    network: { name: networkName(labId), aliases: [] },
    entrypoint: ['nginx'],
    command: ['-t', '-q'],
  });
  try {
    await engine.putFiles(id, tarOf(files));
    await engine.start(id);
    await engine.wait(id, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
    return linesOf(await engine.readLog(id)).map(({ text }) => text);
  } finally {
    await engine.removeContainer(id);
  }
}
