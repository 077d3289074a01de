import type { Placement } from '../configuration';
import type { NginxDocument } from '../tree';

/** The document at a path, where one is known. */
export type DocumentAt = (path: string) => NginxDocument | undefined;

/** Statements that the parser has found a fault in: whatever else is odd in them has the same cause. */
export class FaultyStatements {
  private readonly starts = new Map<string, readonly number[]>();
  private last: { readonly path: string; readonly starts: readonly number[] } = { path: '', starts: [] };
  private readonly loose = new Map<string, boolean>();
  private readonly told = new Set<string>();

  constructor(private readonly documentAt: DocumentAt) {}

  has({ directive, path }: Placement): boolean {
    const starts = this.startsOf(path);
    if (starts.length === 0) return false;
    if (!directive.terminator) return true;
    const { start } = directive.name.span;
    const end = directive.terminator.end;
    const index = lowerBound(starts, start);
    return (starts[index] ?? Infinity) < end;
  }

  /**
   * Whether a directive may be told to stand in a wrong place. Where a brace is too many nobody knows which, and all below
   * looks misplaced: then the first of them is told, at which nginx stops.
   */
  mayTell(path: string): boolean {
    if (!this.unbalanced(path)) return true;
    const isStray = (this.documentAt(path)?.faults ?? []).some(({ nginx }) => nginx === 'unexpected "}"');
    if (!isStray || this.told.has(path)) return false;
    this.told.add(path);
    return true;
  }

  /** Whether a brace is missing or too many, and nobody can say where: then all below may stand in a wrong place. */
  private unbalanced(path: string): boolean {
    let known = this.loose.get(path);
    if (known === undefined) {
      known = (this.documentAt(path)?.faults ?? []).some(
        ({ nginx, fix }) =>
          !fix && (nginx === 'unexpected end of file, expecting "}"' || nginx === 'unexpected "}"'),
      );
      this.loose.set(path, known);
    }
    return known;
  }

  private startsOf(path: string): readonly number[] {
    if (path === this.last.path) return this.last.starts;
    let starts = this.starts.get(path);
    if (!starts) {
      const faults = this.documentAt(path)?.faults ?? [];
      starts = faults.map(({ span }) => span.start).toSorted((a, b) => a - b);
      this.starts.set(path, starts);
    }
    this.last = { path, starts };
    return starts;
  }
}

/** The first index whose value is not below `value`. */
function lowerBound(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
