// A process of its own beside a lab: when the extension host is gone, however it ended, it removes what the lab left.
import { connect, removeLab } from './lab';

/** An engine that was restarted is back within this time. */
const patienceMilliseconds = 5 * 60_000;
const pauseMilliseconds = 2_000;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));

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

/** Nobody is left to be told; the exit code is for a test. */
function end(): void {
  const [labId = '', host = ''] = process.argv.slice(2);
  remove(labId, host).then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

// A signal for the whole group, a terminal's Ctrl-C or a session's end, is for the extension host; its end is ours.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.once('disconnect', end);
if (!process.connected) end();
