import type { TextEdit } from '../../text/span';
import type { Occurrence } from './symbols';

/**
 * The edits that give a symbol another name, by file. `$a` directly before letters (`$a-x` is fine, `"${a}x"` too) keeps
 * its braces, since only the name is replaced.
 */
export function renameEdits(
  occurrences: readonly Occurrence[],
  name: string,
  textOf: (path: string) => string | undefined,
): ReadonlyMap<string, readonly TextEdit[]> {
  const edits = new Map<string, TextEdit[]>();
  for (const { path, span, name: written } of occurrences) {
    // A span that does not hold the name any more would be the wrong place.
    if (textOf(path)?.slice(span.start, span.end) !== written) continue;
    const own = edits.get(path);
    if (own) own.push({ span, text: name });
    else edits.set(path, [{ span, text: name }]);
  }
  return edits;
}
