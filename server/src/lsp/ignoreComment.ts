import type { TextEdit } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { LoadedFile } from '../workspace/loadedFile';

/**
 * The edit that silences one diagnostic by a comment on the line before. Undefined in a file of doubt, where the language
 * takes no comment, and before a byte order mark.
 */
export function ignoreEdit(
  { text, lines, file }: LoadedFile,
  { span, code }: Diagnostic,
): TextEdit | undefined {
  const { language, inDoubt } = file;
  const anchor = inDoubt ? undefined : language.anchor(span);
  if (anchor === undefined) return undefined;
  const start = lines.offsetAt({ line: lines.positionAt(anchor).line, character: 0 });
  if (text.charCodeAt(start) === 0xfeff) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = language.comment(`cluster-lab-ignore ${code}`);
  return { span: { start, end: start }, text: `${indent}${comment}${lineEnd}` };
}
