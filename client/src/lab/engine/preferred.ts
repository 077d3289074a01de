/**
 * Makes all attempts at once. Resolves with what the first in their order gives that does not fail, as soon as all before it
 * have failed; the others are told by their signals to give up. Rejects with the first one's failure where all fail.
 */
export async function preferred<T>(
  attempts: readonly ((signal: AbortSignal) => Promise<T>)[],
): Promise<T | undefined> {
  const begun = attempts.map((attempt) => {
    const enough = new AbortController();
    const result = attempt(enough.signal);
    // One that nobody waits for any more may fail as it likes.
    result.catch(() => undefined);
    return { enough, result };
  });
  const failures: unknown[] = [];
  for (const [index, { result }] of begun.entries()) {
    try {
      const found = await result;
      for (const { enough } of begun.slice(index + 1)) enough.abort();
      return found;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return undefined;
  throw failures[0];
}
