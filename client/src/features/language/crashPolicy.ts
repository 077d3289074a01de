/** A server that ends again within this time would only end once more. */
const quietMilliseconds = 3 * 60_000;

/** Whether a server that ended by itself is started again: once, then somebody must look at it. */
export class CrashPolicy {
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly now: () => number = Date.now) {}

  restarts(): boolean {
    const since = this.now() - this.last;
    this.last = this.now();
    return since > quietMilliseconds;
  }
}
