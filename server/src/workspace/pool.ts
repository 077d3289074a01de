/** How many files are read at once: enough to hide the disk's latency, far below the limit of open files. */
const defaultWidth = 16;

/**
 * Runs `work` over all items, at most `width` at a time; results in the order of the items. The first failure, or the
 * signal, ends it: what runs is awaited, the rest is not begun.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  { signal, width = defaultWidth }: { signal?: AbortSignal | undefined; width?: number } = {},
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const failure: { error?: unknown } = {};
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if ('error' in failure) return;
      try {
        signal?.throwIfAborted();
        results[index] = await work(item);
      } catch (error) {
        failure.error ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  if ('error' in failure) throw failure.error;
  return results;
}
