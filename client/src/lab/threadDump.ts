import { t } from '@vscode/l10n';
import type { Engine } from './engine/engine';
import { LabError } from './lab';
import { readLine } from './logs/formats';
import { readLines } from './logs/frames';
import type { LogRecord } from './logs/record';

/** A JVM under load stops its threads within this, or hangs. */
const BEGIN_LIMIT_MS = 10_000;
/** What comes later is none of it: a JVM writes a dump in one go. */
const QUIET_MS = 500;
/** HotSpot's first line of a dump, and the last of the heap, which ends it (runtime/os.cpp, `signal_thread_entry`). */
const FIRST = /^Full thread dump /;
const LAST = /^\s+class space\s+used /;

type Asked = Pick<Engine, 'resources' | 'followLog' | 'kill'>;

/**
 * Asks a JVM for what its threads do, by SIGQUIT, and gives what it writes to its log, without what others write between.
 * Rejects with a `LabError` where no dump comes: the container's first process is not the JVM, or it hangs.
 */
export async function dumpThreads(
  engine: Asked,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<string> {
  const over = new AbortController();
  // By the engine's clock: the log is followed from before the signal, however late its first line is asked for.
  const { now } = await engine.resources();
  const since = `${Math.floor(now / 1000)}.000000000`;
  const dump: string[] = [];
  let timer = setTimeout(() => over.abort(), BEGIN_LIMIT_MS);
  try {
    const stream = await engine.followLog(id, { since }, over.signal);
    await engine.kill(id, 'SIGQUIT');
    for await (const line of dumpLines(stream)) {
      dump.push(line);
      clearTimeout(timer);
      if (LAST.test(line)) break;
      timer = setTimeout(() => over.abort(), QUIET_MS);
    }
  } catch (error) {
    if (!over.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
  if (dump.length === 0) throw noDump(name);
  return `${dump.join('\n').trimEnd()}\n`;
}

/** HotSpot writes it to the standard output; requests and records of a log come between its lines. */
async function* dumpLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let before: LogRecord | undefined;
  let begun = false;
  for await (const line of readLines(stream)) {
    begun ||= FIRST.test(line.text);
    if (!begun || line.stream !== 'stdout') continue;
    const record = readLine('tomcat', line.text, before);
    before = record;
    const isOther = record.kind === 'request' || (record.kind === 'message' && record.from !== 'output');
    if (!isOther) yield record.message;
  }
}

const noDump = (node: string): LabError =>
  new LabError(
    'node-failed',
    t('{node} wrote no thread dump within {seconds} seconds.', { node, seconds: BEGIN_LIMIT_MS / 1000 }),
    t('Its first process may not be the JVM, or it hangs. "Restart node" starts it anew.'),
  );
