import type { Engine } from './engine/engine';

/**
 * The exit code of a throw-away container, when it has ended. Rejects with the reason of the signal when that aborts, and
 * with `tooSlow` when it takes longer than the limit.
 */
export async function endOf(
  engine: Engine,
  container: string,
  {
    signal,
    limitMs,
    tooSlow,
  }: { readonly signal: AbortSignal; readonly limitMs: number; readonly tooSlow: () => Error },
): Promise<number> {
  const within = AbortSignal.timeout(limitMs);
  try {
    return await engine.wait(container, AbortSignal.any([signal, within]));
  } catch (error) {
    signal.throwIfAborted();
    throw within.aborted ? tooSlow() : error;
  }
}
