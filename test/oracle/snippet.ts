import { readFileSync } from 'node:fs';

export interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
  /** The contexts or elements in which it may stand. */
  readonly in?: readonly string[];
}

export const readSnippets = (name: string): ReadonlyMap<string, Snippet> =>
  new Map(
    Object.entries(JSON.parse(readFileSync(`snippets/${name}.json`, 'utf8')) as Record<string, Snippet>),
  );

export const prefixesOf = ({ prefix }: Snippet): readonly string[] =>
  typeof prefix === 'string' ? [prefix] : prefix;

/**
 * What a snippet is before anything is typed: defaults, first choices, unknown variables by their default. Throws where a
 * `$` or a brace is left that VS Code would read otherwise than it looks.
 */
export function expand({ body }: Snippet): string {
  const source = body.join('\n');
  const values = new Map<string, string>();
  const reader = { at: 0 };
  const text = expandUntil(source, reader, values, undefined);
  return text;
}

function expandUntil(
  source: string,
  reader: { at: number },
  values: Map<string, string>,
  end: string | undefined,
): string {
  let text = '';
  while (reader.at < source.length) {
    const rest = source.slice(reader.at);
    if (end !== undefined && rest.startsWith(end)) {
      reader.at += end.length;
      return text;
    }
    const escape = /^\\([\\$}])/.exec(rest);
    const stop = /^\$(\d+)/.exec(rest);
    const choice = /^\$\{(\d+)\|([^|]*)\|\}/.exec(rest);
    const open = /^\$\{(\w+):/.exec(rest);
    const match = escape ?? stop ?? choice ?? open;
    reader.at += match ? match[0].length : 1;
    if (escape) text += escape[1] ?? '';
    else if (stop) text += values.get(stop[1] ?? '') ?? '';
    else if (choice) text += remember(values, choice[1], choice[2]?.split(',')[0] ?? '');
    else if (open) text += remember(values, open[1], expandUntil(source, reader, values, '}'));
    else if (rest.startsWith('$')) throw new Error(`a $ that is not escaped: ${rest.slice(0, 40)}`);
    else text += rest.charAt(0);
  }
  if (end !== undefined) throw new Error('a placeholder that is not closed');
  return text;
}

function remember(values: Map<string, string>, name: string | undefined, value: string): string {
  if (name !== undefined && !values.has(name)) values.set(name, value);
  return value;
}
