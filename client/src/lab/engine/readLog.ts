import type Dockerode from 'dockerode';

/** A log of gigabytes, which the engine reads through for the place that is wanted. */
const LIMIT_MS = 600_000;

/** What a container has logged so far, as a stream of Docker's frames with stamps. */
export async function openLog(
  docker: Dockerode,
  id: string,
  place: { since?: number; tail?: number },
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<Buffer>> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  // dockerode gives a stream, and no buffer of it all, where a log is to be followed; the engine hears the query.
  const options = {
    follow: true as const,
    _query: { stdout: true, stderr: true, timestamps: true, ...place },
    abortSignal: signal ? AbortSignal.any([signal, limit]) : limit,
  };
  return (await docker.getContainer(id).logs(options)) as AsyncIterable<Buffer>;
}

/** That of a container that is not there. */
export async function* noLog(): AsyncGenerator<Buffer> {}
