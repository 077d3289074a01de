import { t } from '@vscode/l10n';
import type { ContainerPlan, Deployment, FilePlan } from '../../../server/src/protocol';
import { selfSigned, type KeyPair } from './certificate';
import type { ContainerSpec, Engine } from './engine/engine';
import { endOf } from './endOf';
import { packedFiles, tarOf } from './files';
import { linesOf } from './logs/frames';
import { Label, networkName, testLabels } from './labels';
import { LabError } from './lab';

const LIMIT_MS = 60_000;

interface Circumstances {
  readonly assets: string;
  readonly signal: AbortSignal;
  /** Takes the removal of the throw-away container, so that nobody waits for it before there is something else to do. */
  readonly onLeaving?: (removal: Promise<void>) => void;
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
): Promise<string[]> => askContainer(engine, inLab(labId, nginx), nginx, NGINX, circumstances);

/**
 * The same where no lab runs: in a container of its own of the plan's image. Names that nobody there knows, such as those of
 * other services of the project, lead nowhere instead of ending the test. Undefined where the engine has no such image.
 */
export async function askNginxAlone(
  engine: Engine,
  plan: Deployment,
  circumstances: Circumstances,
): Promise<string[] | undefined> {
  const { nginx, tomcats } = plan;
  if ((await engine.imageId(nginx.image)) === undefined) return undefined;
  const hosts = new Set(tomcats.flatMap(({ name, aliases }) => [name, ...aliases]));
  for (;;) {
    const labels = testLabels(plan, nginx);
    const said = await askContainer(engine, { labels, hosts: [...hosts] }, nginx, NGINX, circumstances);
    const unknown = said.map((line) => UNKNOWN_HOST.exec(line)?.[1]).find((it) => it !== undefined);
    if (unknown === undefined || hosts.has(unknown) || hosts.size > MOST_HOSTS) return said;
    hosts.add(unknown);
  }
}

const NGINX = { entrypoint: ['nginx'], command: ['-t', '-q'] };
/** `host not found in upstream "app:8080"` (ngx_http_upstream.c and others). */
const UNKNOWN_HOST = /\bhost not found in [^"]*"([^"/:]+)/;
const MOST_HOSTS = 100;

const inLab = (labId: string, { role }: ContainerPlan): Where => ({
  labels: { [Label.lab]: labId, [Label.role]: `${role}-test` },
  network: { name: networkName(labId), aliases: [] },
});

type Where = Pick<ContainerSpec, 'labels' | 'network' | 'hosts'>;

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
    inLab(labId, node),
    plan,
    { entrypoint: ['catalina.sh'], command: ['configtest'] },
    circumstances,
  );
}

let testPair: Promise<KeyPair> | undefined;

/** One pair does for all tests, and is made where a file needs it. */
const pairFor = async (files: readonly FilePlan[]): Promise<KeyPair> =>
  files.some(({ content: { kind } }) => kind === 'certificate' || kind === 'key')
    ? await (testPair ??= selfSigned(['localhost']))
    : { certificate: '', key: '' };

interface Program {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

const tooSlow = ({ entrypoint, command }: Program): LabError =>
  new LabError(
    'node-failed',
    t('{program} did not end within {seconds} seconds.', {
      program: [...entrypoint, ...command].join(' '),
      seconds: LIMIT_MS / 1000,
    }),
    t('Check whether the engine is busy or hanging, restart it if necessary, and try again.'),
  );

async function askContainer(
  engine: Engine,
  where: Where,
  { image, env, files: planned }: ContainerPlan,
  program: Program,
  { assets, signal, onLeaving }: Circumstances,
): Promise<string[]> {
  const files = await packedFiles(planned, { assets, pair: await pairFor(planned) });
  const id = await engine.createContainer({
    image,
    ...where,
    env,
    entrypoint: [...program.entrypoint],
    command: [...program.command],
  });
  try {
    await engine.putFiles(id, tarOf(files));
    await engine.start(id);
    await endOf(engine, id, { signal, limitMs: LIMIT_MS, tooSlow: () => tooSlow(program) });
    return (await linesOf(await engine.readLog(id))).map(({ text }) => text);
  } finally {
    const removal = engine.removeContainer(id);
    if (onLeaving) onLeaving(removal);
    else await removal;
  }
}
