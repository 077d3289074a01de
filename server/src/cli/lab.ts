import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Lab } from '../../../client/src/lab';
import type { Deployment, DeploymentWishes } from '../protocol';
import { messageOf } from '../workspace/errors';
import { normalise } from '../languages/text/paths';
import { engine } from './labEngine';
import { planLab } from '../workspace/planLab';
import type { Terminal } from './check';
import { readAndCheck } from './read';
import { labNode } from './labNode';
import { readLabOptions, type LabOptions } from './labOptions';
import { formatStatus, jsonOutput, textOutput, type LabOutput } from './labOutput';
import { UsageError } from './usage';

/** `cluster-lab lab plan|start|apply|stop|status|node`: gives the exit code. Throws UsageError. */
export async function lab(words: readonly string[], terminal: Terminal = process): Promise<number> {
  if (words[0] === 'node') return await labNode(words.slice(1), terminal);
  const options = readLabOptions(words, process.env);
  const output = options.json ? jsonOutput(terminal) : textOutput(terminal);
  try {
    return await commands[options.command](options, output, terminal);
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    output.error(error);
    return 1;
  }
}

const ASSETS = join(__dirname, '../client/assets');

type Command = (options: LabOptions, output: LabOutput, terminal: Terminal) => Promise<number>;

const commands: Record<LabOptions['command'], Command> = {
  plan: async (options, _output, { stdout }) => {
    stdout.write(`${JSON.stringify(await plan(options), null, 2)}\n`);
    return 0;
  },
  start: (options, output) => start(options, output),
  apply: (options, output) => apply(options, output),
  stop: async ({ folder, all }, output) => {
    const { connect, findLabs, removeLab } = engine();
    const docker = await connect();
    const root = normalise(resolve(folder));
    const labs = (await findLabs(docker)).filter((it) => all || it.folder === root);
    for (const { labId } of labs) await removeLab(docker, labId, (step) => output.step(step));
    if (labs.length > 0) output.stopped('us');
    else output.step({ message: 'No lab of this folder is there; --all removes every lab.' });
    return 0;
  },
  status: async ({ json }, _output, { stdout }) => {
    const { connect, findLabs, countSessions } = engine();
    const docker = await connect();
    const labs = await findLabs(docker);
    const counted = await Promise.all(
      labs.map(async (it) => ({ ...it, sessions: await countSessions(docker, it) })),
    );
    stdout.write(json ? `${JSON.stringify(counted)}\n` : formatStatus(counted));
    return 0;
  },
};

/** Starts the lab and follows its logs until a signal, then removes it. A second signal never shortens that. */
async function start(options: LabOptions, output: LabOutput): Promise<number> {
  const over = new AbortController();
  const end = (): void => over.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    const deployment = await plan(options);
    output.plan(deployment);
    const { connect, startLab, claim, shortages } = engine();
    const claimed = claim(deployment.labId, process.pid);
    process.once('exit', () => claimed.dispose());
    const docker = await connect();
    for (const message of await shortages(docker, deployment)) output.step({ message });
    const running = await startLab(docker, deployment, {
      signal: over.signal,
      assets: ASSETS,
      onStep: (step) => output.step(step),
      onLine: (line) => output.line(line),
    });
    output.ready(running);
    const removedBy = await untilOver(running, over.signal);
    // Also where somebody else has removed it: perhaps not all of it.
    await running.stop((step) => output.step(step));
    output.stopped(removedBy);
    return 0;
  } catch (error) {
    if (!(error instanceof Error) || !over.signal.aborted || !isCancelled(error)) throw error;
    output.stopped('us');
    return 0;
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}

/** Resolves when a signal has come, or somebody else has removed the lab. */
function untilOver(running: Lab, signal: AbortSignal): Promise<'us' | 'others'> {
  return new Promise((resolveEnd) => {
    // Nothing else keeps the process alive where every container has ended.
    const alive = setInterval(() => undefined, 60_000);
    const end = (by: 'us' | 'others'): void => {
      clearInterval(alive);
      resolveEnd(by);
    };
    running.onGone(() => end('others'));
    if (signal.aborted) end('us');
    else signal.addEventListener('abort', () => end('us'));
  });
}

/** Another bundle's error, so it is known by its fields and not by its class. */
const isCancelled = (error: Error): boolean => 'kind' in error && error.kind === 'cancelled';

const plan = ({ folder, nodes, images, keepaliveMinTimeout }: LabOptions): Promise<Deployment> =>
  planFor(folder, {
    images,
    ...(nodes !== undefined && { nodes }),
    ...(keepaliveMinTimeout !== undefined && { keepaliveMinTimeout }),
    labId: randomBytes(4).toString('hex'),
    probeToken: randomBytes(8).toString('hex'),
  });

/** Brings what has changed on disk to the lab of a folder, whoever has started it. */
async function apply({ folder }: LabOptions, output: LabOutput): Promise<number> {
  const { connect, findLabs, adoptLab, LabError } = engine();
  const docker = await connect();
  const root = normalise(resolve(folder));
  const found = (await findLabs(docker)).find((it) => it.folder === root && it.state !== 'incomplete');
  if (!found) {
    output.step({ message: 'No lab of this folder is there; "lab start" starts one.' });
    return 1;
  }
  const over = new AbortController();
  const end = (): void => over.abort();
  process.once('SIGINT', end);
  const running = await adoptLab(docker, found.labId, { logs: { tail: 0 } });
  try {
    const { wishes } = running.deployment;
    const applied = await running.apply(
      await planFor(folder, wishes ?? { labId: found.labId, probeToken: '' }),
      { assets: ASSETS, signal: over.signal, onStep: (step) => output.step(step) },
    );
    output.applied(applied);
    return applied.left.files.length + applied.left.restart.length > 0 ? 1 : 0;
  } catch (error) {
    if (!over.signal.aborted || error instanceof LabError) throw error;
    output.step({ message: 'Cancelled: nothing was changed.' });
    return 1;
  } finally {
    process.off('SIGINT', end);
    running.dispose();
  }
}

async function planFor(folder: string, wishes: DeploymentWishes): Promise<Deployment> {
  const path = resolve(folder);
  const isFolder = await stat(path).then(
    (it) => it.isDirectory(),
    (error: unknown) => {
      throw new UsageError(`${folder} cannot be read: ${messageOf(error)}`);
    },
  );
  if (!isFolder) throw new UsageError(`${folder} is not a folder`);
  const root = normalise(path);
  const { checks } = await readAndCheck({ paths: [root], stdin: process.stdin });
  const models = checks.map(({ model }) => model);
  const model = models.find(({ clusters }) => clusters.length > 0) ?? models[0];
  const answer = planLab(model, { ...wishes, folder: root });
  if (!answer.ok) throw new UsageError(answer.message);
  return { ...answer.deployment, folder: root };
}
