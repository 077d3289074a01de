import type { Deployment, Entry } from '../../../server/src/protocol';
import type { NodeAddress } from './logs/names';
import type { LogRecord } from './logs/record';
import type { EngineTerminal, TerminalSize } from './engine/engine';

export type { EngineTerminal, TerminalSize };

/** One step of a start or stop, told as it happens: `Starting tomcat1 …`. `done` of `total` where both are known. */
export interface LabStep {
  readonly message: string;
  readonly done?: number;
  readonly total?: number;
}

export type NodeState = 'created' | 'starting' | 'running' | 'paused' | 'exited';

/** A line of a container's log, whole and decoded, without its line end. */
export interface LogLine {
  /** Container of the plan: `nginx`, `tomcat1`. */
  readonly node: string;
  readonly stream: 'stdout' | 'stderr';
  /** Docker's RFC 3339 stamp with nanoseconds. */
  readonly stamp: string;
  /** With the lab's nodes by their names, and not by their addresses of that time. */
  readonly text: string;
  /** The same, read. */
  readonly record: LogRecord;
}

/** What a person reads when something failed: what happened and why, then what to do next. */
export class LabError extends Error {
  override readonly name = 'LabError';

  constructor(
    readonly kind:
      | 'no-engine'
      | 'no-permission'
      | 'engine-lost'
      | 'lab-gone'
      | 'image-missing'
      | 'port-taken'
      | 'nginx-refused'
      | 'tomcat-refused'
      | 'node-failed'
      | 'compile-failed'
      | 'unreadable-file'
      | 'cancelled',
    /** The cause in words. */
    message: string,
    /** The next step in words. */
    readonly nextStep: string,
    readonly detail: {
      /** The user's file and zero-based line at fault, where known. */
      readonly place?: { readonly file: string; readonly line: number };
      /** Last lines of the node's log, or the compiler's output. */
      readonly lines?: readonly string[];
      readonly cause?: unknown;
      /** The host port that was taken. */
      readonly port?: number;
    } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
  }
}

export interface PublishedPort {
  readonly container: number;
  readonly host: number;
  readonly scheme: 'http' | 'https';
  /** `Compose publishes 8081`, or why another one was taken. */
  readonly reason: string;
}

export interface LabNode {
  readonly name: string;
  readonly role: 'nginx' | 'tomcat';
  readonly image: string;
  readonly state: NodeState;
  readonly ports: readonly PublishedPort[];
  /** In the lab's network, as long as it runs. */
  readonly address?: string | undefined;
  /** Names of the other nodes that a Tomcat of a cluster sees, by its log; undefined where that does not tell. */
  readonly sees?: readonly string[] | undefined;
}

/** What a node takes at this moment. */
export interface NodeUsage {
  readonly node: string;
  readonly uptimeMs: number;
  readonly memoryBytes: number;
  readonly memoryLimit: number;
  /** Of one processor, in percent, since it was read last; undefined the first time. */
  readonly cpuPercent: number | undefined;
}

/** A running lab. */
export interface Lab {
  readonly deployment: Deployment;
  readonly nodes: readonly LabNode[];
  /** Entries of the plan with the host ports that were really taken, e.g. `http://127.0.0.1:8080/`. */
  readonly urls: readonly (Entry & { readonly url: string })[];
  readonly sessions: SessionSource;
  /** The addresses that its nodes have and had, in the order in which they were given. */
  readonly addresses: readonly NodeAddress[];
  /** Called for each line of every container from its start on; lines that came before are given first. */
  onLine(listener: (line: LogLine) => void): Disposable;
  onNodeChange(listener: (node: LabNode) => void): Disposable;
  /** Called once when somebody else has removed the lab: another window, `lab stop`, Docker's own commands. */
  onGone(listener: () => void): Disposable;
  /** SIGKILL, as a crash would. */
  killNode(name: string): Promise<void>;
  startNode(name: string): Promise<void>;
  /** SIGTERM, as an orderly shutdown; resolves when it has ended. */
  stopNode(name: string): Promise<void>;
  /** Stops and starts it; resolves when it is up again. */
  restartNode(name: string): Promise<void>;
  /** Freezes it: it answers nobody, and does not end. */
  pauseNode(name: string): Promise<void>;
  unpauseNode(name: string): Promise<void>;
  /** What every thread of a Tomcat is doing, in the JVM's words, which its log has, too. */
  dumpThreads(name: string): Promise<string>;
  /** Every node that runs; one that the engine cannot tell about is left out. */
  usage(): Promise<NodeUsage[]>;
  /** A shell on a terminal in the node's container. */
  openShell(name: string, size: TerminalSize): Promise<EngineTerminal>;
  /**
   * What a plan made anew changes of what runs; undefined where that is not known, of a lab that an earlier release has
   * started.
   */
  compare(plan: Deployment, options: CompareOptions): Promise<Differences | undefined>;
  /**
   * Brings what a plan changes to the containers, each in the gentlest way that does. nginx and the compiler are asked
   * first: what they refuse changes nothing. One after another: a second call waits for the first.
   */
  apply(plan: Deployment, options: ApplyOptions): Promise<Applied>;
  /** Removes every container and network of the lab. Safe to call twice and while a start is under way. */
  stop(onStep?: (step: LabStep) => void): Promise<void>;
  /** Lets go of the lab without a change of it: its containers stay. */
  dispose(): void;
}

/**
 * What a change needs: `copy`, that its file is put in place; `reload`, of nginx; `compile`, of Java sources, and `context`,
 * a reload of the app; `restart`, of the node; `recreate`, that its container is made anew.
 */
export type Need = 'copy' | 'reload' | 'compile' | 'context' | 'restart' | 'recreate';

/** A file that is not as the lab runs it. */
export interface FileChange {
  readonly node: string;
  /** In the container; of a source on this machine; of what is no file its name. */
  readonly path: string;
  /** The user's file, where it is one. */
  readonly origin?: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly need: Need;
}

export interface Differences {
  readonly files: readonly FileChange[];
  /** Why only a lab that is started anew would run the plan: clauses for a person. */
  readonly restart: readonly string[];
}

export interface CompareOptions {
  /** Folder of `client/assets` as installed. */
  readonly assets: string;
  /** Files that somebody is just editing: what is saved counts, and a plan may have been made of what is not. */
  readonly unsaved?: ReadonlySet<string>;
}

export interface ApplyOptions extends CompareOptions {
  readonly signal: AbortSignal;
  readonly onStep: (step: LabStep) => void;
  /** nginx alone, by a reload; only what is left of it is told. What needs more is left. */
  readonly reloadOnly?: boolean;
}

/** What was done. */
export interface Applied {
  /** Nodes that have new files. */
  readonly nodes: readonly string[];
  readonly nginx?: Reloaded;
  /** What could not be brought to a lab that runs. */
  readonly left: Differences;
}

export interface Reloaded {
  readonly how: 'reloaded' | 'restarted' | 'copied';
  /** Connections of clients that nginx closed for it; undefined where that cannot be seen. */
  readonly closed?: number | undefined;
  /** Whether it had `keepalive_min_timeout`: then it closes one behind its next answer, or when that time is over. */
  readonly keeps?: boolean;
}

export interface Disposable {
  dispose(): void;
}

export interface StartOptions {
  readonly signal: AbortSignal;
  readonly onStep: (step: LabStep) => void;
  /** Lines that arrive while the lab still starts. */
  readonly onLine?: (line: LogLine) => void;
  /** Folder of `client/assets` as installed. */
  readonly assets: string;
  /** Shorter or longer waits than usual, in milliseconds. */
  readonly limits?: { readonly readyMs?: number; readonly formedMs?: number };
}

/** Where the live sessions are read from. Reading changes nothing: neither owner nor times of a session. */
export interface SessionSource {
  /** One answer a Tomcat node; a node that does not answer is told so and does not hold up the others. */
  read(signal: AbortSignal, query?: SessionQuery): Promise<NodeSessions[]>;
  /** How many there are. */
  count(signal: AbortSignal): Promise<SessionCount[]>;
  /** Called with how many there are at each reading of all, whoever reads. */
  onCount(listener: (counts: readonly SessionCount[]) => void): Disposable;
}

/** How many sessions a Tomcat holds and owns, over all its contexts. */
export interface SessionCount {
  readonly node: string;
  readonly count: number;
  readonly owned: number;
  /** Why it could not be asked, in words. */
  readonly error?: string;
}

/** Which sessions to tell of. How many there are is told in any case. */
export interface SessionQuery {
  /** So many of each context, the newest first; 100 where it is not said. */
  readonly limit?: number;
  /** These besides. */
  readonly ids?: readonly string[];
  /** Only those with this text in their ID, or in the name or value of an attribute, in whatever case. */
  readonly find?: string;
  /** A regular expression: attributes and fields whose names it finds are told without their values. */
  readonly mask?: string;
  /** Characters of a value that are told; 200 where it is not said. */
  readonly longest?: number;
}

export interface NodeSessions {
  readonly node: string;
  /** Why the node could not be read, in words. */
  readonly error?: string;
  /** It does not run: so it is known to hold nothing. */
  readonly down?: boolean;
  /** The node's own time when it answered, to the second: milliseconds since 1970. */
  readonly now?: number | undefined;
  readonly contexts: readonly ContextSessions[];
}

export interface ContextSessions {
  /** `/` for ROOT. */
  readonly path: string;
  /** Simple class name: DeltaManager, BackupManager, StandardManager. */
  readonly manager: string;
  /** When the app was started on the node, milliseconds since 1970; 0 where it does not tell. */
  readonly started: number;
  /** All sessions that the node holds. */
  readonly count: number;
  /** Those of them that it owns; all where the manager does not replicate. */
  readonly owned: number;
  /** Those that were asked for, the newest first. */
  readonly sessions: readonly SessionEntry[];
}

export interface SessionEntry {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly lastAccessed: number;
  /** True on the node that owns it, false on a backup, undefined where the manager does not replicate. */
  readonly primary: boolean | undefined;
  readonly attributes: readonly SessionAttribute[];
}

export interface SessionAttribute {
  readonly name: string;
  readonly type: string;
  /** Read from the fields of the object: `Member { name: duke }`. */
  readonly value: string;
}

/** What the probe tells in place of a value that the mask hides (`client/assets/probe/sessions.jsp`). */
export const HIDDEN_VALUE = '••••';
