import { contains } from '../languages/text/span';
import type { TextEdit } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { LoadedFile } from '../workspace/folder';

/**
 * The edit that silences one diagnostic by a comment on the line before. Undefined in a file of doubt, and where no comment
 * can stand: inside a tag, before the XML declaration, or before a byte order mark.
 */
export function ignoreEdit(file: LoadedFile, diagnostic: Diagnostic): TextEdit | undefined {
  const { text, lines } = file;
  if (file.file.inDoubt) return undefined;
  const line = lines.positionAt(anchorOf(file, diagnostic)).line;
  const start = lines.offsetAt({ line, character: 0 });
  if (!mayHoldComment(file, start)) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = commentOf(file, `cluster-lab-ignore ${diagnostic.code}`);
  return { span: { start, end: start }, text: `${indent}${comment}${lineEnd}` };
}

/** What is said of a commented-out element is silenced before its comment. */
function anchorOf({ file }: LoadedFile, { span }: Diagnostic): number {
  if (file.kind === 'pom.xml' || !('root' in file.document)) return span.start;
  return file.document.comments.find((comment) => contains(comment.span, span))?.span.start ?? span.start;
}

function commentOf({ file }: LoadedFile, text: string): string {
  switch (file.kind) {
    case 'nginx':
    case 'compose':
    case 'dockerfile':
      return `# ${text}`;
    case 'java':
      return `// ${text}`;
    default:
      return `<!-- ${text} -->`;
  }
}

function mayHoldComment({ file, text }: LoadedFile, offset: number): boolean {
  if (file.kind === 'pom.xml' || text.charCodeAt(offset) === 0xfeff) return false;
  if (!('root' in file.document)) return true;
  if (text.startsWith('<?xml', offset)) return false;
  if (file.document.comments.some(({ span }) => span.start < offset && offset < span.end)) return false;
  // An angle bracket still open means a tag that runs over several lines.
  const before = text.slice(0, offset);
  return before.lastIndexOf('<') <= before.lastIndexOf('>');
}
