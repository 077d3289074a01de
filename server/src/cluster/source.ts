import type { Span } from '../languages/text/span';

export type { FileKind, SourceFile } from '../languages/source';

/** Where a fact stands. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}
