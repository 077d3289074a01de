import { execFile } from 'node:child_process';
import { l10n } from 'vscode';

const LIMIT_MS = 60_000;

/**
 * What `nginx -t` on this machine writes to stderr about a main file; undefined where there is no such program. Its includes
 * are looked for beside the file, as nginx does. Rejects where it neither accepts nor refuses in time.
 */
export function askBinary(
  program: string,
  mainFile: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      ['-t', '-q', '-c', mainFile],
      { signal, timeout: LIMIT_MS, maxBuffer: 16 * 1024 * 1024 },
      (error, _stdout, stderr) => {
        if (!error || typeof error.code === 'number') resolve(stderr);
        else if (error.code === 'ENOENT') resolve(undefined);
        else if (error.killed && !signal.aborted)
          reject(new Error(l10n.t('{0} -t did not end within {1} seconds.', program, LIMIT_MS / 1000)));
        else reject(error);
      },
    );
  });
}
