import type { Duplex, Readable } from 'node:stream';
import type { LabError } from '../lab';

/**
 * What the lab needs of a Docker Engine. Every call, and what it iterates over, rejects with a `LabError` where the engine
 * or the call fails.
 */
export interface Engine {
  /** As a person knows it: `unix:///var/run/docker.sock`. */
  readonly address: string;
  /** Where the address comes from: `context desktop-linux`, `DOCKER_HOST`. */
  readonly origin: string;
  /** Host that published ports are reached at. */
  readonly host: string;
  /** Whether the engine shares this machine's ports, so that a free one can be found by trying. */
  readonly local: boolean;
  /** Whether a log that is followed drops lines by chance once its container has ended, so that the rest is better read. */
  readonly losesEndOfLog: boolean;
  /** Why the ports of a lab could not be reached from here; undefined where they can. */
  readonly unreachable: LabError | undefined;
  /** Brings published ports of the engine's machine to this one, where they are not reached otherwise. */
  forward(ports: readonly number[]): Promise<{ dispose(): void }>;
  /** What its machine has. */
  resources(): Promise<EngineResources>;
  /** Bytes of memory that running containers take, without the files that are merely cached. Takes a second or so. */
  usedMemory(): Promise<number>;
  /** Identity of an image of this engine; undefined where it has none of that name. */
  imageId(reference: string): Promise<string | undefined>;
  /** Pulls an image; `onProgress` is told what the registry is at. */
  pull(reference: string, onProgress: (text: string) => void, signal: AbortSignal): Promise<void>;
  createNetwork(name: string, labels: Record<string, string>): Promise<string>;
  createContainer(spec: ContainerSpec): Promise<string>;
  /** Unpacks a tar at the container's root; the container may be created, running or stopped. */
  putFiles(id: string, tar: Readable): Promise<void>;
  /** A tar of a path in the container; undefined where there is nothing. */
  getFiles(id: string, path: string): Promise<Readable | undefined>;
  /** Does nothing where the container runs already. */
  start(id: string): Promise<void>;
  /** Sends a signal, SIGKILL where none is named; does nothing where the container does not run. */
  kill(id: string, signal?: string): Promise<void>;
  /** SIGTERM, and SIGKILL where that is not heeded for `seconds`; does nothing where the container does not run. */
  stop(id: string, seconds: number): Promise<void>;
  /** Freezes its processes; does nothing where it is paused already. */
  pause(id: string): Promise<void>;
  /** Lets them go on; does nothing where it is not paused. */
  unpause(id: string): Promise<void>;
  /** What a container takes at this moment; undefined where it does not run. */
  usage(id: string): Promise<ContainerUsage | undefined>;
  /** Runs a command on a terminal in a container. */
  openTerminal(id: string, command: readonly string[], size: TerminalSize): Promise<EngineTerminal>;
  /** Runs a command in a container that runs. Resolves with its exit code and all that it wrote. */
  run(id: string, command: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  /** Resolves with the exit code when the container has ended. */
  wait(id: string, signal: AbortSignal): Promise<number>;
  /** Undefined where there is no such container any more. */
  inspect(id: string): Promise<ContainerFacts | undefined>;
  /** The processes in a container, as `ps` has them; none where it does not run, or no `ps` is there. */
  processes(id: string): Promise<Process[]>;
  /** Docker's framed log with time stamps; follows until the container ends or the signal aborts. */
  followLog(id: string, from: LogPlace, signal: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /** What has been logged so far, framed as above; nothing where there is no such container any more. */
  readLog(id: string, from?: LogPlace, signal?: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /** What happens to the containers with a label, from the time it resolves until the signal aborts. */
  events(label: string, signal: AbortSignal): Promise<AsyncIterable<EngineEvent>>;
  listContainers(label: string): Promise<ContainerSummary[]>;
  listNetworks(label: string): Promise<{ id: string; labels: Record<string, string> }[]>;
  /** Kills and removes with its volumes; what is gone already, or just going, counts as removed. */
  removeContainer(id: string): Promise<void>;
  removeNetwork(id: string): Promise<void>;
}

export interface ContainerSpec {
  readonly name?: string;
  readonly image: string;
  readonly hostname?: string;
  readonly labels: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly network?: { readonly name: string; readonly aliases: readonly string[] };
  /** Names that lead to the container itself, on the engine's own network; only without `network`. */
  readonly hosts?: readonly string[];
  readonly ports?: readonly { readonly container: number; readonly host: number }[];
  readonly memoryBytes?: number;
}

/** A process of a container. */
export interface Process {
  /** On the engine's machine. */
  readonly id: string;
  /** `nginx: worker process` */
  readonly title: string;
}

/** Where in a container's log to begin; with both of them the part that both leave. */
export interface LogPlace {
  /** Seconds since 1970 of the engine's clock, with nine decimals; that stamp's lines are in. */
  readonly since?: string | undefined;
  /** So many of the newest lines, and what follows. */
  readonly tail?: number | undefined;
}

export interface EngineResources {
  readonly memoryBytes: number;
  /** Where it keeps images and containers, on its own machine. */
  readonly dataFolder: string;
  /** Milliseconds since 1970 by its own clock. */
  readonly now: number;
}

export interface EngineEvent {
  readonly container: string;
  /** As the engine names it: `start`, `die`, `oom`. */
  readonly action: string;
  /** With `die`. */
  readonly exitCode: number | undefined;
}

export interface ContainerFacts {
  /** Also while it is paused. */
  readonly running: boolean;
  readonly paused: boolean;
  /** Its addresses in its networks; none while it does not run. */
  readonly addresses: readonly string[];
  /** RFC 3339, of the engine's clock, as the stamps of its logs are. */
  readonly startedAt: string;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
}

/** What a container takes; both clocks are the engine's. */
export interface ContainerUsage {
  /** Without the files that are merely cached, as `docker stats` has it. */
  readonly memoryBytes: number;
  /** What it may take; that of the machine where it has no limit of its own. */
  readonly memoryLimit: number;
  /** Nanoseconds on all processors together since it was started. */
  readonly cpu: number;
  /** When that was read: milliseconds since 1970. */
  readonly at: number;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A command that runs on a terminal of its own in a container. */
export interface EngineTerminal {
  /** What is typed, and what is shown. It ends when the command has ended. */
  readonly stream: Duplex;
  resize(size: TerminalSize): Promise<void>;
  /** How the command ended; undefined while it runs. */
  exitCode(): Promise<number | undefined>;
}

export interface ContainerSummary {
  readonly id: string;
  readonly labels: Record<string, string>;
  readonly image: string;
  readonly running: boolean;
  /** `fresh`: made, and never started. `leaving`: just being removed. */
  readonly phase: 'fresh' | 'used' | 'leaving';
  readonly ports: readonly { readonly container: number; readonly host: number }[];
}
