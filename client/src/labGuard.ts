import { fork, type ChildProcess } from 'node:child_process';
import type { LogOutputChannel } from 'vscode';
import type { Disposable } from './lab/lab';

/**
 * Watches over one lab from a process of its own (guard.ts), so that nothing of it stays when this one is killed, crashes
 * or gets no time to stop it.
 */
export class LabGuard implements Disposable {
  private readonly process: ChildProcess;

  constructor(module: string, labId: string, host: string | undefined, log: LogOutputChannel) {
    this.process = fork(module, [labId, host ?? ''], {
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

  /** The guard looks once more whether anything is left, and ends. */
  dispose(): void {
    if (this.process.connected) this.process.disconnect();
  }
}
