import { t } from '@vscode/l10n';
import type { ContainerPlan, Deployment } from '../../../server/src/protocol';
import type { StartOptions } from './lab';
import type { Member } from './member';
import type { RunningLab } from './runningLab';
import type { Together } from './together';

/** How long a node may take until it says that it is up. */
const READY_LIMIT_MS = 120_000;
/** How long the nodes may take to see each other once they are up. */
const FORMED_LIMIT_MS = 20_000;
/** A first node that never tells that it is done with state transfer holds up the others no longer than this. */
const GATE_LIMIT_MS = 10_000;

/** Starts the containers of a plan in its order. Resolves when every Tomcat is up and nginx serves. */
export async function boot(
  plan: Deployment,
  lab: RunningLab,
  options: StartOptions,
  together: Together,
): Promise<void> {
  const { onStep } = options;
  const { signal } = together;
  const readyLimit = options.limits?.readyMs ?? READY_LIMIT_MS;
  const tomcats = plan.tomcats.map(({ name }) => lab.member(name));
  const nginx = lab.member(plan.nginx.name);
  const start = async (member: Member): Promise<void> => {
    onStep({ message: t('Starting {node}', { node: member.name }) });
    await member.start();
    await lab.openPorts(member);
  };
  let up = 0;
  const ready = async (member: Member): Promise<void> => {
    await member.until(() => member.milestones.ready, readyLimit, signal);
    up++;
    onStep({
      message: t('{node} is up ({up} of {total})', { node: member.name, up, total: tomcats.length }),
      done: up,
      total: tomcats.length,
    });
    for (const [part, cause] of member.milestones.dead)
      onStep({
        message:
          cause === ''
            ? t('{node} runs without {part}', { node: member.name, part })
            : t('{node} runs without {part}: {cause}', { node: member.name, part, cause }),
      });
  };

  const [first, ...others] = tomcats;
  if (first && plan.startOrder === 'first-node') {
    await together.all([start(first)]);
    await gate(first, plan, signal);
    await together.all(others.map(start));
  } else await together.all(tomcats.map(start));
  // nginx exits where a name is not to be resolved, so it starts behind every node; what it refuses, it says at once.
  const serve = async (): Promise<void> => {
    await start(nginx);
    await nginx.untilServing(readyLimit, signal);
  };
  await together.all([...tomcats.map(ready), serve()]);
  if (plan.clustered && tomcats.length > 1) await formed(tomcats, options, together);
  const ended = [nginx, ...tomcats].find(({ state }) => state === 'exited');
  if (ended) throw ended.why();
}

/**
 * Resolves when the others may start without a wait of 60 seconds for each other's sessions: when the first node, alone
 * as it is, is done with state transfer. That line comes once a context; so with several apps, or where it never comes,
 * when the node is up; and at the latest after some seconds. Rejects when the node has ended, or the signal aborts.
 */
async function gate(first: Member, plan: Deployment, signal: AbortSignal): Promise<void> {
  const { milestones } = first;
  const alone = appsOf(first.plan, plan) === 1;
  try {
    await first.until(() => milestones.ready || (alone && milestones.transferred), GATE_LIMIT_MS, signal);
  } catch (error) {
    if (signal.aborted || first.state === 'exited') throw error;
  }
}

/** How many apps a node gets, by their folders below a `webapps`; the probe has no part in the cluster. */
function appsOf({ files }: ContainerPlan, { probePath, compile }: Deployment): number {
  const targets = [...files.map(({ target }) => target), compile?.target ?? ''];
  const names = targets.map((target) =>
    /\/webapps(?:-javaee)?\/([^/]+)/.exec(target)?.[1]?.replace(/\.war$/, ''),
  );
  return new Set(names.filter((name) => name !== undefined && `/${name}` !== probePath)).size;
}

async function formed(
  tomcats: readonly Member[],
  { onStep, limits }: StartOptions,
  together: Together,
): Promise<void> {
  onStep({ message: t('Waiting for the nodes to see each other') });
  const limit = limits?.formedMs ?? FORMED_LIMIT_MS;
  const alone: string[] = [];
  const seesAll = async (member: Member): Promise<void> => {
    try {
      await member.until(() => member.milestones.members.size >= tomcats.length - 1, limit, together.signal);
    } catch (error) {
      if (together.signal.aborted || member.state === 'exited') throw error;
      alone.push(member.name);
    }
  };
  await together.all(tomcats.map(seesAll));
  // A cluster that does not form is a lab worth looking at, and no reason to take it away.
  if (alone.length > 0) {
    onStep({
      message: t('The cluster has not formed: after {seconds} s {nodes} cannot see every other node', {
        seconds: limit / 1000,
        nodes: alone.join(', '),
      }),
    });
  }
}
