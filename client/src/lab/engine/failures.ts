import { LabError } from '../lab';

/** What dockerode and Node put on their errors; all of it optional. */
interface Failure {
  code?: string;
  statusCode?: number;
  json?: { message?: string };
  reason?: string;
  message?: string;
}

const asFailure = (error: unknown): Failure => (typeof error === 'object' && error !== null ? error : {});

export const statusOf = (error: unknown): number | undefined => asFailure(error).statusCode;

/** The engine's own words, where it answered; else the message of the error. */
export function wordsOf(error: unknown): string {
  const { json, message } = asFailure(error);
  const words = json?.message ?? message ?? String(error);
  return words.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

const GET_ENGINE =
  'Start Docker (or install Docker Engine, Docker Desktop, Colima or Podman), or name another engine in clusterLab.docker.host.';

/** Nothing answers, or we may not ask. `tried` are the addresses in question. */
export function notReached(tried: readonly string[], error?: unknown): LabError {
  const { code } = asFailure(error);
  const where = tried.join(', ');
  const detail = error === undefined ? {} : { cause: error };
  if (code === 'EACCES' || code === 'EPERM') {
    return new LabError(
      'no-permission',
      `The Docker Engine at ${where} does not let this user in: no permission on its socket.`,
      'Add the user to the group "docker" and log in again, or run Docker rootless.',
      detail,
    );
  }
  if (tried.length === 0)
    return new LabError('no-engine', 'No Docker Engine was found on this machine.', GET_ENGINE, detail);
  const why =
    code === 'ENOENT'
      ? 'there is no such socket'
      : code === 'ECONNREFUSED'
        ? 'nothing listens there'
        : code === 'ENOTFOUND'
          ? 'there is no host of that name'
          : wordsOf(error);
  return new LabError('no-engine', `No Docker Engine answers at ${where}: ${why}.`, GET_ENGINE, detail);
}

const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED']);

/** Turns a failure of one call into words: what was tried, and what the engine said. */
export function failed(what: string, address: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const { code, statusCode } = asFailure(error);
  if (code === 'EACCES' || code === 'EPERM') return notReached([address], error);
  if (statusCode === undefined && (LOST.has(code ?? '') || /socket hang up/.test(wordsOf(error)))) {
    return new LabError(
      'engine-lost',
      `The Docker Engine at ${address} went away; Cluster Lab could not ${what}.`,
      'Start Docker again; containers that are left are removed by "Stop cluster lab".',
      { cause: error },
    );
  }
  const words = wordsOf(error);
  if (/port is already allocated|address already in use|ports are not available/i.test(words)) {
    const port = /(?:[\d.]+|\]):(\d+)(?=\D*(?:failed|:|$))/.exec(words)?.[1];
    return new LabError(
      'port-taken',
      `Another program took port ${port ?? 'of the lab'} while the lab started.`,
      'Start the lab again: it takes a free port then.',
      { cause: error },
    );
  }
  return new LabError(
    'node-failed',
    `The Docker Engine could not ${what}: ${words}.`,
    'See the log of Cluster Lab, and the log of the engine.',
    { cause: error },
  );
}
