import { t } from '@vscode/l10n';
import type Dockerode from 'dockerode';
import type { Readable } from 'node:stream';
import { LabError } from '../lab';
import { answerWithin } from './client';
import { optionsOf } from './containerOptions';
import type { Endpoint } from './endpoint';
import type {
  ContainerFacts,
  ContainerSpec,
  ContainerSummary,
  ContainerUsage,
  Engine,
  EngineEvent,
  EngineResources,
  EngineTerminal,
  LogPlace,
  Process,
  TerminalSize,
} from './engine';
import { failed, statusOf } from './failures';
import { pullImage } from './pull';
import { noLog, openLog } from './readLog';
import { usageOf, type Stats } from './stats';
import { eventsOf } from './streams';
import { openTunnel } from './tunnel';

const LOOPBACK = '127.0.0.1';
/** What it has is nice to know, and worth no longer wait. */
const RESOURCES_LIMIT_MS = 3_000;
/** Files of a big app on their way to an engine far away. */
const FILES_LIMIT_MS = 600_000;

/** 404 is gone; 409 is "removal … already in progress", when two clean-ups meet. */
const GONE = [404, 409];

/** The answer; undefined where the engine answers with one of these statuses. */
async function unless<T>(statuses: readonly number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}

export interface EngineOptions {
  /** A call that is not answered for so long fails as one of an engine that is lost. */
  readonly answerMs: number;
  /** Address that ports of labs are opened on; 127.0.0.1 where it is not said. */
  readonly publish: string | undefined;
  readonly podman: boolean;
}

/** The engine that dockerode's client reaches at an endpoint. */
export class DockerodeEngine implements Engine {
  readonly address: string;
  readonly origin: string;
  readonly host: string;
  readonly local: boolean;
  readonly losesEndOfLog: boolean;
  private readonly answerMs: number;
  private readonly publish: string;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly docker: Dockerode,
    { answerMs, publish = LOOPBACK, podman }: EngineOptions,
  ) {
    this.answerMs = answerMs;
    this.publish = publish;
    // Once its container has ended, each line is given or dropped by chance (nxadm/tail, sendLine, as of 1.4.8).
    this.losesEndOfLog = podman;
    this.address = endpoint.address;
    this.origin = endpoint.origin;
    this.host = endpoint.host;
    this.local = endpoint.local;
  }

  get unreachable(): LabError | undefined {
    if (this.local || this.publish !== LOOPBACK) return undefined;
    return new LabError(
      'no-engine',
      t(
        'The Docker Engine at {address} is on another machine, and the ports of a lab are open only on that machine.',
        { address: this.address },
      ),
      t(
        'Reach the engine by ssh://, which brings the ports here; or set clusterLab.docker.publish (CLUSTER_LAB_PUBLISH_ADDRESS in a terminal) to an address of that machine, or 0.0.0.0, where everybody may see the lab.',
      ),
    );
  }

  async forward(ports: readonly number[]): Promise<{ dispose(): void }> {
    const { ssh } = this.endpoint;
    return ssh ? await openTunnel(ssh, ports) : { dispose: () => undefined };
  }

  resources(): Promise<EngineResources> {
    const ask = async (): Promise<EngineResources> => {
      const info = (await this.docker.info()) as {
        MemTotal: number;
        DockerRootDir: string;
        SystemTime: string;
      };
      return {
        memoryBytes: info.MemTotal,
        dataFolder: info.DockerRootDir,
        now: Date.parse(info.SystemTime),
      };
    };
    return this.call(t('determine its resources'), ask, RESOURCES_LIMIT_MS);
  }

  usedMemory(): Promise<number> {
    const ask = async (): Promise<number> => {
      const running = await this.docker.listContainers();
      const used = await Promise.all(running.map(({ Id }) => this.memoryOf(Id)));
      return used.reduce((sum, bytes) => sum + bytes, 0);
    };
    return this.call(t('determine the memory that containers use'), ask, RESOURCES_LIMIT_MS);
  }

  private async memoryOf(id: string): Promise<number> {
    return usageOf(await this.stats(id))?.memoryBytes ?? 0;
  }

  private async stats(id: string): Promise<Stats | undefined> {
    const asked = this.docker.getContainer(id).stats({ stream: false, 'one-shot': true });
    return await unless([404, 409], asked);
  }

  imageId(reference: string): Promise<string | undefined> {
    return this.call(
      t('look for the image {reference}', { reference }),
      async () => (await unless([404], this.docker.getImage(reference).inspect()))?.Id,
    );
  }

  async pull(reference: string, onProgress: (text: string) => void, signal: AbortSignal): Promise<void> {
    const imageId = (name: string): Promise<string | undefined> => this.imageId(name);
    await pullImage(this.docker, reference, { imageId, onProgress, signal });
  }

  createNetwork(name: string, labels: Record<string, string>): Promise<string> {
    return this.call(t('create the network {name}', { name }), async () => {
      const network = await this.docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        CheckDuplicate: true,
        Labels: labels,
      });
      return network.id;
    });
  }

  createContainer(spec: ContainerSpec): Promise<string> {
    return this.call(
      spec.name === undefined
        ? t('create a container')
        : t('create the container {name}', { name: spec.name }),
      async () => {
        const container = await this.docker.createContainer(optionsOf(spec, this.publish));
        return container.id;
      },
    );
  }

  putFiles(id: string, tar: Readable): Promise<void> {
    return this.call(
      t('put files into a container'),
      async () => {
        await this.docker.getContainer(id).putArchive(tar, { path: '/' });
      },
      FILES_LIMIT_MS,
    );
  }

  getFiles(id: string, path: string): Promise<Readable | undefined> {
    return this.call(
      t('read {path} in a container', { path }),
      async () =>
        (await unless([404], this.docker.getContainer(id).getArchive({ path }))) as Readable | undefined,
      FILES_LIMIT_MS,
    );
  }

  start(id: string): Promise<void> {
    return this.call(t('start a container'), () => unless([304], this.docker.getContainer(id).start()));
  }

  kill(id: string, signal = 'SIGKILL'): Promise<void> {
    return this.call(t('kill a container'), () =>
      unless([409], this.docker.getContainer(id).kill({ signal })),
    );
  }

  stop(id: string, seconds: number): Promise<void> {
    return this.call(t('stop a container'), () =>
      unless([304], this.docker.getContainer(id).stop({ t: seconds })),
    );
  }

  pause(id: string): Promise<void> {
    return this.call(t('pause a container'), async () => {
      if ((await this.inspect(id))?.paused !== true) await this.docker.getContainer(id).pause();
    });
  }

  unpause(id: string): Promise<void> {
    return this.call(t('unpause a container'), async () => {
      if ((await this.inspect(id))?.paused === true) await this.docker.getContainer(id).unpause();
    });
  }

  usage(id: string): Promise<ContainerUsage | undefined> {
    const ask = async (): Promise<ContainerUsage | undefined> => usageOf(await this.stats(id));
    return this.call(t('determine what a container uses'), ask, RESOURCES_LIMIT_MS);
  }

  openTerminal(
    id: string,
    command: readonly string[],
    { columns, rows }: TerminalSize,
  ): Promise<EngineTerminal> {
    return this.call(t('open a shell in a container'), async () => {
      const made = await this.docker.getContainer(id).exec({
        Cmd: [...command],
        Env: ['TERM=xterm-256color'],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: true,
      });
      const stream = await made.start({ hijack: true, stdin: true, Tty: true });
      const resize = async (size: TerminalSize): Promise<void> => {
        // Where the command has ended meanwhile there is nothing to fit.
        await unless([404, 409, 500], made.resize({ w: size.columns, h: size.rows }));
      };
      await resize({ columns, rows });
      return { stream, resize, exitCode: async () => (await made.inspect()).ExitCode ?? undefined };
    });
  }

  run(id: string, command: readonly string[]): Promise<{ code: number; output: string }> {
    return this.call(t('run a command in a container'), async () => {
      const options = { Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true };
      const made = await this.docker.getContainer(id).exec(options);
      const chunks: Buffer[] = [];
      for await (const chunk of await made.start({ hijack: true, Tty: true })) chunks.push(chunk as Buffer);
      const { ExitCode: code } = await made.inspect();
      return { code: code ?? 0, output: Buffer.concat(chunks).toString('utf8').replaceAll('\r\n', '\n') };
    });
  }

  wait(id: string, signal: AbortSignal): Promise<number> {
    return this.call(
      t('wait for a container'),
      async () => {
        const options = { abortSignal: signal };
        const answer = (await this.docker.getContainer(id).wait(options)) as { StatusCode: number };
        return answer.StatusCode;
      },
      0,
    );
  }

  inspect(id: string): Promise<ContainerFacts | undefined> {
    return this.call(t('inspect a container'), async () => {
      const found = await unless([404], this.docker.getContainer(id).inspect());
      if (!found || ['removing', 'dead'].includes(found.State.Status)) return undefined;
      const { Running, Paused, StartedAt, ExitCode, OOMKilled } = found.State;
      // Docker's paused containers run, Podman's do not.
      const networks = Object.values(found.NetworkSettings?.Networks ?? {});
      return {
        running: Running || Paused,
        paused: Paused,
        startedAt: StartedAt,
        exitCode: ExitCode,
        outOfMemory: OOMKilled,
        addresses: networks
          .flatMap((it) => [it.IPAddress, it.GlobalIPv6Address])
          .filter((address) => address),
      };
    });
  }

  processes(id: string): Promise<Process[]> {
    return this.call(t('list the processes of a container'), async () => {
      // 500 where the engine's machine has no ps.
      const found = await unless([404, 409, 500], this.docker.getContainer(id).top());
      // Podman's answer is empty where the container has ended; Docker's lists are null where it is just removed.
      const { Titles, Processes } = (found || {}) as {
        readonly Titles?: readonly string[] | null;
        readonly Processes?: readonly (readonly string[])[] | null;
      };
      const column = (Titles ?? []).indexOf('PID');
      return (Processes ?? []).map((row) => ({ id: row[column] ?? '', title: row.at(-1) ?? '' }));
    });
  }

  followLog(id: string, from: LogPlace, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    return this.call(
      t('follow a log'),
      async () => {
        const stream = await this.docker.getContainer(id).logs({
          follow: true,
          stdout: true,
          stderr: true,
          timestamps: true,
          abortSignal: signal,
          ...placeOf(from),
        });
        return this.through(t('follow a log'), stream as AsyncIterable<Buffer>);
      },
      0,
    );
  }

  readLog(id: string, from: LogPlace = {}, signal?: AbortSignal): Promise<AsyncIterable<Buffer>> {
    return this.call(t('read a log'), async () => {
      const stream = await unless([404, 409], openLog(this.docker, id, placeOf(from), signal));
      return stream ? this.through(t('read a log'), stream) : noLog();
    });
  }

  events(label: string, signal: AbortSignal): Promise<AsyncIterable<EngineEvent>> {
    return this.call(
      t('watch the containers'),
      async () => {
        const filters = { type: ['container'], label: [label] };
        const stream = await this.docker.getEvents({
          filters: JSON.stringify(filters),
          abortSignal: signal,
        });
        return this.through(t('watch the containers'), eventsOf(stream));
      },
      0,
    );
  }

  listContainers(label: string): Promise<ContainerSummary[]> {
    return this.call(t('list the containers of the lab'), async () => {
      const found = await this.docker.listContainers({ all: true, filters: { label: [label] } });
      return found.map((it) => ({
        id: it.Id,
        labels: it.Labels,
        image: it.Image,
        running: it.State === 'running' || it.State === 'paused',
        phase: it.State === 'created' ? 'fresh' : it.State === 'removing' ? 'leaving' : 'used',
        ports: it.Ports.flatMap(({ PrivatePort, PublicPort }) =>
          PublicPort ? [{ container: PrivatePort, host: PublicPort }] : [],
        ),
      }));
    });
  }

  listNetworks(label: string): Promise<{ id: string; labels: Record<string, string> }[]> {
    return this.call(t('list the networks of the lab'), async () => {
      const found = await this.docker.listNetworks({ filters: { label: [label] } });
      return found.map(({ Id, Labels }) => ({ id: Id, labels: Labels ?? {} }));
    });
  }

  removeContainer(id: string): Promise<void> {
    return this.call(t('remove a container'), () =>
      unless(GONE, this.docker.getContainer(id).remove({ force: true, v: true })),
    );
  }

  removeNetwork(id: string): Promise<void> {
    return this.call(t('remove a network'), () => unless(GONE, this.docker.getNetwork(id).remove()));
  }

  private async *through<T>(what: string, stream: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* stream;
    } catch (error) {
      throw failed(what, this.address, error);
    }
  }

  /** What takes as long as it takes has no limit: 0. */
  private async call<T>(what: string, work: () => Promise<T>, limitMs = this.answerMs): Promise<T> {
    try {
      if (limitMs === 0) return await work();
      return await answerWithin(limitMs, work());
    } catch (error) {
      throw failed(what, this.address, error);
    }
  }
}

/** The time as a string, though a number is expected: that would lose the nanoseconds. */
const placeOf = ({ since, tail }: LogPlace): { since?: number; tail?: number } => ({
  ...(since !== undefined && { since: since as unknown as number }),
  ...(tail !== undefined && { tail }),
});
