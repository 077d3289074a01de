import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import Dockerode from 'dockerode';
import { connect, startLab, type Engine, type Lab } from '../../../client/src/lab';
import { Label } from '../../../client/src/lab/labels';
import type { Deployment } from '../../../server/src/protocol';
import { Visitor } from '../../ui/support/visitor';
import { EngineProxy, engineOptions, type EngineFault } from '../engineProxy';
import { urlOf } from '../lab';
import { planWith } from './starts';

/** What disturbs a cycle. */
const DISTURBANCES = [
  'nothing',
  'cancelled',
  'cut',
  'answer lost',
  'engine away',
  'engine away in use',
  'engine away at the end',
  'client killed',
] as const;
type Disturbance = (typeof DISTURBANCES)[number];

export interface Cycle {
  readonly disturbance: Disturbance;
  /** The step of the start, or the request to the engine, at which it came. */
  readonly at: number;
  readonly milliseconds: number;
  /** How the start ended: `up`, or the kind of its error. */
  readonly start: string;
  /** What went wrong in its use. */
  readonly error?: unknown;
  /** What was left of it: containers, networks, volumes and processes, in words. */
  readonly left: readonly string[];
}

/** Starts a lab with its guard, uses it, and ends it, with one fault thrown in; then counts what is left. */
export async function cycle(random: () => number): Promise<Cycle> {
  const disturbance = DISTURBANCES[Math.floor(random() * DISTURBANCES.length)] ?? 'nothing';
  const steps = disturbance === 'cancelled' || disturbance === 'client killed' ? 10 : 24;
  const at = 1 + Math.floor(random() * steps);
  const plan = await planWith(random() < 0.5 ? 'dns' : 'stock', 1 + Math.floor(random() * 2));
  const proxy = new EngineProxy();
  await proxy.open();
  const before = await volumes();
  const begun = performance.now();
  let start = 'failed';
  let failure: { readonly error?: unknown } = {};
  try {
    start =
      disturbance === 'client killed'
        ? await killedClient(plan, proxy, at)
        : await ownClient(plan, proxy, disturbance, at);
  } catch (error) {
    failure = { error };
  } finally {
    await proxy.close();
  }
  const left = await leftOf(plan.labId, before);
  return { disturbance, at, milliseconds: performance.now() - begun, start, left, ...failure };
}

async function ownClient(
  plan: Deployment,
  proxy: EngineProxy,
  disturbance: Disturbance,
  at: number,
): Promise<string> {
  const engine = await connect({ host: proxy.host });
  const guard = guardOf(plan.labId, proxy.host);
  try {
    return await guarded(plan, engine, proxy, disturbance, at);
  } finally {
    proxy.faults();
    await endOf(guard);
  }
}

async function guarded(
  plan: Deployment,
  engine: Engine,
  proxy: EngineProxy,
  disturbance: Disturbance,
  at: number,
): Promise<string> {
  const controller = new AbortController();
  const fault = faultOf(disturbance);
  let away = false;
  proxy.faults(({ number }) => {
    if (number !== at || !fault) return undefined;
    away = fault.kind === 'away';
    return fault;
  });
  let step = 0;
  const result = await startLab(engine, plan, {
    signal: controller.signal,
    assets: 'client/assets',
    onStep: () => {
      if (++step === at && disturbance === 'cancelled') controller.abort();
    },
  }).catch((error: unknown) => kindOf(error));
  if (away) await proxy.open();
  proxy.faults();
  if (typeof result !== 'string') await useAndEnd(result, proxy, disturbance);
  return typeof result === 'string' ? result : 'up';
}

async function useAndEnd(lab: Lab, proxy: EngineProxy, disturbance: Disturbance): Promise<void> {
  const page = await new Visitor().get(urlOf(lab, 'nginx', 'http'));
  if (page.status >= 500) throw new Error(`nginx answered ${page.status}`);
  const nodes = await lab.sessions.read(AbortSignal.timeout(20_000));
  if (nodes.some(({ error }) => error !== undefined)) throw new Error(JSON.stringify(nodes));
  await lab.killNode('tomcat1');
  if (disturbance === 'engine away in use') {
    await proxy.close();
    await proxy.open();
  }
  await lab.startNode('tomcat1');
  if (disturbance === 'engine away at the end') {
    proxy.faults(({ number }) => (number === 2 ? { kind: 'away' } : undefined));
    const failed = await lab.stop().then(
      () => false,
      () => true,
    );
    if (failed) await proxy.open();
    proxy.faults();
  }
  await lab.stop();
}

/** A process of its own starts the lab and is killed at a step; its guard has to do the rest. */
async function killedClient(plan: Deployment, proxy: EngineProxy, at: number): Promise<string> {
  const client = fork('test/helpers/soak/client.cjs', [proxy.host], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  client.send(plan);
  let step = 0;
  const over = once(client, 'exit');
  const told = await new Promise<string>((resolve) => {
    client.on('message', (message: { step?: string; end?: string }) => {
      if (message.end !== undefined) resolve(message.end);
      else if (++step === at) resolve(`killed at "${message.step}"`);
    });
    client.once('exit', () => resolve('gone'));
  });
  client.kill('SIGKILL');
  await over;
  await gone(() => processesOf(plan.labId).length === 0);
  return told;
}

function faultOf(disturbance: Disturbance): EngineFault | undefined {
  if (disturbance === 'cut') return { kind: 'cut' };
  if (disturbance === 'answer lost') return { kind: 'lose' };
  if (disturbance === 'engine away') return { kind: 'away' };
  return undefined;
}

/** As the extension has one beside each lab. */
const guardOf = (labId: string, host: string): ChildProcess =>
  fork('dist/guard.js', [labId, host], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

async function endOf(guard: ChildProcess): Promise<void> {
  const over = once(guard, 'exit');
  guard.disconnect();
  await over;
}

const kindOf = (error: unknown): string => {
  if (error instanceof Error && 'kind' in error && error.name === 'LabError') return String(error.kind);
  throw error;
};

async function leftOf(labId: string, before: readonly string[]): Promise<string[]> {
  const engine: Engine = await connect();
  const label = `${Label.lab}=${labId}`;
  const [containers, networks, now] = await Promise.all([
    engine.listContainers(label),
    engine.listNetworks(label),
    volumes(),
  ]);
  return [
    ...containers.map(({ id }) => `container ${id}`),
    ...networks.map(({ id }) => `network ${id}`),
    ...now.filter((name) => !before.includes(name)).map((name) => `volume ${name}`),
    ...processesOf(labId).map((pid) => `process ${pid}`),
  ];
}

async function volumes(): Promise<string[]> {
  const { Volumes: all } = await new Dockerode(engineOptions()).listVolumes();
  return all.map(({ Name }) => Name);
}

/** Processes of this machine that have the lab's id in their command line; none where there is no /proc. */
function processesOf(labId: string): string[] {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(labId);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}

/** Looked at every tenth of a second, since nothing tells of the end of somebody else's process. */
async function gone(condition: () => boolean): Promise<void> {
  for (const limit = performance.now() + 60_000; !condition();) {
    if (performance.now() > limit) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
