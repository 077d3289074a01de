import { relative } from 'node:path';
import type { Span } from '../languages/text/span';
import type { Check } from '../workspace/check';

/** `path:line:column`, from 1 on. */
export function placeOf(path: string, span: Span, check: Check): string {
  const start = check.files.get(path)?.lines.positionAt(span.start);
  return start ? `${shown(path, check)}:${start.line + 1}:${start.character + 1}` : shown(path, check);
}

/** As one would type it: relative below the current folder, absolute elsewhere; as it is called where it lies on no disk. */
export function shown(path: string, check?: Check): string {
  const short = check?.settings.elsewhere ? path : relative(process.cwd(), path) || '.';
  return short.startsWith('..') ? path : short;
}
