import { LabError } from '../lab';

interface Saying {
  readonly says: RegExp;
  readonly kind: LabError['kind'];
  readonly message: (match: RegExpExecArray) => string;
  readonly nextStep: string;
  /** Which port it is about. */
  readonly port?: (match: RegExpExecArray) => number | undefined;
}

const portIn = ({ input }: RegExpExecArray): string | undefined =>
  /(?:[\d.]+|\]):(\d+)(?=\D*(?:failed|:|$))/.exec(input)?.[1];

/** What engines say where a machine, and not the lab, is at fault (moby: daemon, libnetwork; podman says much the same). */
const sayings: readonly Saying[] = [
  {
    says: /no space left on device|not enough space|disk quota exceeded|insufficient storage/i,
    kind: 'node-failed',
    message: () => "No space is left on the engine's disk.",
    nextStep: 'Make room, for example with "docker system prune", then start the lab again.',
  },
  {
    says: /port is already allocated|address already in use|ports are not available/i,
    kind: 'port-taken',
    message: (match) => `Another program took port ${portIn(match) ?? 'of the lab'} while the lab started.`,
    port: (match) => Number(portIn(match)) || undefined,
    nextStep: 'Start the lab again: it takes a free port then.',
  },
  {
    says: /could not find an available, non-overlapping|all predefined address pools|no more subnets|subnet pool/i,
    kind: 'node-failed',
    message: () => 'The Docker Engine has no addresses left for one more network.',
    nextStep: 'Remove networks that nobody uses with "docker network prune", then start the lab again.',
  },
  {
    says: /network with name (\S+) already exists|network name (\S+) already used/i,
    kind: 'node-failed',
    message: ({ 1: docker, 2: podman }) => `A network of the name ${docker ?? podman} is there already.`,
    nextStep: 'Start the lab again: it takes another name then.',
  },
  {
    says: /(?:container name|the name) "\/?([^"]+)" is already in use/i,
    kind: 'node-failed',
    message: ({ 1: name }) => `A container of the name ${name} is there already.`,
    nextStep: 'Start the lab again: it takes another name then.',
  },
  {
    says: /cannot allocate memory|out of memory|insufficient memory/i,
    kind: 'node-failed',
    message: () => "The engine's machine has no memory left for the lab.",
    nextStep: 'Close something, or run fewer nodes (clusterLab.lab.nodes), then start the lab again.',
  },
  {
    says: /toomanyrequests|too many requests|pull rate limit/i,
    kind: 'image-missing',
    message: () => 'The registry gives no more images for a while: its limit of pulls is reached.',
    nextStep: 'Log in with "docker login", wait, or name an image that is there in clusterLab.lab.images.',
  },
];

/** A failure that an engine tells in words that are known, in words that a person can act on. */
export function explained(words: string, cause: unknown): LabError | undefined {
  for (const { says, kind, message, nextStep, port: portOf } of sayings) {
    const match = says.exec(words);
    if (!match) continue;
    const port = portOf?.(match);
    return new LabError(kind, message(match), nextStep, { cause, ...(port !== undefined && { port }) });
  }
  return undefined;
}
