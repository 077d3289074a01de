import type { Span } from '../text/span';
import type { Block, Directive, Word } from './tree';

/*
 * A large file is a hundred thousand of these: they hold offsets, and make a span when somebody asks for it.
 */

export class WordNode implements Word {
  constructor(
    private readonly start: number,
    private readonly end: number,
    readonly value: string,
    readonly quote: Word['quote'],
  ) {}

  get span(): Span {
    return { start: this.start, end: this.end };
  }
}

export class DirectiveNode implements Directive {
  /** Open to the parser until the block is read. */
  end: number;
  block: Block | undefined = undefined;

  constructor(
    readonly name: Word,
    readonly args: readonly Word[],
    private readonly terminatedAt: number | undefined,
    readonly parent: Directive | undefined,
  ) {
    this.end = terminatedAt === undefined ? (args.at(-1) ?? name).span.end : terminatedAt + 1;
  }

  get span(): Span {
    return { start: this.name.span.start, end: this.end };
  }

  get terminator(): Span | undefined {
    const at = this.terminatedAt;
    return at === undefined ? undefined : { start: at, end: at + 1 };
  }
}
