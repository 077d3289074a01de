import type { Explainer, Explanation, ForeignReader } from '../../lab';
import type { LogRecord } from '../../lab/logs/record';

/** What there is to see in a log. Lines are those of an editor, from 0. */
export interface LogReading {
  /** Messages with the lines that continue them, by their first and last line; only those of more than one line. */
  readonly entries: readonly Entry[];
  /** Where a Tomcat or an nginx starts. */
  readonly starts: readonly Start[];
  readonly explanations: readonly Explanation[];
  /** The number of the explanation that a message tells of, by the first line of it. */
  readonly told: ReadonlyMap<number, number>;
}

interface Entry {
  readonly start: number;
  end: number;
}

export interface Start {
  readonly program: 'tomcat' | 'nginx';
  readonly line: number;
  readonly time: string | undefined;
  /** The container, where a prefix names it. */
  readonly source: string;
  /** Whether it came so far that it serves. */
  ready: boolean;
}

interface Engine {
  readonly Explainer: typeof Explainer;
  readonly ForeignReader: typeof ForeignReader;
}

/** Sightings beyond so many have no hover of their own. */
const MOST = 20_000;

/** Reads a log once from its start to its end. */
export function readLog(lines: Iterable<string>, engine: Engine): LogReading {
  const reader = new engine.ForeignReader(false);
  const sightings: [line: number, key: string][] = [];
  const explainer = new engine.Explainer(({ failure, subject }, at) => {
    if (sightings.length < MOST) sightings.push([at.line - 1, keyOf(failure, subject)]);
  });
  const entries: Entry[] = [];
  const starts: Start[] = [];
  const open = new Map<string, Entry & { seen: number }>();
  let number = 0;
  for (const text of lines) {
    const line = number++;
    const { record, source } = reader.read(text);
    explainer.add(record, { file: '', line: line + 1, ...(source !== '' && { source }) });
    if (record.kind === 'more') {
      const entry = open.get(source);
      if (!entry || entry.seen !== line - 1) continue;
      entry.seen = line;
      if (text === '') continue;
      if (entry.end === entry.start) entries.push(entry);
      entry.end = line;
      continue;
    }
    open.set(source, { start: line, end: line, seen: line });
    noteStart(record, line, source, starts);
  }
  explainer.end();
  const explanations = explainer.explanations();
  const numbers = new Map(
    explanations.map(({ failure, subject }, index) => [keyOf(failure, subject), index]),
  );
  const told = new Map<number, number>();
  for (const [line, key] of sightings) {
    const index = numbers.get(key);
    if (index !== undefined) told.set(line, index);
  }
  return { entries, starts, explanations, told };
}

const keyOf = (failure: string, subject = ''): string => `${failure}\n${subject}`;

function noteStart(
  record: Exclude<LogRecord, { kind: 'more' }>,
  line: number,
  source: string,
  starts: Start[],
): void {
  if (record.kind === 'request') return;
  const { logger, from, message, time } = record;
  if (from === 'nginx') {
    if (message.endsWith('start worker processes'))
      starts.push({ program: 'nginx', line, time, source, ready: true });
  } else if (logger?.endsWith('.StandardService.startInternal'))
    starts.push({ program: 'tomcat', line, time, source, ready: false });
  else if (logger === 'org.apache.catalina.startup.Catalina.start' && record.level === 'info') {
    const start = starts.findLast((it) => it.source === source && it.program === 'tomcat');
    if (start) start.ready = true;
  }
}

/** The first line of the message that a line belongs to. */
export function headOf(entries: readonly Entry[], line: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (!entry) break;
    if (line < entry.start) high = middle - 1;
    else if (line > entry.end) low = middle + 1;
    else return entry.start;
  }
  return line;
}
