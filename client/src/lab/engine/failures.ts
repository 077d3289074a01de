import { t } from '@vscode/l10n';
import { isRecord } from '../../../../server/src/languages/text/record';
import { LabError } from '../lab';
import { explained } from './sayings';
import { SshFailure } from './ssh';

/** What dockerode and Node put on their errors; `said` is the engine's own sentence. */
interface Failure {
  readonly code: string | undefined;
  readonly statusCode: number | undefined;
  readonly said: string | undefined;
  readonly message: string | undefined;
}

function asFailure(error: unknown): Failure {
  const { code, statusCode, json, message } = isRecord(error) ? error : {};
  return {
    code: textOf(code),
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    said: isRecord(json) ? textOf(json['message']) : undefined,
    message: textOf(message),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Podman answers 500 where Docker has a status of its own for it (podman, libpod/define/errors.go). */
const saidByPodman: readonly (readonly [RegExp, number])[] = [
  [/container state improper/, 409],
  [/no such container|container has already been removed|network not found/, 404],
];

/** The status that Docker's engine would have answered with; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const { statusCode, said = '' } = asFailure(error);
  if (statusCode !== 500) return statusCode;
  return saidByPodman.find(([says]) => says.test(said))?.[1] ?? statusCode;
}

/** An engine that takes a connection, and then says nothing. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(readonly seconds: number) {
    super(t('no answer within {seconds} seconds', { seconds }));
  }
}

export const brokenOff = (): string => t('the connection was lost');

/** What Node says where a connection fails, in words. */
const plain: readonly (readonly [RegExp, () => string])[] = [
  [/ENOENT/, () => t('there is no such socket')],
  [/ECONNREFUSED/, () => t('nothing listens there')],
  [/ENOTFOUND|EAI_AGAIN/, () => t('there is no host with that name')],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN/, () => t('it cannot be reached')],
  [/CERT_HAS_EXPIRED/, () => t('its certificate has expired')],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    () => t('its certificate is not signed by a known authority (ca.pem)'),
  ],
  [/ALTNAME_INVALID/, () => t('its certificate is for another name')],
  [
    /CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|HANDSHAKE_FAILURE/,
    () => t('it does not accept your certificate (cert.pem, key.pem)'),
  ],
  [/EPROTO|WRONG_VERSION_NUMBER/, () => t('it does not use TLS')],
  [/ECONNRESET|EPIPE|ECONNABORTED|socket hang up|^aborted$/, brokenOff],
];

/** The engine's own words, where it answered; else what happened, in words. */
export function wordsOf(error: unknown): string {
  const { said, message, code, statusCode } = asFailure(error);
  const words = said ?? message ?? String(error);
  if (statusCode !== undefined) return words.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
  return plain.find(([fault]) => fault.test(code ?? words) || fault.test(words))?.[1]() ?? words.trim();
}

const getEngine = (): string =>
  t(
    'Start Docker (or install Docker Engine, Docker Desktop, Colima or Podman), or name another engine in clusterLab.docker.host.',
  );

/** Nothing answers, or we may not ask. `tried` are the addresses in question. */
export function notReached(tried: readonly string[], error?: unknown): LabError {
  const { code } = asFailure(error);
  const where = tried.join(', ');
  const detail = error === undefined ? {} : { cause: error };
  if (code === 'EACCES' || code === 'EPERM') {
    return new LabError(
      'no-permission',
      t('The Docker Engine at {where} refuses access: your user has no permission for its socket.', {
        where,
      }),
      t('Add your user to the group "docker" and log in again, or run Docker in rootless mode.'),
      detail,
    );
  }
  if (error instanceof SshFailure) {
    return new LabError(
      'no-engine',
      t('The Docker Engine at {where} cannot be reached: {reason}.', { where, reason: error.message }),
      t('Check in a terminal that "docker version" works over ssh on that machine without prompting.'),
      detail,
    );
  }
  if (tried.length === 0)
    return new LabError('no-engine', t('No Docker Engine was found on this machine.'), getEngine(), detail);
  return new LabError(
    'no-engine',
    t('No Docker Engine answers at {where}: {words}.', { where, words: wordsOf(error) }),
    getEngine(),
    detail,
  );
}

const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED']);

/** Turns a failure of one call into words: what was tried, and what the engine said. */
export function failed(what: string, address: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const { code, statusCode } = asFailure(error);
  if (code === 'EACCES' || code === 'EPERM') return notReached([address], error);
  if (error instanceof SshFailure) {
    return new LabError(
      'engine-lost',
      t(
        'The connection to the Docker Engine at {address} was lost, so Cluster Lab could not {what}: {reason}.',
        {
          address,
          what,
          reason: error.message,
        },
      ),
      t('Check that the machine can be reached by ssh; "Stop cluster lab" removes the remaining containers.'),
      { cause: error },
    );
  }
  if (statusCode === undefined && (LOST.has(code ?? '') || wordsOf(error) === brokenOff())) {
    return new LabError(
      'engine-lost',
      t('The Docker Engine at {address} is no longer reachable; Cluster Lab could not {what}.', {
        address,
        what,
      }),
      t('Start Docker again; "Stop cluster lab" removes the remaining containers.'),
      { cause: error },
    );
  }
  const words = wordsOf(error);
  if (error instanceof NoAnswer) {
    return new LabError(
      'engine-lost',
      t(
        'The Docker Engine at {address} did not answer within {seconds} seconds; Cluster Lab could not {what}.',
        { address, seconds: error.seconds, what },
      ),
      t('Check whether the engine is busy or hanging, restart it if necessary, and try again.'),
      { cause: error },
    );
  }
  const known = explained(words, error);
  if (known) return known;
  return new LabError(
    'node-failed',
    t('The Docker Engine could not {what}: {words}.', { what, words }),
    t("See the Cluster Lab log and the engine's log."),
    { cause: error },
  );
}
