import { t } from '@vscode/l10n';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { LabError, type SessionSource } from '../lab';
import type { Member } from '../member';

const READY_LIMIT_MS = 120_000;
const FORMED_LIMIT_MS = 20_000;
/** How long a node that is back may take until it has the sessions of the others. */
const SESSIONS_LIMIT_MS = 10_000;
const AGAIN_MS = 100;
const RELOAD_LIMIT_MS = 90_000;

export interface TomcatDeps {
  readonly host: string;
  readonly probePath: string;
  readonly clustered: boolean;
  readonly sessions: SessionSource;
  /** All Tomcats of the lab. */
  readonly tomcats: readonly Member[];
  /** Brings the ports of a node that was started here. */
  readonly openPorts: (member: Member) => Promise<void>;
  /** Aborts when the lab is let go of. */
  readonly closed: AbortSignal;
}

/**
 * Starts a Tomcat. Resolves when it is up, sees the others that run, and has the sessions that they have. Rejects where an
 * app does not start, but for those of `lacking`; without these any may be lacking.
 */
export async function startTomcat(
  deps: TomcatDeps,
  member: Member,
  lacking?: ReadonlySet<string>,
): Promise<void> {
  const { closed, tomcats, clustered } = deps;
  const others = tomcats.filter((it) => it.name !== member.name && it.state === 'running');
  await member.start();
  await deps.openPorts(member);
  await member.until(() => member.milestones.ready, READY_LIMIT_MS, closed);
  const [lost] = lacking ? [...member.milestones.lostApps].filter((app) => !lacking.has(app)) : [];
  if (lost !== undefined)
    throw new LabError(
      'node-failed',
      t('The app {app} does not start on {node}.', { app: lost === '' ? 'ROOT' : lost, node: member.name }),
      t('See the log of {node}: the app does not start with what was changed.', { node: member.name }),
    );
  if (!clustered || others.length === 0) return;
  const seen = (): boolean => member.milestones.members.size >= others.length;
  await orNot(member.until(seen, FORMED_LIMIT_MS, closed), member, closed);
  await untilSessions(deps, member, others);
}

/** Reloads the context of an app in a folder; false where no app runs from there. Rejects where it does not come up again. */
export async function reloadContext(deps: TomcatDeps, member: Member, folder: string): Promise<boolean> {
  const { status, text } = await post(deps, member, `${deps.probePath}/reload.jsp`, { folder });
  if (status === 404) return false;
  if (status !== 200)
    throw new LabError(
      'node-failed',
      t('{node} could not reload the app in {folder}: {words}.', {
        node: member.name,
        folder,
        words: text.trim() || t('status {status}', { status }),
      }),
      t('See the log of {node}: the app does not start with what was changed.', { node: member.name }),
    );
  // What did not start at the last start of the node does so now.
  for (const [, path = ''] of text.matchAll(/\[([^\]]*)\]/g)) member.milestones.lostApps.delete(path);
  const others = deps.tomcats.filter((it) => it !== member && it.state === 'running');
  if (deps.clustered && others.length > 0) await untilSessions(deps, member, others);
  return true;
}

/** A cluster that does not form is told by its log, and is no reason to give up. */
async function orNot(work: Promise<void>, member: Member, closed: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (closed.aborted || member.state === 'exited') throw error;
  }
}

/** A Manager that does not wait for the state transfer gets the sessions of the others after the node is up. */
async function untilSessions(
  { sessions, closed }: TomcatDeps,
  member: Member,
  others: readonly Member[],
): Promise<void> {
  const counts = async (): Promise<Map<string, Map<string, number>>> => {
    const read = await sessions.read(closed, { limit: 0 });
    return new Map(
      read.map(({ node, contexts }) => [
        node,
        new Map(
          contexts.flatMap(({ path, manager, count }) =>
            manager === 'DeltaManager' ? [[path, count] as const] : [],
          ),
        ),
      ]),
    );
  };
  const wanted = await counts();
  const goal = (path: string): number =>
    Math.min(...others.map(({ name }) => wanted.get(name)?.get(path) ?? 0));
  for (const end = Date.now() + SESSIONS_LIMIT_MS; Date.now() < end;) {
    const now = (await counts()).get(member.name);
    const paths = [...(wanted.get(others[0]?.name ?? '')?.keys() ?? [])];
    if (now && paths.every((path) => (now.get(path) ?? 0) >= goal(path))) return;
    await pause(AGAIN_MS, undefined, { signal: closed });
  }
}

function post(
  { host, closed }: TomcatDeps,
  { name, ports }: Member,
  path: string,
  query: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const port = ports.find(({ scheme }) => scheme === 'http')?.host;
  if (port === undefined)
    throw new LabError(
      'node-failed',
      t('{node} has no HTTP port that can be queried.', { node: name }),
      t('Restart that node.'),
    );
  const signal = AbortSignal.any([closed, AbortSignal.timeout(RELOAD_LIMIT_MS)]);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host,
        port,
        path: `${path}?${new URLSearchParams(query).toString()}`,
        method: 'POST',
        signal,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
