import { t } from '@vscode/l10n';
import { connect, createServer } from 'node:net';
import type { ContainerPlan } from '../../../server/src/protocol';
import type { PublishedPort } from './lab';

/**
 * The host port of every planned one: the preferred where it is free, else one free port, chosen once so that it stays
 * over restarts. On an engine elsewhere nothing can be tried; there the preferred ones are taken as they stand, but for
 * those to avoid.
 */
export async function choosePorts(
  containers: readonly ContainerPlan[],
  local: boolean,
  avoid: ReadonlySet<number> = new Set(),
): Promise<Map<string, PublishedPort[]>> {
  const taken = new Set<number>();
  const chosen = new Map<string, PublishedPort[]>();
  // Preferred ones first, so that no free choice takes what another container prefers.
  const preferred = new Set(containers.flatMap(({ ports }) => ports.map((port) => port.preferred)));
  for (const { name, ports } of containers) {
    const published: PublishedPort[] = [];
    for (const { container, scheme, preferred: wish, reason } of ports) {
      const free = wish !== null && !taken.has(wish) && !avoid.has(wish) && (!local || (await isFree(wish)));
      const host = free ? wish : await anyFree(taken, preferred);
      taken.add(host);
      published.push({
        container,
        scheme,
        host,
        reason: free
          ? reason
          : wish === null
            ? t('a free port')
            : t('{wish} is in use ({reason})', { wish, reason }),
      });
    }
    chosen.set(name, published);
  }
  return chosen;
}

async function isFree(port: number): Promise<boolean> {
  try {
    await listen(port);
    return true;
  } catch (error) {
    // A port below 1024 may be ours to publish and not ours to listen on: then somebody answers there, or nobody.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? !(await answers(port)) : false;
  }
}

async function anyFree(taken: ReadonlySet<number>, preferred: ReadonlySet<number | null>): Promise<number> {
  for (;;) {
    const port = await listen(0);
    if (!taken.has(port) && !preferred.has(port)) return port;
  }
}

/** Listens for a moment and gives the port. */
const listen = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
