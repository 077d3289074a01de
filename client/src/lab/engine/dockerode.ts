import Dockerode from 'dockerode';
import { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import { LabError } from '../lab';
import { endpoints, type Endpoint } from './endpoint';
import type {
  ContainerFacts,
  ContainerSpec,
  ContainerSummary,
  Engine,
  EngineEvent,
  EngineResources,
} from './engine';
import { eventsOf, jsonLines } from './streams';
import { failed, notReached, statusOf, wordsOf } from './failures';
import { explained } from './sayings';

const PING_LIMIT_MS = 5_000;
/** What it has is nice to know, and worth no longer wait. */
const RESOURCES_LIMIT_MS = 3_000;
/** An engine under load takes its time; one that says nothing for so long hangs. */
const ANSWER_LIMIT_MS = 60_000;
/** Files of a big app on their way to an engine far away. */
const FILES_LIMIT_MS = 600_000;
/** A registry that says nothing for so long is not to be had. */
const PULL_SILENCE_MS = 60_000;

/**
 * Finds the engine that answers. A call that it does not answer within `answerMs` fails as one of an engine that is lost.
 * Rejects with `no-engine` or `no-permission`.
 */
export async function connect({
  host,
  answerMs = ANSWER_LIMIT_MS,
}: { host?: string; answerMs?: number } = {}): Promise<Engine> {
  const candidates = endpoints(host);
  let worst: unknown;
  for (const endpoint of candidates) {
    // No connection is kept: one that an engine has closed since would fail the next call.
    const options = { ...endpoint.options, agent: new Agent({ keepAlive: false }) };
    const docker = new Dockerode(options);
    try {
      await answerWithin(PING_LIMIT_MS, docker.ping());
      return new DockerodeEngine(endpoint, docker, answerMs);
    } catch (error) {
      worst ??= error;
    }
  }
  throw notReached(
    candidates.map(({ address }) => address),
    worst,
  );
}

function answerWithin<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} seconds`)), limitMs);
    answer.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

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

class DockerodeEngine implements Engine {
  readonly address: string;
  readonly host: string;
  readonly local: boolean;

  constructor(
    { address, host, local }: Endpoint,
    private readonly docker: Dockerode,
    private readonly answerMs: number,
  ) {
    this.address = address;
    this.host = host;
    this.local = local;
  }

  resources(): Promise<EngineResources> {
    const ask = async (): Promise<EngineResources> => {
      const info = (await this.docker.info()) as { MemTotal: number; DockerRootDir: string };
      return { memoryBytes: info.MemTotal, dataFolder: info.DockerRootDir };
    };
    return this.call('say what it has', ask, RESOURCES_LIMIT_MS);
  }

  usedMemory(): Promise<number> {
    const ask = async (): Promise<number> => {
      const running = await this.docker.listContainers();
      const used = await Promise.all(running.map(({ Id }) => this.memoryOf(Id)));
      return used.reduce((sum, bytes) => sum + bytes, 0);
    };
    return this.call('say what containers use', ask, RESOURCES_LIMIT_MS);
  }

  private async memoryOf(id: string): Promise<number> {
    const asked = this.docker.getContainer(id).stats({ stream: false, 'one-shot': true });
    const { memory_stats: memory } = (await unless([404, 409], asked)) ?? {};
    const { inactive_file: cached, total_inactive_file: allCached } = memory?.stats ?? {};
    return Math.max(0, (memory?.usage ?? 0) - (cached ?? allCached ?? 0));
  }

  imageId(reference: string): Promise<string | undefined> {
    return this.call(
      `look for the image ${reference}`,
      async () => (await unless([404], this.docker.getImage(reference).inspect()))?.Id,
    );
  }

  async pull(reference: string, onProgress: (text: string) => void, signal: AbortSignal): Promise<void> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), PULL_SILENCE_MS);
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), PULL_SILENCE_MS);
    };
    try {
      const abortSignal = AbortSignal.any([signal, silence.signal]);
      // Without a tag the engine would pull every tag there is.
      const tagged = /(?:@sha256:|:[^/]+$)/.test(reference) ? reference : `${reference}:latest`;
      const stream = await this.docker.pull(tagged, { abortSignal });
      for await (const event of jsonLines(stream)) {
        heard();
        if (typeof event['error'] === 'string') throw new Error(event['error']);
        if (typeof event['status'] === 'string') onProgress(event['status']);
      }
    } catch (error) {
      signal.throwIfAborted();
      const words = wordsOf(error);
      const known = explained(words, error);
      if (known) throw known;
      const unreachable = /dial tcp|no such host|i\/o timeout|connection refused/.test(words);
      const why = silence.signal.aborted || unreachable ? 'its registry cannot be reached' : words;
      throw new LabError(
        'image-missing',
        `The image ${reference} is not on this machine, and it could not be pulled: ${why}.`,
        'Name an image that is there in clusterLab.lab.images, or pull it where the registry can be reached.',
        { cause: error },
      );
    } finally {
      clearTimeout(timer);
    }
  }

  createNetwork(name: string, labels: Record<string, string>): Promise<string> {
    return this.call(`make the network ${name}`, async () => {
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
    return this.call(`make the container ${spec.name ?? 'for the compiler'}`, async () => {
      const container = await this.docker.createContainer(optionsOf(spec));
      return container.id;
    });
  }

  putFiles(id: string, tar: Readable): Promise<void> {
    return this.call(
      'put files into a container',
      async () => {
        await this.docker.getContainer(id).putArchive(tar, { path: '/' });
      },
      FILES_LIMIT_MS,
    );
  }

  getFiles(id: string, path: string): Promise<Readable> {
    return this.call(
      `read ${path} in a container`,
      async () => (await this.docker.getContainer(id).getArchive({ path })) as Readable,
      FILES_LIMIT_MS,
    );
  }

  start(id: string): Promise<void> {
    return this.call('start a container', () => unless([304], this.docker.getContainer(id).start()));
  }

  kill(id: string): Promise<void> {
    return this.call('kill a container', () => unless([409], this.docker.getContainer(id).kill()));
  }

  wait(id: string, signal: AbortSignal): Promise<number> {
    return this.call(
      'wait for a container',
      async () => {
        const options = { abortSignal: signal };
        const answer = (await this.docker.getContainer(id).wait(options)) as { StatusCode: number };
        return answer.StatusCode;
      },
      0,
    );
  }

  inspect(id: string): Promise<ContainerFacts | undefined> {
    return this.call('look at a container', async () => {
      const found = await unless([404], this.docker.getContainer(id).inspect());
      if (!found) return undefined;
      const { Running, StartedAt, ExitCode, OOMKilled } = found.State;
      return { running: Running, startedAt: StartedAt, exitCode: ExitCode, outOfMemory: OOMKilled };
    });
  }

  processes(id: string): Promise<string[]> {
    return this.call('look at the processes of a container', async () => {
      // 500 where the engine's machine has no ps.
      const found = await unless([404, 409, 500], this.docker.getContainer(id).top());
      const { Processes: rows } = (found ?? { Processes: [] }) as { Processes: string[][] };
      return rows.map((row) => row.at(-1) ?? '');
    });
  }

  followLog(id: string, since: string | undefined, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    return this.call(
      'follow a log',
      async () => {
        const stream = await this.docker.getContainer(id).logs({
          follow: true,
          stdout: true,
          stderr: true,
          timestamps: true,
          abortSignal: signal,
          // A string: a number would lose the nanoseconds.
          ...(since !== undefined && { since: since as unknown as number }),
        });
        return this.through('follow a log', stream as AsyncIterable<Buffer>);
      },
      0,
    );
  }

  readLog(id: string): Promise<Buffer> {
    return this.call('read a log', () =>
      this.docker.getContainer(id).logs({ stdout: true, stderr: true, timestamps: true }),
    );
  }

  events(label: string, signal: AbortSignal): Promise<AsyncIterable<EngineEvent>> {
    return this.call(
      'watch the containers',
      async () => {
        const filters = { type: ['container'], label: [label] };
        const stream = await this.docker.getEvents({
          filters: JSON.stringify(filters),
          abortSignal: signal,
        });
        return this.through('watch the containers', eventsOf(stream));
      },
      0,
    );
  }

  listContainers(label: string): Promise<ContainerSummary[]> {
    return this.call('list the containers of the lab', async () => {
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
    return this.call('list the networks of the lab', async () => {
      const found = await this.docker.listNetworks({ filters: { label: [label] } });
      return found.map(({ Id, Labels }) => ({ id: Id, labels: Labels ?? {} }));
    });
  }

  removeContainer(id: string): Promise<void> {
    return this.call('remove a container', () =>
      unless(GONE, this.docker.getContainer(id).remove({ force: true, v: true })),
    );
  }

  removeNetwork(id: string): Promise<void> {
    return this.call('remove a network', () => unless(GONE, this.docker.getNetwork(id).remove()));
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

function optionsOf(spec: ContainerSpec): Dockerode.ContainerCreateOptions {
  const ports = spec.ports ?? [];
  return {
    ...(spec.name !== undefined && { name: spec.name }),
    Image: spec.image,
    ...(spec.hostname !== undefined && { Hostname: spec.hostname }),
    Labels: spec.labels,
    Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(spec.entrypoint && { Entrypoint: [...spec.entrypoint] }),
    ...(spec.command && { Cmd: [...spec.command] }),
    StopTimeout: 5,
    ExposedPorts: Object.fromEntries(ports.map(({ container }) => [`${container}/tcp`, {}])),
    HostConfig: {
      PortBindings: Object.fromEntries(
        ports.map(({ container, host }) => [
          `${container}/tcp`,
          [{ HostIp: '127.0.0.1', HostPort: String(host) }],
        ]),
      ),
      NetworkMode: spec.network?.name ?? 'none',
      ...(spec.memoryBytes !== undefined && { Memory: spec.memoryBytes }),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '20m', 'max-file': '3' } },
    },
    ...(spec.network && {
      NetworkingConfig: { EndpointsConfig: { [spec.network.name]: { Aliases: [...spec.network.aliases] } } },
    }),
  };
}
