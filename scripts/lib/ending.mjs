// How a script of ours ends: by its own will, by a signal, or because npm is gone. Whatever was set up is taken down first.

import { setMaxListeners } from 'node:events';

/** Aborts when the script was told to end; everything that waits or runs a program listens to it. */
const controller = new AbortController();
export const ending = controller.signal;
// Each program that runs listens, and many run side by side.
setMaxListeners(0, ending);

/** Programs under way: promises that settle when they are gone. The end waits for them before it takes down what they use. */
export const running = new Set();

/** Thrown where work stops because the script was told to end. */
export class Ended extends Error {
  name = 'Ended';
}

const cleanups = [];
let under;

/** Registers work for the end of the script, whatever its reason; the last registered runs first. */
export function atEnd(title, cleanup) {
  const entry = { title, cleanup };
  cleanups.push(entry);
  /** Runs this clean-up now instead of at the end. */
  return async () => {
    const at = cleanups.indexOf(entry);
    if (at < 0) return;
    cleanups.splice(at, 1);
    await cleanup();
  };
}

/**
 * Runs all clean-ups, each once, and exits. A second call (a second signal) waits for the first: clean-up is never cut short.
 * A clean-up that fails is told and makes the exit code 1 at least.
 */
export function end(code) {
  under ??= (async () => {
    controller.abort(new Ended('told to end'));
    await Promise.allSettled(running);
    let failed = false;
    for (let entry = cleanups.pop(); entry; entry = cleanups.pop()) {
      try {
        await entry.cleanup();
      } catch (error) {
        failed = true;
        console.error(`Clean-up "${entry.title}" failed: ${error.message}`);
      }
    }
    process.exitCode = code || (failed ? 1 : 0);
    // Output to a pipe is asynchronous: exit when it is written.
    process.stdout.write('', () => process.exit());
  })();
  return under;
}

/**
 * Ends the script on SIGINT, SIGTERM, SIGHUP, and when its parent is gone: npm hands a signal to its shell, not to the script,
 * so the only sign may be a new parent process.
 */
export function watchForEnd() {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const [signal, code] of Object.entries(codes)) {
    process.on(signal, () => {
      if (!ending.aborted) console.error(`\n${signal}: cleaning up …`);
      void end(code);
    });
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid === parent || ending.aborted) return;
    console.error('\nThe parent process is gone: cleaning up …');
    void end(143);
  }, 250).unref();
  process.stdout.on('error', () => void end(141));
  process.stderr.on('error', () => void end(141));
}
