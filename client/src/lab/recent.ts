/**
 * The last things that were said, bounded in their number and in their characters: whoever comes later hears them, and a
 * container that says much does not fill the memory.
 */
export class Recent<T> {
  private kept: T[] = [];
  private size = 0;

  constructor(
    private readonly limit: { readonly count: number; readonly characters: number },
    private readonly lengthOf: (item: T) => number,
  ) {}

  get items(): readonly T[] {
    return this.kept;
  }

  add(item: T): void {
    this.kept.push(item);
    this.size += this.lengthOf(item);
    // Cut now and then, since every cut moves all that stay.
    if (this.kept.length > 2 * this.limit.count || this.size > 2 * this.limit.characters) this.cut();
  }

  clear(): void {
    this.kept = [];
    this.size = 0;
  }

  /** The last one stays, however long it is. */
  private cut(): void {
    const { count, characters } = this.limit;
    let size = 0;
    let from = this.kept.length;
    while (from > 0 && this.kept.length - from < count) {
      const length = this.lengthOf(this.kept[from - 1] as T);
      if (size + length > characters && size > 0) break;
      size += length;
      from--;
    }
    this.kept = this.kept.slice(from);
    this.size = size;
  }
}
