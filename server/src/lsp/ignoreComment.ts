import type { TextEdit } from '../languages/text/span';
import type { Diagnostic } from '../rules/diagnostic';
import type { LoadedFile } from '../workspace/folder';

/**
 * The edit that silences one diagnostic by a comment on the line before. Undefined where a comment cannot stand there:
 * inside a tag, another comment, or before the XML declaration.
 */
export function ignoreEdit(file: LoadedFile, { code, span }: Diagnostic): TextEdit | undefined {
  const line = file.lines.positionAt(span.start).line;
  const start = file.lines.offsetAt({ line, character: 0 });
  if (!mayHoldComment(file, start)) return undefined;
  const indent = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
  const lineEnd = file.text.includes('\r\n') ? '\r\n' : '\n';
  return {
    span: { start, end: start },
    text: `${indent}${commentOf(file, `cluster-lab-ignore ${code}`)}${lineEnd}`,
  };
}

function commentOf({ file }: LoadedFile, text: string): string {
  switch (file.kind) {
    case 'nginx':
    case 'compose':
      return `# ${text}`;
    case 'java':
      return `// ${text}`;
    default:
      return `<!-- ${text} -->`;
  }
}

function mayHoldComment({ file, text }: LoadedFile, offset: number): boolean {
  if (file.kind === 'pom.xml') return false;
  if (!('comments' in file.document) || file.kind === 'nginx')
    return !text.startsWith('\ufeff') || offset > 0;
  if (/^\ufeff?<\?xml/.test(text) && offset === 0) return false;
  if (file.document.comments.some(({ span }) => span.start < offset && offset < span.end)) return false;
  // The last angle bracket before tells whether a tag is open; quoted ones are rare enough to go without the offer.
  const before = text.slice(0, offset);
  return before.lastIndexOf('<') <= before.lastIndexOf('>');
}
