// A process of its own beside a lab: when the extension host is gone, however it ended, it removes what the lab left.
import { connect, removeLab } from './lab';

const tries = 5;
const pauseMilliseconds = 2000;

async function remove(labId: string, host: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const engine = await connect(host === '' ? {} : { host });
      await removeLab(engine, labId);
      return;
    } catch (error) {
      if (attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
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
