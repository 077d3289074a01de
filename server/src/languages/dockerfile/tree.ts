import type { Fault, Span } from '../text/span';

/** A word as it is written, quotes and variables included; continued lines are joined. */
export interface DockerWord {
  readonly text: string;
  readonly span: Span;
}

export interface DockerSetting {
  readonly name: string;
  /** Undefined for `ARG name` without a default. */
  readonly value: string | undefined;
}

/** The instructions that decide what an image holds; `span` covers the whole instruction. */
export type DockerInstruction =
  | {
      readonly kind: 'from';
      readonly span: Span;
      readonly image: DockerWord;
      readonly platform: string | undefined;
      readonly name: string | undefined;
    }
  | { readonly kind: 'arg' | 'env'; readonly span: Span; readonly settings: readonly DockerSetting[] }
  | { readonly kind: 'workdir'; readonly span: Span; readonly path: string }
  | {
      readonly kind: 'copy' | 'add';
      readonly span: Span;
      /** Without those whose text stands in the Dockerfile itself. */
      readonly sources: readonly DockerWord[];
      readonly target: DockerWord;
      /** As written: a stage, its number, or an image. */
      readonly from: string | undefined;
      /** How many sources are heredocs: their text stands here. */
      readonly heredocs: number;
    }
  | {
      readonly kind: 'run';
      readonly span: Span;
      /** The command without flags, comments and continued lines; a heredoc's lines behind it. */
      readonly text: string;
    };

export interface DockerDocument {
  readonly text: string;
  /** In their order; those that say nothing of what the image holds are left out. */
  readonly instructions: readonly DockerInstruction[];
  readonly comments: readonly Span[];
  readonly faults: readonly Fault[];
}
