import type { Suggestion } from './features';
import type { Span } from './text/span';

/** A piece of text as `snippets/` has it, beside where it may stand. */
export interface Snippet {
  readonly name: string;
  /** By which of these words it is found; the first is shown. */
  readonly prefixes: readonly string[];
  readonly description: string;
  /** The contexts or elements that it belongs into; undefined: its language knows. */
  readonly in: readonly string[] | undefined;
  /** The first release that takes it. */
  readonly since: string | undefined;
  /** With `$1` and the like. */
  readonly body: string;
}

/** What a file of `snippets/` holds. */
type Written = Readonly<
  Record<
    string,
    {
      readonly prefix: string | readonly string[];
      readonly description: string;
      readonly in?: readonly string[];
      readonly since?: string;
      readonly body: readonly string[];
    }
  >
>;

export const snippetsOf = (written: Written): readonly Snippet[] =>
  Object.entries(written).map(([name, { prefix, description, in: places, since, body }]) => ({
    name,
    prefixes: typeof prefix === 'string' ? [prefix] : prefix,
    description,
    in: places,
    since,
    body: body.join('\n'),
  }));

/** A snippet as an editor offers it. Editors that take none are not asked for it. */
export const suggestionOf = (
  { name, prefixes: [label = '', ...others], description, body }: Snippet,
  rank: number,
  span: Span,
): Suggestion => ({
  kind: 'snippet',
  label,
  detail: name,
  span,
  text: body,
  isSnippet: true,
  // Also found by its other words.
  ...(others.length > 0 && { filter: [label, ...others].join(' ') }),
  rank,
  documentation: () => `${description}\n\n\`\`\`\n${shown(body)}\n\`\`\``,
});

/** The text of a body before anything is filled in. */
const shown = (body: string): string =>
  body
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\w+:((?:[^{}\\]|\\.|\$\{\w+:[^}]*\})*)\}/g, '$1')
    .replace(/\$\{\w+:([^{}]*)\}/g, '$1')
    .replace(/(?<!\\)\$\d/g, '')
    .replace(/\\([$}\\])/g, '$1')
    .replaceAll('\t', '  ');
