/**
 * Work that is done side by side and fails as one: the first failure, or the user's cancel, ends all waiting by
 * `signal`.
 */
export class Together {
  readonly signal: AbortSignal;
  private readonly failed = new AbortController();

  constructor(cancelled: AbortSignal) {
    this.signal = AbortSignal.any([cancelled, this.failed.signal]);
  }

  /**
   * Resolves when all of it is done. Rejects with the first failure, but not before every part has ended: nothing is
   * still being made while a clean-up runs.
   */
  async all<T extends readonly unknown[] | []>(
    work: T,
  ): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
    const ended = work.map(async (part) => {
      try {
        await part;
      } catch (error) {
        this.failed.abort(error);
      }
    });
    await Promise.all(ended);
    this.signal.throwIfAborted();
    return await Promise.all(work);
  }
}
