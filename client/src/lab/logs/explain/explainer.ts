import type { SettingQuestion } from '../../../../../server/src/protocol';
import type { LogRecord } from '../record';
import { Gatherer, type Event, type Sighting } from './event';
import { secondsBetween } from './clock';
import { causeIn, methodOf, tellingOf, wordsOf } from './names';
import { readTomcat } from './tomcat';
import { failureOf, type Cause, type FailureId, type Found } from './found';
import { Members } from './members';
import { settingOf } from './settings';
import { readNginx, readRefusal } from './nginx';

/** A failure that a log tells of, once, however often it does. */
export interface Explanation {
  readonly failure: FailureId;
  /** What it is about: an attribute, a class, a node, an upstream. */
  readonly subject?: string | undefined;
  readonly severity: 'error' | 'warning' | 'information';
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** The rules that find its cause in the files. */
  readonly rules: readonly string[];
  /** How often the log tells of it. */
  readonly count: number;
  readonly first: Sighting;
  readonly last: Sighting;
  /** Where the log itself says the cause is. */
  readonly cause?: Cause | undefined;
  /** What a file sets that it is about; as the first sighting tells it. */
  readonly setting?: SettingQuestion | undefined;
}

interface Account {
  readonly found: Found;
  cause: Cause | undefined;
  count: number;
  readonly first: Sighting;
  last: Sighting;
}

/** Of one failure so many subjects are told apart; the others are counted with the last of them. */
const SUBJECTS = 50;
const STREAMS = 1_000;

/** Accounts for the failures of one or more logs, record by record; what it holds does not grow with them. */
export class Explainer {
  private readonly accounts = new Map<string, Account>();
  private readonly subjects = new Map<FailureId, number>();
  private readonly streams = new Map<string, Stream>();

  /** @param onFound told of each failure at once, with what is known of it */
  constructor(private readonly onFound?: (found: Found, at: Sighting) => void) {}

  /** Takes a line that was read; `at.file` and `at.source` say whose it is. */
  add(record: LogRecord, at: Sighting): void {
    if (record.kind === 'request') return;
    this.streamOf(at).add(record, at);
  }

  /** The log, or what is known of it at the moment, is at its end: what was gathered is judged. */
  settle(): void {
    for (const stream of this.streams.values()) stream.settle();
  }

  /** The logs have ended. */
  end(): void {
    for (const stream of this.streams.values()) stream.end();
    this.streams.clear();
  }

  /** What has been found until now, the first first. */
  explanations(): Explanation[] {
    return [...this.accounts.values()].map(explanationOf);
  }

  private streamOf({ file, source = '' }: Sighting): Stream {
    const key = `${file}\n${source}`;
    const known = this.streams.get(key);
    if (known) return known;
    // Nobody runs more programs; lines that look like prefixes must not fill the memory.
    if (this.streams.size >= STREAMS) this.end();
    const stream = new Stream((found, at) => this.account(found, at));
    this.streams.set(key, stream);
    return stream;
  }

  private account(found: Found, at: Sighting): void {
    const { failure } = found;
    let key = `${failure}\n${found.subject ?? ''}`;
    if (!this.accounts.has(key)) {
      const many = this.subjects.get(failure) ?? 0;
      if (many < SUBJECTS) this.subjects.set(failure, many + 1);
      else key = `${failure}\n…`;
    }
    const account = this.accounts.get(key);
    if (account) {
      account.count++;
      account.last = at;
      account.cause ??= found.cause;
    } else this.accounts.set(key, { found, cause: found.cause, count: 1, first: at, last: at });
    this.onFound?.(found, at);
  }
}

function explanationOf({ found, cause, count, first, last }: Account): Explanation {
  const { failure, subject, setting } = found;
  const { severity, rules, says } = failureOf(failure);
  const [what, why, todo] = says(found);
  return { failure, subject, severity, what, why, todo, rules, count, first, last, cause, setting };
}

/** The failure that a single event tells of; undefined where it tells of none. */
export function readEvent(event: Event): Found | undefined {
  const found = foundIn(event);
  return found && { ...found, setting: settingOf(found, event) };
}

function foundIn(event: Event): Found | undefined {
  const { record } = event;
  if (record.from === 'lab') return undefined;
  if (record.from === 'nginx') return readNginx(event) ?? (record.refuses ? readRefusal(event) : undefined);
  return readTomcat(event);
}

/** What says once more, or as a consequence, what its thread said just before. */
const CONSEQUENCES =
  /^(?:StandardContext\.startInternal|ContextConfig\.configureStart|SimpleTcpCluster\.startInternal|NioReceiver\.start|Catalina\.(?:start|load|parseServerXml)|WebXmlParser\.parseWebXml|HostConfig\.deploy\w+|StandardService\.(?:initInternal|startInternal)|LifecycleBase\.handleSubClassException|ContainerBase\.startInternal|SetPropertiesRule\.begin|DeltaManager\.messageReceived)$/;
/** What says that an app is deployed, before and after. */
const BEGINNINGS = /^HostConfig\.deploy\w+$/;
/** So many warnings and errors of the thread later it is something else. */
const LATER = 20;
const SOON = 10;
const THREADS = 500;

/** What a thread said last that explains more. */
interface Before {
  /** Class and words of the innermost exception. */
  readonly root: string;
  readonly logger: string;
  readonly explained: boolean;
  readonly cause: Cause | undefined;
  readonly time: string | undefined;
  age: number;
}

/** A thread of a pool serves something else before long; where a clock is not understood, nothing speaks against it. */
function isSoon(before: string | undefined, now: string | undefined): boolean {
  const seconds = secondsBetween(before, now);
  return seconds === undefined || seconds <= SOON;
}

/** The log of one program. */
class Stream {
  private readonly gatherer = new Gatherer();
  private readonly members = new Members();
  private readonly before = new Map<string, Before>();

  constructor(private readonly account: (found: Found, at: Sighting) => void) {}

  add(record: Exclude<LogRecord, { kind: 'request' }>, at: Sighting): void {
    const event = this.gatherer.add(record, at);
    if (event) this.judge(event);
  }

  settle(): void {
    const event = this.gatherer.end();
    if (event) this.judge(event);
  }

  end(): void {
    this.settle();
    for (const { found, event } of this.members.end()) this.account(found, event.at);
  }

  private judge(event: Event): void {
    const { record, traces, at } = event;
    const { logger = '', thread = '' } = record;
    if (logger !== '')
      for (const conclusion of this.members.read(event)) this.account(conclusion.found, conclusion.event.at);
    if (record.level === 'info') {
      // Another app, or another run: what went wrong before is no cause of what comes.
      if (methodOf(logger) === 'StandardService.startInternal') this.before.clear();
      else if (BEGINNINGS.test(methodOf(logger))) this.before.delete(thread);
    }
    const before = this.before.get(thread);
    if (before && record.level !== 'info') before.age++;
    if (record.level === 'info' && traces.length === 0 && !saysAtInfo(event)) return;
    const found = readEvent(event);
    const last = tellingOf(traces);
    const root = last ? wordsOf(last) : '';
    // What says the same with an exception anew happened anew.
    const follows =
      before &&
      before.age <= LATER &&
      isSoon(before.time, record.time) &&
      (logger !== before.logger || root === '') &&
      CONSEQUENCES.test(methodOf(logger));
    if (follows && before.explained && (root === '' || root === before.root)) return;
    if (found) {
      const isWithoutCause = follows && found.failure === 'deployment-failed' && root === '';
      this.account(isWithoutCause ? { ...found, detail: before.root, cause: before.cause } : found, at);
    }
    if (found || last)
      this.remember(thread, {
        root,
        logger,
        explained: found !== undefined,
        cause: last && causeIn(last),
        time: record.time,
        age: 0,
      });
  }

  private remember(thread: string, what: Before): void {
    if (this.before.size > THREADS) this.before.clear();
    this.before.set(thread, what);
  }
}

/** What is printed by an app, or told by a class that thinks little of it. */
const saysAtInfo = ({ record: { from, logger = '' } }: Event): boolean =>
  from === 'output' ||
  logger.endsWith('.XByteBuffer.append') ||
  logger.endsWith('.ReceiverBase.bind') ||
  logger.includes('.DomainFilterInterceptor.');
