import { t } from '@vscode/l10n';
import type { Engine } from './engine/engine';
import { LabError, type Disposable, type LogLine } from './lab';
import { readLine } from './logs/formats';
import type { LogRecord } from './logs/record';

/** A JVM under load stops its threads within this, or hangs. */
const BEGIN_LIMIT_MS = 10_000;
/** What comes later is none of it: a JVM writes a dump in one go. */
const QUIET_MS = 500;
/** HotSpot, `VM_PrintThreads`, between its first line and the last part, the heap (os/signals, `data_dump_handler`). */
const FIRST = /^Full thread dump /;
const LAST = /^\s+class space\s+used /;

/**
 * Asks a JVM for what its threads do, by SIGQUIT, and gives what it writes to its log, without what others write between.
 * Rejects with a `LabError` where no dump comes: the container's first process is not the JVM, or it hangs.
 */
export function dumpThreads(
  engine: Pick<Engine, 'kill'>,
  { id, name }: { readonly id: string; readonly name: string },
  onLine: (heard: (line: LogLine) => void) => Disposable,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const dump: string[] = [];
    let before: LogRecord | undefined;
    let timer = setTimeout(() => end(() => reject(noDump(name))), BEGIN_LIMIT_MS);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      listening.dispose();
      settle();
    };
    const whole = (): void => end(() => resolve(`${dump.join('\n').trimEnd()}\n`));
    const listening = onLine(({ text, stream }) => {
      // HotSpot writes it to the standard output.
      if (stream !== 'stdout' || (dump.length === 0 && !FIRST.test(text))) return;
      const record = readLine('tomcat', text, before);
      before = record;
      if (record.kind === 'request' || (record.kind === 'message' && record.from !== 'output')) return;
      dump.push(record.message);
      clearTimeout(timer);
      if (LAST.test(text)) whole();
      else timer = setTimeout(whole, QUIET_MS);
    });
    engine.kill(id, 'SIGQUIT').catch((error: unknown) => end(() => reject(error)));
  });
}

const noDump = (node: string): LabError =>
  new LabError(
    'node-failed',
    t('{node} wrote no thread dump within {seconds} seconds.', { node, seconds: BEGIN_LIMIT_MS / 1000 }),
    t('Its first process may not be the JVM, or it hangs. "Restart node" starts it anew.'),
  );
