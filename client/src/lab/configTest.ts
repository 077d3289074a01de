import type { ContainerPlan, Deployment } from '../../../server/src/protocol';
import { selfSigned } from './certificate';
import type { Engine } from './engine/engine';
import { packedFiles, tarOf } from './files';
import { linesOf } from './logs/frames';
import { Label, networkName } from './labels';

const LIMIT_MS = 60_000;

interface Circumstances {
  readonly assets: string;
  readonly signal: AbortSignal;
}

/**
 * What `nginx -t` writes about the nginx files of a plan, asked in a throw-away container on the network of the lab that
 * runs, so that its names resolve: paths are the container's. The nginx that runs is not touched. Rejects with a
 * `LabError`.
 */
export const askNginx = (
  engine: Engine,
  labId: string,
  { nginx }: Deployment,
  circumstances: Circumstances,
): Promise<string[]> =>
  askContainer(engine, labId, nginx, { entrypoint: ['nginx'], command: ['-t', '-q'] }, circumstances);

/**
 * What `catalina.sh configtest` writes about the files of one Tomcat of a plan, in English, asked as `askNginx` asks: it
 * opens the ports of the connectors, which those of the node that runs are not.
 */
export function askTomcat(
  engine: Engine,
  labId: string,
  node: ContainerPlan,
  circumstances: Circumstances,
): Promise<string[]> {
  const { JAVA_OPTS = '', CATALINA_OPTS = '', ...env } = node.env;
  // configtest does not read CATALINA_OPTS (bin/catalina.sh), in which properties of the files may be set.
  const options = `-Duser.language=en -Duser.country=US ${JAVA_OPTS} ${CATALINA_OPTS}`.trim();
  const plan = { ...node, env: { ...env, JAVA_OPTS: options } };
  return askContainer(
    engine,
    labId,
    plan,
    { entrypoint: ['catalina.sh'], command: ['configtest'] },
    circumstances,
  );
}

async function askContainer(
  engine: Engine,
  labId: string,
  { name, role, image, env, files: planned }: ContainerPlan,
  program: { readonly entrypoint: readonly string[]; readonly command: readonly string[] },
  { assets, signal }: Circumstances,
): Promise<string[]> {
  const pair = await selfSigned([name]);
  const files = await packedFiles(planned, { assets, pair });
  const id = await engine.createContainer({
    image,
    labels: { [Label.lab]: labId, [Label.role]: `${role}-test` },
    env,
    network: { name: networkName(labId), aliases: [] },
    entrypoint: [...program.entrypoint],
    command: [...program.command],
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
