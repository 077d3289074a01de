import { fork, type ChildProcess } from 'node:child_process';
import type { LogOutputChannel } from 'vscode';
import type { Disposable } from '../../lab/lab';

/**
 * What the guard does when its extension host is gone: remove the lab at once; remove it unless another window has taken
 * it over after a while, as a window that was reloaded does; or leave it where it is.
 */
export type Afterwards = 'remove' | 'remove-later' | 'keep';

/**
 * Watches over one lab from a process of its own (guard.ts), so that nothing of it stays when this one is killed, crashes
 * or gets no time to stop it.
 */
export class LabGuard implements Disposable {
  private readonly process: ChildProcess;

  constructor(
    module: string,
    labId: string,
    host: string | undefined,
    afterwards: Afterwards,
    log: LogOutputChannel,
  ) {
    this.process = fork(module, [labId, host ?? '', afterwards], {
      detached: true,
      stdio: 'ignore',
      // On desktops the extension host is Electron.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
    });
    this.process.on('error', (error) => log.warn(`The lab goes without a guard: ${error.message}`));
    this.process.unref();
    this.process.channel?.unref();
  }

  /** Undefined where it could not be started. */
  get processId(): number | undefined {
    return this.process.pid;
  }

  tell(afterwards: Afterwards): void {
    if (this.process.connected) this.process.send(afterwards, () => undefined);
  }

  /** The guard is left to itself, as when this process had ended. */
  dispose(): void {
    if (this.process.connected) this.process.disconnect();
  }
}
