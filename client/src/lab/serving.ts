import { connect } from 'node:net';
import type { Engine } from './engine/engine';
import type { PublishedPort } from './lab';

/**
 * A port that the container does not serve is closed at once by the engine's forwarder; but a container that is just
 * ending keeps it open for a while.
 */
const OPEN_AFTER_MS = 50;
/** So many times in a row do for a proof. */
const OPEN_ENOUGH = 20;
/** Where ports are led on by a firewall, as Podman's are, those of a container that has ended answer nothing at all. */
const SILENT_MS = 1_000;

/**
 * Resolves once nginx serves, or the signal aborts. No request is sent, so that none appears in a log: that the port is
 * open and that a process has the title of the master tell enough, for it gets that when the configuration is accepted and
 * the sockets are open (ngx_process_cycle.c). With `master_process off` there is no such title.
 */
export async function serves(
  engine: Engine,
  { id, ports }: { readonly id: string; readonly ports: readonly PublishedPort[] },
  signal: AbortSignal,
): Promise<void> {
  for (let open = 0; open < OPEN_ENOUGH && !signal.aborted;) {
    // A port that its files name no more stays published.
    const served = await Promise.all(ports.map(({ host }) => staysOpen(engine.host, host, signal)));
    if (ports.length === 0 || served.includes(true)) {
      const processes = await engine.processes(id);
      if (processes.some(({ title }) => title.includes('nginx: master process'))) return;
      open++;
    } else open = 0;
  }
}

/**
 * Whether somebody serves a port. Takes its time where nobody does, so that it can be asked again at once; nobody does
 * once the signal aborts.
 */
export const staysOpen = (host: string, port: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const giveUp = (): void => void socket.destroy();
    socket.setTimeout(SILENT_MS, giveUp);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    let timer: NodeJS.Timeout | undefined;
    const closed = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      setTimeout(() => resolve(false), OPEN_AFTER_MS);
    };
    socket.once('connect', () => {
      timer = setTimeout(() => {
        resolve(true);
        socket.destroy();
      }, OPEN_AFTER_MS);
    });
    socket.on('error', giveUp);
    socket.once('close', closed);
    socket.resume();
  });
