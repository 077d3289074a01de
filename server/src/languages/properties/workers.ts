import type { Span } from '../text/span';
import { type Entry, type WorkersDocument, wordsOf, type Word } from './parse';

/** A line about a worker: `worker.NAME.DIRECTIVE=value`. */
export interface Setting {
  readonly entry: Entry;
  readonly worker: string;
  readonly workerSpan: Span;
  readonly directive: string;
  readonly directiveSpan: Span;
}

/** What workers.properties says of its workers. */
export interface Workers {
  readonly settings: readonly Setting[];
  /** Those that requests may be mapped to. */
  readonly listed: readonly Word[];
  /** By name; those that a list names without a line of their own are not among them. */
  readonly byName: ReadonlyMap<string, Worker>;
}

export interface Worker {
  readonly name: string;
  readonly settings: readonly Setting[];
  /** The last value of a directive, which counts; undefined where it is not written here. */
  readonly get: (directive: string) => Setting | undefined;
  /** The members of a load balancer. */
  readonly members: readonly Word[];
  /** Whether another worker's lines hold for it too: then what is not written here may be written there. */
  readonly inherits: boolean;
}

const PREFIX = 'worker.';

const known = new WeakMap<WorkersDocument, Workers>();

/** Read once a document. */
export function workersOf(document: WorkersDocument): Workers {
  const before = known.get(document);
  if (before) return before;
  const settings = document.entries.flatMap((entry) => settingOf(entry) ?? []);
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const group = groups.get(setting.worker);
    if (group) group.push(setting);
    else groups.set(setting.worker, [setting]);
  }
  const read: Workers = {
    settings,
    listed: document.entries.filter(({ key }) => key === `${PREFIX}list`).flatMap(wordsOf),
    byName: new Map([...groups].map(([name, own]) => [name, workerOf(name, own)])),
  };
  known.set(document, read);
  return read;
}

/** `worker.list` and `worker.maintain` are of all workers. A name may hold dots: the directive is behind the last. */
function settingOf(entry: Entry): Setting | undefined {
  const { key, keySpan } = entry;
  const dot = key.lastIndexOf('.');
  if (!key.startsWith(PREFIX) || dot < PREFIX.length) return undefined;
  const start = keySpan.start + PREFIX.length;
  return {
    entry,
    worker: key.slice(PREFIX.length, dot),
    workerSpan: { start, end: keySpan.start + dot },
    directive: key.slice(dot + 1),
    directiveSpan: { start: keySpan.start + dot + 1, end: keySpan.end },
  };
}

const workerOf = (name: string, settings: readonly Setting[]): Worker => ({
  name,
  settings,
  get: (directive) => settings.findLast((setting) => setting.directive === directive),
  members: settings
    .filter(({ directive }) => directive === 'balance_workers' || directive === 'balanced_workers')
    .flatMap(({ entry }) => wordsOf(entry)),
  inherits: settings.some(({ directive }) => directive === 'reference'),
});

/** Whether a value is filled in: `$(name)` of mod_jk itself, or a placeholder of something else. */
export const isFilledIn = (value: string): boolean => /\$[({]|@[\w.-]+@|\{\{|<%|%[\w.-]+%/.test(value);
