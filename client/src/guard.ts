// A process of its own beside a lab: when the extension host is gone, however it ended, it removes what the lab left.
import { claim, claimants, connect, removeLab } from './lab';

/** An engine that was restarted is back within this time. */
const patienceMilliseconds = 5 * 60_000;
const pauseMilliseconds = 2_000;

const pause = (milliseconds = pauseMilliseconds): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function remove(labId: string, host: string): Promise<void> {
  const over = performance.now() + patienceMilliseconds;
  for (;;) {
    try {
      const engine = await connect(host === '' ? {} : { host });
      await removeLab(engine, labId);
      // A start that was cut off in its midst: the engine may still make what it was asked for.
      await pause();
      await removeLab(engine, labId);
      return;
    } catch (error) {
      if (performance.now() > over) throw error;
      await pause();
    }
  }
}

/** The last, in milliseconds: a window that is reloaded is back within this time. */
const [labId = '', host = '', first = 'remove', grace = '15000'] = process.argv.slice(2);
/** What to do then, as the extension host has said last. */
let afterwards = first;
const own = claim(labId, process.pid);

async function end(): Promise<void> {
  if (afterwards === 'keep') return;
  if (afterwards === 'remove-later') {
    await pause(Number(grace));
    if (claimants(labId, process.pid).length > 0) return;
  }
  await remove(labId, host);
}

/** Nobody is left to be told; the exit code is for a test. */
const exit = (code: number): void => {
  own.dispose();
  process.exit(code);
};
const begin = (): void => {
  end().then(
    () => exit(0),
    () => exit(1),
  );
};

// A signal for the whole group, a terminal's Ctrl-C or a session's end, is for the extension host; its end is ours.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.on('message', (message) => (afterwards = String(message)));
process.once('disconnect', begin);
if (!process.connected) begin();
