import { t } from '@vscode/l10n';
import { LabError } from '../lab';

interface Saying {
  readonly says: RegExp;
  readonly kind: LabError['kind'];
  readonly message: (match: RegExpExecArray) => string;
  readonly nextStep: () => string;
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
    message: () => t("No space is left on the engine's disk."),
    nextStep: () => t('Free some space, for example with "docker system prune", then start the lab again.'),
  },
  {
    says: /port is already allocated|address already in use|ports are not available/i,
    kind: 'port-taken',
    message: (match) => {
      const port = portIn(match);
      return port === undefined
        ? t('Another program took a port of the lab while it started.')
        : t('Another program took port {port} while the lab started.', { port });
    },
    port: (match) => Number(portIn(match)) || undefined,
    nextStep: () => t('Start the lab again: it will use a free port.'),
  },
  {
    says: /could not find an available, non-overlapping|all predefined address pools|no more subnets|subnet pool/i,
    kind: 'node-failed',
    message: () => t('The Docker Engine has no addresses left for another network.'),
    nextStep: () =>
      t('Remove networks that nobody uses with "docker network prune", then start the lab again.'),
  },
  {
    says: /network with name (\S+) already exists|network name (\S+) already used/i,
    kind: 'node-failed',
    message: ({ 1: docker, 2: podman }) =>
      t('A network named {name} already exists.', { name: docker ?? podman ?? '' }),
    nextStep: () => t('Start the lab again: it will use another name.'),
  },
  {
    says: /(?:container name|the name) "\/?([^"]+)" is already in use/i,
    kind: 'node-failed',
    message: ({ 1: name }) => t('A container named {name} already exists.', { name: name ?? '' }),
    nextStep: () => t('Start the lab again: it will use another name.'),
  },
  {
    says: /cannot allocate memory|out of memory|insufficient memory/i,
    kind: 'node-failed',
    message: () => t("The engine's machine has no memory left for the lab."),
    nextStep: () =>
      t('Close other programs, or run fewer nodes (clusterLab.lab.nodes), then start the lab again.'),
  },
  {
    says: /toomanyrequests|too many requests|pull rate limit/i,
    kind: 'image-missing',
    message: () => t("The registry's pull limit has been reached."),
    nextStep: () =>
      t(
        'Log in with "docker login", wait, or set an image that is already on this machine in clusterLab.lab.images.',
      ),
  },
];

/** A failure that an engine tells in words that are known, in words that a person can act on. */
export function explained(words: string, cause: unknown): LabError | undefined {
  for (const { says, kind, message, nextStep, port: portOf } of sayings) {
    const match = says.exec(words);
    if (!match) continue;
    const port = portOf?.(match);
    return new LabError(kind, message(match), nextStep(), { cause, ...(port !== undefined && { port }) });
  }
  return undefined;
}
