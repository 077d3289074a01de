import { t } from '@vscode/l10n';
import type { Deployment } from '../../../server/src/protocol';
import type { Engine, LogPlace } from './engine/engine';
import { Label, planOn, portsOn } from './labels';
import { LabError, type Lab, type LogLine } from './lab';
import type { NodeAddress } from './logs/names';
import type { Member } from './member';
import { RunningLab } from './runningLab';

export interface AdoptOptions {
  /** What the lab was planned to be, before its first line. */
  readonly onPlan?: (plan: Deployment) => void;
  readonly onLine?: (line: LogLine) => void;
  /** How much of each log is read that was written before; nothing said: all of it. */
  readonly logs?: LogsBefore;
  /** Which addresses its nodes are known to have had, in their order; used where none has been started since. */
  readonly addresses?: readonly NodeAddress[];
}

export interface LogsBefore {
  /** So many of the newest lines. */
  readonly tail?: number;
  /** Lines that are no older than this. */
  readonly seconds?: number;
}

/**
 * Takes over a lab that somebody else has started: an earlier VS Code, another window, the command line. What it needs is in
 * the labels. From then on it is as one that was started here. Changes nothing of the lab. Rejects with `lab-gone` where it
 * is not there, or was never whole.
 */
export async function adoptLab(
  engine: Engine,
  labId: string,
  { onPlan, onLine, logs = {}, addresses = [] }: AdoptOptions = {},
): Promise<Lab> {
  const label = `${Label.lab}=${labId}`;
  const networks = await engine.listNetworks(label);
  const plan = networks.map(({ labels }) => planOn(labels)).find((it) => it !== undefined);
  if (!plan) throw gone();
  onPlan?.(plan);
  const lab = new RunningLab(engine, plan, onLine);
  try {
    // Heard before it is looked, so that nothing is missed between.
    await lab.watch();
    const containers = await engine.listContainers(label);
    const members = [plan.nginx, ...plan.tomcats].map((container) => {
      const found = containers.find(({ labels }) => labels[Label.node] === container.name);
      if (found?.phase !== 'used') throw gone();
      return lab.add(container, found.id, portsOn(found.labels));
    });
    const place = await placeOf(logs, engine);
    // Before the first log: each of them speaks of the others.
    if (await areStill(addresses, members, engine)) lab.names.recall(addresses);
    await Promise.all(members.map((member) => member.learnAddress()));
    await Promise.all(members.map((member) => member.adopt(place)));
    await Promise.all(members.filter(({ state }) => state !== 'exited').map((it) => lab.openPorts(it)));
    await Promise.all(members.map((member) => lab.notice(member)));
    return lab;
  } catch (error) {
    lab.dispose();
    throw error;
  }
}

/** A start that nobody here has seen may have given an address to another node: then no old line is surely of anybody. */
async function areStill(
  addresses: readonly NodeAddress[],
  members: readonly Member[],
  engine: Engine,
): Promise<boolean> {
  const facts = await Promise.all(members.map(({ id }) => engine.inspect(id)));
  const startOf = (name: string): string | undefined =>
    addresses.findLast(({ node }) => node === name)?.since;
  return members.every(({ name }, index) => startOf(name) === facts[index]?.startedAt);
}

async function placeOf({ tail, seconds }: LogsBefore, engine: Engine): Promise<LogPlace> {
  if (seconds === undefined) return { tail };
  // The engine's clock stamps the lines, and may be another than ours.
  const { now } = await engine.resources();
  return { tail, since: `${Math.floor(now / 1000) - seconds}.000000000` };
}

const gone = (): LabError =>
  new LabError(
    'lab-gone',
    t('The lab no longer exists, or parts of it are missing.'),
    t('Stop it to remove what is left of it, then start it again.'),
  );
