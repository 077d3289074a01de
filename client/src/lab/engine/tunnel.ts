import { t } from '@vscode/l10n';
import { once } from 'node:events';
import { connect } from 'node:net';
import { LabError } from '../lab';
import { endSsh, runSsh, SshFailure, type SshProcess, type SshTarget } from './ssh';

export interface Tunnel {
  dispose(): void;
}

/** How long to leave a machine alone that has broken off. */
const AGAIN_MS = 2_000;

/**
 * Brings published ports of the engine's machine to the same ports of this one, until it is disposed; broken off, it is
 * opened again. A port that is open here already is left as it is: it was free when it was chosen, so the engine is on this
 * very machine, or another window has opened it. Resolves when all are open. Rejects with a `LabError` where ssh cannot.
 */
export async function openTunnel(target: SshTarget, ports: readonly number[]): Promise<Tunnel> {
  const open = await Promise.all(ports.map(isOpen));
  const missing = ports.filter((_port, index) => !open[index]);
  if (missing.length === 0) return { dispose: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let current: SshProcess;
  const keep = (process: SshProcess): void => {
    current = process;
    process.once('close', () => {
      if (over) return;
      timer = setTimeout(() => {
        const next = forward(target, missing);
        // Its end brings the next one.
        opened(next).catch(() => undefined);
        keep(next);
      }, AGAIN_MS);
    });
  };
  const first = forward(target, missing);
  try {
    await opened(first);
  } catch (error) {
    endSsh(first);
    throw new LabError(
      'node-failed',
      t('The ports of the lab could not be forwarded from {host} over ssh: {reason}.', {
        host: target.host,
        reason: error instanceof Error ? error.message : String(error),
      }),
      t(
        'Check that "ssh {host}" works without prompting and allows port forwarding, and that {ports} are free on this machine.',
        { host: target.host, ports: missing.join(', ') },
      ),
      { cause: error },
    );
  }
  keep(first);
  return {
    dispose: () => {
      over = true;
      clearTimeout(timer);
      endSsh(current);
    },
  };
}

/** The word comes when the ports are open: the command runs behind them. */
function forward(target: SshTarget, ports: readonly number[]): SshProcess {
  const forwards = ports.flatMap((port) => ['-L', `127.0.0.1:${port}:127.0.0.1:${port}`]);
  return runSsh(target, ['-o', 'ExitOnForwardFailure=yes', ...forwards], ['echo open; cat']);
}

async function opened(process: SshProcess): Promise<void> {
  let said = '';
  process.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  process.stdin.on('error', () => undefined);
  const ended = once(process, 'close').then(([code]) => {
    throw new SshFailure(said, code as number | null);
  });
  await Promise.race([ended, once(process.stdout, 'data')]);
  // What it says later is the next one's to tell.
  ended.catch(() => undefined);
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
