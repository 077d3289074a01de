import type { SourceFile } from '../../cluster/source';
import { Lines } from '../../languages/text/lines';
import { contains, type Span } from '../../languages/text/span';

/**
 * The comments that silence the line after them: `# cluster-lab-ignore <id>`, `<!-- … -->`, `// …`, several ids separated by
 * blanks or commas. One that follows another adds to it. A file is read when something is first said of it.
 */
export class Suppressions {
  private readonly read = new Map<string, FileSuppressions | undefined>();

  constructor(private readonly files: ReadonlyMap<string, SourceFile>) {}

  /** Whether a comment silences this rule at this place. */
  covers(path: string, span: Span, id: string): boolean {
    if (!this.read.has(path)) {
      const file = this.files.get(path);
      this.read.set(path, file && file.kind !== 'pom.xml' ? new FileSuppressions(file) : undefined);
    }
    return this.read.get(path)?.covers(span, id) ?? false;
  }
}

const MARK = 'cluster-lab-ignore';

class FileSuppressions {
  /** Undefined where the mark stands nowhere. */
  private readonly lines: Lines | undefined;
  /** Ids by the line they silence. */
  private readonly silenced = new Map<number, Set<string>>();

  constructor(private readonly file: Exclude<SourceFile, { kind: 'pom.xml' }>) {
    const { text } = file.document;
    if (!text.includes(MARK)) return;
    this.lines = new Lines(text);
    const pending = new Set<string>();
    let expected = -1;
    for (const comment of commentsOf(file)) {
      const { start, end } = this.lines.rangeOf(comment);
      const ids = idsOf(text.slice(comment.start, comment.end));
      if (ids.length === 0) continue;
      if (start.line !== expected) pending.clear();
      for (const id of ids) pending.add(id);
      expected = end.line + 1;
      this.silenced.set(expected, new Set(pending));
    }
  }

  covers(span: Span, id: string): boolean {
    const { lines } = this;
    if (!lines) return false;
    return [span.start, this.commentStart(span)].some(
      (offset) => offset !== undefined && this.silenced.get(lines.positionAt(offset).line)?.has(id) === true,
    );
  }

  /** What is said of a commented-out element is silenced before its comment, since no comment can stand inside. */
  private commentStart(span: Span): number | undefined {
    if (!('root' in this.file.document)) return undefined;
    return this.file.document.comments.find((comment) => contains(comment.span, span))?.span.start;
  }
}

function commentsOf(file: Exclude<SourceFile, { kind: 'pom.xml' }>): readonly Span[] {
  if (file.kind === 'java') return matches(file.document.text, /\/\/[^\r\n]*/g);
  if (file.kind === 'compose') return matches(file.document.text, /#[^\r\n]*/g);
  if (file.kind === 'dockerfile') return file.document.comments;
  return file.document.comments.map(({ span }) => span);
}

const matches = (text: string, expression: RegExp): readonly Span[] =>
  [...text.matchAll(expression)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));

function idsOf(comment: string): readonly string[] {
  const body = /^(?:#|\/\/|<!--)\s*cluster-lab-ignore\s+([\s\S]*?)\s*(?:-->)?$/.exec(comment)?.[1];
  return body?.split(/[\s,]+/).filter((word) => word.includes('/')) ?? [];
}
