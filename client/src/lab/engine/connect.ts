import { t } from '@vscode/l10n';
import { LabError } from '../lab';
import { answerWithin, clientOf } from './client';
import { allEndpoints, candidates } from './contexts';
import { DockerodeEngine } from './dockerode';
import { agentFor, type Endpoint } from './endpoint';
import type { Engine } from './engine';
import { notReached } from './failures';
import { preferred } from './preferred';

const PING_LIMIT_MS = 5_000;
/** The time of a handshake with a machine far away, and for what it asks there. */
const SSH_LIMIT_MS = 20_000;
/** An engine under load takes its time; one that says nothing for so long hangs. */
const ANSWER_LIMIT_MS = 60_000;

/**
 * Finds the engine that answers: the one at `host`, an address or the name of a Docker context, or else what the machine's
 * own settings say. A call that it does not answer within `answerMs` fails as one of an engine that is lost. Rejects with
 * `no-engine` or `no-permission`.
 */
export async function connect({
  host,
  answerMs = ANSWER_LIMIT_MS,
  publish = process.env['CLUSTER_LAB_PUBLISH_ADDRESS'] || undefined,
}: {
  host?: string;
  answerMs?: number;
  /** Address of the engine's machine that ports of labs are opened on; 127.0.0.1 where it is not said. */
  publish?: string | undefined;
} = {}): Promise<Engine> {
  const endpoints = candidates(host);
  const reach = async (endpoint: Endpoint, signal: AbortSignal): Promise<Engine> => {
    const agent = agentFor(endpoint);
    signal.addEventListener('abort', () => agent.destroy());
    const docker = clientOf(endpoint, agent);
    const limit = endpoint.ssh ? SSH_LIMIT_MS : PING_LIMIT_MS;
    const version = await answerWithin(limit, docker.version());
    if (version.Os === 'windows') throw windowsContainers(endpoint);
    return new DockerodeEngine(endpoint, docker, { answerMs, publish, podman: isPodman(version) });
  };
  const addresses = endpoints.map(({ address }) => address);
  try {
    const found = await preferred(endpoints.map((it) => (signal) => reach(it, signal)));
    if (found) return found;
  } catch (error) {
    throw error instanceof LabError ? error : notReached(addresses, error);
  }
  throw notReached(addresses);
}

/** Engines of long ago do not tell their parts. */
const isPodman = ({ Components: parts }: { Components?: readonly { Name: string }[] }): boolean =>
  parts?.some(({ Name: name }) => name === 'Podman Engine') ?? false;

const windowsContainers = ({ address }: Endpoint): LabError =>
  new LabError(
    'no-engine',
    t('The Docker Engine at {address} runs Windows containers; a lab needs Linux containers.', { address }),
    t('Choose "Switch to Linux containers" in the menu of Docker Desktop, then start the lab again.'),
  );

/** An engine that answers, and what it says of itself. */
export interface FoundEngine {
  readonly address: string;
  /** Where its address comes from: `context desktop-linux`, `Colima default`. */
  readonly origin: string;
  readonly version: string;
  /** Of its machine, with its name: `Debian GNU/Linux 12`. */
  readonly system: string;
}

/** Every engine of this machine's contexts and sockets that answers, asked all at once. */
export const listEngines = async (): Promise<FoundEngine[]> => await askAll(allEndpoints());

/**
 * Those between which nothing decides: neither a setting, nor the environment, nor docker's configuration. Rejects with a
 * `LabError` where what decides leads nowhere.
 */
export const undecidedEngines = async (): Promise<FoundEngine[]> => await askAll(candidates(undefined));

/** One engine may have several addresses; the first of them counts. */
async function askAll(endpoints: readonly Endpoint[]): Promise<FoundEngine[]> {
  const found = (await Promise.all(endpoints.map(askEngine))).flat();
  const first = new Map(found.toReversed().map((it) => [it.id, it.engine]));
  return found.filter(({ id, engine }) => first.get(id) === engine).map(({ engine }) => engine);
}

async function askEngine(endpoint: Endpoint): Promise<{ id: string; engine: FoundEngine }[]> {
  const { address, origin } = endpoint;
  try {
    const asked = clientOf(endpoint).info() as Promise<Record<string, unknown>>;
    const facts = await answerWithin(endpoint.ssh ? SSH_LIMIT_MS : PING_LIMIT_MS, asked);
    const text = (name: string): string => (typeof facts[name] === 'string' ? facts[name] : '');
    const engine = { address, origin, version: text('ServerVersion'), system: text('OperatingSystem') };
    return [{ id: text('ID') || address, engine }];
  } catch {
    // One that does not answer is not to be chosen.
    return [];
  }
}
